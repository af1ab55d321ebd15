"""Files of other people as streams of records: every kind that is read, by its ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from molinfo.chem.structure import DEFAULT_LIMITS, Limits
from molinfo.errors import InputError, MolinfoError
from molinfo.store.cdxml import read_cdxml_records
from molinfo.store.delimited import read_delimited, read_smiles_lines
from molinfo.store.record import Record
from molinfo.store.sdf import read_sd_lines
from molinfo.store.sheets import read_parquet, read_xlsx
from molinfo.store.streams import PACKED_ENDINGS, Line, Skip, is_address, open_bytes, read_lines

_KINDS = {
    ".cdxml": "cdxml",
    ".mol": "mol",
    ".sdf": "sdf",
    ".sd": "sdf",
    ".smi": "smi",
    ".smiles": "smi",
    ".cxsmiles": "smi",
    ".csv": "csv",
    ".tsv": "tsv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
_WHOLE_FILES = ("xlsx", "parquet")


def read_records(
    path: str | Path,
    *,
    input_format: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Record]:
    """Stream the records of a file, of an fsspec address or, for `-`, of standard input.

    The ending tells the kind: .mol, .sdf/.sd, .smi/.smiles/.cxsmiles, .csv, .tsv, .xlsx, .parquet,
    .cdxml (a record for each structure of the page, with its layout), text kinds also .gz and .zst;
    `input_format` overrides it. `columns` maps fields to columns of other names. A row that cannot
    be read becomes a record with a `defect`; none is lost.

    Raises InputError when the input cannot be read as a whole.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "two.smi").write_text("CCO ethanol\\nC methane\\n")
    ...     [record.id for record in read_records(Path(folder) / "two.smi")]
    ['ethanol', 'methane']
    """
    return read_with_skips(
        path, Skip(), input_format=input_format, id_column=id_column, columns=columns, limits=limits
    )


def read_with_skips(
    path: str | Path,
    skip: Skip,
    *,
    input_format: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Record]:
    """The same as `read_records`, less the records that `skip` takes, which are not made."""
    name = str(path)
    kind, packed = _find_kind(name, input_format)
    if kind in _WHOLE_FILES:
        if name == "-" or packed:
            raise InputError(f"{name}: {kind} is read from a plain file only; write it to one")
        if kind == "parquet":
            return read_parquet(name, skip, id_column=id_column, columns=columns)
        if not Path(path).is_file():
            raise InputError(f"{name}: no such file")
        return read_xlsx(Path(path), id_column=id_column, columns=columns)
    stream = open_bytes(name, packed)
    try:
        if kind == "cdxml":
            return _then_close(read_cdxml_records(stream, name), stream)
        lines = read_lines(stream, name, limits.max_text)
        records = _read_text(kind, lines, name, limits.max_text, id_column, columns, skip)
    except MolinfoError:
        stream.close()
        raise
    return _then_close(records, stream)


def _read_text(
    kind: str,
    lines: Iterator[Line],
    name: str,
    max_text: int,
    id_column: str | None,
    columns: Mapping[str, str] | None,
    skip: Skip,
) -> Iterator[Record]:
    if kind in ("mol", "sdf"):
        return read_sd_lines(
            lines,
            name,
            max_text=max_text,
            id_column=id_column,
            columns=columns,
            untitled=Path(name).name.split(".")[0] if kind == "mol" else "",
            skip=skip,
        )
    if kind == "smi":
        return read_smiles_lines(lines, name, id_column=id_column, columns=columns, skip=skip)
    delimiter = "\t" if kind == "tsv" else None
    return read_delimited(
        lines, name, delimiter=delimiter, id_column=id_column, columns=columns, skip=skip
    )


def _then_close(records: Iterator[Record], stream: IO[bytes]) -> Iterator[Record]:
    with stream:
        yield from records


def _find_kind(name: str, input_format: str | None) -> tuple[str, str]:
    """The kind of a file and how it is packed."""
    known = ", ".join(sorted({*_KINDS.values()}))
    if input_format is None:
        if name == "-":
            raise InputError(f"-: say with --input-format what standard input is ({known})")
        endings = [ending.lower() for ending in Path(name).suffixes]
    else:
        endings = [f".{part}" for part in input_format.lower().strip(".").split(".")]
    packed = endings.pop() if endings and endings[-1] in PACKED_ENDINGS else ""
    if input_format is not None and not packed and name.lower().endswith(PACKED_ENDINGS):
        packed = Path(name).suffix.lower()
    kind = _KINDS.get(endings[-1] if endings else "")
    if kind is None:
        if Path(name).is_dir():
            raise InputError(f"{name} is a folder without record files; give a file or a store")
        if input_format is None and not is_address(name) and not Path(name).exists():
            raise InputError(f"{name}: no such file or folder")
        what = f"input format {input_format!r}" if input_format else f"the ending of {name}"
        raise InputError(f"{name}: {what} is not known; use --input-format with one of {known}")
    return kind, packed
