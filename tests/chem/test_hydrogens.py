"""Hydrogens as atoms of a drawing: as they are, none, at centres, all; nothing else moves."""

import pytest
from rdkit import Chem

from molinfo.chem.coordinates import make_layout
from molinfo.chem.hydrogens import HYDROGENS, show_hydrogens
from molinfo.errors import UnknownName
from molinfo.figures.draw import draw
from molinfo.store.record import Record

MENTHOL = make_layout(Chem.AddHs(Chem.MolFromSmiles("CC(C)[C@@H]1CC[C@@H](C)C[C@H]1O"))).molblock


def places(molblock):
    mol = Chem.MolFromMolBlock(molblock, removeHs=False)
    heavy = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1]
    return mol, mol.GetConformer().GetPositions()[heavy].tolist()


@pytest.mark.parametrize(("choice", "count"), [("none", 0), ("stereo", 3), ("all", 20)])
def test_hydrogens_come_and_go_and_all_else_stays(choice, count):
    mol, now = places(show_hydrogens(MENTHOL, choice))
    before, then = places(MENTHOL)
    assert sum(atom.GetAtomicNum() == 1 for atom in mol.GetAtoms()) == count
    assert now == then
    assert Chem.MolToInchiKey(mol) == Chem.MolToInchiKey(before)


def test_as_drawn_is_as_drawn_and_labelled_hydrogen_always_stays():
    assert show_hydrogens(MENTHOL, "as-drawn") is MENTHOL
    heavy = make_layout(Chem.MolFromSmiles("[2H]C([2H])([2H])O")).molblock
    assert Chem.MolFromMolBlock(show_hydrogens(heavy, "none"), removeHs=False).GetNumAtoms() == 5
    with pytest.raises(UnknownName, match="as-drawn, none, stereo, all"):
        show_hydrogens(MENTHOL, "some")


def count_letters(**options):
    shapes = draw(Record(molblock=MENTHOL), **options).scene.drawing.shapes
    labels = ["".join(each.character for each in s.letters) for s in shapes if s.kind == "label"]
    return sorted(labels)


def test_a_figure_hides_those_on_carbon_that_say_nothing_and_shows_all_on_request():
    assert count_letters() == ["H"] * 4 + ["O"]
    assert count_letters(hydrogens="none") == ["OH"]
    assert count_letters(hydrogens="stereo") == ["H", "H", "H", "OH"]
    assert count_letters(hydrogens="all") == ["H"] * 20 + ["O"]
    assert set(HYDROGENS) == {"as-drawn", "none", "stereo", "all"}
