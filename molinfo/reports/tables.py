"""Results as rows for machines and spreadsheets: JSON lines, CSV, XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from molinfo.checks.result import Finding, Result, Severity
from molinfo.reports.words import say_explanation
from molinfo.store.fields import CHECKED_FIELDS
from molinfo.store.files import open_beside
from molinfo.store.record import Record
from molinfo.store.sheets import find_filled_rows

CSV_COLUMNS = (
    "row",
    "record",
    "verdict",
    "why",
    *(f"{part}_{field}" for field in CHECKED_FIELDS for part in ("claimed", "computed", "status")),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XLSX_CELL_LIMIT = 32_767  # characters that a cell can hold
_SEVERITIES = list(Severity)


def say_why(result: Result) -> str:
    """What is wrong with a record in words, worst first; waived findings last and said to be so."""
    ordered = sorted(
        result.findings,
        key=lambda each: (each.waived is not None, _SEVERITIES.index(each.severity)),
    )
    return "; ".join(
        f"{each.message}{_say_likely(each)}"
        if each.waived is None
        else f"waived ({each.waived}): {each.message}"
        for each in ordered
    )


def _say_likely(finding: Finding) -> str:
    """The explanations that fit best, in brackets; those that fit equally well as equal."""
    ranks = [each.rank for each in finding.explanations]
    likely = [
        each for each, rank in zip(finding.explanations, ranks, strict=True) if rank == ranks[0]
    ]
    return f" ({' or '.join(map(say_explanation, likely))})" if likely else ""


def guard_cell(text: str) -> str:
    """A text that no spreadsheet runs as a formula, without control characters.

    What begins with = + - @ and is neither a plain number nor that sign alone gets an apostrophe
    before it.

    >>> guard_cell("=1+1"), guard_cell("-0.5"), guard_cell("C6H6"), guard_cell("=")
    ("'=1+1", '-0.5', 'C6H6', '=')
    """
    clean = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(clean) > 1 and clean[0] in "=+-@\t\r" and not _is_number(clean):
        return f"'{clean}"
    return clean


def put_text(sheet: Any, row: int, column: int, text: str) -> None:
    """Put a text into a cell of a sheet as a text, whatever it begins with; guard it before."""
    cell = sheet.cell(row, column)
    cell.value = text[:_XLSX_CELL_LIMIT] or None
    if text:
        cell.data_type = "s"


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None


def _join_claims(result: Result) -> dict[str, str]:
    """Claimed, computed and status of each checked field; several claims joined by a bar."""
    cells: dict[str, str] = {}
    for field in CHECKED_FIELDS:
        claims = [claim for claim in result.claims if claim.field == field]
        cells[f"claimed_{field}"] = " | ".join(claim.claimed for claim in claims)
        cells[f"computed_{field}"] = " | ".join(claim.computed or "" for claim in claims)
        cells[f"status_{field}"] = " | ".join(claim.status for claim in claims)
    return cells


def make_row(result: Result) -> dict[str, str]:
    """The cells of one result under CSV_COLUMNS, safe in a spreadsheet."""
    cells = {
        "row": str(result.row),
        "record": result.record,
        "verdict": result.verdict.value,
        "why": say_why(result),
        **_join_claims(result),
    }
    return {name: guard_cell(text) for name, text in cells.items()}


def print_csv_line(cells: Iterable[str]) -> str:
    """Cells as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


class XlsxWriter:
    """A workbook: the user's own with columns added at the right, or a new one.

    The user's first sheet gets `verdict`, `why` and `computed_<field>` for the fields that it
    claims and a structure gives; cells, styles and other sheets stay as they are, as far as
    openpyxl keeps them (it drops what it does not know, such as form controls).
    """

    def __init__(self, target: Path, source: Path | None = None) -> None:
        import openpyxl

        self._target = target
        self._book: Any = openpyxl.load_workbook(source) if source else openpyxl.Workbook()
        self._sheet: Any = self._book.worksheets[0]
        self._rows: Iterator[int] | None = None
        if source is not None:
            self._rows = iter(find_filled_rows(source))
            self._head = next(self._rows)
            self._first_free = self._sheet.max_column + 1
            self._added: dict[str, int] = {}
        else:
            self._sheet.title = "check"
            self._sheet.append(CSV_COLUMNS)
            self._sheet.freeze_panes = "A2"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            with open_beside(self._target, binary=True) as stream:
                self._book.save(stream)

    def write(self, record: Record, result: Result) -> None:
        """Write one result: beside the user's row of the same place, or as a new row."""
        if self._rows is None:
            row = self._sheet.max_row + 1
            for column, text in enumerate(make_row(result).values(), 1):
                put_text(self._sheet, row, column, text)
            return
        row = next(self._rows)
        cells = {"verdict": result.verdict.value, "why": say_why(result)}
        joined = _join_claims(result)
        for field in CHECKED_FIELDS:
            if joined[f"computed_{field}"].strip(" |"):
                cells[f"computed_{field}"] = joined[f"computed_{field}"]
        for name, text in cells.items():
            if name not in self._added:
                self._added[name] = self._first_free + len(self._added)
                put_text(self._sheet, self._head, self._added[name], name)
            put_text(self._sheet, row, self._added[name], guard_cell(text))
