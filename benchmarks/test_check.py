"""Every check over records, beside the InChI, InChIKey and formula of their structures by RDKit."""

import pytest
from rdkit import Chem
from rdkit.Chem import rdDepictor

import molinfo as mi


def check(records):
    """Run every check of molinfo."""
    for _result in mi.check_many(records):
        pass


@pytest.mark.benchmark(group="check: consistent records")
def test_consistent_records(benchmark, side, claims, make_records, compute_by_rdkit):
    """Records with whose claims RDKit agrees."""
    benchmark(check if side == "molinfo" else compute_by_rdkit, make_records(claims))


def test_records_with_molfiles(benchmark, side, claims, make_records, compute_by_rdkit):
    """The same with a molfile beside each SMILES: two structures to read, a drawing to look at."""
    drawn = []
    for row in claims:
        mol = Chem.MolFromSmiles(row["smiles"])
        inchi = Chem.MolToInchi(mol)
        mol.SetProp("_Name", row["id"])
        rdDepictor.Compute2DCoords(mol)
        block = Chem.MolToMolBlock(mol)
        read = Chem.MolFromMolBlock(block)
        if read is not None and Chem.MolToInchi(read) == inchi:
            drawn.append({**row, "molfile": block})
    benchmark.group = f"check: consistent records with molfiles ({len(drawn)} records)"
    benchmark(check if side == "molinfo" else compute_by_rdkit, make_records(drawn))


@pytest.mark.benchmark(group="check: records with one wrong weight")
def test_faulty_records(benchmark, side, claims, make_records, compute_by_rdkit):
    """Every record claims one weight that means nothing to it, so that all hypotheses are tried."""
    faulty = [{**row, "molecular_weight": "371.24"} for row in claims]
    benchmark(check if side == "molinfo" else compute_by_rdkit, make_records(faulty))
