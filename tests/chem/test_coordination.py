"""Dative, haptic and zero-order bonds, taken apart for InChI."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdkit import Chem

from molinfo.chem.coordination import disconnect, has_coordination
from molinfo.chem.identifiers import compute_inchi, compute_molblock_inchi

DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize(
    ("bound", "apart"),
    [
        ("N->[Pt](<-N)(Cl)Cl", "N.N.Cl[Pt]Cl"),
        ("[C-]#[O+]->[Ni]", "[C-]#[O+].[Ni]"),
        ("O->[Na+].[Cl-]", "O.[Na+].[Cl-]"),
    ],
)
def test_a_dative_bond_is_the_same_compound_apart(bound, apart):
    mol = Chem.MolFromSmiles(bound)
    assert has_coordination(mol)
    assert compute_inchi(mol).inchi == compute_inchi(Chem.MolFromSmiles(apart)).inchi


def test_haptic_ferrocene_has_the_inchi_that_the_official_reader_gives():
    block = (DATA / "ferrocene_haptic.mol").read_text()
    mol = Chem.MolFromMolBlock(block)
    assert compute_inchi(mol).inchi == compute_molblock_inchi(block).inchi
    assert all(atom.GetAtomicNum() for atom in disconnect(mol).GetAtoms())
    assert not has_coordination(Chem.MolFromSmiles("CCO"))
