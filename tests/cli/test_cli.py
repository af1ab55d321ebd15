"""The command line as a user meets it: real processes, exit codes, what is printed."""

import csv
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from molinfo.checks.codes import collect_codes, collect_explanations
from molinfo.cli import COMMANDS
from molinfo.store.folder import open_store

BARICITINIB = "CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12"


def run(*args, cwd=None, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "molinfo", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        input=stdin,
        check=False,
    )


@pytest.fixture
def store_copy(tmp_path):
    copy = tmp_path / "structures"
    copy.mkdir()
    for entry in Path(str(next(iter(open_store().files.values())).path)).parent.iterdir():
        if entry.suffix in {".toml", ".mol"}:
            shutil.copy(entry, copy)
    return copy


@pytest.mark.parametrize("command", ["", *sorted(COMMANDS)])
def test_every_command_has_help(command):
    done = run(*filter(None, [command]), "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


@pytest.mark.parametrize("code", sorted(collect_codes()))
def test_every_finding_code_is_explained(code):
    from click.testing import CliRunner

    from molinfo.cli.explain import command

    shown = CliRunner().invoke(command, [code])
    assert shown.exit_code == 0
    assert collect_codes()[code].advice in shown.output


@pytest.mark.parametrize("code", sorted(collect_explanations()))
def test_every_explanation_code_is_explained(code):
    from click.testing import CliRunner

    from molinfo.cli.explain import command

    shown = CliRunner().invoke(command, [code])
    assert shown.exit_code == 0
    assert collect_explanations()[code].meaning in shown.output


@pytest.mark.parametrize("ending", ["txt", "jsonl", "csv", "xlsx", "html", "xml", "sarif"])
def test_the_ending_of_the_output_picks_the_format(ending, tmp_path):
    output = tmp_path / f"out.{ending}"
    args = ("check", "--smiles", "CCO", "--mw", "46.70", "-o", output)
    assert run(*args, "--summary", tmp_path / "summary.json").returncode == 1
    assert output.stat().st_size > 0
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["records"] == 1


def test_a_fixed_weight_table_is_tried_first():
    args = ("check", "--smiles", BARICITINIB, "--mw", "371.4", "--weight-table")
    assert "IUPAC 2007" in run(*args, "IUPAC 2007").stdout
    wrong = run(*args, "IUPAC 2022")
    assert wrong.returncode == 2
    assert "IUPAC 2024" in wrong.stderr


def test_the_bundled_store_is_fine():
    done = run("check", "--bundled")
    assert done.returncode == 0, done.stdout


def test_one_digit_changed_in_a_copy_of_the_store_fails_at_its_line(store_copy, tmp_path):
    path = store_copy / "baricitinib.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"371.42"', '"371.24"'), encoding="utf-8")
    line = text.splitlines().index('value = "371.42"') + 1
    done = run("check", store_copy, "--format", "jsonl")
    assert done.returncode == 1
    results = [json.loads(line) for line in done.stdout.splitlines()]
    found = [each for result in results for each in result["findings"] if each["waived"] is None]
    worst = [each for each in found if each["severity"] == "error"]
    assert [(each["file"], each["line"]) for each in worst] == [("baricitinib.toml", line)]


def test_wrong_weight_of_one_structure_fails_and_says_the_right_one():
    done = run("check", "--smiles", BARICITINIB, "--formula", "C16H17N7O2S", "--mw", "371.24")
    assert done.returncode == 1
    assert "fail" in done.stdout.lower()
    assert "371.42" in done.stdout


def test_right_claims_of_one_structure_pass():
    done = run("check", "--smiles", BARICITINIB, "--formula", "C16H17N7O2S", "--mw", "371.42")
    assert done.returncode == 0


def test_without_input_the_hint_names_the_bundled_store(tmp_path):
    done = run("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "--bundled" in done.stderr
    assert "Traceback" not in done.stderr


def test_store_in_the_working_folder_is_the_default_input(store_copy):
    assert run("check", cwd=store_copy.parent).returncode == 0


def test_results_keep_every_row_in_order(tmp_path):
    table = tmp_path / "vendor.csv"
    table.write_text("id,smiles,mw\na,CCO,46.07\nb,C1CC,1\nc,CCN,45.08\n", encoding="utf-8")
    done = run("check", table, "-o", tmp_path / "out.jsonl")
    assert done.returncode == 1
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(r["record"], r["verdict"]) for r in map(json.loads, lines)] == [
        ("a", "pass"),
        ("b", "error"),
        ("c", "pass"),
    ]
    meta = json.loads((tmp_path / "out.jsonl.meta.json").read_text(encoding="utf-8"))
    assert meta["inputs"][0]["name"] == "vendor.csv"
    assert set(meta["versions"]) >= {"molinfo", "rdkit", "inchi"}


def test_a_result_never_takes_the_place_of_its_input(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("smiles\nCCO\n", encoding="utf-8")
    for option in ("-o", "--summary"):
        done = run("check", table, option, table)
        assert done.returncode == 2
        assert "is the input" in done.stderr
    assert table.read_text(encoding="utf-8") == "smiles\nCCO\n"


def test_the_identity_of_a_store_is_that_of_each_of_its_files(store_copy, tmp_path):
    assert run("check", store_copy, "-o", tmp_path / "out.jsonl").returncode == 0
    meta = json.loads((tmp_path / "out.jsonl.meta.json").read_text(encoding="utf-8"))
    names = [each["name"] for each in meta["inputs"]]
    assert names == sorted(entry.name for entry in store_copy.iterdir())
    assert {"baricitinib.toml", "baricitinib.mol", "sources.toml"} <= set(names)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
def test_a_run_that_is_ended_leaves_no_half_file(tmp_path):
    (tmp_path / "many.smi").write_text("CCCCCCCCCCCCCC\n" * 5_000, encoding="utf-8")
    command = [sys.executable, "-m", "molinfo", "check", "many.smi", "-o", "out.jsonl"]
    with subprocess.Popen([*command, "--chunk-rows", "100"], cwd=tmp_path) as process:
        while not list(tmp_path.glob("out.jsonl.partial/part-*")):
            assert process.poll() is None
            time.sleep(0.01)
        process.terminate()
    assert process.returncode != 0
    assert {entry.name for entry in tmp_path.iterdir()} == {"many.smi", "out.jsonl.partial"}


def test_csv_report_has_a_row_a_record(tmp_path):
    done = run("check", "--input-format", "smi", "-", "--format", "csv", stdin="CCO a\nC1CC b\n")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [(row["record"], row["verdict"]) for row in rows] == [("a", "unchecked"), ("b", "error")]


def test_fail_on_warning_makes_a_warning_count(tmp_path):
    args = ("check", "--smiles", "CCO", "--mw", "46")
    assert run(*args).returncode == 0
    assert run(*args, "--fail-on", "warning").returncode == 1


@pytest.mark.parametrize(
    "args",
    [
        ("check", "no-such-file.csv"),
        ("check", "--mw", "46.07"),
        ("check", "--smiles", "CCO", "--select", "nonsense"),
        ("check", "--smiles", "CCO", "-o", "out.unknown"),
        ("check", "--smiles", "CCO", "-o", "no/such/folder/out.csv"),
        ("build", "no-such-folder"),
        ("explain", "nonsense"),
    ],
)
def test_wrong_use_is_one_error_with_exit_code_2(args, tmp_path):
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_build_writes_the_report_and_its_data(tmp_path):
    done = run("build", "--bundled", "-o", tmp_path / "report")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "371.42" in page
    assert "IUPAC 2024" in page
    lines = (tmp_path / "report" / "check.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(open_store())


def test_descriptors_are_streamed_with_bad_rows_counted(tmp_path):
    (tmp_path / "in.smi").write_text("CCO ethanol\nC1CC broken\n")
    done = run("describe", "in.smi", "--set", "TPSA,maccs", "-o", "out.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "2 rows, 1 of them failed: 1 structure-unreadable" in done.stderr
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["record"] for row in rows] == ["ethanol", "broken"]
    assert rows[0]["TPSA"] == "20.23"
    assert len(bytes.fromhex(rows[0]["maccs"])) == 21
    assert "unclosed ring" in rows[1]["error"]
    strict = run("describe", "in.smi", "--set", "TPSA", "--strict", cwd=tmp_path)
    assert strict.returncode == 1


def test_descriptors_in_parquet_name_versions_and_options(tmp_path):
    import pyarrow.parquet as pq

    done = run("describe", "--bundled", "--set", "druglike", "-o", tmp_path / "out.parquet")
    assert done.returncode == 0, done.stderr
    table = pq.read_table(tmp_path / "out.parquet")
    about = json.loads(table.schema.metadata[b"molinfo"])
    assert about["options"]["set"] == "druglike"
    assert about["versions"]["rdkit"]
    assert table.column("record").to_pylist() == list(open_store())
    meta = json.loads((tmp_path / "out.parquet.meta.json").read_text())
    assert meta["options"]["form"] == "as-drawn"


def test_descriptors_in_json_lines_have_null_for_what_is_missing():
    done = run(
        "describe",
        "-",
        "--input-format",
        "smi",
        "--set",
        "RingCount,TPSA",
        "--format",
        "jsonl",
        stdin="C1CC x\nC y\n",
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["RingCount"] is None
    assert second == {"record": "y", "RingCount": 0, "TPSA": 0.0, "n_fragments": 1, "error": ""}


def test_every_descriptor_is_listed():
    done = run("describe", "--list")
    assert done.returncode == 0
    assert "TPSA [A^2], real, surface:" in done.stdout


def test_an_unknown_descriptor_is_one_line_and_exit_2():
    done = run("describe", "--bundled", "--set", "TPZA")
    assert done.returncode == 2
    assert done.stderr.strip() == "molinfo: no descriptor 'TPZA'; perhaps TPSA"
