"""Rows in processes that can be killed: what hangs or dies costs its own row only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from molinfo.batch.guard import Fault, FaultCode, Guard, GuardLimits
from molinfo.errors import BatchError

POISONING = Path(__file__).with_name("poisoning")
LIMITS = GuardLimits(row_seconds=2.0, memory_mib=1024)


class Named(NamedTuple):
    id: str


class Row(NamedTuple):
    number: int
    record: Named = Named("")
    context: str = ""


class Double:
    """Doubles numbers; -1 is an error, and a context that says so hangs."""

    def __call__(self, rows):
        for row in rows:
            if row.number < 0:
                raise ValueError("no such number")
            if row.context == "hang":
                time.sleep(3600)
            yield row.number * 2

    def simplify(self, row):
        return row._replace(context="") if row.context else None


class Unloadable(Double):
    def __reduce__(self):
        return (os._exit, (3,))


class Crowd(Double):
    """Kills its own process once for each row of the file, then works."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, rows):
        for row in rows:
            mark = self.folder / str(row.number)
            if row.number % 10 == 0 and not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield row.number


def run(function, blocks, workers=2, limits=LIMITS):
    with Guard(function, workers=workers, limits=limits) as guard:
        return [pair for rows, results in guard.run(blocks) for pair in zip(rows, results)]  # noqa: B905


def cut(rows, size=20):
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def test_results_come_in_the_order_of_the_rows():
    rows = [Row(number) for number in range(500)]
    assert run(Double(), cut(rows)) == [(row, row.number * 2) for row in rows]


def test_only_guilty_rows_have_a_fault(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(POISONING))
    poison = {7: "hang", 25: "crash", 26: "abort", 27: "eat", 99: "crash-last", 100: "hang-first"}
    rows = [Row(n, Named(f"poison-{poison[n]}" if n in poison else "")) for n in range(120)]
    told = run(Double(), cut(rows))
    faults = {row.number: result for row, result in told if isinstance(result, Fault)}
    assert {number: fault.code for number, fault in faults.items()} == {
        7: FaultCode.TIMED_OUT,
        25: FaultCode.WORKER_DIED,
        26: FaultCode.WORKER_DIED,
        27: FaultCode.OUT_OF_MEMORY,
        99: FaultCode.WORKER_DIED,
        100: FaultCode.TIMED_OUT,
    }
    assert "signal 11" in faults[25].message
    assert "2 s" in faults[7].message
    assert all(result == row.number * 2 for row, result in told if row.number not in faults)


def test_an_exception_that_nobody_foresaw_is_a_fault_of_its_row():
    results = [result for _row, result in run(Double(), [[Row(1), Row(-1), Row(3)]], workers=1)]
    assert results == [2, Fault(FaultCode.UNEXPECTED, "ValueError: no such number"), 6]


def test_a_row_whose_neighbour_hangs_is_done_without_it():
    rows = [Row(1), Row(2, context="hang"), Row(3)]
    assert [result for _row, result in run(Double(), [rows], workers=1)] == [2, 4, 6]


def test_a_worker_that_is_killed_from_outside_costs_no_row(tmp_path):
    rows = [Row(number) for number in range(40)]
    assert [result for _row, result in run(Crowd(tmp_path), [rows])] == list(range(40))


def test_rows_that_take_long_together_are_given_back_in_time():
    """Twelve rows of a quarter second each are beyond the limit of one row, but none is alone."""
    told = run(_Slow(), [[Row(number) for number in range(12)]], workers=1)
    assert [result for _row, result in told] == list(range(12))


class _Slow(Double):
    def __call__(self, rows):
        for row in rows:
            time.sleep(0.25)
            yield row.number


def test_workers_that_never_start_are_an_error_that_says_what_to_do():
    with pytest.raises(BatchError, match="--memory-limit"):
        run(Unloadable(), [[Row(1)]], workers=1)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_outlives_a_run_that_is_killed(tmp_path):
    (tmp_path / "in.smi").write_text("C poison-hang\n")
    command = [sys.executable, "-m", "molinfo", "check", "in.smi", "--row-timeout", "600"]
    environment = {**os.environ, "PYTHONPATH": str(POISONING)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as process:
        children = f"/proc/{process.pid}/task/{process.pid}/children"
        deadline = time.monotonic() + 60
        while len(workers := _read(children).split()) < 2:  # a worker, and Python's own tracker
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(1)
        process.kill()
    deadline = time.monotonic() + 20
    while any(_is_alive(int(worker)) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _read(path):
    try:
        with open(path) as stream:
            return stream.read()
    except OSError:
        return ""


def _is_alive(pid):
    return _read(f"/proc/{pid}/stat").rpartition(")")[2].split()[:1] not in ([], ["Z"])
