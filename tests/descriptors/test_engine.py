"""Descriptors of records."""

from rdkit import Chem
from rdkit.Chem import Descriptors

from molinfo.descriptors.engine import compute_rdkit_descriptors, describe_records
from molinfo.store.record import Record


def test_values_are_rdkits_own():
    mol = Chem.MolFromSmiles("CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12")
    assert compute_rdkit_descriptors(mol) == Descriptors.CalcMolDescriptors(mol)


def test_a_record_that_cannot_be_read_keeps_its_row_and_says_why():
    frame = describe_records([Record(id="a", smiles="CCO"), Record(id="b", smiles="C1CC")])
    assert list(frame.index) == ["a", "b"]
    assert list(frame.columns) == [*(name for name, _ in Descriptors.descList), "error"]
    assert frame.loc["a", "error"] == ""
    assert "unclosed ring" in frame.loc["b", "error"]
    assert frame.loc["b"].drop("error").isna().all()
