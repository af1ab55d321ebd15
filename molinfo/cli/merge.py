"""`molinfo merge`: the shards of a run joined, and proof that none is missing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import rich_click as click


@click.command("merge")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--summary", metavar="FILE", help="Write the counts of a check of all shards.")
def command(folder: Path, summary: str | None) -> None:
    """Join the shards of a run into its output.

    DIR is NAME, the output that the shards were given, or its folder NAME.partial; of figures, the
    folder of figures. Shards and
    chunks that are missing are named, and nothing is written (exit code 2).
    """
    from molinfo.batch.merge import find_failed, merge
    from molinfo.batch.sink import find_partial
    from molinfo.checks.summary import RunSummary
    from molinfo.figures.draw_task import DRAWN, fold
    from molinfo.store.files import write_atomically
    from molinfo.store.provenance import find_meta

    drawn = folder / DRAWN
    merged = merge(drawn if find_partial(drawn).is_dir() else folder)
    failed = Counter(code for each in merged.reports for *_row, code, _reason in each.failed)
    click.echo(f"{merged.output}: {merged.rows:,} rows of {merged.shards} shards")
    for code, number in sorted(failed.items()):
        click.echo(f"  {number:,} {code}, see {find_failed(merged.output)}")
    if merged.output.name == DRAWN:
        figures = fold(merged.output.parent)
        merged.output.unlink()
        find_meta(merged.output).unlink()
        click.echo(f"{len(figures.written)} written")
    if summary is not None:
        totals = RunSummary()
        for report in merged.reports:
            if not report.extra:
                raise click.UsageError("--summary is of `molinfo check`; these shards are not")
            totals.merge(report.extra)
        text = json.dumps(totals.to_dict(), indent=2, ensure_ascii=False)
        write_atomically(Path(summary), text + "\n")
