"""What a claimed InChIKey describes. Keys are hashes, so every hypothesis is tried forwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any

from rdkit import Chem
from rdkit.Chem import rdinchi
from rdkit.Chem.MolStandardize import rdMolStandardize

from molinfo.checks.explain.compositions import (
    ANHYDROUS,
    CHARGE_STATE,
    FREE_FORM,
    ISOTOPOLOGUE,
    UNLABELLED,
)
from molinfo.checks.explain.layers import (
    DIASTEREOMER,
    DOUBLE_BOND_ISOMER,
    ENANTIOMER,
    STEREO_MISSING,
    STEREO_SPECIFIED,
    TAUTOMER,
    explain_inchi,
)
from molinfo.checks.explain.precedence import Rank, explain_as
from molinfo.checks.explain.salts import Trial, make_adducts, make_halides, make_metal_salts
from molinfo.checks.explain.typos import DIGIT_TYPO, name_slip
from molinfo.checks.result import Explanation
from molinfo.checks.subject import Subject
from molinfo.chem.composition import compute_formula
from molinfo.chem.fragments import split_fragments
from molinfo.chem.identifiers import InchiKey, compute_inchi, name_different_blocks, parse_inchikey
from molinfo.chem.quiet import quiet
from molinfo.errors import FormulaError, StructureError
from molinfo.store.fields import FieldName

MOST_ISOMERS = 256  # stereoisomers tried, 2^8
MOST_SITES = 24  # atoms protonated or deprotonated in turn
MOST_LABELLED = 100  # atoms labelled in turn
MOST_TAUTOMERS = 40
_CW, _CCW = Chem.ChiralType.CHI_TETRAHEDRAL_CW, Chem.ChiralType.CHI_TETRAHEDRAL_CCW
_FLIPPED = {_CW: _CCW, _CCW: _CW}
_OTHER_BOND = {
    Chem.BondStereo.STEREOE: Chem.BondStereo.STEREOZ,
    Chem.BondStereo.STEREOZ: Chem.BondStereo.STEREOE,
    Chem.BondStereo.STEREOCIS: Chem.BondStereo.STEREOTRANS,
    Chem.BondStereo.STEREOTRANS: Chem.BondStereo.STEREOCIS,
}

Tags = Mapping[int, Chem.ChiralType | None]
Configurations = Mapping[int, Chem.BondStereo | None]


def explain_inchikey(subject: Subject, claimed: InchiKey) -> Iterator[Explanation]:
    """Hypotheses whose key is the claimed one; cheap ones first, and none after a hit."""
    computed = parse_inchikey(subject.inchi.key)
    slip = name_slip(claimed.text, computed.text)
    blocks = name_different_blocks(claimed, computed)
    if slip and len(blocks) == 1 and blocks != ("protonation",):
        yield explain_as(Rank.TYPO, DIGIT_TYPO, f"{slip} in {computed.text}")
        return
    told = False
    for explanation in (*_by_claimed_inchi(subject, claimed), *_by_protons(claimed, blocks)):
        told = True
        yield explanation
    if told:
        return
    same_skeleton = "skeleton" not in blocks
    groups = _SAME_SKELETON if same_skeleton else _OTHER_SKELETON
    mol = subject.structure.mol
    for group in groups:
        for rank, code, detail, changed in group(mol):
            if _find_key(changed) == claimed.text:
                told = True
                yield explain_as(rank, code, detail)
        if told:
            return
    if same_skeleton:
        yield _guess(subject, claimed)


def _by_claimed_inchi(subject: Subject, claimed: InchiKey) -> Iterator[Explanation]:
    """A claimed InChI whose key is the claimed one says it all."""
    for claim in subject.record.claims:
        if claim.field is FieldName.INCHI and claim.value.startswith("InChI=1S/"):
            with quiet():
                key = rdinchi.InchiToInchiKey(claim.value)
            if key == claimed.text:
                yield from explain_inchi(subject, claim.value)


def _by_protons(claimed: InchiKey, blocks: tuple[str, ...]) -> Iterator[Explanation]:
    if blocks == ("protonation",):
        protons = ord(claimed.protonation) - ord("N")
        what = f"{protons:+d} H+" if protons else "the neutral form"
        yield explain_as(Rank.HYDROGEN, CHARGE_STATE, f"the same compound, {what}")


def _find_key(mol: Chem.Mol) -> str:
    try:
        return compute_inchi(mol).key
    except StructureError:
        return ""


def _guess(subject: Subject, claimed: InchiKey) -> Explanation:
    """The skeleton agrees and no trial gave the key: what the rest of the key allows."""
    flat = claimed.stereo_isotope == "UHFFFAOY"
    drawn_flat = parse_inchikey(subject.inchi.key).stereo_isotope == "UHFFFAOY"
    if flat:
        return explain_as(Rank.STEREO, STEREO_MISSING, "claim has neither stereo nor labels")
    centres = Chem.FindPotentialStereo(Chem.Mol(subject.structure.mol))
    if drawn_flat and len(centres):
        detail = "the same skeleton with stereo or labels that were not found by trial"
        return explain_as(Rank.STEREO, STEREO_SPECIFIED, detail, proven=False)
    code = DIASTEREOMER if len(centres) else ISOTOPOLOGUE
    detail = "the same skeleton; which stereo or labels was not found by trial"
    return explain_as(Rank.STEREO, code, detail, proven=False)


def _less_stereo(mol: Chem.Mol) -> Iterator[Trial]:
    bare = Chem.Mol(mol)
    Chem.RemoveStereochemistry(bare)
    yield Rank.STEREO, STEREO_MISSING, "claim has no stereo", bare
    if any(atom.GetIsotope() for atom in mol.GetAtoms()):
        yield Rank.LABEL, UNLABELLED, "claim lacks the labels of the drawing", _unlabel(mol)
        detail = "claim has neither labels nor stereo"
        yield Rank.LABEL, UNLABELLED, detail, _unlabel(bare)
    centres, bonds = _find_centres(mol), _find_bonds(mol)
    if centres and bonds:
        detail = "claim leaves the double bonds open"
        yield Rank.STEREO, STEREO_MISSING, detail, _set(mol, {}, dict.fromkeys(bonds))
        detail = "claim leaves the stereocentres open"
        yield Rank.STEREO, STEREO_MISSING, detail, _set(mol, dict.fromkeys(centres), {})
    for centre in centres:
        detail = f"claim leaves the centre at atom {centre + 1} open"
        yield Rank.STEREO, STEREO_MISSING, detail, _set(mol, {centre: None}, {})
    for bond in bonds:
        yield (
            Rank.STEREO,
            STEREO_MISSING,
            "claim leaves one double bond open",
            _set(mol, {}, {bond: None}),
        )


def _other_hand(mol: Chem.Mol) -> Iterator[Trial]:
    centres, bonds = _find_centres(mol), _find_bonds(mol)
    if centres:
        mirrored = _set(mol, _flip(mol, centres), {})
        yield Rank.STEREO, ENANTIOMER, "claim is the other enantiomer", mirrored
    for bond in bonds:
        changed = _set(mol, {}, {bond: _OTHER_BOND[mol.GetBondWithIdx(bond).GetStereo()]})
        yield (
            Rank.STEREO,
            DOUBLE_BOND_ISOMER,
            f"claim has the other isomer at bond {bond + 1}",
            changed,
        )
    if len(centres) > 1:
        for centre in centres:
            changed = _set(mol, _flip(mol, [centre]), {})
            detail = f"claim has the other configuration at atom {centre + 1}"
            yield Rank.STEREO, DIASTEREOMER, detail, changed


def _every_isomer(mol: Chem.Mol) -> Iterator[Trial]:
    """Stereo that the drawing lacks, then every stereoisomer."""
    open_centres, open_bonds = _find_open(mol)
    centres, bonds = _find_centres(mol), _find_bonds(mol)
    if open_centres or open_bonds:
        detail = "claim defines stereo that the drawing leaves open"
        for changed in _assign(mol, open_centres, open_bonds):
            yield Rank.STEREO, STEREO_SPECIFIED, detail, changed
        if centres or bonds:
            detail = "claim has more stereo than the drawing, and other"
            for changed in _assign(mol, [*open_centres, *centres], [*open_bonds, *bonds]):
                yield Rank.STEREO, STEREO_SPECIFIED, detail, changed
    if len(centres) > 2 or (centres and bonds):
        for changed in _assign(mol, centres, bonds):
            yield Rank.STEREO, DIASTEREOMER, "claim has other stereo at several places", changed


def _assign(mol: Chem.Mol, centres: Iterable[int], bonds: Iterable[int]) -> Iterator[Chem.Mol]:
    centres, bonds = list(centres), list(bonds)
    tags = [(_CW, _CCW)] * len(centres)
    configurations = [(Chem.BondStereo.STEREOCIS, Chem.BondStereo.STEREOTRANS)] * len(bonds)
    choices: Iterator[tuple[Any, ...]] = product(*tags, *configurations)
    for count, choice in enumerate(choices):
        if count >= MOST_ISOMERS:
            return
        atoms = dict(zip(centres, choice[: len(centres)], strict=True))
        doubles = dict(zip(bonds, choice[len(centres) :], strict=True))
        yield _set(mol, atoms, doubles)


def _set(mol: Chem.Mol, centres: Tags, bonds: Configurations) -> Chem.Mol:
    """A copy with centres and double bonds set, or opened where the value is None."""
    changed = Chem.RWMol(mol)
    for atom, tag in centres.items():
        changed.GetAtomWithIdx(atom).SetChiralTag(tag or Chem.ChiralType.CHI_UNSPECIFIED)
    for index, stereo in bonds.items():
        bond = changed.GetBondWithIdx(index)
        if stereo is None:
            bond.SetStereo(Chem.BondStereo.STEREONONE)
            continue
        if not list(bond.GetStereoAtoms()):
            begin, end = bond.GetBeginAtom(), bond.GetEndAtom()
            left = next(a.GetIdx() for a in begin.GetNeighbors() if a.GetIdx() != end.GetIdx())
            right = next(a.GetIdx() for a in end.GetNeighbors() if a.GetIdx() != begin.GetIdx())
            bond.SetStereoAtoms(left, right)
        bond.SetStereo(stereo)
    for bond in changed.GetBonds():
        bond.SetBondDir(Chem.BondDir.NONE)
    return changed.GetMol()


def _flip(mol: Chem.Mol, centres: Iterable[int]) -> dict[int, Chem.ChiralType]:
    return {centre: _FLIPPED[mol.GetAtomWithIdx(centre).GetChiralTag()] for centre in centres}


def _find_centres(mol: Chem.Mol) -> list[int]:
    return [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetChiralTag() in _FLIPPED]


def _find_bonds(mol: Chem.Mol) -> list[int]:
    return [bond.GetIdx() for bond in mol.GetBonds() if bond.GetStereo() in _OTHER_BOND]


def _find_open(mol: Chem.Mol) -> tuple[list[int], list[int]]:
    """Centres and double bonds that could be defined and are not."""
    centres: list[int] = []
    bonds: list[int] = []
    for place in Chem.FindPotentialStereo(Chem.Mol(mol), cleanIt=False, flagPossible=True):
        if place.specified == Chem.StereoSpecified.Specified:
            continue
        if place.type == Chem.StereoType.Atom_Tetrahedral:
            centres.append(place.centeredOn)
        elif place.type == Chem.StereoType.Bond_Double and _has_neighbours(mol, place.centeredOn):
            bonds.append(place.centeredOn)
    return centres, bonds


def _has_neighbours(mol: Chem.Mol, bond: int) -> bool:
    """Whether both ends of a double bond have another drawn neighbour; C=NH has not."""
    ends = (mol.GetBondWithIdx(bond).GetBeginAtom(), mol.GetBondWithIdx(bond).GetEndAtom())
    return all(atom.GetDegree() > 1 for atom in ends)


def _unlabel(mol: Chem.Mol) -> Chem.Mol:
    changed = Chem.RWMol(mol)
    for atom in changed.GetAtoms():
        atom.SetIsotope(0)
    with quiet():
        return Chem.RemoveHs(changed.GetMol())


def _label(mol: Chem.Mol) -> Iterator[Trial]:
    """One 13C, 15N or 18O at each atom, and one D or all at each atom with hydrogens.

    Equivalent atoms are tried one by one: a label can make them stereocentres of its own.
    """
    sites = range(min(mol.GetNumAtoms(), MOST_LABELLED))
    for index in sites:
        atom = mol.GetAtomWithIdx(index)
        label = {6: 13, 7: 15, 8: 18}.get(atom.GetAtomicNum())
        if label and not atom.GetIsotope():
            changed = Chem.RWMol(mol)
            changed.GetAtomWithIdx(index).SetIsotope(label)
            what = f"{label}{atom.GetSymbol()} at atom {index + 1}"
            yield Rank.LABEL, ISOTOPOLOGUE, f"claim has {what}", changed.GetMol()
    for index in sites:
        hydrogens = mol.GetAtomWithIdx(index).GetTotalNumHs()
        for count in dict.fromkeys((1, 2, hydrogens)):
            if count <= hydrogens and hydrogens:
                what = f"{count} D at atom {index + 1}"
                yield Rank.LABEL, ISOTOPOLOGUE, f"claim has {what}", _deuterate(mol, index, count)


def _deuterate(mol: Chem.Mol, index: int, count: int) -> Chem.Mol:
    changed = Chem.RWMol(mol)
    atom = changed.GetAtomWithIdx(index)
    if atom.GetNumExplicitHs():
        atom.SetNumExplicitHs(max(0, atom.GetNumExplicitHs() - count))
    for _ in range(count):
        deuterium = Chem.Atom(1)
        deuterium.SetIsotope(2)
        changed.AddBond(index, changed.AddAtom(deuterium), Chem.BondType.SINGLE)
    with quiet():
        Chem.SanitizeMol(changed, catchErrors=True)
    return changed.GetMol()


def _parts(mol: Chem.Mol) -> Iterator[Trial]:
    """Each fragment, as drawn and neutral, and the whole without each fragment."""
    fragments = split_fragments(mol)
    if len(fragments) > 1:
        uncharger = rdMolStandardize.Uncharger()
        water = {"H2O"}
        rest_is_water = all(_formula_text(part) in water for part in fragments[1:])
        code = ANHYDROUS if rest_is_water else FREE_FORM
        for part in fragments:
            Chem.SanitizeMol(part, catchErrors=True)
            text = _formula_text(part)
            yield Rank.FORM, code, f"claim is the part {text} alone", part
            with quiet():
                neutral = uncharger.uncharge(part)
            yield Rank.FORM, code, f"claim is the part {text} alone, neutral", neutral
            flat = Chem.Mol(neutral)
            Chem.RemoveStereochemistry(flat)
            yield Rank.FORM, code, f"claim is the part {text} alone, without stereo", flat
    with quiet():
        neutral = rdMolStandardize.Uncharger().uncharge(mol)
    yield Rank.HYDROGEN, CHARGE_STATE, "claim is the neutral form", neutral


def _formula_text(mol: Chem.Mol) -> str:
    try:
        return str(compute_formula(mol))
    except FormulaError:
        return "?"


def _protonate(mol: Chem.Mol) -> Iterator[Trial]:
    """One proton more or less at each hetero atom."""
    tried = 0
    for atom in mol.GetAtoms():
        if atom.GetAtomicNum() not in (7, 8, 16) or tried >= MOST_SITES:
            continue
        tried += 1
        for change in (1, -1):
            hydrogens = atom.GetTotalNumHs() + change
            if hydrogens < 0:
                continue
            changed = Chem.RWMol(mol)
            site = changed.GetAtomWithIdx(atom.GetIdx())
            site.SetFormalCharge(atom.GetFormalCharge() + change)
            site.SetNoImplicit(True)
            site.SetNumExplicitHs(hydrogens)
            with quiet():
                broken = Chem.SanitizeMol(changed, catchErrors=True)
            if not broken:
                what = "more" if change > 0 else "less"
                detail = f"claim has one proton {what}"
                yield Rank.HYDROGEN, CHARGE_STATE, detail, changed.GetMol()


def _tautomers(mol: Chem.Mol) -> Iterator[Trial]:
    enumerator = rdMolStandardize.TautomerEnumerator()
    enumerator.SetMaxTautomers(MOST_TAUTOMERS)
    enumerator.SetMaxTransforms(MOST_TAUTOMERS)
    with quiet():
        for tautomer in enumerator.Enumerate(mol):
            yield Rank.FORM, TAUTOMER, "claim has a mobile hydrogen elsewhere", tautomer


Group = Callable[[Chem.Mol], Iterator[Trial]]
_SAME_SKELETON: tuple[Group, ...] = (_less_stereo, _other_hand, _every_isomer, _label)
_OTHER_SKELETON: tuple[Group, ...] = (
    _parts,
    _protonate,
    make_halides,
    make_adducts,
    make_metal_salts,
    _tautomers,
)
