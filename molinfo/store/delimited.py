"""CSV, TSV and SMILES files as records; a damaged row is a record that says so."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from molinfo.errors import InputError
from molinfo.store.columns import Columns, find_columns, require_structure, trim_cell
from molinfo.store.record import Record
from molinfo.store.streams import Line, Skip


def read_delimited(
    lines: Iterator[Line],
    name: str,
    *,
    skip: Skip,
    delimiter: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Records of a table whose first row names its columns.

    Without `delimiter`, the one that stands most often in the first row: comma, semicolon or tab.
    Raises InputError when there is no column with a structure.
    """
    source = _Rows(lines)
    first = source.peek()
    if first is not None and re.fullmatch(r"sep=.", first.text):  # Excel's own hint
        delimiter = first.text[-1]
        next(source)
        first = source.peek()
    if first is None or first.fault:
        raise InputError(f"{name}: {first.fault if first else 'no row of column names'}")
    if delimiter is None:
        delimiter = max(",;\t", key=first.text.count)
    rows = source.split(delimiter)
    header, _number, fault = next(rows)
    if fault:
        raise InputError(f"{name}: the row of column names is damaged: {fault}")
    names = [cell.strip() for cell in header]
    found = find_columns(names, id_column=id_column, columns=columns, source=name)
    require_structure(found, names, name)
    return _make_records(rows, names, found, skip)


def _make_records(
    rows: Iterator[tuple[list[str], int, str]], names: list[str], columns: Columns, skip: Skip
) -> Iterator[Record]:
    for cells, number, fault in rows:
        if skip.takes_one():
            continue
        if not fault and any(cells[len(names) :]):
            fault = f"line {number} has {len(cells)} cells under {len(names)} column names"
        row = {n: trim_cell(cell) for n, cell in zip(names, cells, strict=False)}
        record = columns.make_record(row)
        yield record.model_copy(update={"defect": fault}) if fault else record


class _Rows:
    """Lines that can be given back, and the rows that they make."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._back: deque[Line] = deque()
        self._taken: list[Line] = []
        self._ended = False

    def __iter__(self) -> Iterator[Line]:
        return self

    def __next__(self) -> Line:
        return self._back.popleft() if self._back else next(self._lines)

    def peek(self) -> Line | None:
        line = next(self, None)
        if line is not None:
            self._back.appendleft(line)
        return line

    def split(self, delimiter: str) -> Iterator[tuple[list[str], int, str]]:
        """Cells, number of the first line and fault of every row.

        A quote that is never closed spoils its own line only: the lines after it are read anew.
        """
        while (first := self.peek()) is not None:
            if first.fault:
                next(self)
                yield [], first.number, first.fault
                continue
            self._taken, self._ended = [], False
            fault = ""
            cells: list[str] = []
            try:
                cells = next(csv.reader(self._feed(), delimiter=delimiter))
            except csv.Error as error:
                fault = f"line {first.number}: {error}"
            except StopIteration:
                return
            unclosed = self._ended and sum(line.text.count('"') for line in self._taken) % 2 == 1
            if fault or unclosed:
                self._back.extendleft(reversed(self._taken[1:]))
                yield [], first.number, fault or f"line {first.number}: a quote is not closed"
            elif cells:
                yield cells, first.number, ""

    def _feed(self) -> Iterator[str]:
        for line in self:
            self._taken.append(line)
            if line.fault:
                self._ended = True
                return
            yield line.text + "\n"
        self._ended = True


_HEADER = re.compile(r"(?:[a-z]+[_ ]?)*smiles(?:[\s,;]|$)", re.IGNORECASE)


def read_smiles_lines(
    lines: Iterator[Line],
    name: str,
    *,
    skip: Skip,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record]:
    """Records of a SMILES file: a SMILES or CXSMILES and, after a space or tab, its name.

    Blank lines and lines that begin with # are skipped. A first line that names columns makes it a
    table: divided by tabs if it has one, else the SMILES and the rest.
    """
    source = _Rows(lines)
    first = source.peek()
    if first is not None and _HEADER.match(first.text):
        if "\t" in first.text or columns or id_column:
            delimiter = "\t" if "\t" in first.text else " "
            return read_delimited(
                source, name, delimiter=delimiter, id_column=id_column, columns=columns, skip=skip
            )
        next(source)
    elif columns or id_column:
        raise InputError(f"{name}: --map and --id need a first line that names the columns")
    return _read_smiles(source, skip)


_SMILES_LINE = re.compile(r"(?P<smiles>\S+(?:[ \t]+\|[^|]*\|)?)(?:\s+(?P<name>.*))?")


def _read_smiles(lines: Iterable[Line], skip: Skip) -> Iterator[Record]:
    for line in lines:
        text = line.text.strip()
        if not line.fault and (not text or text.startswith("#")):
            continue
        if skip.takes_one():
            continue
        match = _SMILES_LINE.fullmatch(text)
        if line.fault:
            yield Record(smiles=text, defect=line.fault)
        elif match is None:
            yield Record(smiles=text, defect=f"line {line.number} is no SMILES with a name")
        else:
            yield Record(id=(match["name"] or "").strip(), smiles=match["smiles"])
