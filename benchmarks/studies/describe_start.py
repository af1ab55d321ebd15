"""How long `molinfo describe` takes on 20 molecules: first run of a fresh installation, and later.

    python benchmarks/studies/describe_start.py [--runs 5]

Builds a wheel of this checkout, installs it into a new virtual environment, and runs the command
with an empty cache folder (byte code is compiled, the kernels are compared with RDKit), then again.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from rich.console import Console

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)

ROOT = Path(__file__).parents[2]


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with (ROOT / "tests" / "data" / "structures.csv").open(encoding="utf-8") as lines:
        smiles = [row["smiles"] for row in csv.DictReader(lines)][-20:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT]
        start = time.perf_counter()
        subprocess.run(pip, check=True)
        CONSOLE.print(f"wheel built in {time.perf_counter() - start:.1f} s")
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True)
        (folder / "in.smi").write_text("\n".join(smiles) + "\n")
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        command = [folder / "env" / "bin" / "molinfo", "describe", "in.smi", "-o", "out.parquet"]
        seconds = []
        for _ in range(options.runs + 1):
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, env=environment, check=True)
            seconds.append(time.perf_counter() - start)
        CONSOLE.print(
            f"first run {seconds[0]:.2f} s, later median {statistics.median(seconds[1:]):.2f} s"
        )


if __name__ == "__main__":
    main()
