"""Formulas of structures, and structures without a definite one."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdkit import Chem

from molinfo.chem.composition import compute_formula, find_indefinite, find_repeating_unit
from molinfo.errors import FormulaError

DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize(
    ("smiles", "reason"),
    [
        ("CCO", ""),
        ("[2H]OC", ""),
        ("N->[Pt](<-N)(Cl)Cl", ""),
        ("CC(C)=O |Sg:n:0,1,2,3:n:ht|", "repeats (SRU)"),
        ("*CCO* |Sg:n:1,2,3:n:ht|", "repeats (SRU)"),
        ("CC |Sg:any:0,1::|", "repeats (ANY)"),
        ("CCC |LN:1:1.3|", "link node"),
        ("CC~C", "bond between atoms 2 and 3"),
        ("C* |$;R1$|", "atom 2 (*)"),
        ("Cc1ccccc1 |m:0:1.2.3|", "one of several atoms"),
        ("", "no atoms"),
    ],
)
def test_no_definite_composition_has_a_reason(smiles, reason):
    mol = Chem.MolFromSmiles(smiles)
    found = find_indefinite(mol)
    assert reason in found
    assert bool(found) == bool(reason)
    if reason:
        with pytest.raises(FormulaError, match="no definite composition"):
            compute_formula(mol)


@pytest.mark.parametrize(
    ("smiles", "unit"),
    [
        ("*CCO* |Sg:n:1,2,3:n:ht|", "C2H4O"),
        ("*CC(*)c1ccccc1 |Sg:n:1,2,4,5,6,7,8,9:n:ht|", "C8H8"),
        ("CCO |Sg:n:0,1,2:n:ht|", None),
        ("CCO", None),
    ],
)
def test_the_repeating_unit_is_what_bonds_cross_into(smiles, unit):
    found = find_repeating_unit(Chem.MolFromSmiles(smiles))
    assert (str(found) if found else None) == unit


def test_haptic_bonds_have_a_composition():
    ferrocene = Chem.MolFromMolFile(str(DATA / "ferrocene_haptic.mol"))
    assert str(compute_formula(ferrocene)) == "C10H10Fe"
