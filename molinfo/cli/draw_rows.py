"""Figures of the rows of files: under guard, in parts, wherever the runner is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from molinfo.cli.batch import BatchOptions, open_progress, run_job, stream_outcomes, try_out

if TYPE_CHECKING:
    from molinfo.batch.source import Source
    from molinfo.cli.progress import Progress
    from molinfo.figures.draw_task import DrawTask
    from molinfo.figures.manifest import FolderReport
    from molinfo.figures.recipe import Recipe


def draw_rows(
    source: Source,
    folder: Path,
    recipe: Recipe,
    formats: tuple[str, ...],
    options: BatchOptions,
    *,
    write: bool,
    force: bool,
    prune: bool,
) -> FolderReport | None:
    """Bring the figures of rows up to date; None where the folder is not complete, or only tried.

    Raises InputError, OutputError, BatchError, MissingExtra.
    """
    from molinfo.figures.draw_task import DrawTask, fold
    from molinfo.figures.manifest import Ledger

    with open_progress(source, options) as progress:
        if options.dry_run:
            task = DrawTask(recipe, folder, formats, write_figures=False)
            try_out(source, task, options, progress)
            return None
        task = DrawTask(recipe, folder.absolute(), formats, write, force)
        if not write:
            ledger = Ledger(folder, write=False)
            for _rows, outcomes in stream_outcomes(source, task, options, progress):
                for outcome in outcomes:
                    ledger.take_over(outcome.value)
            return ledger.finish()
        if not _run(source, task, options, progress):
            return None
        return fold(folder, prune=prune)


def _run(source: Source, task: DrawTask, options: BatchOptions, progress: Progress) -> bool:
    """Draw into the folder; whether all of it is drawn."""
    from molinfo.batch.job import Job
    from molinfo.batch.sink import Sink
    from molinfo.figures.draw_task import DRAWN
    from molinfo.reports.files import collect_versions
    from molinfo.store.files import make_folder

    make_folder(task.folder)
    about = {
        "inputs": source.identify(),
        "versions": collect_versions(),
        "options": {
            **task.recipe.describe(),
            "formats": list(task.formats),
            "force": task.force,
            **options.describe(),
        },
    }
    sink = Sink(task.folder / DRAWN, "jsonl", about, shard=options.make_shard())
    run_job(Job(source, task, sink, options.make_limits(), options.chunk_rows), options, progress)
    return sink.shard.count == 1
