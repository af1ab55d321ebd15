"""Files to structures: molinfo's readers beside RDKit's and pandas'; RDKit parses for both."""

import csv

import pandas as pd
import pytest
from rdkit import Chem

import molinfo as mi


@pytest.fixture(scope="session")
def folder(tmp_path_factory, claims, smiles, molblocks):
    """The samples as files of every kind."""
    folder = tmp_path_factory.mktemp("inputs")
    lines = [f"{text} m{number}\n" for number, text in enumerate(smiles)]
    (folder / "in.smi").write_text("".join(lines), encoding="utf-8")
    sd = [f"{block}>  <id>\nm{number}\n\n$$$$\n" for number, block in enumerate(molblocks)]
    (folder / "in.sdf").write_text("".join(sd), encoding="utf-8")
    frame = pd.DataFrame(claims)
    frame.to_csv(folder / "in.csv", index=False)
    frame.to_parquet(folder / "in.parquet")
    frame.to_excel(folder / "in.xlsx", index=False)
    return folder


def read_smiles_by_rdkit(path):
    """RDKit's supplier."""
    return sum(mol is not None for mol in Chem.SmilesMolSupplier(str(path), titleLine=False))


def read_sd_by_rdkit(path):
    """RDKit's supplier."""
    return sum(mol is not None for mol in Chem.SDMolSupplier(str(path)))


def read_csv_by_rdkit(path):
    """The csv module of Python, and RDKit's parser."""
    with path.open(encoding="utf-8", newline="") as stream:
        return sum(Chem.MolFromSmiles(row["smiles"]) is not None for row in csv.DictReader(stream))


def read_parquet_by_rdkit(path):
    """pandas, and RDKit's parser."""
    return sum(Chem.MolFromSmiles(each) is not None for each in pd.read_parquet(path)["smiles"])


def read_xlsx_by_rdkit(path):
    """pandas, and RDKit's parser."""
    return sum(Chem.MolFromSmiles(each) is not None for each in pd.read_excel(path)["smiles"])


def read(path):
    """molinfo's records with all their claims, and RDKit's parser."""
    return sum(
        (Chem.MolFromSmiles(each.smiles) if each.smiles else Chem.MolFromMolBlock(each.molblock))
        is not None
        for each in mi.read_records(path)
    )


BARE = {
    "smi": read_smiles_by_rdkit,
    "sdf": read_sd_by_rdkit,
    "csv": read_csv_by_rdkit,
    "parquet": read_parquet_by_rdkit,
    "xlsx": read_xlsx_by_rdkit,
}


@pytest.mark.parametrize("kind", BARE)
def test_reading(benchmark, side, kind, folder, claims, smiles):
    """Every row of a file, parsed."""
    benchmark.group = f"read: {kind}"
    found = benchmark(BARE[kind] if side == "bare" else read, folder / f"in.{kind}")
    assert found == len(smiles if kind in ("smi", "sdf") else claims)
