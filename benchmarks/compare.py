"""Run the suites on another revision and on this checkout in turn, and print the ratios.

    python benchmarks/compare.py BASE [--turns 5] [-k EXPRESSION] [--keep FOLDER]

BASE is a revision such as `main` or `v1.2.0`. Both sides are built as wheels in a temporary folder,
this checkout with what is not committed, and this checkout's suites run on either; a benchmark that
BASE cannot run is named. A ratio is the time of this checkout over that of BASE in one turn, each
the median of its rounds; printed are the median of the turns and the smallest and largest. Below 1
is quicker. --keep leaves the JSON files, which `pytest-benchmark compare` reads.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

CONSOLE = Console(highlight=False, markup=False, soft_wrap=True)
ROOT = Path(__file__).parents[1]


def pack_revision(revision):
    """What git has for a revision, as a tar archive."""
    command = ["git", "-C", ROOT, "archive", "--format=tar", revision]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout


def pack_checkout():
    """The files of this checkout, committed or not, as a tar archive."""
    listing = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, stdout=subprocess.PIPE, check=True).stdout.split(b"\0")
    there = b"\0".join(each for each in names if each and (ROOT / os.fsdecode(each)).exists())
    command = ["tar", "-c", "-C", ROOT, "--null", "--files-from=-"]
    return subprocess.run(command, input=there, stdout=subprocess.PIPE, check=True).stdout


def build(archive, folder):
    """Build the wheel of a source tree, and unpack it."""
    source, wheels = folder / "source", folder / "wheels"
    source.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", source], input=archive, check=True)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, source]
    subprocess.run(pip, check=True)
    (wheel,) = wheels.glob("*.whl")
    package = folder / "package"
    zipfile.ZipFile(wheel).extractall(package)
    if not list(package.rglob("molinfo/descriptors/kernels/*.so")):
        raise SystemExit(f"{folder.name} was built without kernels; a C compiler is needed")
    return package


def run_suites(package, output, expression):
    """The median seconds of each benchmark on an unpacked package."""
    environment = {**os.environ, "PYTHONPATH": str(package)}
    probe = [sys.executable, "-c", "import molinfo; print(molinfo.__file__)"]
    found = subprocess.run(
        probe, cwd=package, env=environment, check=True, capture_output=True, text=True
    )
    if package not in Path(found.stdout.strip()).parents:
        raise SystemExit(f"{found.stdout.strip()} would be measured, not {package}")
    command = [sys.executable, "-m", "pytest", ROOT / "benchmarks", "--benchmark-only"]
    command += [f"--benchmark-json={output}", "--benchmark-min-rounds=3"]
    command += ["--benchmark-max-time=0.3", "-k", expression]
    done = subprocess.run(
        command, cwd=package, env=environment, capture_output=True, text=True, check=False
    )
    if not output.exists():
        raise SystemExit(done.stdout + done.stderr)
    benchmarks = json.loads(output.read_text(encoding="utf-8"))["benchmarks"]
    return {(each["group"], each["name"]): each["stats"]["median"] for each in benchmarks}


def print_ratios(turns):
    """A row for each benchmark that both sides ran; the others are named."""
    table = Table("benchmark", box=None, pad_edge=False)
    for head in ("BASE, ms", "here, ms", "ratio", "smallest", "largest"):
        table.add_column(head, justify="right")
    common = set.intersection(*(set(side) for turn in turns for side in turn))
    for key in sorted(common):
        ratios = [here[key] / base[key] for base, here in turns]
        base, here = (statistics.median(turn[at][key] for turn in turns) for at in (0, 1))
        middle = statistics.median(ratios)
        values = (base * 1e3, here * 1e3, middle, min(ratios), max(ratios))
        cells = (f"{each:.2f}" for each in values)
        side = key[1].partition("[")[2].partition("-")[0].removesuffix("]")
        table.add_row(f"{key[0]}, {side}", *cells)
    CONSOLE.print(table)
    for name, at in (("BASE", 0), ("this checkout", 1)):
        missing = set().union(*(turn[1 - at] for turn in turns)) - common
        missing -= set.intersection(*(set(turn[at]) for turn in turns))
        if missing:
            CONSOLE.print(f"not run by {name}: {', '.join(sorted(each for _, each in missing))}")


def main():
    """Read the arguments, build both sides and let them take turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", metavar="BASE", help="the revision to compare with")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("-k", dest="expression", default="", help="only these benchmarks")
    parser.add_argument("--keep", type=Path, help="leave the JSON files in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        results = options.keep.resolve() if options.keep else folder
        results.mkdir(parents=True, exist_ok=True)
        packages = {
            "base": build(pack_revision(options.base), folder / "base"),
            "here": build(pack_checkout(), folder / "here"),
        }
        turns = []
        for turn in range(options.turns):
            sides = ("base", "here") if turn % 2 == 0 else ("here", "base")
            times = {
                side: run_suites(
                    packages[side], results / f"{turn}-{side}.json", options.expression
                )
                for side in sides
            }
            turns.append((times["base"], times["here"]))
            CONSOLE.print(f"turn {turn + 1} of {options.turns} done", style="dim")
    print_ratios(turns)


if __name__ == "__main__":
    main()
