"""An index of a million rows: its size, and what searches in it cost.

    python benchmarks/studies/search_million.py moses_50k.smi.gz --rows 1000000

The rows of the file are made once and added again with other ids until there are so many: what is
measured is writing, size, memory and searching, not making rows, which is told for the file itself.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

import click

from molinfo.batch.inputs import Inputs
from molinfo.searching import schema
from molinfo.searching.build import BuildPlan, read_rows
from molinfo.searching.index import open_file
from molinfo.searching.rows import IndexTask
from molinfo.searching.search import search
from molinfo.searching.writer import IndexWriter

ASKED = (
    {"substructure": "c1ncnc2[nH]ccc12"},
    {"substructure": "CCS(=O)(=O)N"},
    {"substructure": "c1ccccc1"},
    {"substructure": "[NX3;H2;!$(NC=O)]"},
    {"similar": "Cc1ccc(Nc2nc(NCCCO)nc3c2cnn3C)cc1C", "threshold": 0.6},
)


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--rows", "wanted", default=1_000_000, show_default=True)
@click.option("--first", default=50_000, show_default=True, help="Rows of the file that are made.")
def main(path: Path, wanted: int, first: int) -> None:
    """Build and search."""
    task = IndexTask(with_keys=False)
    begun = time.perf_counter()
    rows = list(islice(read_rows(BuildPlan(Inputs((str(path),)))), first))
    made = list(task(rows))
    click.echo(f"{len(made):,} rows made in {time.perf_counter() - begun:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "million.molindex"
        begun = time.perf_counter()
        connection = schema.create(str(output))
        writer = IndexWriter(connection)
        connection.execute("INSERT INTO input VALUES (0, ?, NULL, 'file', '', 0)", (path.name,))
        for number in range(wanted):
            row = made[number % len(made)]
            writer.add(row._replace(id=f"m{number}", words=f"m{number}"), 0, number)
        writer.finish(keys="0", fingerprint=task.fingerprint, ordered="1")
        connection.close()
        seconds, size = time.perf_counter() - begun, output.stat().st_size
        click.echo(
            f"{wanted:,} rows written in {seconds:.1f} s, {size / wanted:.0f} bytes a row; at most "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MiB"
        )
        with open_file(output) as index:
            for asked in ASKED:
                _measure(index, asked)


def _measure(index, asked) -> None:
    def best(function) -> float:
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            function()
            times.append(time.perf_counter() - begun)
        return 1e3 * statistics.median(times)

    hits = search(index, **asked)
    number = hits.count()
    bound = best(lambda: search(index, **asked).upper_bound)
    page = best(lambda: search(index, **asked).page(0, 100))
    count = best(lambda: search(index, **asked).count())
    click.echo(
        f"{asked}: {number:,} hits of at most {hits.upper_bound:,}; bound {bound:.0f} ms, first "
        f"100 hits {page:.0f} ms, count {count:.0f} ms"
    )


if __name__ == "__main__":
    main()
