"""The same bytes: in other processes, locales and hash seeds, and as they were committed."""

import csv
import os
import runpy
import subprocess
import sys
from pathlib import Path

from molinfo.figures.scene import DRAWING_VERSION

ROOT = Path(__file__).parents[2]
ALL_FORMATS = ("--format", "svg,png,tiff,pdf,eps")
TABLE = ROOT / "tests" / "data" / "svg_hashes.csv"


def draw_store(folder, seed, locale):
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
    subprocess.run(
        [sys.executable, "-m", "molinfo", "draw", "--bundled", "-o", folder, *ALL_FORMATS],
        env=environment,
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_processes_of_other_hash_seeds_and_locales_draw_the_same_bytes(tmp_path):
    first = draw_store(tmp_path / "a", "1", "C")
    assert len(first) == 31 * 5 + 1
    assert first == draw_store(tmp_path / "b", "2", "C.UTF-8")


def test_svgs_are_as_committed():
    """Where this fails on purpose: count DRAWING_VERSION up and write the table again.

    `python benchmarks/studies/compare_rdkit.py --table tests/data/svg_hashes.csv`
    """
    with TABLE.open(encoding="utf-8", newline="") as stream:
        committed = {tuple(row[1:4]): (row[0], row[4]) for row in csv.reader(stream)}
    committed.pop(("style", "width", "record"))
    script = ROOT / "benchmarks" / "studies" / "compare_rdkit.py"
    hash_store = runpy.run_path(str(script))["hash_store"]
    drawn = {tuple(row[:3]): (str(DRAWING_VERSION), row[3]) for row in hash_store()}
    assert {key for key in drawn if drawn[key] != committed.get(key)} == set()
    assert drawn.keys() == committed.keys()
