"""Two workers against one, and memory at ten times the rows.

    python benchmarks/studies/describe_workers.py MOLECULES.smi[.gz] [--rows 50000] [--set rdkit]
        [--runner dask] [--chunk-rows 2500]

`molinfo describe` runs as a process of its own: with one and with two workers on the same rows, and
with two workers on the rows repeated ten times. Chunks are what Dask hands out: of a few large ones
one worker may have more than the other. Peak memory is the largest sum of the proportional
set sizes (Linux) of the process and its workers, read twice a second.
"""

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)


def read_memory(pid):
    """Proportional set sizes in MiB of a process and its children."""
    total = 0
    for each in (pid, *find_children(pid)):
        try:
            for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def find_children(pid):
    """The processes that a process started, and those that they did."""
    found = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):  # each thread has its own
        try:
            direct = listed.read_text().split()
        except OSError:
            continue
        found += [int(child) for each in direct for child in (each, *find_children(int(each)))]
    return found


def run(path, options, workers):
    """Seconds and peak memory in MiB of one run."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out.parquet"
        command = [sys.executable, "-m", "molinfo", "describe", path, "--set", options.set]
        command += ["--runner", options.runner, "--workers", str(workers), "-o", output]
        command += ["--chunk-rows", str(options.chunk_rows)]
        start = time.perf_counter()
        process = subprocess.Popen(command)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, read_memory(process.pid))
            time.sleep(0.5)
        if process.returncode:
            raise SystemExit(process.returncode)
        return time.perf_counter() - start, peak


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("molecules", type=Path)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--set", default="rdkit")
    parser.add_argument("--chunk-rows", type=int, default=10_000)
    parser.add_argument("--runner", choices=["local", "dask"], default="local")
    options = parser.parse_args()
    opened = gzip.open if options.molecules.suffix == ".gz" else open
    with opened(options.molecules, "rt") as lines:
        rows = [line for line in lines if line.strip()][: options.rows]
    with tempfile.TemporaryDirectory() as folder:
        once, tenfold = Path(folder) / "once.smi", Path(folder) / "tenfold.smi"
        once.write_text("".join(rows))
        tenfold.write_text("".join(rows) * 10)
        one, _ = run(once, options, 1)
        two, small = run(once, options, 2)
        CONSOLE.print(
            f"{len(rows):,} rows: 1 worker {one:.1f} s, 2 workers {two:.1f} s, x {one / two:.2f}"
        )
        seconds, large = run(tenfold, options, 2)
        CONSOLE.print(f"{len(rows) * 10:,} rows: 2 workers {seconds:.1f} s")
        CONSOLE.print(f"peak memory {small:.0f} and {large:.0f} MiB, x {large / small:.2f}")


if __name__ == "__main__":
    main()
