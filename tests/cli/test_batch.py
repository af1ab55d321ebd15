"""Runs over many rows as a user meets them: real processes, killed, shared out, on a cluster."""

import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from rdkit import Chem

from molinfo.checks.rows import check_many

POISON = {120: "poison-hang", 121: "poison-crash", 333: "poison-eat"}
CODES = {"poison-hang": "timed-out", "poison-crash": "worker-died", "poison-eat": "out-of-memory"}
POISONING = Path(__file__).parents[1] / "batch" / "poisoning"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(POISONING)}
DESCRIBE = ("--set", "TPSA,MolWt", "--chunk-rows", "40", "--row-timeout", "2")


def command(*args):
    return [sys.executable, "-m", "molinfo", *map(str, args)]


def run(*args, cwd, **options):
    return subprocess.run(
        command(*args),
        capture_output=True,
        text=True,
        cwd=cwd,
        env=ENVIRONMENT,
        check=False,
        **options,
    )


def write_smiles(folder, rows=500, poison=POISON):
    lines = [f"{'C' * (n % 9 + 1)}O {poison.get(n, f'm{n}')}\n" for n in range(rows)]
    (folder / "in.smi").write_text("".join(lines))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An unbroken run over 500 rows, three of which are poisoned."""
    folder = tmp_path_factory.mktemp("whole")
    write_smiles(folder)
    done = run("describe", "in.smi", *DESCRIBE, "-o", "out.parquet", "--workers", 2, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "3 of them failed: 1 out-of-memory, 1 timed-out, 1 worker-died" in done.stderr
    return pd.read_parquet(folder / "out.parquet")


def test_poisoned_rows_have_their_error_and_all_others_their_values(whole):
    assert len(whole) == 500
    assert whole["record"].tolist() == [POISON.get(n, f"m{n}") for n in range(500)]
    for n, poison in POISON.items():
        assert whole["error"][n].startswith(CODES[poison])
        assert pd.isna(whole["TPSA"][n])
    others = whole.drop(index=list(POISON))
    assert (others["error"] == "").all()
    assert others["TPSA"].notna().all()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_a_run_killed_ten_times_ends_like_an_unbroken_one(whole, tmp_path):
    write_smiles(tmp_path)
    chosen = random.Random(6)
    args = ("describe", "in.smi", *DESCRIBE, "-o", "out.parquet", "--resume")
    for _ in range(10):
        parts = len(list(tmp_path.glob("out.parquet.partial/part-*")))
        with subprocess.Popen(command(*args), cwd=tmp_path, env=ENVIRONMENT) as process:
            while len(list(tmp_path.glob("out.parquet.partial/part-*"))) <= parts:
                if process.poll() is not None:
                    break
                time.sleep(0.005)
            time.sleep(chosen.uniform(0, 0.02))
            process.kill()
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert pd.read_parquet(tmp_path / "out.parquet").equals(whole)
    again = run(*args, cwd=tmp_path)
    assert again.returncode == 0
    assert "complete, nothing to do" in again.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="runs a script of bash")
def test_the_job_array_of_the_page_on_scale_as_plain_processes(whole, tmp_path):
    write_smiles(tmp_path)
    page = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
    script = re.search(r"^(#!/bin/bash\n.*?)^```", page, re.MULTILINE | re.DOTALL)[1]
    script = script.replace("library.smi.gz", "in.smi").replace("druglike.parquet", "out.parquet")
    script = script.replace("--set druglike", " ".join(DESCRIBE)).replace("/100", "/4")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def start(task):
        environment = {**ENVIRONMENT, "PATH": path, "SLURM_ARRAY_TASK_ID": str(task)}
        return subprocess.Popen(["bash", "-c", script], cwd=tmp_path, env=environment)

    assert [shard.wait() for shard in map(start, (1, 2, 4))] == [0, 0, 0]
    missing = run("merge", "out.parquet.partial", cwd=tmp_path)
    assert missing.returncode == 2
    assert "shard 3/4 is missing" in missing.stderr
    assert start(3).wait() == 0
    merged = run("merge", "out.parquet", cwd=tmp_path)
    assert merged.returncode == 0, merged.stderr
    assert "500 rows of 4 shards" in merged.stdout
    assert pd.read_parquet(tmp_path / "out.parquet").equals(whole)


@pytest.fixture
def cluster(tmp_path):
    """A Dask scheduler and two workers as commands of their own, on the loopback."""
    file = tmp_path / "scheduler.json"
    start = [sys.executable, "-m", "dask"]
    place = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)]
    processes = [
        subprocess.Popen(
            [*start, "scheduler", *place, "--no-dashboard"], cwd=tmp_path, stderr=subprocess.DEVNULL
        )
    ]
    worker = [*start, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny"]
    for _ in range(2):
        processes.append(
            subprocess.Popen(
                [*worker, "--no-dashboard", "--local-directory", str(tmp_path / "dask")],
                cwd=tmp_path,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
            )
        )
    while not file.exists():
        time.sleep(0.05)
    yield json.loads(file.read_text())["address"], processes[1:]
    for process in processes:
        process.kill()
        process.wait()


def test_a_cluster_gives_the_same_even_when_a_worker_is_killed(whole, tmp_path, cluster):
    write_smiles(tmp_path)
    address, workers = cluster
    args = ("describe", "in.smi", *DESCRIBE, "-o", "out.parquet", "--runner", "dask")
    with subprocess.Popen(
        command(*args, "--scheduler", address), cwd=tmp_path, env=ENVIRONMENT
    ) as process:
        while len(list(tmp_path.glob("out.parquet.partial/part-*"))) < 3:
            assert process.poll() is None
            time.sleep(0.02)
        workers[0].kill()
    assert process.returncode == 0
    assert workers[1].poll() is None
    assert pd.read_parquet(tmp_path / "out.parquet").equals(whole)


def test_a_guarded_check_says_what_check_many_says(tmp_path):
    """Weights shifted by a row, so that every claim is explained by a neighbour, chunk or not."""
    rows = [f"{'C' * (n % 7 + 1)}O" for n in range(48)]
    weights = [f"{32.042 + 14.027 * (n % 7):.2f}" for n in range(48)]
    lines = ["id,smiles,mw,formula"]
    for n, smiles in enumerate(rows):
        formula = f"C{(n + 1) % 7 + 1}H{2 * ((n + 1) % 7 + 1) + 2}O"
        lines.append(f"m{n % 40},{smiles},{weights[(n + 1) % 48]},{formula}")
    (tmp_path / "in.csv").write_text("\n".join(lines) + "\n")
    args = ("check", "in.csv", "-o", "out.jsonl", "--summary", "sum.json", "--chunk-rows", 17)
    assert run(*args, "--workers", 2, cwd=tmp_path).returncode == 1
    told = (tmp_path / "out.jsonl").read_text().splitlines()
    expected = [result.to_json() for result in check_many(tmp_path / "in.csv")]
    assert told == expected
    assert "other-record" in told[16]
    assert "duplicate-id" in told[47]
    printed = run("check", "in.csv", "--format", "jsonl", cwd=tmp_path)
    assert printed.stdout.splitlines() == expected
    for index in (1, 2):
        shard = ("--shard", f"{index}/2")
        assert run(*args[:2], "-o", "two.jsonl", *args[6:], *shard, cwd=tmp_path).returncode == 1
    assert run("merge", "two.jsonl", "--summary", "two.json", cwd=tmp_path).returncode == 0
    assert (tmp_path / "two.jsonl").read_text().splitlines() == expected
    assert (tmp_path / "two.json").read_text() == (tmp_path / "sum.json").read_text()


def write_torus(size):
    """A square lattice of carbon atoms on a torus: numbering it takes InChI minutes."""
    mol = Chem.RWMol()
    for _ in range(size * size):
        mol.AddAtom(Chem.Atom(6))
    for at in range(size * size):
        row, column = divmod(at, size)
        for other in ((row + 1) % size * size + column, row * size + (column + 1) % size):
            mol.AddBond(at, other, Chem.BondType.SINGLE)
    return Chem.MolToSmiles(mol)


def test_a_structure_on_which_inchi_hangs_costs_its_own_row_only(tmp_path):
    (tmp_path / "in.smi").write_text(f"CCO a\n{write_torus(24)} lattice\nCCN b\n")
    done = run("check", "in.smi", "--format", "jsonl", "--row-timeout", 2, cwd=tmp_path)
    assert done.returncode == 1
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["record"], each["verdict"]) for each in told] == [
        ("a", "unchecked"),
        ("lattice", "error"),
        ("b", "unchecked"),
    ]
    assert told[1]["error"]["code"] == "timed-out"


def test_rows_that_failed_can_be_fed_again(tmp_path):
    write_smiles(tmp_path, rows=30, poison={3: "poison-crash", 7: "poison-abort"})
    out = run("check", "in.smi", "-o", "out.csv", "--log-json", cwd=tmp_path)
    assert out.returncode == 1
    events = [json.loads(line) for line in out.stderr.splitlines()]
    assert events[0]["event"] == "begin"
    assert events[-1]["failed"] == {"worker-died": 2}
    with (tmp_path / "out.csv.failed.csv").open(newline="") as lines:
        failed = list(csv.DictReader(lines))
    assert [(row["row"], row["error"]) for row in failed] == [
        ("3", "worker-died"),
        ("7", "worker-died"),
    ]
    again = subprocess.run(
        command("check", "out.csv.failed.csv", "--format", "csv"),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    verdicts = [row["verdict"] for row in csv.DictReader(again.stdout.splitlines())]
    assert verdicts == ["unchecked"] * 2


@pytest.mark.skipif(sys.platform == "win32", reason="ulimit is of POSIX shells")
def test_a_disk_that_is_full_is_one_error_and_the_run_goes_on_later(tmp_path):
    write_smiles(tmp_path, rows=400, poison={})
    args = ("check", "in.smi", "-o", "out.jsonl", "--chunk-rows", 100)
    limited = ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", *command(*args)]
    full = subprocess.run(limited, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert full.returncode == 2
    assert "cannot be written" in full.stderr
    assert "Traceback" not in full.stderr
    assert run(*args, "--resume", cwd=tmp_path).returncode == 0
    told = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["row"] for line in told] == list(range(400))


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--resume",), "needs an output that grows in parts"),
        (("--shard", "5/4", "-o", "out.jsonl"), "I/N"),
        (("--scheduler", "tcp://127.0.0.1:1", "-o", "out.jsonl"), "--runner dask"),
        (("--resume", "--fresh", "-o", "out.jsonl"), "choose one"),
    ],
)
def test_options_that_do_not_go_together_are_told(args, message, tmp_path):
    write_smiles(tmp_path, rows=1)
    done = run("check", "in.smi", *args, cwd=tmp_path)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.replace("│", " ").split())


def test_a_dry_run_tells_what_a_run_would_do_and_writes_nothing(tmp_path):
    write_smiles(tmp_path, rows=700, poison={})
    args = ("describe", "in.smi", "--set", "TPSA", "--dry-run", "--limit", 600)
    done = run(*args, "--chunk-rows", 100, "-o", "out.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert "600 rows, 0 of them damaged, in 6 chunks; about" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.smi"]


def test_structures_that_stand_twice_are_counted_on_request(tmp_path):
    (tmp_path / "in.smi").write_text("CCO a\nOCC b\nCCN c\nC1CC d\nCCO e\n")
    done = run("describe", "in.smi", "--set", "TPSA", "--duplicates", "-o", "o.csv", cwd=tmp_path)
    assert "2 different structures; 1 occur more than once, in 3 rows" in done.stderr
    assert "5 rows, 1 of them failed: 1 structure-unreadable" in done.stderr


def test_one_unreadable_file_of_several_is_a_row_that_says_so(tmp_path):
    write_smiles(tmp_path, rows=2, poison={})
    (tmp_path / "none.sdf").write_text("")
    done = run("check", "none.sdf", "in.smi", "--format", "jsonl", cwd=tmp_path)
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first["error"]["code"] == "row-unreadable"
    assert "the file is empty" in first["error"]["message"]
    assert [each["input"] for each in (second, third)] == ["in.smi", "in.smi"]
    assert run("check", "none.sdf", cwd=tmp_path).returncode == 2


def test_figures_of_rows_are_drawn_under_guard_and_in_shards(tmp_path):
    write_smiles(tmp_path, rows=12, poison={5: "poison-crash"})
    done = run("draw", "in.smi", "-o", "figures", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "figures").glob("*.svg"))) == 11
    assert "poison-crash: worker-died" in done.stderr
    assert "11 unchanged" in run("draw", "in.smi", "-o", "figures", cwd=tmp_path).stdout
    for index in (1, 2):
        shard = ("--shard", f"{index}/2", "--chunk-rows", 4)
        assert run("draw", "in.smi", "-o", "shared", *shard, cwd=tmp_path).returncode == 0
    assert run("merge", "shared", cwd=tmp_path).returncode == 0
    for name in ("manifest.json", "m0.svg", "m11.svg"):
        assert (tmp_path / "shared" / name).read_text() == (tmp_path / "figures" / name).read_text()


def test_a_store_is_checked_in_shards_as_it_is_as_a_whole(tmp_path):
    options = ("--bundled", "--chunk-rows", "10")
    whole = run("check", *options, "-o", "whole.jsonl", cwd=tmp_path)
    assert whole.returncode == 0, whole.stderr
    for shard in ("1/2", "2/2"):
        assert run("check", *options, "-o", "out.jsonl", "--shard", shard, cwd=tmp_path)
    assert run("merge", "out.jsonl", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_an_input_that_cannot_be_read_leaves_nothing_to_resume(tmp_path):
    table = tmp_path / "in.csv"
    table.write_text("a,b\nx,CCO\n", encoding="utf-8")
    done = run("describe", "in.csv", "--set", "TPSA", "-o", "out.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert "no structure column" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.csv"]
    table.write_text("a,smiles\nx,CCO\n", encoding="utf-8")
    assert run("describe", "in.csv", "--set", "TPSA", "-o", "out.csv", cwd=tmp_path).returncode == 0
