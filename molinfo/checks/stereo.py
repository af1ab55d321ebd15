"""Stereo that is undefined, impossible or meaningless, and stereo that is claimed."""

from __future__ import annotations

import re

from rdkit import Chem
from rdkit.Chem import rdqueries

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.stereo_groups import find_stereo_groups
from molinfo.errors import StructureError

UNDEFINED_STEREOCENTRE = Code(
    "undefined-stereocentre",
    Severity.INFO,
    "A stereocentre has no configuration.",
    "Nothing if a mixture or an unknown is meant; else draw the configuration.",
)
PARTLY_DEFINED_STEREO = Code(
    "partly-defined-stereo",
    Severity.WARNING,
    "Some stereocentres have a configuration and others have none.",
    "Compare with the source; an epimeric mixture is rarer than a forgotten wedge.",
)
UNDEFINED_DOUBLE_BOND = Code(
    "undefined-double-bond",
    Severity.INFO,
    "A double bond that can be E or Z is neither.",
    "Draw it crossed if a mixture is meant; else state the configuration.",
)
IMPOSSIBLE_STEREO = Code(
    "impossible-stereo",
    Severity.WARNING,
    "A configuration is written at an atom that is no stereocentre.",
    "Compare with the source: a neighbour may be wrong or missing.",
)
CHIRAL_FLAG = Code(
    "chiral-flag",
    Severity.INFO,
    "The molfile has wedges but chiral flag 0, which means a racemate by the MDL rule.",
    "Set the flag if one enantiomer is meant, or use enhanced stereo groups.",
)
MEANINGLESS_WEDGE = Code(
    "meaningless-wedge",
    Severity.WARNING,
    "A wedge starts at an atom that is no stereocentre.",
    "Turn the wedge round if its wide end is at the stereocentre; else draw a plain bond.",
)
STEREO_GROUPS_DIFFER = Code(
    "stereo-groups-differ",
    Severity.WARNING,
    "SMILES and molfile of one record differ in enhanced stereo: one is a single stereoisomer, the "
    "other a racemate or one of two.",
    "Find out which the source means, and write the groups in both (`&1`, `o1`).",
)

BEYOND_INCHI = Code(
    "stereo-beyond-inchi",
    Severity.INFO,
    "The SMILES has stereo that the standard InChI does not hold: at a metal, or of an allene.",
    "Nothing; an InChI or InChIKey that agrees does not tell such isomers apart.",
)

_TETRAHEDRAL = (
    Chem.ChiralType.CHI_TETRAHEDRAL_CW,
    Chem.ChiralType.CHI_TETRAHEDRAL_CCW,
)


_HAS_CHIRAL_TAG = rdqueries.HasChiralTagQueryAtom()


def check_undefined_stereo(subject: Subject) -> tuple[Finding, ...]:
    """Centres and double bonds whose configuration is open.

    A structure of which some centres are defined and others not is worth a look; one without any
    stereo may be meant so. Atoms and bonds are counted from 0, as RDKit does.
    """
    if not leaves_stereo_open(subject):
        return ()
    mol = subject.structure.mol
    centres: list[int] = []
    bonds: list[int] = []
    defined = 0
    found = Chem.FindPotentialStereo(mol, cleanIt=False, flagPossible=True)
    for i in range(len(found)):  # an iterator over it would cost more than the search
        place = found[i]
        if place.specified == Chem.StereoSpecified.Specified:
            defined += place.type == Chem.StereoType.Atom_Tetrahedral
        elif place.type == Chem.StereoType.Atom_Tetrahedral:
            centres.append(place.centeredOn)
        elif place.type == Chem.StereoType.Bond_Double:
            bonds.append(place.centeredOn)
    if centres and defined:
        centres = [index for index in centres if not is_in_cage(mol, index)]
    findings = []
    if centres:
        code = PARTLY_DEFINED_STEREO if defined else UNDEFINED_STEREOCENTRE
        places = ", ".join(str(index + 1) for index in centres)
        message = f"the configuration is open at atom {places}"
        message += f"; {defined} other centres are defined" if defined else ""
        findings.append(make_finding(code, message, field="smiles", atoms=centres))
    if bonds:
        message = f"E or Z is open at {len(bonds)} double bond{'s' if len(bonds) > 1 else ''}"
        findings.append(make_finding(UNDEFINED_DOUBLE_BOND, message, field="smiles", bonds=bonds))
    return tuple(findings)


def leaves_stereo_open(subject: Subject) -> bool:
    """Whether the InChI software saw stereo that the drawing leaves open: a cheap first look."""
    try:
        inchi = subject.inchi
    except StructureError:
        return True
    return "?" in inchi.inchi or any("undefined stereo" in each for each in inchi.warnings)


def is_in_cage(mol: Chem.Mol, index: int) -> bool:
    """Whether the rings around an atom leave it no choice once others are defined: adamantane."""
    rings = [set(ring) for ring in Chem.GetSymmSSSR(Chem.Mol(mol))]
    bonds = [{index, neighbour.GetIdx()} for neighbour in mol.GetAtomWithIdx(index).GetNeighbors()]
    shared = [sum(bond <= ring for ring in rings) for bond in bonds]
    return sum(count >= 2 for count in shared) >= 3


def check_lost_stereo(subject: Subject) -> tuple[Finding, ...]:
    """Stereo written in the SMILES at an atom that is no stereocentre."""
    smiles = subject.record.smiles
    if "@" not in smiles:
        return ()
    kept = len(subject.structure.mol.GetAtomsMatchingQuery(_HAS_CHIRAL_TAG))
    if kept == len(re.findall("@+", smiles)):
        return ()
    written = Chem.MolFromSmiles(smiles, sanitize=False)
    if written is None or written.GetNumAtoms() != subject.structure.mol.GetNumAtoms():
        return ()
    lost = tuple(
        atom.GetIdx()
        for atom, kept in zip(written.GetAtoms(), subject.structure.mol.GetAtoms(), strict=True)
        if atom.GetChiralTag() in _TETRAHEDRAL and kept.GetChiralTag() not in _TETRAHEDRAL
    )
    if not lost:
        return ()
    places = ", ".join(str(index + 1) for index in lost)
    message = f"a configuration is written at atom {places}, which is no stereocentre"
    return (make_finding(IMPOSSIBLE_STEREO, message, field="smiles", atoms=lost),)


_BEYOND = re.compile(r"@(?:SP[1-3]|TB\d+|OH\d+|AL[12])(?=[H+\-\]:\d])")


def check_stereo_beyond_inchi(subject: Subject) -> tuple[Finding, ...]:
    """Square planar, bipyramidal and octahedral centres and allenes: cis- and transplatin."""
    found = _BEYOND.findall(subject.record.smiles) if "@" in subject.record.smiles else ()
    if not found:
        return ()
    message = f"the standard InChI does not hold {', '.join(dict.fromkeys(found))} of the SMILES"
    return (make_finding(BEYOND_INCHI, message, field="smiles"),)


def check_chiral_flag(subject: Subject) -> tuple[Finding, ...]:
    """Wedges in a molfile without the chiral flag, V2000 or V3000: by the MDL rule a racemate.

    Only told of, because most writers never set the flag, and no more when the SMILES or a claim
    states the stereo. Enhanced stereo groups say themselves what is meant.
    """
    if not subject.wedges:
        return ()
    mol = subject.molfile_structure.mol
    if mol.GetStereoGroups() or find_stereo_groups(subject.molfile_structure).flag is not False:
        return ()
    if not any(mol.GetAtomWithIdx(w.atom).GetChiralTag() in _TETRAHEDRAL for w in subject.wedges):
        return ()
    stated = "@" in subject.record.smiles
    meant = (
        "the SMILES states one enantiomer"
        if stated
        else "by the MDL rule a racemate, but many programs never set the flag"
    )
    message = f"the molfile has wedges and chiral flag 0; {meant}"
    return (make_finding(CHIRAL_FLAG, message, field="molfile"),)


def check_groups(subject: Subject) -> tuple[Finding, ...]:
    """A SMILES of one stereoisomer beside a molfile of both, or the reverse."""
    if not (subject.record.smiles and subject.record.molblock):
        return ()
    if not subject.molfile_structure.mol.GetStereoGroups() and "|" not in subject.record.smiles:
        return ()
    left = find_stereo_groups(subject.structure)
    right = find_stereo_groups(subject.molfile_structure)
    pairs = (
        ("both configurations", left.both, right.both),
        ("one of two configurations", left.either, right.either),
    )
    for what, by_smiles, by_molfile in pairs:
        if len(by_smiles) != len(by_molfile):
            there, here = ("molfile", "SMILES") if by_molfile else ("SMILES", "molfile")
            message = (
                f"the {there} says {what} at {len(by_molfile or by_smiles)} centres, the {here} "
            )
            message += "one stereoisomer" if not (by_molfile and by_smiles) else "another number"
            return (make_finding(STEREO_GROUPS_DIFFER, message, field="molfile"),)
    return ()


def check_wedges(subject: Subject) -> tuple[Finding, ...]:
    """Wedges that start at an atom which is no stereocentre."""
    if not subject.record.molblock:
        return ()
    mol = subject.molfile_structure.mol
    idle = [
        wedge
        for wedge in subject.wedges
        if mol.GetAtomWithIdx(wedge.atom).GetChiralTag() not in _TETRAHEDRAL
        and not _is_axis_end(mol, wedge.atom)
    ]
    if not idle:
        return ()
    places = ", ".join(str(wedge.atom + 1) for wedge in idle)
    return (
        make_finding(
            MEANINGLESS_WEDGE,
            f"a wedge starts at atom {places}, which is no stereocentre",
            field="molfile",
            atoms=tuple(wedge.atom for wedge in idle),
            bonds=tuple(wedge.bond for wedge in idle),
        ),
    )


def _is_axis_end(mol: Chem.Mol, index: int) -> bool:
    """Whether wedges at an atom may mean an axis: atropisomers."""
    return any(
        bond.GetStereo() in (Chem.BondStereo.STEREOATROPCW, Chem.BondStereo.STEREOATROPCCW)
        for bond in mol.GetAtomWithIdx(index).GetBonds()
    ) or any(
        bond.GetStereo() in (Chem.BondStereo.STEREOATROPCW, Chem.BondStereo.STEREOATROPCCW)
        for neighbour in mol.GetAtomWithIdx(index).GetNeighbors()
        for bond in neighbour.GetBonds()
    )
