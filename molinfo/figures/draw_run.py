"""A whole run that draws: from inputs to a folder of figures, resumed where it was cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from molinfo.batch.inputs import Given, Inputs, choose_inputs
from molinfo.batch.merge import find_failed
from molinfo.batch.runs import RunOptions, RunReport, run, stream
from molinfo.batch.sink import Sink
from molinfo.batch.watching import UNWATCHED, Callback, OnProgress, Watcher
from molinfo.errors import InputError, RecordNotFound, StoreError
from molinfo.figures.draw_task import DRAWN, DrawTask, fold
from molinfo.figures.manifest import FolderReport, Ledger
from molinfo.figures.recipe import Recipe
from molinfo.figures.style import Style, get_style
from molinfo.store.files import make_folder
from molinfo.store.provenance import collect_versions, find_meta


@dataclass(frozen=True)
class DrawPlan:
    """What to draw, how, and into which folder; `force` draws over figures edited by hand."""

    inputs: Inputs
    folder: Path
    recipe: Recipe
    formats: tuple[str, ...]
    run: RunOptions
    force: bool = False
    prune: bool = False

    def make_task(self, *, write: bool = True) -> DrawTask:
        """The row function."""
        return DrawTask(self.recipe, self.folder.absolute(), self.formats, write, self.force)

    def describe(self) -> dict[str, Any]:
        """Inputs, versions and options, for the manifest of the run."""
        return {
            "inputs": self.inputs.identify(),
            "versions": collect_versions(),
            "options": {
                **self.recipe.describe(),
                **self.inputs.describe(),
                **self.run.describe(),
                "formats": list(self.formats),
                "force": self.force,
            },
        }


@dataclass(frozen=True)
class DrawnRun:
    """What a run came to; `folder` is None where only a share was drawn."""

    folder: FolderReport | None
    report: RunReport


def run_draw(
    inputs: Given,
    folder: str | Path,
    *,
    formats: Sequence[str] = ("svg",),
    style: str | Style = "screen",
    width: str | None = None,
    height: str | None = None,
    dpi: int | None = None,
    force: bool = False,
    prune: bool = False,
    run: RunOptions = RunOptions(),  # noqa: B008 frozen
    input_format: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
) -> FolderReport | None:
    """Draw the records of files or stores of any size, as `molinfo draw INPUT -o FOLDER` does.

    Only figures that are missing or out of date are written; one edited by hand is left alone
    unless `force` is given, and `prune` removes those of no record. `inputs` is a path, a glob, an
    address, a list of these, or None for the bundled store. Call again to finish a run that was
    cut off; with `RunOptions(resume=True)` the rows that were done are not looked at again.
    `on_progress` is called with the number of rows that were finished and a Counter of the error
    codes among them. Returns how the folder stands, or None where only a share was drawn.

    Raises InputError, StoreError, OutputError, BatchError, UnknownName, MissingExtra.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "in.smi").write_text("CCO ethanol\\n")
    ...     run_draw(Path(folder) / "in.smi", Path(folder) / "figures").written
    ['ethanol.svg']
    """
    chosen = choose_inputs(inputs, input_format=input_format, id_column=id_column, columns=columns)
    recipe = Recipe(get_style(style), width, height, dpi)
    plan = DrawPlan(chosen, Path(folder), recipe, tuple(formats), run, force, prune)
    return draw_inputs(plan, Callback(on_progress)).folder


def draw_inputs(plan: DrawPlan, watcher: Watcher = UNWATCHED) -> DrawnRun:
    """Carry out a plan.

    Raises InputError, StoreError, OutputError, BatchError, MissingExtra.
    """
    make_folder(plan.folder)
    task = plan.make_task()
    sink = Sink(task.folder / DRAWN, "jsonl", plan.describe(), shard=plan.run.shard)
    is_whole = plan.run.shard.count == 1
    # what an unfinished run has drawn is found to be unchanged, so a new one may begin at once
    begins_anew = is_whole and not plan.run.resume
    options = replace(plan.run, fresh=True) if begins_anew else plan.run
    try:
        report = run(task, plan.inputs, sink, options, watcher)
    except (InputError, StoreError, RecordNotFound):
        with suppress(OSError):  # the folder holds figures
            plan.folder.rmdir()
        raise
    if not is_whole:
        return DrawnRun(None, report)
    folded = fold(plan.folder, prune=plan.prune)
    sink.output.unlink()
    find_meta(sink.output).unlink()
    find_failed(sink.output).unlink(missing_ok=True)
    return DrawnRun(folded, report)


def look_at_folder(plan: DrawPlan, watcher: Watcher = UNWATCHED) -> FolderReport:
    """How the figures of a plan stand; nothing is written.

    Raises InputError, StoreError, BatchError.
    """
    ledger = Ledger(plan.folder, write=False)
    task = plan.make_task(write=False)
    for _rows, outcomes in stream(task, plan.inputs, plan.run, watcher):
        for outcome in outcomes:
            ledger.take_over(outcome.value)
    return ledger.finish()
