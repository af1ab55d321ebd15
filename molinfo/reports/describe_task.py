"""Descriptors of millions of rows: the row function of `molinfo describe`, and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from molinfo.batch.guard import Fault
from molinfo.batch.inputs import Row
from molinfo.batch.task import RowOutcome
from molinfo.chem.identifiers import find_inchikey
from molinfo.descriptors.describe import (
    RowValues,
    Task,
    describe_rows,
    make_frame,
    make_index,
    make_unreadable,
    read_record,
    stack_rows,
)
from molinfo.reports.formats import TABLE_FORMATS


@dataclass(frozen=True)
class DescribeTask:
    """Describes rows; an outcome's value is a RowValues. `about` goes into Parquet's metadata."""

    sees_every_row: ClassVar[bool] = False

    task: Task
    output_format: str
    about: Mapping[str, Any]
    with_keys: bool = False

    def prepare(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows as they are: descriptors know of no other row."""
        return rows

    def __call__(self, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """The values of each row."""
        texts = (read_record(row.record) for row in rows)
        for row, values in zip(rows, describe_rows(texts, self.task), strict=True):
            key = (
                find_inchikey(row.record.smiles, row.record.molblock)
                if self.with_keys and not values.code
                else ""
            )
            yield RowOutcome(values, values.code, values.error if values.code else "", key)

    def simplify(self, row: Row) -> None:
        """There is nothing to leave out."""

    def fail(self, row: Row, fault: Fault) -> RowOutcome:
        """A row of missing values that says why."""
        values = make_unreadable(self.task, fault.code, f"{fault.code}: {fault.message}")
        return RowOutcome(values, fault.code, fault.message)

    def make_table(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome]) -> pd.DataFrame:
        """Rows as a table indexed by their ids."""
        values: list[RowValues] = [outcome.value for outcome in outcomes]
        blocks = [stack_rows(values)] if values else []
        ids = [row.record.id or f"row-{row.number}" for row in rows]
        return make_frame(blocks, self.task, make_index(ids))

    def write(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome], path: Path) -> None:
        """Write a part."""
        table = TABLE_FORMATS[self.output_format]
        options: dict[str, Any] = {} if table.is_binary else {"encoding": "utf-8", "newline": ""}
        with (
            path.open("wb" if table.is_binary else "w", **options) as stream,
            table.open_frames(stream, self.task.columns, self.about) as writer,
        ):
            writer.write(self.make_table(rows, outcomes))

    def summarise(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome]) -> Mapping[str, Any]:
        """Nothing beyond the counts of failed rows."""
        return {}
