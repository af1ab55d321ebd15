"""Whether a structure makes sense as a substance: radicals, charges, open atoms, odd bonds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdkit import Chem
from rdkit.Chem import rdqueries
from rdkit.Chem.rdchem import CompositeQueryType, QueryAtom

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.coordination import METALS, is_haptic_centre
from molinfo.chem.fragments import find_parents
from molinfo.chem.nuclides import Nuclide, is_lasting, read_nuclides

RADICAL = Code(
    "radical",
    Severity.INFO,
    "The structure has unpaired electrons.",
    "Nothing if a radical is meant; else look for a missing hydrogen or bond.",
)
OPEN_ATOM = Code(
    "open-atom",
    Severity.INFO,
    "The structure has R groups or query atoms, so that it has no definite composition.",
    "Name the substituents, or do not claim a formula.",
)
COVALENT_METAL = Code(
    "covalent-metal",
    Severity.INFO,
    "An alkali or alkaline earth metal is drawn with a covalent bond.",
    "Draw ions: it is the same compound for InChI, but not for everyone.",
)
UNBALANCED_CHARGE = Code(
    "unbalanced-charge",
    Severity.WARNING,
    "The charges of cations and anions do not add up to nothing.",
    "Look for a missing or surplus counter-ion.",
)
LONE_ION = Code(
    "lone-ion",
    Severity.INFO,
    "The structure is an ion without counter-ion.",
    "Nothing if the ion is meant; else add the counter-ion.",
)

IMPOSSIBLE_ISOTOPE = Code(
    "impossible-isotope",
    Severity.WARNING,
    "An atom has a mass number of which no isotope is known, or none that lasts a second.",
    "Correct the mass number; look whether it is a count or an atom number in disguise.",
)
ODD_VALENCE = Code(
    "odd-valence",
    Severity.WARNING,
    "An atom has a valence that RDKit admits and chemistry hardly knows, such as S(VI)-H, or a "
    "labelled atom lacks the hydrogens that its brackets should hold.",
    "Look for a missing bond, charge or hydrogen.",
)
INDEFINITE_COMPOSITION = Code(
    "indefinite-composition",
    Severity.INFO,
    "The structure repeats, links or leaves open a part, so that it has no definite composition.",
    "Claim the formula of the repeating unit, or nothing.",
)
EMPTY_STRUCTURE = Code(
    "empty-structure",
    Severity.WARNING,
    "The structure has no atoms.",
    "Give the structure, or leave its field empty.",
)
SEVERAL_PARENTS = Code(
    "several-parents",
    Severity.INFO,
    "The structure holds several compounds of which none is a known counter-ion or solvent.",
    "Nothing if they are two drugs in one salt or a mixture; descriptors of the parent are those "
    "of the one with the most carbon.",
)

_ALKALI = frozenset([3, 11, 19, 37, 55, 4, 12, 20, 38, 56])


def _match_noteworthy_atoms() -> QueryAtom:
    """A query for what `check_sense` looks at, so that RDKit picks the atoms: charges, unpaired
    electrons, dummies and the metals of salts."""
    query = rdqueries.FormalChargeEqualsQueryAtom(0, negate=True)
    others = [
        rdqueries.NumRadicalElectronsGreaterQueryAtom(0),
        *(rdqueries.AtomNumEqualsQueryAtom(number) for number in (0, *sorted(_ALKALI))),
    ]
    for other in others:
        query.ExpandQuery(other, CompositeQueryType.COMPOSITE_OR)
    return query


_NOTEWORTHY = _match_noteworthy_atoms()


def check_sense(subject: Subject) -> tuple[Finding, ...]:
    """Radicals, open atoms, covalent alkali metals, charges out of balance; atoms from 0."""
    if _is_plain(subject.record.smiles):
        return ()
    mol = subject.structure.mol
    noteworthy = mol.GetAtoms() if mol.HasQuery() else mol.GetAtomsMatchingQuery(_NOTEWORTHY)
    radicals: list[int] = []
    open_atoms: list[int] = []
    covalent: list[int] = []
    labelled: list[int] = []
    charged: list[int] = []
    for atom in noteworthy:
        number, index = atom.GetAtomicNum(), atom.GetIdx()
        if atom.GetNumRadicalElectrons() and number not in METALS:
            (labelled if atom.GetIsotope() else radicals).append(index)
        if (number == 0 or atom.HasQuery()) and not is_haptic_centre(atom):
            open_atoms.append(index)
        if number in _ALKALI and atom.GetDegree():
            covalent.append(index)
        if atom.GetFormalCharge():
            charged.append(index)
    findings = [
        make_finding(code, message.format(_list(atoms)), field="smiles", atoms=atoms)
        for code, message, atoms in (
            (RADICAL, "atom {} has unpaired electrons", radicals),
            (OPEN_ATOM, "atom {} is an R group or a query: no definite composition", open_atoms),
            (COVALENT_METAL, "a metal of a salt has a covalent bond at atom {}", covalent),
        )
        if atoms
    ]
    if labelled:
        message = f"labelled atom {_list(labelled)} has unpaired electrons: are hydrogens missing?"
        findings.append(make_finding(ODD_VALENCE, message, field="smiles", atoms=labelled))
    if charged:
        findings += _check_balance(mol, charged)
    return (*findings, *_check_isotopes(mol), *_check_whole(subject, bool(open_atoms)))


_LABELLED = rdqueries.IsotopeGreaterQueryAtom(0)


def _check_isotopes(mol: Chem.Mol) -> Iterator[Finding]:
    """Isotopes that do not exist, or not for a second."""
    for atom in mol.GetAtomsMatchingQuery(_LABELLED):
        nuclide = Nuclide(atom.GetSymbol(), atom.GetIsotope())
        if atom.GetAtomicNum() and not is_lasting(nuclide):
            index = atom.GetIdx()
            name = f"{nuclide.mass_number}{nuclide.symbol}"
            known = nuclide in read_nuclides()
            what = "decays within a second" if known else "is no known isotope"
            message = f"{name} at atom {index + 1} {what}"
            yield make_finding(IMPOSSIBLE_ISOTOPE, message, field="smiles", atoms=[index])


def _check_whole(subject: Subject, has_open_atoms: bool) -> Iterator[Finding]:
    """A structure that is empty, polymeric, or of several compounds."""
    mol = subject.structure.mol
    if not mol.GetNumAtoms():
        yield make_finding(EMPTY_STRUCTURE, "the structure has no atoms", field="molfile")
    elif subject.indefinite and not has_open_atoms:
        message = f"{subject.indefinite}: no definite composition"
        yield make_finding(INDEFINITE_COMPOSITION, message, field="smiles")


def check_valences(subject: Subject) -> tuple[Finding, ...]:
    """Hydrogen on sulfur, phosphorus or halogen of a high valence; atoms from 0."""
    smiles = subject.record.smiles
    if smiles and not _HYPERVALENT.search(smiles):
        return ()
    mol = subject.structure.mol
    found = {atom for (atom,) in mol.GetSubstructMatches(_HIGH)}
    if found:
        found &= {atom for (atom,) in mol.GetSubstructMatches(_ODD)}
    if "I" in smiles or "[" in smiles or not smiles:
        found |= {atom for (atom,) in mol.GetSubstructMatches(_HALOGEN)}
    atoms = sorted(found)
    if not atoms:
        return ()
    named = ", ".join(
        f"{mol.GetAtomWithIdx(atom).GetSymbol()} of valence "
        f"{mol.GetAtomWithIdx(atom).GetTotalValence()} at atom {atom + 1}"
        for atom in atoms[:4]
    )
    message = f"hydrogen on {named}: is a bond or a charge missing?"
    return (make_finding(ODD_VALENCE, message, field="smiles", atoms=atoms),)


def check_parents(subject: Subject) -> tuple[Finding, ...]:
    """Two drugs in one salt, or a mixture."""
    if subject.record.smiles and subject.record.smiles.count(".") < 1:
        return ()
    mol = subject.structure.mol
    sizes = [len(part) for part in Chem.GetMolFrags(mol)]
    if sum(size >= _SMALLEST_DRUG for size in sizes) < 2:
        return ()
    parents = [each for each in find_parents(mol) if each.GetNumHeavyAtoms() >= _SMALLEST_DRUG]
    if len(parents) < 2:
        return ()
    named = " and ".join(Chem.MolToSmiles(parent) for parent in parents[:3])
    message = f"{len(parents)} compounds, none of them a known counter-ion: {named[:200]}"
    return (make_finding(SEVERAL_PARENTS, message, field="smiles"),)


_SMALLEST_DRUG = 5  # heavy atoms


_BRACKETS = re.compile(r"\[[^\]]*\]")
_HARMLESS = re.compile(r"\[(?:C@{0,2}H?|[nN]@{0,2}H?|N@\+|S@{1,2}|N\+|n\+|O-|[23]H)\]")
_HYPERVALENT = re.compile("[SPI]|As|Te|Se|\\[(?:Cl|Br)")
_HIGH = Chem.MolFromSmarts("[S,Se,Te,P,As;+0;v4,v5,v6;!H0]")
_HALOGEN = Chem.MolFromSmarts("[Cl,Br,I;+0;!H0;!v1]")
_ODD = Chem.MolFromSmarts("[$([S,Se,Te;v4,v6]),$([P,As;v5;!$(*=[O,S,N])])]")
"""Atoms with hydrogen that RDKit adds where a bond or charge was left out; simple queries first."""


def _is_plain(smiles: str) -> bool:
    """Whether a SMILES shows at a glance that there is nothing to tell.

    Atoms outside brackets have their usual valence and no charge; those in brackets must be of
    the harmless kinds, and charged ones in equal numbers and one fragment.
    """
    if not smiles or "*" in smiles or "|" in smiles or "~" in smiles:
        return False
    atoms = _BRACKETS.findall(smiles)
    if not all(_HARMLESS.fullmatch(atom) for atom in atoms):
        return False
    if any(atom in ("[C]", "[CH]", "[N]", "[NH]", "[n]") for atom in atoms):
        return False
    plus = sum("+" in atom for atom in atoms)
    return plus == sum("-" in atom for atom in atoms) and not (plus and "." in smiles)


def _check_balance(mol: Chem.Mol, charged: list[int]) -> list[Finding]:
    """Fragments of opposite charge that do not add up to nothing, and lone ions."""
    total = sum(mol.GetAtomWithIdx(index).GetFormalCharge() for index in charged)
    if not total:
        return []
    charges = [
        sum(mol.GetAtomWithIdx(index).GetFormalCharge() for index in fragment)
        for fragment in Chem.GetMolFrags(mol)
    ]
    if any(charge > 0 for charge in charges) and any(charge < 0 for charge in charges):
        message = f"cations and anions leave a charge of {total:+d}: a counter-ion is missing"
        return [make_finding(UNBALANCED_CHARGE, message, field="smiles", atoms=charged)]
    return [
        make_finding(
            LONE_ION,
            f"the structure is an ion of charge {total:+d}",
            field="smiles",
            atoms=charged,
        )
    ]


def _list(atoms: list[int]) -> str:
    return ", ".join(str(index + 1) for index in atoms[:8]) + (", ..." if len(atoms) > 8 else "")
