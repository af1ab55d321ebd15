"""`molinfo index` and `molinfo search` as a user runs them."""

import csv
import io
import json
import subprocess
import sys

import pytest
from rdkit import Chem

from molinfo.cli import main

SOME = """CCO ethanol
c1ccccc1S(=O)(=O)N sulfonamide
C1CC broken
c1ccc2[nH]ccc2c1 indole
CC(=O)Oc1ccccc1C(=O)O aspirin
CCN(CC)S(C)(=O)=O amide
"""


@pytest.fixture
def some(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "some.smi").write_text(SOME)
    return tmp_path


def run(capsys, *args, code=0):
    try:
        main([str(each) for each in args])
        left = 0
    except SystemExit as end:
        left = end.code or 0
    printed = capsys.readouterr()
    assert left == code, printed.err
    return printed


def read_csv(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_an_index_is_made_kept_and_searched(some, capsys):
    assert "6 rows, 1 of them without a structure" in run(capsys, "index", "some.smi").err
    assert "up to date" in run(capsys, "index", "some.smi").err
    printed = run(capsys, "search", "some.molindex", "--substructure", "S(=O)(=O)N")
    rows = read_csv(printed.out)
    assert list(rows[0]) == ["record", "row", "input", "smiles", "score"]
    assert [(row["record"], row["row"]) for row in rows] == [("sulfonamide", "1"), ("amide", "5")]
    assert rows[0]["input"] == "some.smi"
    assert rows[0]["score"] == ""
    assert "2 hits; 2 of 5 structures had to be compared" in printed.err


def test_similar_structures_come_most_alike_first(some, capsys):
    run(capsys, "index", "some.smi", "-o", "x.molindex", "--workers", "2")
    printed = run(
        capsys, "search", "x.molindex", "--similar", "CC(=O)Oc1ccccc1C(=O)O", "--threshold", "0.1"
    )
    rows = read_csv(printed.out)
    assert rows[0]["record"] == "aspirin"
    assert float(rows[0]["score"]) == 1
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_hits_become_tables_structures_and_pictures_with_what_they_were_made_from(some, capsys):
    run(capsys, "index", "some.smi")
    ask = ("search", "some.molindex", "--substructure", "S(=O)(=O)N")
    for name in ("hits.csv", "hits.jsonl", "hits.sdf", "hits.svg"):
        run(capsys, *ask, "-o", name)
        meta = json.loads((some / f"{name}.meta.json").read_text())
        assert meta["inputs"][0]["name"] == "some.molindex"
    told = [json.loads(line) for line in (some / "hits.jsonl").read_text().splitlines()]
    assert told[0]["atoms"] == [6, 7, 8, 9]
    mols = list(Chem.SDMolSupplier(str(some / "hits.sdf")))
    assert [mol.GetProp("id") for mol in mols] == ["sulfonamide", "amide"]
    assert mols[0].GetProp("matched_atoms") == "7 8 9 10"
    assert "sulfonamide" in (some / "hits.svg").read_text()
    assert (
        "no hits"
        in run(capsys, "search", "some.molindex", "--text", "zzz", "-o", "h.svg", code=2).err
    )


def test_a_query_molfile_with_an_r_group_finds_what_fits_it(some, capsys):
    run(capsys, "index", "some.smi")
    mol = Chem.MolFromSmiles("*S(=O)(=O)N")
    (some / "query.mol").write_text(Chem.MolToMolBlock(mol).replace(" *  ", " R# "))
    printed = run(capsys, "search", "some.molindex", "--substructure", "query.mol")
    assert [row["record"] for row in read_csv(printed.out)] == ["sulfonamide", "amide"]


def test_a_store_or_a_file_needs_no_index(some, capsys):
    printed = run(capsys, "search", "some.smi", "--text", "asp")
    assert [row["record"] for row in read_csv(printed.out)] == ["aspirin"]
    assert run(capsys, "search", "some.smi", "--substructure", "c1ccccc1", "--count").out == "3\n"


def test_duplicates_within_and_between_files_are_told(some, capsys):
    (some / "other.smi").write_text("OCC same\nCCC propane\nC(C)C again\n")
    run(capsys, "index", "some.smi")
    run(capsys, "index", "other.smi")
    printed = run(capsys, "search", "some.molindex", "other.molindex", "--duplicates")
    rows = read_csv(printed.out)
    assert [(row["group"], row["record"], row["shared"]) for row in rows] == [
        ("1", "ethanol", "yes"),
        ("1", "same", "yes"),
        ("2", "propane", "no"),
        ("2", "again", "no"),
    ]
    assert "structures in more than one index: 1" in printed.err
    assert "1 rows have no structure and were not compared" in printed.err


def test_shards_are_searched_as_one_index(some, capsys, monkeypatch):
    monkeypatch.setattr("molinfo.searching.build.CHUNK_ROWS", 2)
    run(capsys, "index", "some.smi", "-o", "whole.molindex")
    for number in (1, 2):
        run(capsys, "index", "some.smi", "-o", f"part-{number}.molindex", "--shard", f"{number}/2")
    for asked in (
        ("--substructure", "[#8]"),
        ("--similar", "CC(=O)Oc1ccccc1C(=O)O", "--threshold", "0.05"),
        ("--substructure", "[v4]", "--limit", "3"),
    ):
        whole = run(capsys, "search", "whole.molindex", *asked).out
        parts = run(capsys, "search", "part-*.molindex", *asked, "--workers", "2").out
        assert parts == whole


def test_shards_are_searched_on_a_cluster(some, capsys):
    pytest.importorskip("distributed")
    for number in (1, 2):
        run(capsys, "index", "some.smi", "-o", f"part-{number}.molindex", "--shard", f"{number}/2")
    command = [sys.executable, "-m", "molinfo", "search", "part-1.molindex", "part-2.molindex"]
    command += ["--substructure", "[#8]", "--runner", "dask"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=some)
    assert [row["record"] for row in read_csv(told.stdout)] == [
        "ethanol",
        "sulfonamide",
        "aspirin",
        "amide",
    ]


CAGE = (
    "C12=C3C4=C5C6=C1C7=C8C9=C1C%10=C%11C(=C29)C3=C2C3=C4C4=C5C5=C9C6=C7C6=C7C8=C1C1=C8C%10=C%1"
    "0C%11=C2C2=C3C3=C4C4=C5C5=C%11C%12=C(C6=C95)C7=C1C1=C%12C5=C%11C4=C3C3=C5C(=C81)C%10=C23"
)
SLOW = "[z0]" + "~[z0]" * 40 + "~[z1]"
"""Every way of so many steps round a cage, to an atom that it lacks."""


def test_a_structure_that_takes_too_long_is_named_and_the_others_are_searched(some, capsys):
    (some / "slow.smi").write_text(f"{CAGE} cage\n{'C' * 42}O alcohol\nCCO small\n")
    run(capsys, "index", "slow.smi")
    ask = ("search", "slow.molindex", "--substructure", SLOW, "--row-timeout", "0.5")
    printed = run(capsys, *ask)
    assert [row["record"] for row in read_csv(printed.out)] == ["alcohol"]
    assert "slow.smi: cage was not compared: no result after 0.5 s" in printed.err


def test_a_query_that_takes_too_long_everywhere_is_ended_and_named(some, capsys):
    (some / "slow.smi").write_text(f"{CAGE} cage\n" * 20)
    run(capsys, "index", "slow.smi")
    ask = ("search", "slow.molindex", "--substructure", SLOW, "--row-timeout", "0.2")
    told = run(capsys, *ask, code=2).err
    assert f"query {SLOW[:200]}" in told
    assert "the search was ended" in told


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("search", "none.molindex", "--text", "a"), "no such index"),
        (("search", "some.smi"), "nothing is asked for"),
        (("search", "some.smi", "--substructure", "c1ccccc"), "cannot be read"),
        (("search", "some.smi", "--text", "a", "-o", "hits.doc"), "ending 'doc'"),
        (("search", "some.smi", "--text", "a", "--format", "sdfx"), "no format"),
        (("search", "some.smi", "--text", "a", "--format", "svg"), "cannot be printed"),
        (("search", "some.smi", "--text", "a", "-o", "nowhere/hits.csv"), "does not exist"),
        (("search", "some.smi", "--where", "colour = red"), "no field"),
        (("search", "some.smi", "--text", "a", "--scheduler", "tcp://x"), "--runner dask"),
        (("search", "some.smi", "--duplicates", "-o", "d.sdf"), "as CSV"),
        (("index", "none.smi"), "no such file"),
        (("index", "some.smi", "--shard", "3/2"), "not I/N"),
        (("index", "some.smi", "-o", "nowhere/x.molindex"), "does not exist"),
        (("index", "some.smi", "some.smi"), "-o"),
        (("index", "some.smi", "--fingerprint", "daylight"), "write morgan"),
    ],
)  # fmt: skip
def test_wrong_usage_says_what_to_do(some, capsys, args, message):
    printed = run(capsys, *args, code=2)
    assert message in " ".join(printed.err.split()).replace("│ ", "")


def test_rows_without_a_structure_can_end_with_1(some, capsys):
    run(capsys, "index", "some.smi", "--strict", code=1)


def test_records_are_found_by_their_verdicts(some, capsys, tmp_path):
    run(capsys, "index", "--bundled", "-o", "b.molindex", "--verdicts", "--workers", "2")
    passed = run(capsys, "search", "b.molindex", "--where", "verdict = pass", "--count").out
    others = run(capsys, "search", "b.molindex", "--where", "verdict != pass", "--count").out
    assert int(passed) + int(others) == 31
    assert int(passed) > 0
