"""An index that is built, brought up to date, damaged, and built while others read it."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from molinfo.batch.inputs import Inputs
from molinfo.errors import IndexDamaged, InputError, OutputError, StoreError
from molinfo.searching.build import BuildPlan, write_index
from molinfo.searching.index import open_file
from molinfo.searching.rows import IndexTask
from molinfo.searching.search import search
from molinfo.searching.update import refresh_index, update_index

RINGS = {"a": "c1ccccc1", "b": "c1ccncc1", "b-2": "C1CCNCC1", "c": "c1ccsc1O", "d": "CCO"}


def write_record(folder, name, smiles, title=""):
    (folder / f"{name}.toml").write_text(
        f'id = "{name}"\nname = "{title or name}"\nsmiles = "{smiles}"\n'
    )


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name, smiles in RINGS.items():
        write_record(folder, name, smiles)
    return folder


@pytest.fixture
def output(tmp_path):
    return tmp_path / "shelf.molindex"


def plan_of(*inputs, **task):
    return BuildPlan(Inputs(tuple(map(str, inputs))), IndexTask(**task))


def find(output, smarts="*"):
    with open_file(output) as index:
        return [(hit.record, hit.row) for hit in search(index, substructure=smarts)]


def assert_as_built_anew(output, plan, tmp_path):
    other = tmp_path / "anew.molindex"
    write_index(plan, other)
    for smarts in ("*", "c1ccccc1", "[#7]", "O", "[v4]", "C1CCNCC1"):
        assert find(output, smarts) == find(other, smarts)
    with open_file(output) as one, open_file(other) as two:
        assert list(search(one, similar="c1ccncc1", threshold=0.0)) == list(
            search(two, similar="c1ccncc1", threshold=0.0)
        )
        assert one.structures == two.structures
        assert len(one) == len(two)


def test_nothing_changed_writes_nothing(folder, output):
    plan = plan_of(folder)
    assert update_index(plan, output).added == 5
    before = output.stat()
    assert update_index(plan, output).is_unchanged
    assert output.stat() == before


def test_changed_records_alone_are_read_again(folder, output, tmp_path):
    plan = plan_of(folder)
    update_index(plan, output)
    write_record(folder, "b", "c1ccccc1O", "phenol")
    built = update_index(plan, output)
    assert (built.added, built.removed) == (1, 1)
    assert_as_built_anew(output, plan, tmp_path)
    with open_file(output) as index:
        assert [hit.record for hit in search(index, text="phenol")] == ["b"]


def test_records_come_go_and_change_their_names(folder, output, tmp_path):
    plan = plan_of(folder)
    update_index(plan, output)
    (folder / "a.toml").unlink()
    assert update_index(plan, output).removed == 1
    assert_as_built_anew(output, plan, tmp_path)
    write_record(folder, "a-new", "c1ccccc1")
    (folder / "b.toml").unlink()
    write_record(folder, "z", "c1ccncc1")
    built = update_index(plan, output)
    assert (built.added, built.removed) == (2, 1)
    assert_as_built_anew(output, plan, tmp_path)


def test_a_changed_molfile_changes_its_record(folder, output, tmp_path, store):
    block = store["tofacitinib"].molblock
    (folder / "m.toml").write_text('id = "m"\nmolfile = "m.mol"\n')
    (folder / "m.mol").write_text(block)
    plan = plan_of(folder)
    update_index(plan, output)
    assert find(output, "c1ncnc2[nH]ccc12") == [("m", 5)]
    (folder / "m.mol").write_text(store["fedratinib"].molblock)
    assert update_index(plan, output).added == 1
    assert find(output, "c1ncnc2[nH]ccc12") == []
    assert_as_built_anew(output, plan, tmp_path)


def test_files_that_only_look_changed_are_not_read_again(folder, output):
    plan = plan_of(folder)
    update_index(plan, output)
    for path in folder.iterdir():  # as git does when it changes branches and back
        text = path.read_text()
        path.unlink()
        path.write_text(text)
    built = update_index(plan, output)
    assert (built.added, built.removed, built.why) == (0, 0, "")


def test_many_changes_one_after_the_other_leave_an_index_as_if_built_anew(
    folder, output, tmp_path, texts
):
    plan = plan_of(folder)
    update_index(plan, output)
    for number, text in enumerate(text for text in texts[:300:6] if "\\" not in text):
        write_record(folder, f"n{number % 17}", text)
        update_index(plan, output)
    assert_as_built_anew(output, plan, tmp_path)


def test_changes_in_two_stores_are_kept_apart(folder, output, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    plan = plan_of(folder, other)
    update_index(plan, output)
    write_record(folder, "b", "CCCl")
    write_record(other, "b", "CCBr")
    write_record(other, "e", "CCF")
    built = update_index(plan, output)
    assert (built.added, built.removed) == (3, 2)
    assert_as_built_anew(output, plan, tmp_path)


def test_a_changed_file_is_read_again_as_a_whole(tmp_path, output):
    path = tmp_path / "some.smi"
    path.write_text("CCO a\nCCN b\n")
    update_index(plan_of(path), output)
    path.write_text("CCO a\nCCN b\nCCS c\n")
    built = update_index(plan_of(path), output)
    assert built.why == "some.smi changed"
    assert find(output, "S") == [("c", 2)]


def test_other_options_build_anew_and_say_so(folder, output):
    update_index(plan_of(folder), output)
    built = update_index(plan_of(folder, with_keys=False), output)
    assert built.why == "other options"
    with open_file(output) as index, pytest.raises(InputError, match="--no-keys"):
        list(search(index, exact="CCO"))


def test_an_index_of_another_rdkit_is_built_anew_and_says_so(folder, output):
    update_index(plan_of(folder), output)
    with sqlite3.connect(output) as connection:
        connection.execute("UPDATE meta SET value = '2020.09.1' WHERE name = 'rdkit'")
    connection.close()
    with pytest.raises(IndexDamaged, match=r"rdkit 2020\.09\.1"):
        open_file(output)
    assert "rdkit 2020.09.1, now" in refresh_index(output).why
    assert len(find(output)) == 5


def test_what_went_into_an_index_is_kept_by_it(folder, output):
    write_index(plan_of(folder, fingerprint="rdkit:1024"), output)
    write_record(folder, "e", "CCCl")
    assert refresh_index(output).added == 1
    with open_file(output) as index:
        assert index.meta["fingerprint"] == "rdkit:1024"


def test_a_damaged_record_is_told_and_the_old_index_stays(folder, output):
    plan = plan_of(folder)
    update_index(plan, output)
    before = output.read_bytes()
    (folder / "b.toml").write_text('id = "b"\nsmiles = \n')
    with pytest.raises(StoreError, match=r"b\.toml:2"):
        update_index(plan, output)
    assert output.read_bytes() == before


@pytest.mark.parametrize("kind", ["cut", "empty", "text", "head", "middle"])
def test_a_damaged_index_says_so_and_is_built_anew(folder, output, kind):
    plan = plan_of(folder)
    update_index(plan, output)
    whole = output.read_bytes()
    if kind == "middle":
        with sqlite3.connect(output) as connection:
            (smiles,) = connection.execute("SELECT smiles FROM part").fetchone()
        connection.close()
        at = whole.index(smiles)
        damaged = whole[:at] + b"?????" + whole[at + 5 :]
    else:
        damaged = {
            "cut": whole[: len(whole) // 2],
            "empty": b"",
            "text": b"CCO ethanol\n" * 1000,
            "head": b"\0" * 4096 + whole[4096:],
        }[kind]
    output.write_bytes(damaged)
    if kind == "middle":
        with open_file(output) as index, pytest.raises(IndexDamaged, match="--fresh"):
            search(index, substructure="*").count()
        update_index(plan, output, fresh=True)
    else:
        with pytest.raises(IndexDamaged, match="--fresh"):
            open_file(output)
        assert "no index that can be searched" in update_index(plan, output).why
    assert len(find(output)) == 5


def test_readers_keep_what_they_opened_while_others_build(folder, output):
    plan = plan_of(folder)
    update_index(plan, output)
    with open_file(output) as one, open_file(output) as two:
        started = iter(search(one, substructure="*"))
        next(started)
        write_record(folder, "a", "CCCCl")
        (folder / "d.toml").unlink()
        update_index(plan, output)
        assert len(list(started)) == 4
        assert search(two, substructure="*").count() == 5
        assert search(two, substructure="Cl").count() == 0
    assert find(output, "Cl") == [("a", 0)]


BUILD = """
import sys
from pathlib import Path
from molinfo.batch.inputs import Inputs
from molinfo.searching.build import BuildPlan, write_index
write_index(BuildPlan(Inputs((sys.argv[1],))), Path(sys.argv[2]))
"""


def test_a_killed_build_leaves_the_old_index_whole(tmp_path, output, texts):
    path = tmp_path / "some.smi"
    path.write_text("CCO a\nCCN b\n")
    write_index(plan_of(path), output)
    before = output.read_bytes()
    path.write_text("".join(f"{text.split()[0]} m\n" for text in texts) * 5)
    for seconds in (0.0, 0.3, 0.8):
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(path), str(output)])
        until = time.monotonic() + 60
        while not list(tmp_path.glob("*.partial")) and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert output.read_bytes() == before
        assert len(find(output)) == 2
    path.write_text("CCO a\n")
    write_index(plan_of(path), output)
    assert not list(tmp_path.glob(".*.partial"))


def test_a_full_disk_is_told_and_the_old_index_stays(tmp_path, output, texts):
    path = tmp_path / "some.smi"
    path.write_text("CCO a\n")
    write_index(plan_of(path), output)
    before = output.read_bytes()
    path.write_text("".join(f"{text.split()[0]} m\n" for text in texts))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        with pytest.raises(OutputError, match="cannot be written"):
            write_index(plan_of(path), output)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert output.read_bytes() == before
    assert os.listdir(tmp_path) == [each for each in os.listdir(tmp_path) if "partial" not in each]


def test_a_folder_that_cannot_be_written_to_is_told(folder, tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_index(plan_of(folder), tmp_path / "nowhere" / "x.molindex")


def test_a_search_writes_nothing_beside_the_index(folder, output):
    update_index(plan_of(folder), output)
    output.chmod(0o444)
    before = sorted(os.listdir(output.parent))
    assert len(find(output)) == 5
    assert sorted(os.listdir(output.parent)) == before


def test_a_store_with_an_index_beside_it_is_read_through_that(folder, output):
    update_index(plan_of(folder), output)
    write_record(folder, "e", "CCBr")
    assert [hit.record for hit in search(folder, substructure="Br")] == ["e"]
    shutil.rmtree(folder)
    assert len(find(output)) == 6
