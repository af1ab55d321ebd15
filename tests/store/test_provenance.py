"""Output files say what they were made from."""

import json
import os

import pytest

from molinfo.store.files import hash_file
from molinfo.store.provenance import collect_versions, write_provenance


def test_provenance_names_inputs_and_versions_and_is_the_same_each_time(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("id,smiles\n", encoding="utf-8")
    output = tmp_path / "out.csv"
    write_provenance(output, [source], {"ignore": []})
    first = (tmp_path / "out.csv.meta.json").read_bytes()
    write_provenance(output, [source], {"ignore": []})
    assert (tmp_path / "out.csv.meta.json").read_bytes() == first
    meta = json.loads(first)
    assert meta["inputs"] == [{"name": "in.csv", "sha256": hash_file(source)}]
    assert meta["versions"] == collect_versions()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_nothing_stands_beside_a_pipe(tmp_path):
    pipe = tmp_path / "out.txt"
    os.mkfifo(pipe)
    write_provenance(pipe, [], {})
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]
