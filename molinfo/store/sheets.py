"""Parquet and XLSX tables as records."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from molinfo.errors import InputError
from molinfo.store.columns import Columns, find_columns, require_structure, trim_cell
from molinfo.store.record import Record
from molinfo.store.streams import Skip, is_address, open_address

_BATCH_ROWS = 1000


def read_parquet(
    path: str, skip: Skip, *, id_column: str | None, columns: Mapping[str, str] | None
) -> Iterator[Record]:
    """Records of a Parquet file, in batches; only columns with a meaning are read.

    Raises InputError for a damaged file or one without a structure column.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(open_address(path) if is_address(path) else path)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: not a Parquet file, or damaged: {error}") from error
    names = [field.name for field in table.schema_arrow]
    found = find_columns(names, id_column=id_column, columns=columns, source=path)
    require_structure(found, names, path)
    wanted = [*dict.fromkeys(c for names in found.own.values() for c in names)]
    wanted += [column for _field, column in found.claims if column not in wanted]
    return _parquet_records(table, wanted, found, skip)


def _parquet_records(
    table: Any, wanted: list[str], columns: Columns, skip: Skip
) -> Iterator[Record]:
    with table:
        for batch in table.iter_batches(_BATCH_ROWS, columns=wanted):
            for row in batch.to_pylist():
                if skip.takes_one():
                    continue
                yield columns.make_record({name: _print_value(row[name]) for name in wanted})


def read_xlsx(
    path: Path, *, id_column: str | None, columns: Mapping[str, str] | None
) -> Iterator[Record]:
    """Records of the first sheet of a workbook; its first row that is not empty names the columns.

    Numbers are taken as the sheet shows them where the cell fixes its decimals. Raises InputError
    for a damaged workbook or one without a structure column.
    """
    book = _open_book(path)
    filled = _filled_rows(book)
    header = next(filled, None)
    if header is None:
        raise InputError(f"{path}: the first sheet is empty")
    names = [_print_value(cell.value) for cell in header]
    found = find_columns(names, id_column=id_column, columns=columns, source=str(path))
    require_structure(found, names, str(path))
    return _xlsx_records(book, filled, names, found)


def find_filled_rows(path: Path) -> list[int]:
    """Numbers (from 1) of the rows that `read_xlsx` reads, that of the column names first."""
    with closing(_open_book(path)) as book:
        return [
            next(cell.row for cell in row if cell.value is not None) for row in _filled_rows(book)
        ]


def _open_book(path: Path) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise InputError(f"{path}: not an XLSX workbook, or damaged: {error}") from error


def _filled_rows(book: Any) -> Iterator[Any]:
    for row in book.worksheets[0].iter_rows():
        if any(cell.value is not None for cell in row):
            yield row


def _xlsx_records(
    book: Any, rows: Iterator[Any], names: list[str], columns: Columns
) -> Iterator[Record]:
    with closing(book):
        for row in rows:
            texts = {name: _print_cell(cell) for name, cell in zip(names, row, strict=False)}
            yield columns.make_record(texts)


def _print_cell(cell: Any) -> str:
    """What a sheet shows of a cell, as far as decimals and dates go."""
    decimals = re.fullmatch(r"#?,?#*0\.(0+)", str(cell.number_format or ""))
    if decimals and isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return f"{cell.value:.{len(decimals[1])}f}"
    return _print_value(cell.value)


def _print_value(value: object) -> str:
    """A value as text: digits that make the number, ISO dates, nothing for nothing."""
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return trim_cell(str(value))
