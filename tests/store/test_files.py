"""Output files are whole or not there."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from molinfo.errors import OutputError
from molinfo.store.files import open_beside, write_atomically


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
