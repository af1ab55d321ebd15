"""`molinfo layout` as a user meets it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from molinfo.checks.run import check
from molinfo.store.folder import open_store
from molinfo.store.tables import read_records

ROOT = Path(__file__).parents[2]


def run(*args, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "molinfo", "layout", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
    )


@pytest.fixture
def store(tmp_path):
    shutil.copytree(ROOT / "structures", tmp_path / "structures")
    return tmp_path / "structures"


def test_the_bundled_store_lies_on_its_core():
    done = run("--bundled")
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines() if "pyrrolo[2,3-d]" in line]
    assert len(rows) == 12
    assert all(row[1] == "stored" and float(row[-1]) < 0.05 for row in rows)
    assert done.stderr == "31 stored, 12 of 12 lie on the core\n"


def test_an_sd_file_holds_every_record_that_could_be_laid_out(tmp_path):
    table = tmp_path / "vendor.csv"
    table.write_text("id,smiles,mw,name\na,CCO,46.07,ethanol\nb,C1CC,1,\n", encoding="utf-8")
    done = run(table, "-o", tmp_path / "laid.sdf")
    assert done.returncode == 0
    assert "unclosed ring" in done.stdout
    assert "1 rdkit, 1 failed" in done.stderr
    (record,) = read_records(tmp_path / "laid.sdf")
    assert (record.id, record.name, record.smiles) == ("a", "ethanol", "CCO")
    assert record.claims[0].value == "46.07"
    assert (tmp_path / "laid.sdf.meta.json").is_file()
    assert run(table, "--strict").returncode == 1


def test_a_folder_takes_a_molfile_a_record(tmp_path):
    done = run("--bundled", "--remake", "-o", tmp_path / "laid")
    assert done.returncode == 0, done.stderr
    assert {path.stem for path in (tmp_path / "laid").iterdir()} == set(open_store())


def test_molfiles_of_a_store_are_written_only_when_asked_for(store):
    (store / "baricitinib.mol").unlink()
    path = store / "baricitinib.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('molfile = "baricitinib.mol"\n', ""), encoding="utf-8")
    assert "baricitinib" in run(cwd=store.parent).stdout
    assert not (store / "baricitinib.mol").exists()
    files = [each for each in store.iterdir() if each.is_file() and each != path]
    others = {each: each.read_bytes() for each in files}
    done = run("--write", cwd=store.parent)
    assert "1 molfiles written" in done.stderr
    assert path.read_text(encoding="utf-8") == text
    assert {each: each.read_bytes() for each in others} == others
    assert (
        check(open_store(store)["baricitinib"]).verdict
        == check(open_store()["baricitinib"]).verdict
    )


@pytest.mark.parametrize(
    "args",
    [
        ("--bundled", "--write"),
        ("--bundled", "-o", "laid.txt"),
        ("--bundled", "--core", "nonsense ("),
        ("--bundled", "--core", "common"),
        ("none.sdf",),
    ],
)
def test_wrong_use_is_one_error_with_exit_code_2(args, tmp_path):
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
