"""Wedges that tell every centre, on bonds where they can be read, and hydrogens at ring fusions."""

import csv
from pathlib import Path

import pytest
from rdkit import Chem

from molinfo.chem.coordinates import make_layout
from molinfo.chem.wedges import pick_wedges, shows_centres, write_wedges
from molinfo.errors import StructureError

SAMPLE = Path(__file__).parents[1] / "data" / "structures.csv"
CHIRAL = [
    "C[C@H](O)[C@@H]1CCCC[C@H]1N",
    "C1CC[C@@H]2CCCC[C@@H]2C1",
    "CO[C@H]1CC[C@]2(C)[C@H](CC[C@@H]3[C@@H]2CC[C@]2(C)[C@H]3CC[C@@H]2O)C1",
    "CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5",
    "C[S@](=O)CC",
    "C[P@](=O)(O)CC",
    "O=C1CC([C@@H]2[C@@H]3C=C[C@@H](C3)[C@@H]21)=O",
    "CCO[C@H]1O[C@@H]2O[C@@]3(C)CCC4[C@H](C)CCC([C@H]1C)[C@@]24OO3",
    "C[C@@H]1C[C@H]1C",
    "N[C@@H](C)C(=O)N[C@H](CO)C(=O)O",
]


@pytest.mark.parametrize("smiles", CHIRAL)
def test_a_layout_read_again_has_every_centre(smiles):
    mol = Chem.MolFromSmiles(smiles)
    read = Chem.MolFromMolBlock(make_layout(mol).molblock)
    assert Chem.MolToSmiles(read) == Chem.MolToSmiles(mol)


def test_the_sample_keeps_its_centres_through_wedges():
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        smiles = [row["smiles"] for row in csv.DictReader(stream) if "@" in row["smiles"]]
    for text in smiles:
        mol = Chem.MolFromSmiles(text)
        read = Chem.MolFromMolBlock(make_layout(mol).molblock)
        assert Chem.MolToInchiKey(read) == Chem.MolToInchiKey(mol), text


def find_wedged(molblock):
    mol = Chem.MolFromMolBlock(molblock, removeHs=False)
    Chem.ReapplyMolBlockWedging(mol)
    plain = (Chem.BondDir.BEGINWEDGE, Chem.BondDir.BEGINDASH)
    return [bond for bond in mol.GetBonds() if bond.GetBondDir() in plain]


@pytest.mark.parametrize("smiles", CHIRAL[:6])
def test_no_bond_of_a_ring_is_wedged_where_another_serves(smiles):
    wedged = find_wedged(make_layout(Chem.MolFromSmiles(smiles)).molblock)
    assert wedged
    for bond in wedged:
        free = [each for each in bond.GetBeginAtom().GetBonds() if not each.IsInRing()]
        assert not bond.IsInRing() or not free


def test_a_hydrogen_is_drawn_at_a_fusion_and_carries_the_wedge():
    block = make_layout(Chem.MolFromSmiles("C1CC[C@@H]2CCCC[C@@H]2C1")).molblock
    assert [bond.GetEndAtom().GetSymbol() for bond in find_wedged(block)] == ["H", "H"]
    plain = make_layout(Chem.MolFromSmiles("C1CCC2CCCCC2C1")).mol
    assert plain.GetNumAtoms() == 10


def test_atropisomers_are_left_to_rdkit():
    mol = Chem.MolFromSmiles("Cc1cccc(F)c1-c1c(C)cccc1Cl |wU:7.7|")
    laid = make_layout(mol)
    assert pick_wedges(laid.mol) is None
    assert find_wedged(laid.molblock)


def test_wedges_are_written_into_v2000_and_v3000_alike():
    laid = make_layout(Chem.MolFromSmiles("C[C@H](O)CC")).mol
    wedges = pick_wedges(laid)
    for is_v3000 in (False, True):
        bare = Chem.Mol(laid)
        for atom in bare.GetAtoms():
            atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
        block = write_wedges(Chem.MolToMolBlock(bare, forceV3000=is_v3000), wedges)
        assert shows_centres(block, laid)
    with pytest.raises(StructureError, match="no such bonds"):
        write_wedges("\n\n\n  1  0\n", {7: (0, 1)})
