"""What a structure is made of: its formula, and why some structures have no definite one."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from molinfo.chem.coordination import is_haptic_centre
from molinfo.chem.formula import Formula, Nuclide
from molinfo.errors import FormulaError

_POLYMERS = frozenset("SRU MON MER COP CRO MOD GRA ANY".split())
_MIXTURES = frozenset(["MIX", "FOR"])


def compute_formula(mol: Chem.Mol) -> Formula:
    """The formula of a molecule, isotope labels and charge included.

    Raises FormulaError when it has no definite composition.

    >>> str(compute_formula(Chem.MolFromSmiles("[2H]OCC")))
    'C2H5DO'
    """
    return read_formula(print_formula(mol), mol)


def print_formula(mol: Chem.Mol) -> str:
    """The formula as RDKit prints it, isotopes in brackets; "" where it has to be counted."""
    if mol.HasQuery() or Chem.GetMolSubstanceGroups(mol) or mol.HasProp("_CXSMILES_Data"):
        return ""
    text: str = rdMolDescriptors.CalcMolFormula(
        mol, separateIsotopes=True, abbreviateHIsotopes=False
    )
    return text


_PRINTED = re.compile(r"(?:\[(\d+))?([A-Z][a-z]?)\]?(\d*)|([+-])(\d*)$")


def read_formula(printed: str, mol: Chem.Mol) -> Formula:
    """The formula that RDKit printed for a molecule; dummy atoms are its `*`.

    Raises FormulaError when the molecule has no definite composition.
    """
    if not printed or "*" in printed:
        return _count_atoms(mol)
    counts: dict[Nuclide, Fraction] = {}
    charge = 0
    for mass, symbol, count, sign, size in _PRINTED.findall(printed):
        if sign:
            charge = int(sign + (size or "1"))
        else:
            counts[Nuclide(symbol, int(mass or 0))] = Fraction(int(count or 1))
    return Formula(counts, charge)


def _count_atoms(mol: Chem.Mol) -> Formula:
    """The formula of a structure with groups, query atoms or dummies, atom by atom."""
    reason = find_indefinite(mol)
    if reason:
        raise FormulaError(f"{reason}: the structure has no definite composition")
    return _count(mol, range(mol.GetNumAtoms()))


def _count(mol: Chem.Mol, indices: range | list[int]) -> Formula:
    counts: Counter[Nuclide] = Counter()
    charge = hydrogens = 0
    for index in indices:
        atom = mol.GetAtomWithIdx(index)
        if not atom.GetAtomicNum():
            continue
        counts[Nuclide(atom.GetSymbol(), atom.GetIsotope())] += 1
        hydrogens += atom.GetTotalNumHs()
        charge += atom.GetFormalCharge()
    if hydrogens:
        counts[Nuclide("H", 0)] += hydrogens
    return Formula({nuclide: Fraction(count) for nuclide, count in counts.items()}, charge)


def find_indefinite(mol: Chem.Mol) -> str:
    """Why a structure has no definite composition; "" where it has one.

    >>> find_indefinite(Chem.MolFromSmiles("*CCO* |Sg:n:1,2,3:n:ht|"))
    'a group in brackets repeats (SRU)'
    """
    if not mol.GetNumAtoms():
        return "there are no atoms"
    for group in Chem.GetMolSubstanceGroups(mol):
        kind = group.GetProp("TYPE") if group.HasProp("TYPE") else ""
        if kind in _POLYMERS:
            return f"a group in brackets repeats ({kind})"
        if kind in _MIXTURES:
            return f"brackets hold a mixture without proportions ({kind})"
    if mol.HasProp("_molLinkNodes"):
        return "a link node repeats"
    for bond in mol.GetBonds():
        if bond.HasProp("_MolFileBondAttach") and bond.GetProp("_MolFileBondAttach") == "ANY":
            return "a group is attached at one of several atoms"
        if bond.HasQuery():
            first, last = bond.GetBeginAtomIdx() + 1, bond.GetEndAtomIdx() + 1
            return f"the bond between atoms {first} and {last} is a query"
    for atom in mol.GetAtoms():
        dummy = atom.GetAtomicNum() == 0 and not is_haptic_centre(atom)
        if dummy or (atom.HasQuery() and atom.GetAtomicNum() and not _names_one_element(atom)):
            return f"atom {atom.GetIdx() + 1} ({atom.GetSymbol()}) is an R group or a query atom"
    return ""


def _names_one_element(atom: Chem.Atom) -> bool:
    return atom.GetSmarts().strip("[]").rstrip("+-0123456789:HhDXRrv;&").isalpha()


def find_repeating_unit(mol: Chem.Mol) -> Formula | None:
    """The formula of the one unit that a structure repeats; None where there is none or several.

    Brackets around a whole molecule, which no bond crosses, make no unit.

    >>> str(find_repeating_unit(Chem.MolFromSmiles("*CCO* |Sg:n:1,2,3:n:ht|")))
    'C2H4O'
    """
    groups = [
        group
        for group in Chem.GetMolSubstanceGroups(mol)
        if group.HasProp("TYPE") and group.GetProp("TYPE") in _POLYMERS
    ]
    if len(groups) != 1 or groups[0].GetProp("TYPE") != "SRU":
        return None
    inside = set(groups[0].GetAtoms())
    crossing = [
        bond
        for bond in mol.GetBonds()
        if (bond.GetBeginAtomIdx() in inside) != (bond.GetEndAtomIdx() in inside)
    ]
    return _count(mol, sorted(inside)) if len(crossing) >= 2 else None
