"""About how many rows a file has, without reading it to its end."""

import gzip

import pandas as pd
import pytest

from molinfo.batch.estimate import estimate_rows
from molinfo.batch.inputs import Inputs

ROWS = 200_000
TEXT = "".join(f"CCO ethanol-{n}\n" for n in range(ROWS))


def estimate(path, **options):
    return estimate_rows(Inputs((str(path),), **options))


def test_a_large_text_is_estimated_from_its_beginning(tmp_path):
    (tmp_path / "in.smi").write_text(TEXT)
    assert estimate(tmp_path / "in.smi") == pytest.approx(ROWS, rel=0.1)
    assert estimate(tmp_path / "in.smi", sample=0.5) == pytest.approx(ROWS / 2, rel=0.1)
    assert estimate(tmp_path / "in.smi", limit=10) == 10


def test_an_archive_is_estimated_by_what_text_packs_to(tmp_path):
    (tmp_path / "in.smi.gz").write_bytes(gzip.compress(TEXT.encode()))
    assert ROWS / 5 < estimate(tmp_path / "in.smi.gz") < ROWS * 5


def test_parquet_and_small_files_are_counted(tmp_path):
    pd.DataFrame({"smiles": ["C"] * 70}).to_parquet(tmp_path / "in.parquet")
    (tmp_path / "in.sdf").write_text("$$$$\n" * 3)
    assert estimate(tmp_path / "in.parquet") == 70
    assert estimate(tmp_path / "in.sdf") == 3


def test_nothing_is_said_of_what_cannot_be_looked_at(tmp_path):
    (tmp_path / "in.smi.gz").write_bytes(b"no archive")
    assert estimate(tmp_path / "in.smi.gz") is None
    assert estimate_rows(Inputs(("-",))) is None
