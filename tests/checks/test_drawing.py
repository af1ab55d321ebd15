"""Faults of the drawing in a molfile."""

import pytest
from rdkit import Chem
from rdkit.Chem import rdDepictor
from rdkit.Geometry import Point3D

from molinfo.checks.run import check
from molinfo.store.folder import open_store
from molinfo.store.record import Record

BENZOIC_ACID = "OC(=O)c1ccccc1"


def lay_out(smiles=BENZOIC_ACID):
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    return mol


def codes(mol):
    record = Record(molblock=mol if isinstance(mol, str) else Chem.MolToMolBlock(mol))
    return {finding.code: finding for finding in check(record).findings}


def move(mol, atom, x, y, z=0.0):
    mol.GetConformer().SetAtomPosition(atom, Point3D(x, y, z))
    return mol


def place(mol, atom):
    position = mol.GetConformer().GetAtomPosition(atom)
    return position.x, position.y


def scale(mol, factor):
    for atom in range(mol.GetNumAtoms()):
        x, y = place(mol, atom)
        move(mol, atom, x * factor, y * factor)
    return mol


def test_a_clean_drawing_has_no_finding():
    assert codes(lay_out()) == {}


@pytest.mark.parametrize("record", open_store().values(), ids=lambda record: record.id)
def test_the_drawings_of_the_store_are_clean(record):
    bare = record.model_copy(update={"claims": (), "form_of": ""})
    assert [finding.message for finding in check(bare).findings] == []


def test_atoms_on_one_another_are_found():
    mol = lay_out()
    found = codes(move(mol, 0, *place(mol, 5)))
    assert found["overlapping-atoms"].atoms == (0, 5)


def test_an_atom_on_a_bond_of_others_is_found():
    mol = lay_out()
    (x1, y1), (x2, y2) = place(mol, 5), place(mol, 6)
    assert codes(move(mol, 0, (x1 + x2) / 2, (y1 + y2) / 2))["atom-on-bond"].atoms == (0,)


def test_an_absurdly_long_bond_is_found():
    mol = lay_out()
    x, y = place(mol, 0)
    assert codes(move(mol, 0, x * 5, y * 5))["odd-bond-length"].bonds == (0,)


def test_another_unit_of_length_is_told():
    assert set(codes(scale(lay_out(), 100))) == {"odd-unit"}


def test_a_model_in_three_dimensions_is_told():
    mol = lay_out()
    assert set(codes(move(mol, 0, *place(mol, 0), 1.0))) == {"three-dimensional"}


def test_coordinates_that_are_all_zero_are_told():
    assert set(codes(scale(lay_out(), 0))) == {"no-coordinates"}


def test_two_collinear_bonds_at_a_wedged_centre_are_ambiguous():
    mol = lay_out("C[C@H](F)Cl")
    for atom, (x, y) in enumerate([(-1.5, 0), (0, 0), (1.5, 0), (0, 1.5)]):
        move(mol, atom, x, y)
    assert codes(mol)["ambiguous-wedge"].atoms == (1,)


def test_text_that_stands_for_atoms_is_told():
    block = Chem.MolToMolBlock(lay_out()).replace("M  END", "A    1\nBoc\nM  END")
    assert "Boc" in codes(block)["abbreviation"].message


def test_a_counts_line_without_version_is_told():
    block = Chem.MolToMolBlock(lay_out()).replace(" V2000", "")
    assert "counts-line" in codes(block)
