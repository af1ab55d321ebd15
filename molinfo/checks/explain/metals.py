"""One metal complex drawn in several ways: ionic, covalent, dative or haptic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize

from molinfo.checks.explain.precedence import Rank, explain_as
from molinfo.checks.result import Explanation, ExplanationCode
from molinfo.checks.subject import Subject
from molinfo.chem.coordination import METALS, disconnect
from molinfo.chem.identifiers import (
    compute_inchi_as_drawn,
    normalise_inchi,
    parse_inchi_formula,
    parse_inchikey,
    split_layers,
)
from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.chem.quiet import quiet
from molinfo.errors import FormulaError, IdentifierError, StructureError

METAL_BONDING = ExplanationCode(
    "metal-bonding",
    "the same metal and ligands, with their bonds, hydrogens or charges drawn otherwise",
)


def explain_metal_inchi(subject: Subject, printed: str) -> Iterator[Explanation]:
    """An InChI of the same metal and the same heavy atoms."""
    if not has_metal(subject.structure.mol):
        return
    try:
        claimed = parse_inchi_formula(split_layers(normalise_inchi(printed))).elements
        drawn = subject.formula.elements
    except (FormulaError, IdentifierError):
        return
    metals = {symbol for symbol in claimed if ATOMIC_NUMBERS[symbol] in METALS}
    if metals and _drop_hydrogen(claimed) == _drop_hydrogen(drawn):
        detail = f"the same heavy atoms around {', '.join(sorted(metals))}, bound otherwise"
        yield explain_as(Rank.FORM, METAL_BONDING, detail)


def _drop_hydrogen(elements: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return {symbol: count for symbol, count in elements.items() if symbol != "H"}


def explain_metal_key(subject: Subject, printed: str) -> Iterator[Explanation]:
    """A key of the complex taken apart in one of the usual ways."""
    mol = subject.structure.mol
    if not has_metal(mol):
        return
    try:
        claimed = parse_inchikey(printed)
    except IdentifierError:
        return
    for how, changed in _take_apart(mol):
        try:
            found = parse_inchikey(compute_inchi_as_drawn(changed).key)
        except StructureError:
            continue
        if found.skeleton == claimed.skeleton:
            yield explain_as(Rank.FORM, METAL_BONDING, f"the complex {how}")
            return


def _take_apart(mol: Chem.Mol) -> Iterator[tuple[str, Chem.Mol]]:
    with quiet():
        yield "without its dative and haptic bonds", disconnect(mol)
        ions = rdMolStandardize.MetalDisconnector().Disconnect(Chem.Mol(mol))
        yield "drawn as ions", ions
        yield "drawn as neutral ligands", rdMolStandardize.Uncharger().uncharge(ions)
        yield "with neutral ligands that keep their hydrogens", _give_hydrogens(mol)


def _give_hydrogens(mol: Chem.Mol) -> Chem.Mol:
    """Covalent bonds to metals cut, and a hydrogen given to each nitrogen, carbon or phosphorus."""
    apart = Chem.RWMol(mol)
    for bond in list(mol.GetBonds()):
        ends = (bond.GetBeginAtom(), bond.GetEndAtom())
        for metal, ligand in (ends, ends[::-1]):
            if metal.GetAtomicNum() in METALS and ligand.GetAtomicNum() in (6, 7, 15):
                apart.RemoveBond(metal.GetIdx(), ligand.GetIdx())
                atom = apart.GetAtomWithIdx(ligand.GetIdx())
                atom.SetNumExplicitHs(ligand.GetTotalNumHs() + 1)
                atom.SetNoImplicit(True)
                apart.GetAtomWithIdx(metal.GetIdx()).SetNoImplicit(True)
    Chem.SanitizeMol(apart, catchErrors=True)
    return apart.GetMol()


def has_metal(mol: Chem.Mol) -> bool:
    """Whether a structure has a metal other than those of plain salts bound or beside it."""
    return any(atom.GetAtomicNum() in METALS for atom in mol.GetAtoms())
