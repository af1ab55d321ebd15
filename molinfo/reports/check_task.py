"""Checks of millions of rows: the row function of `molinfo check`, and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, tee
from pathlib import Path
from typing import Any, ClassVar

from molinfo.batch.guard import Fault
from molinfo.batch.inputs import Row
from molinfo.batch.task import RowOutcome
from molinfo.checks.faults import make_failed_result
from molinfo.checks.names import list_names, prepare_names
from molinfo.checks.neighbourhood import Neighbourhood, look_around, look_around_store
from molinfo.checks.options import DEFAULT_OPTIONS, CheckOptions
from molinfo.checks.result import Result
from molinfo.checks.rows import check_rows
from molinfo.checks.summary import RunSummary, Tally, make_tally
from molinfo.chem.identifiers import find_inchikey
from molinfo.reports.formats import REPORT_FORMATS


@dataclass(frozen=True)
class CheckTask:
    """Checks rows; an outcome's value is a result with its Tally.

    The result is the text that `output_format` prints of it, or a Result where the format has a
    writer of its own. Rows carry a Neighbourhood as context.
    """

    sees_every_row: ClassVar[bool] = True

    options: CheckOptions = DEFAULT_OPTIONS
    output_format: str = "jsonl"
    with_keys: bool = False

    def prepare(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Show each row those beside it in its input, each record of a store the store's others."""
        for (_name, is_in_store), group in groupby(rows, lambda row: (row.input, row.is_in_store)):
            prepare = _prepare_store if is_in_store else _prepare_rows
            yield from prepare(group)

    def __call__(self, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """The result of each row."""
        if self.options.names:
            prepare_names(list_names(row.record for row in rows))
        for name, group in groupby(rows, lambda row: row.input):
            checked = list(group)
            results = check_rows((row.context for row in checked), input=name, options=self.options)
            for row, result in zip(checked, results, strict=True):
                key = (
                    find_inchikey(row.record.smiles, row.record.molblock)
                    if self.with_keys and not result.error
                    else ""
                )
                yield self._wrap(result, make_tally(row.record, result), key)

    def _wrap(self, result: Result, tally: Tally, key: str = "") -> RowOutcome:
        code = message = ""
        if result.error is not None:
            code, message = result.error.code, result.error.message
        print_part = REPORT_FORMATS[self.output_format].print_part
        value = (result if print_part is None else print_part(result), tally)
        return RowOutcome(value, code, message, key)

    def simplify(self, row: Row) -> Row | None:
        """The row without its neighbours, which may be what is wrong with it."""
        around: Neighbourhood = row.context
        if not row.record.claims or (around.before is None and around.after is None):
            return None
        return row._replace(context=around._replace(before=None, after=None))

    def fail(self, row: Row, fault: Fault) -> RowOutcome:
        """A result that says why there is none."""
        result = make_failed_result(row.record, row.place, row.input, fault.code, fault.message)
        return self._wrap(result, make_tally(row.record, result))

    def write(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome], path: Path) -> None:
        """Write a part."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(outcome.value[0] for outcome in outcomes)

    def summarise(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome]) -> Mapping[str, Any]:
        """The counts of a RunSummary."""
        summary = RunSummary()
        for outcome in outcomes:
            summary.count(outcome.value[1])
        return summary.to_counts()


def _prepare_rows(rows: Iterator[Row]) -> Iterator[Row]:
    kept, seen = tee(rows)
    around = look_around(row.record for row in seen)
    for row, neighbourhood in zip(kept, around, strict=True):
        yield row._replace(context=neighbourhood._replace(row=row.place))


def _prepare_store(rows: Iterator[Row]) -> Iterator[Row]:
    records = list(rows)
    around = look_around_store({row.record.id: row.record for row in records})
    for row, neighbourhood in zip(records, around, strict=True):
        yield row._replace(context=neighbourhood._replace(row=row.place))
