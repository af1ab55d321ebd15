"""The rows of many inputs as one stream with numbers that stay."""

import gzip

import pandas as pd
import pytest
import zstandard
from rdkit import Chem

from molinfo.batch.inputs import Inputs
from molinfo.errors import InputError
from molinfo.store.streams import Skip

SMILES = ["CCO", "C1CC", "CCN", "CCC"]
TEXT = "".join(f"{smiles} m{n}\n" for n, smiles in enumerate(SMILES))


def make_sdf():
    blocks = [Chem.MolToMolBlock(Chem.MolFromSmiles(each)) for each in ("CCO", "CCN", "CCC")]
    cut = blocks[1].split("M  END")[0]
    return "$$$$\n".join([blocks[0], cut, blocks[2], ""])


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.smi").write_text(TEXT)
    (tmp_path / "b.smi.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "c.smi.zst").write_bytes(zstandard.compress(TEXT.encode()))
    ids = [f"m{n}" for n in range(4)]
    frame = pd.DataFrame({"id": ids, "smiles": SMILES})
    frame.to_csv(tmp_path / "d.csv", index=False)
    frame.to_csv(tmp_path / "e.tsv.gz", index=False, sep="\t")
    frame.to_parquet(tmp_path / "f.parquet")
    return tmp_path


NAMES = ["a.smi", "b.smi.gz", "c.smi.zst", "d.csv", "e.tsv.gz", "f.parquet"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", [False, True])
def test_every_kind_gives_the_same_rows_from_a_path_and_an_address(files, name, address):
    path = files / name
    rows = list(Inputs((path.as_uri() if address else str(path),)).read())
    assert [(row.number, row.place, row.input) for row in rows] == [(n, n, name) for n in range(4)]
    assert [row.record.smiles for row in rows] == SMILES
    assert [row.record.id for row in rows] == ["m0", "m1", "m2", "m3"]


@pytest.mark.parametrize("name", [*NAMES, "?.*", "g.sdf"])
def test_rows_that_are_passed_by_keep_their_numbers_and_are_not_read(files, name):
    (files / "g.sdf").write_text(make_sdf())
    source = Inputs((f"{files}/{name}",))
    whole = list(source.read())
    skip = Skip()
    rows = source.read(skip)
    got = [next(rows)]
    skip.ahead = 2
    got += rows
    assert got == [whole[0], *whole[3:]]
    assert (skip.ahead, skip.taken) == (0, 2)
    skip.ahead = len(whole) + 5
    assert not list(source.read(skip))
    assert (skip.ahead, skip.taken) == (5, len(whole) + 2)


@pytest.mark.parametrize("address", [False, True])
def test_a_glob_is_its_files_in_order_numbered_through(files, address):
    pattern = f"{files.as_uri()}/?.smi*" if address else f"{files}/?.smi*"
    rows = list(Inputs((pattern,)).read())
    assert [row.number for row in rows] == list(range(12))
    assert [row.place for row in rows] == [0, 1, 2, 3] * 3
    assert list(dict.fromkeys(row.input for row in rows)) == ["a.smi", "b.smi.gz", "c.smi.zst"]


def test_a_glob_that_matches_nothing_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no file matches"):
        list(Inputs((f"{tmp_path}/*.smi",)).read())


def test_an_address_that_cannot_be_opened_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(Inputs((f"{tmp_path.as_uri()}/none.smi",)).read())
    with pytest.raises(InputError, match="cannot be opened"):
        list(Inputs(("nonsense://bucket/none.smi",)).read())


def test_a_damaged_sd_record_keeps_its_number_its_text_and_its_reason(tmp_path):
    (tmp_path / "in.sdf").write_text(make_sdf())
    first, damaged, last = Inputs((str(tmp_path / "in.sdf"),)).read()
    assert "M  END" in first.record.molblock
    assert damaged.number == 1
    assert "cut off" in damaged.record.defect
    assert "V2000" in damaged.record.molblock
    assert last.number == 2
    assert not last.record.defect


def test_limit_and_sample_keep_the_numbers_of_the_whole_input(tmp_path):
    (tmp_path / "many.smi").write_text("C\n" * 2000)
    path = str(tmp_path / "many.smi")
    assert [row.number for row in Inputs((path,), limit=3).read()] == [0, 1, 2]
    sampled = [row.number for row in Inputs((path,), sample=0.1).read()]
    assert 100 < len(sampled) < 300
    assert sampled == [row.number for row in Inputs((path,), sample=0.1).read()]
    assert sampled[:5] == [row.number for row in Inputs((path,), sample=0.1, limit=5).read()]


def test_the_identity_of_an_input_changes_with_its_content(files):
    source = Inputs((str(files / "a.smi"), (files / "d.csv").as_uri()))
    before = source.identify()
    assert [each["name"].rpartition("/")[2] for each in before] == ["a.smi", "d.csv"]
    assert source.identify() == before
    (files / "a.smi").write_text("C\n")
    (files / "d.csv").write_text("smiles\nC\n")
    after = source.identify()
    assert before[0] != after[0]
    assert before[1] != after[1]
