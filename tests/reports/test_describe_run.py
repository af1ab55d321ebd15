"""Descriptors of files and stores from Python, as the command line computes them."""

import pandas as pd
import pytest

import molinfo as mi


@pytest.fixture
def smiles(tmp_path):
    path = tmp_path / "in.smi"
    path.write_text("CCO ethanol\nC1CC broken\nC methane\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_a_table_has_a_row_a_structure_whatever_its_format(name, smiles, tmp_path):
    done = mi.run_describe(smiles, tmp_path / name, set=["MolWt", "TPSA"])
    read = {"out.csv": pd.read_csv, "out.parquet": pd.read_parquet}
    path = tmp_path / name
    table = pd.read_json(path, lines=True) if name == "out.jsonl" else read[name](path)
    assert table["record"].tolist() == ["ethanol", "broken", "methane"]
    assert table["TPSA"].round(2).tolist()[::2] == [20.23, 0.0]
    assert (done.rows, done.failed) == (3, {"structure-unreadable": 1})


def test_an_unknown_descriptor_is_refused_before_anything_is_written(smiles, tmp_path):
    with pytest.raises(mi.UnknownName, match="MolWeight"):
        mi.run_describe(smiles, tmp_path / "out.csv", set="MolWeight")
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.smi"]
