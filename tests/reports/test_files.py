"""Output files are whole or not there, and say what they were made from."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from molinfo.errors import OutputError
from molinfo.reports.files import (
    collect_versions,
    hash_file,
    open_beside,
    write_atomically,
    write_provenance,
)


def test_a_file_appears_only_when_it_is_complete(tmp_path):
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    with open_beside(path) as stream:
        stream.write("new")
        stream.flush()
        assert path.read_text(encoding="utf-8") == "old"
    assert path.read_text(encoding="utf-8") == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]
    assert stat.S_IMODE(path.stat().st_mode) & 0o444


def test_a_failure_keeps_the_old_file(tmp_path):
    path = tmp_path / "out.txt"
    write_atomically(path, "old")

    def fail_midway():
        with open_beside(path) as stream:
            stream.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_written_to_and_kept(tmp_path):
    pipe = tmp_path / "out.txt"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text)
        write_atomically(pipe, "whole")
        assert read.result(timeout=10) == "whole"
    write_provenance(pipe, [], {})
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]


def test_a_link_stays_and_the_file_behind_it_is_written(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_atomically(link, "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_atomically(tmp_path / "no" / "out.txt", "text")
    assert "\n" not in str(caught.value)


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
