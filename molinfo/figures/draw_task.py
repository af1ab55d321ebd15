"""Figures of millions of rows: the row function of `molinfo draw`, and its parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import tee
from pathlib import Path
from typing import Any, ClassVar

from molinfo.batch.guard import Fault
from molinfo.batch.inputs import Row
from molinfo.batch.task import RowOutcome
from molinfo.figures.manifest import FolderReport, Keeper, Ledger
from molinfo.figures.recipe import Recipe, name_files

DRAWN = "_drawn.jsonl"
"""The output of a run that draws, inside its folder of figures: a line a record."""


@dataclass(frozen=True)
class DrawTask:
    """Draws rows into a folder; an outcome's value is what the Keeper hands over.

    A row's context is the name of its files.
    """

    sees_every_row: ClassVar[bool] = True

    recipe: Recipe
    folder: Path
    formats: tuple[str, ...]
    write_figures: bool = True
    force: bool = False

    @cached_property
    def _keeper(self) -> Keeper:
        """Kept from block to block: its manifest may be large."""
        return Keeper(self.folder, self.recipe, write=self.write_figures, force=self.force)

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the keeper: every process opens its own."""
        values = (self.recipe, self.folder, self.formats, self.write_figures, self.force)
        return DrawTask, values

    def prepare(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Name the files of each row."""
        kept, seen = tee(rows)
        named = name_files(row.record for row in seen)
        for row, (stem, _record) in zip(kept, named, strict=True):
            yield row._replace(context=stem)

    def __call__(self, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """Draw each row, where its figures are not there yet."""
        keeper = self._keeper
        for row in rows:
            keeper.take(row.context, row.record, self.formats)
            yield _wrap(keeper)

    def simplify(self, row: Row) -> None:
        """There is nothing to leave out."""

    def fail(self, row: Row, fault: Fault) -> RowOutcome:
        """A record that is not drawn."""
        keeper = self._keeper
        keeper.fail(row.context, row.record, self.formats, f"{fault.code}: {fault.message}")
        return _wrap(keeper, fault.code)

    def write(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome], path: Path) -> None:
        """Write a part: what was done, a line a record."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(json.dumps(outcome.value) + "\n" for outcome in outcomes)

    def summarise(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome]) -> Mapping[str, Any]:
        """Nothing beyond the counts of failed rows."""
        return {}


def _wrap(keeper: Keeper, code: str = "not-drawn") -> RowOutcome:
    done = keeper.hand_over()
    why = next(iter(done["failures"].values()), "")
    return RowOutcome(done, code if why else "", why)


def fold(folder: Path, *, prune: bool = False) -> FolderReport:
    """Bring the manifest of a folder up to what a complete run has drawn there.

    Raises InputError for a damaged manifest, OutputError.
    """
    ledger = Ledger(folder)
    with (folder / DRAWN).open(encoding="utf-8") as lines:
        for line in lines:
            ledger.take_over(json.loads(line))
    return ledger.finish(prune=prune)
