"""Which part of a salt is the compound itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem import rdMolHash

from molinfo.chem.fragments import count_parents, find_parent, find_parents, read_components

TABLE = Path(__file__).parent.parent / "data" / "salts.csv"
SALTS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PAMOATE = "O=C(O)c1cc2ccccc2c(Cc2c(O)c(C(=O)O)cc3ccccc23)c1O"
IMIPRAMINE = "CN(C)CCCN1c2ccccc2CCc2ccccc21"
PENICILLIN_G = "CC1(C)SC2C(NC(=O)Cc3ccccc3)C(=O)N2C1C(=O)O"
PROCAINE = "CCN(CC)CCOC(=O)c1ccc(N)cc1"


def parent_of(smiles):
    return Chem.MolToSmiles(find_parent(Chem.MolFromSmiles(smiles)))


def draw_graph(smiles):
    """Elements and bonds alone: the two sources draw charges and tautomers each in its way."""
    mol = Chem.MolFromSmiles(smiles)
    Chem.RemoveStereochemistry(mol)
    return rdMolHash.MolHash(mol, rdMolHash.HashFunction.ElementGraph)


def canonical(smiles):
    return Chem.MolToSmiles(Chem.MolFromSmiles(smiles))


@pytest.mark.parametrize("salt", SALTS, ids=lambda salt: salt["name"])
def test_the_parent_of_a_salt_is_what_its_name_says(salt):
    assert draw_graph(parent_of(salt["smiles"])) == draw_graph(salt["parent"])


@pytest.mark.parametrize(
    ("smiles", "parent"),
    [
        ("[Cu+2].[Cl-].[Cl-].O.O", "[Cu+2]"),
        ("C[N+](C)(C)CCO.[O-]C(=O)c1ccccc1O", "O=C([O-])c1ccccc1O"),
        ("C[N+](C)(C)CCO.[Cl-]", "C[N+](C)(C)CCO"),
        ("N.N.Cl[Pt]Cl", "Cl[Pt]Cl"),
        ("O", "O"),
        ("CCO.O", "CCO"),
    ],
)
def test_where_all_parts_are_known_the_one_with_most_carbon_is_the_parent(smiles, parent):
    assert parent_of(smiles) == canonical(parent)


def test_stereo_and_charge_do_not_hide_a_counter_ion():
    tartrate = "[O-]C(=O)[C@H](O)[C@@H](O)C(=O)[O-]"
    assert parent_of(f"C[NH3+].C[NH3+].{tartrate}") == "C[NH3+]"


def test_copies_of_the_parent_are_counted_not_of_the_largest_part():
    mol = Chem.MolFromSmiles(f"{IMIPRAMINE}.{IMIPRAMINE}.{PAMOATE}")
    assert count_parents(mol) == 2
    assert count_parents(Chem.MolFromSmiles(f"{IMIPRAMINE}.Cl.Cl")) == 1


def test_two_drugs_in_one_salt_are_both_parents():
    assert len(find_parents(Chem.MolFromSmiles(f"{PENICILLIN_G}.{PROCAINE}"))) == 2
    assert len(find_parents(Chem.MolFromSmiles(f"{IMIPRAMINE}.{IMIPRAMINE}.{PAMOATE}"))) == 1
    assert len(find_parents(Chem.MolFromSmiles("[Na+].[Cl-]"))) == 1


def test_every_component_is_found_again_as_one():
    for component in read_components():
        parent = find_parent(Chem.MolFromSmiles(f"{component.smiles}.{IMIPRAMINE}"))
        assert Chem.MolToSmiles(parent) == canonical(IMIPRAMINE), component.name
