"""Reading a series: free forms, and forms of one parent."""

import pytest
from rdkit import Chem

from molinfo.comparison.series import find_warhead, group_forms, read_free_form, read_series
from molinfo.errors import StructureError
from molinfo.store.record import Record


@pytest.mark.parametrize(
    ("smiles", "free"),
    [
        ("CC[NH3+].[Cl-]", "CCN"),
        ("CC(=O)[O-].[Na+]", "CC(=O)O"),
        ("C[N+](C)(C)C.[Cl-]", "C[N+](C)(C)C"),
        ("[O-][N+](=O)c1ccccc1", "O=[N+]([O-])c1ccccc1"),
        ("CCN.O.CCN", "CCN"),
    ],
)
def test_the_free_form_is_the_largest_part_without_charges_that_protons_can_take(smiles, free):
    assert Chem.MolToSmiles(read_free_form(Record(smiles=smiles))) == free


def test_a_molfile_serves_where_there_is_no_smiles():
    molblock = Chem.MolToMolBlock(Chem.MolFromSmiles("CCO"))
    assert Chem.MolToSmiles(read_free_form(Record(molblock=molblock))) == "CCO"
    with pytest.raises(StructureError, match="row 3 is damaged"):
        read_free_form(Record(defect="row 3 is damaged"))


def test_forms_follow_their_parent_whatever_their_order():
    records = [
        Record(id="salt", smiles="CCN.Cl", form_of="base"),
        Record(id="other", smiles="CCO"),
        Record(id="base", smiles="CCN"),
    ]
    assert [each.id for each in group_forms(read_series(records))] == ["base", "salt", "other"]


@pytest.mark.parametrize(
    ("smiles", "warhead"),
    [
        ("C=CC(=O)NC", "acrylamide"),
        ("CC=CC(=O)N1CCCC1", "acrylamide"),
        ("C=CCC(=O)NC", ""),
        ("O=c1cccc[nH]1", ""),
        ("C=CC(=O)OC", ""),
    ],
)
def test_acrylamides_are_told(smiles, warhead):
    assert find_warhead(Chem.MolFromSmiles(smiles)) == warhead
