"""A build that is killed at ten moments, and one on a full disk: the old index stays whole.

    python benchmarks/studies/search_safety.py nci_5k.smi [--full FOLDER]

FOLDER is on a small file system, such as `mount -t tmpfs -o size=2m none FOLDER`. Exit code 1 where
the old index was touched or does not answer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from molinfo.batch.inputs import Inputs
from molinfo.errors import OutputError
from molinfo.searching.build import BuildPlan, write_index
from molinfo.searching.search import search

BUILD = (sys.executable, "-m", "molinfo", "index")


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--full", type=click.Path(exists=True, path_type=Path))
def main(path: Path, full: Path | None) -> None:
    """Kill ten builds; then fill the disk."""
    good = kept = 0
    with tempfile.TemporaryDirectory() as folder:
        small, output = Path(folder) / "small.smi", Path(folder) / "x.molindex"
        small.write_text("CCO a\nCCN b\n")
        write_index(BuildPlan(Inputs((str(small),))), output)
        before = output.read_bytes()
        command = [*BUILD, str(path), "-o", str(output), "--fresh"]
        begun = time.perf_counter()
        new = Path(folder) / "new.molindex"
        subprocess.run([*BUILD, str(path), "-o", str(new)], check=True, capture_output=True)
        seconds = time.perf_counter() - begun
        for moment in range(1, 11):
            process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            time.sleep(seconds * moment / 11)
            process.kill()
            process.wait()
            old = output.read_bytes() == before
            structures = search(output, substructure="*").count()
            good += structures == 2 if old else structures == search(new, substructure="*").count()
            kept += old
            output.write_bytes(before)
        click.echo(f"{good} of 10 killed builds left a whole index: {kept} the old one")
        subprocess.run(command, check=True, capture_output=True)
        left = list(Path(folder).glob(".*.partial"))
        structures = search(output, substructure="*").count()
        click.echo(f"after the next build {len(left)} leftovers; {structures:,} structures")
    told = True
    if full is not None:
        output = full / "x.molindex"
        write_index(BuildPlan(Inputs((str(_write(full)),))), output)
        before = output.read_bytes()
        try:
            write_index(BuildPlan(Inputs((str(path),))), output)
            told = False
        except OutputError as error:
            click.echo(f"full disk: {error}")
        told = told and output.read_bytes() == before and len(list(full.glob(".*"))) == 0
        click.echo(f"the old index is {'whole' if told else 'NOT whole'}")
    sys.exit(not (good == 10 and told))


def _write(folder: Path) -> Path:
    path = folder / "one.smi"
    path.write_text("CCO a\n")
    return path


if __name__ == "__main__":
    main()
