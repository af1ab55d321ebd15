"""Check the IUPAC InChI test set: molfiles beside the InChI that the official software gave them.

    python benchmarks/studies/inchi_test_set.py DIR [--show right]

DIR is a checkout of IUPAC-InChI/InChI. The molfiles of its regression tests are written to one SD
file with the reference InChI and InChIKey as claims, which `molinfo check` reads, guarded, because
some of them hang programs. A claim that disagrees counts as right where the installed InChI
software itself, asked for the molblock without molinfo, does not give the reference either.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peers import Tally, print_tallies
from rdkit import RDLogger
from rdkit.Chem import rdinchi

SETS = ("inchi.sdf.gz", "mcule.sdf.gz")
TIMEOUT = "--row-timeout=10"


def read_blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Each molblock of an SD file with its id."""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as text:
        for record in text.read().split("$$$$\n")[:-1]:
            block, _, data = record.partition("M  END\n")
            lines = data.splitlines()
            name = next((lines[i + 1] for i, x in enumerate(lines) if "ID>" in x), "")
            yield name.strip(), f"{block}M  END\n"


def read_references(path: Path) -> dict[str, dict[str, Any]]:
    """The stored result of the reference software by id."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        return {name: json.loads(result) for name, result in base.execute(
            "select molfile_id, result from results"
        )}  # fmt: skip


def run_molinfo(path: Path, folder: Path) -> list[dict[str, Any]]:
    """The results of `molinfo check`, in input order."""
    output = folder / "results.jsonl"
    command = [sys.executable, "-m", "molinfo", "check", str(path), "-o", str(output), TIMEOUT]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if not output.exists():
        raise SystemExit(f"molinfo check failed: {done.stderr[-500:]}")
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def ask_inchi_itself(block: str) -> str:
    """What the installed InChI software makes of a molblock."""
    inchi: str = rdinchi.MolBlockToInchi(block, "/AuxNone")[0]
    return inchi


def study(path: Path, tally: Tally) -> None:
    """Check one set."""
    references = read_references(path.with_name(f"{path.stem}.regression_reference.sqlite"))
    kept: list[tuple[str, str, str]] = []
    for name, block in read_blocks(path):
        inchi = references.get(name, {}).get("inchi") or ""
        if inchi.startswith("InChI=1S/"):
            kept.append((name, block, inchi))
        else:
            tally.add("not comparable", name, "the reference has no standard InChI")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "claims.sdf"
        source.write_text(
            "".join(f"{block}>  <InChI>\n{inchi}\n\n$$$$\n" for _, block, inchi in kept),
            encoding="utf-8",
        )
        results = run_molinfo(source, Path(folder))
    for (name, block, inchi), result in zip(kept, results, strict=True):
        if result["error"]:
            tally.add("not comparable", name, f"no structure: {result['error']['code']}")
            continue
        claim = next(each for each in result["claims"] if each["field"] == "inchi")
        if claim["status"] == "agree":
            tally.add("same")
        elif claim["status"] == "uncheckable":
            tally.add("not comparable", name, f"uncheckable: {claim['note'][:60]}")
        elif ask_inchi_itself(block) != inchi:
            tally.add("right", name, "the installed InChI software gives another one as well")
        else:
            tally.add("wrong", name, "the installed InChI software gives the reference")


def main() -> None:
    """Read the arguments, check the sets, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=["right", "not comparable"])
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    tallies = []
    for name in SETS:
        tally = Tally(f"IUPAC InChI, {name}")
        study(next(arguments.folder.rglob(name)), tally)
        tallies.append(tally)
    print_tallies(tallies, show=arguments.show)


if __name__ == "__main__":
    main()
