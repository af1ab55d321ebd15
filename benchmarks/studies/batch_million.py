"""A million rows, twenty of them poisoned, through `molinfo describe`; then killed and resumed.

    python benchmarks/studies/batch_million.py MOLECULES.smi[.gz] [--rows 1000000] [--kills 10]

The molecules are repeated, each row with an id of its own. Twelve rows hang, crash or eat memory by
the hook of tests/batch/poisoning, six cannot be read, two are larger than the limits; five chains
of 2,000 atoms have to come out with values. The first run is unbroken: rows, order, errors, rate
and memory are looked at. With --kills the run is made again, killed that many times at random
moments and resumed each time; both outputs have to be equal.
"""

import argparse
import gzip
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from describe_workers import read_memory
from rich.console import Console

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)
POISON = {
    **{f"poison-hang-{n}": ("CCO", "timed-out") for n in range(4)},
    **{f"poison-crash-{n}": ("CCO", "worker-died") for n in range(4)},
    **{f"poison-eat-{n}": ("CCO", "out-of-memory") for n in range(4)},
    **{f"unclosed-{n}": ("C1CC", "unclosed ring") for n in range(6)},
    **{f"large-{n}": ("C" * 12_000, "beyond the limit") for n in range(2)},
}
CHAINS = {f"chain-{n}": "C" * 2000 for n in range(5)}


def write_input(molecules, rows, path):
    """Write the rows; the special ones at places that are the same in every run."""
    opened = gzip.open if molecules.suffix == ".gz" else open
    with opened(molecules, "rt") as lines:
        smiles = [line.split()[0] for line in lines if line.strip()]
    smiles = [each for each in smiles if each.upper() != "SMILES"]
    special = [(name, text) for name, (text, _error) in POISON.items()] + list(CHAINS.items())
    places = dict(zip(random.Random(1).sample(range(rows), len(special)), special, strict=True))
    ids = []
    with path.open("w") as stream:
        for row in range(rows):
            name, text = places.get(row, (f"moses-{row}", smiles[row % len(smiles)]))
            stream.write(f"{text} {name}\n")
            ids.append(name)
    return ids


def make_command(options, output):
    """The command line of the run."""
    command = [sys.executable, "-m", "molinfo", "describe", "in.smi", "--set", options.set]
    return [*command, "--workers", str(options.workers), "-o", output, "--resume"]


def run_whole(options, folder, environment):
    """Seconds of an unbroken run, and memory in MiB each second."""
    memory = []
    start = time.perf_counter()
    command = make_command(options, "whole.parquet")
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        while process.poll() is None:
            memory.append(read_memory(process.pid))
            time.sleep(1)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.perf_counter() - start, memory


def run_killed(options, folder, environment, seconds):
    """Kill the run at random moments, in all after half of its time, and then let it end.

    How many times it was killed.
    """
    chosen = random.Random(2)
    command = make_command(options, "killed.parquet")
    killed = 0
    for _ in range(options.kills):
        process = subprocess.Popen(command, cwd=folder, env=environment)
        try:
            process.wait(chosen.uniform(0, seconds / options.kills))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return killed


def check_frame(frame, ids):
    """Raise AssertionError unless every row is there, in order, with the right error."""
    assert frame["record"].tolist() == ids, "rows are lost, doubled or out of order"
    failed = frame[frame["n_fragments"].isna()].set_index("record")["error"]
    assert set(failed.index) == set(POISON), sorted(set(failed.index) ^ set(POISON))
    for name, (_smiles, error) in POISON.items():
        assert error in failed[name], (name, failed[name])
    chains = frame[frame["record"].isin(CHAINS)]
    assert chains["HeavyAtomCount"].tolist() == [2000] * len(CHAINS)


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("molecules", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--set", default="druglike")
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    poisoning = Path(__file__).parents[2] / "tests" / "batch" / "poisoning"
    environment = {**os.environ, "PYTHONPATH": str(poisoning)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ids = write_input(options.molecules, options.rows, folder / "in.smi")
        seconds, memory = run_whole(options, folder, environment)
        whole = pd.read_parquet(folder / "whole.parquet")
        check_frame(whole, ids)
        size = sum(each.stat().st_size for each in (folder / "whole.parquet").iterdir())
        CONSOLE.print(
            f"{len(whole):,} rows, {len(POISON)} with the right error, in order: {seconds:.0f} s, "
            f"{len(whole) / seconds:,.0f} a second, {size / len(whole):.0f} bytes a row"
        )
        third = len(memory) // 3
        CONSOLE.print(
            f"memory: at most {max(memory[:third]):.0f} MiB in the first third, "
            f"{max(memory[-third:]):.0f} MiB in the last"
        )
        if options.kills:
            killed = run_killed(options, folder, environment, seconds)
            assert pd.read_parquet(folder / "killed.parquet").equals(whole), "not the same"
            CONSOLE.print(f"killed {killed} times and resumed: the same")


if __name__ == "__main__":
    main()
