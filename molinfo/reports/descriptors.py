"""Tables of descriptors that grow block by block: CSV, JSON lines, Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, Protocol

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from molinfo.descriptors.catalogue import find_counts
from molinfo.descriptors.sets import DescriptorSet

_ROW_GROUP = 15_000


class FrameWriter(Protocol):
    """Takes the next rows of a table."""

    def write(self, frame: pd.DataFrame) -> None:
        """Write some rows, indexed by record id."""


def print_csv_head(columns: DescriptorSet) -> str:
    """The names of the columns as the first line of a CSV file."""
    names = ("record", *columns.columns, "n_fragments", "error")
    return pd.DataFrame(columns=names).to_csv(index=False, lineterminator="\n")


class CsvFrames:
    """Rows as CSV; fingerprints are hexadecimal."""

    def __init__(self, stream: IO[str], columns: DescriptorSet) -> None:
        self._stream = stream
        self._columns = columns

    def write(self, frame: pd.DataFrame) -> None:
        """Write some rows."""
        _to_hexadecimal(frame, self._columns).to_csv(
            self._stream, header=False, lineterminator="\n"
        )


class JsonLinesFrames:
    """Rows as JSON lines; fingerprints are hexadecimal."""

    def __init__(self, stream: IO[str], columns: DescriptorSet) -> None:
        self._stream = stream
        self._columns = columns

    def write(self, frame: pd.DataFrame) -> None:
        """Write some rows; what is missing is null."""
        plain = _to_hexadecimal(frame, self._columns).astype(object)
        plain = plain.where(plain.notna(), None)
        for record, *values in plain.itertuples(name=None):
            row = {"record": record, **dict(zip(plain.columns, values, strict=True))}
            self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _to_hexadecimal(frame: pd.DataFrame, columns: DescriptorSet) -> pd.DataFrame:
    shown = frame.copy(deep=False)
    for each in columns.fingerprints:
        shown[each.name] = frame[each.name].map(bytes.hex, na_action="ignore")
    return shown


class _ParquetWriter:
    """Gathers rows to row groups, so that a file of millions is quick to read."""

    def __init__(self, writer: pq.ParquetWriter, schema: pa.Schema) -> None:
        self._writer = writer
        self._schema = schema
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def write(self, frame: pd.DataFrame) -> None:
        """Write some rows, now or with the next."""
        columns: list[Any] = [frame.index, *(frame[name] for name in self._schema.names[1:])]
        arrays = [
            pa.array(column, type=field.type, from_pandas=True)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._waiting.append(pa.table(arrays, schema=self._schema))
        self._rows += len(frame)
        if self._rows >= _ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting))
        self._waiting, self._rows = [], 0


@contextmanager
def open_parquet(
    stream: IO[bytes], columns: DescriptorSet, about: Mapping[str, Any]
) -> Iterator[FrameWriter]:
    """Rows as Parquet, fingerprints of a fixed size in bytes; the file's metadata carry `about`
    (versions and options) under the key `molinfo`.
    """
    counts = find_counts(columns.descriptors)
    fields = [("record", pa.string())]
    fields += [
        (name, pa.int64() if name in counts else pa.float64()) for name in columns.descriptors
    ]
    fields += [(each.name, pa.binary((each.bits + 7) // 8)) for each in columns.fingerprints]
    fields += [("n_fragments", pa.int64()), ("error", pa.string())]
    schema = pa.schema(fields, metadata={"molinfo": json.dumps(about, sort_keys=True)})
    with pq.ParquetWriter(stream, schema) as writer:
        gathered = _ParquetWriter(writer, schema)
        yield gathered
        gathered.flush()
