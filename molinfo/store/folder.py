"""A structures/ folder as records: read, validate, write back byte for byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT, Comment, Item, Key, Null, Table, Whitespace

from molinfo.errors import RecordNotFound, StoreError
from molinfo.store.files import write_atomically
from molinfo.store.record import FileLines, Record, SourceDetails

KeyPath = tuple[str | int, ...]
SOURCES_FILE = "sources.toml"


@dataclass(frozen=True)
class RecordFile:
    """A record as it stands on disk: the document with its comments, and the line of every key."""

    path: Path | Traversable
    record: Record
    document: tomlkit.TOMLDocument
    lines: Mapping[KeyPath, int]

    def claim_line(self, claim: int, key: str = "value") -> int:
        """The line (from 1) on which a key of the n-th claim (from 0) stands."""
        return self.lines.get(("claim", claim, key), self.lines[("claim", claim)])


@dataclass(frozen=True)
class Store(Mapping[str, Record]):
    """Records by id, in order of their ids, and the sources that they cite."""

    path: Path | Traversable
    files: Mapping[str, RecordFile]
    sources: Mapping[str, SourceDetails] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The folder's name, as results print it; the same for a checkout and a wheel."""
        return self.path.name

    def __hash__(self) -> int:
        raise TypeError(
            "a store has no hash, because its records may change; use its path as a key"
        )

    def __getitem__(self, record_id: str) -> Record:
        try:
            return self.files[record_id].record
        except KeyError:
            raise RecordNotFound(f"no record {record_id!r} in {self.path}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def find_store_folder(path: str | Path | None = None) -> Path | Traversable:
    """The folder of a store, which need not be there; that of the bundled one without a path."""
    return files("molinfo.structures") if path is None else Path(path)


def open_store(path: str | Path | None = None) -> Store:
    """Open a store folder, or the bundled store of JAK inhibitors when no path is given.

    Raises StoreError, naming file and line of everything that is wrong.

    >>> open_store()["baricitinib"].name
    'baricitinib'
    """
    folder = find_store_folder(path)
    if not folder.is_dir():
        raise StoreError(f"{folder}: no such folder; give a folder of record files")
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    faults: list[str] = []
    sources: dict[str, SourceDetails] = {}
    read: list[RecordFile] = []
    for entry in entries:
        try:
            if entry.name == SOURCES_FILE:
                sources = _read_sources(entry)
            else:
                read.append(read_record_file(entry))
        except StoreError as error:
            faults.append(str(error))
    if not entries or (not read and not faults):
        raise StoreError(f"{folder}: no record files (*.toml) in this folder")
    faults += _find_cross_faults(read, sources)
    if faults:
        raise StoreError("\n".join(faults))
    return Store(folder, {file.record.id: file for file in read}, sources)


def list_store_files(folder: Path | Traversable) -> list[Path]:
    """The record files, molfiles and sources in the folder of a store, by name."""
    return sorted(
        entry
        for entry in folder.iterdir()
        if isinstance(entry, Path) and entry.suffix in (".toml", ".mol")
    )


def read_record_file(path: Path | Traversable) -> RecordFile:
    """Read one record file and the molfile beside it.

    Raises StoreError naming the file, the line and what is wrong there.
    """
    document = _parse_toml(path)
    lines = locate_keys(document)
    try:
        record = Record.model_validate(document.unwrap())
    except ValidationError as error:
        raise StoreError("\n".join(_describe_faults(path, lines, error))) from error
    faults = [
        f"{path}:{lines[('claim', index)]}: claim on {claim.field} has no source; "
        'add sources = [{ id = "..." }]'
        for index, claim in enumerate(record.claims)
        if not claim.sources
    ]
    if not record.id or path.name != f"{record.id}.toml":
        line = lines.get(("id",), 1)
        faults.append(f"{path}:{line}: id {record.id!r} is not the file's name")
    if not (record.smiles or record.molfile):
        faults.append(f"{path}:1: record has neither smiles nor molfile; give the structure")
    if record.molfile:
        try:
            molblock = (_parent(path) / record.molfile).read_text(encoding="utf-8")
            record = record.model_copy(update={"molblock": molblock})
        except (OSError, UnicodeDecodeError):
            faults.append(
                f"{path}:{lines[('molfile',)]}: molfile {record.molfile!r} is not there or not text"
            )
    if faults:
        raise StoreError("\n".join(faults))
    return RecordFile(path, _with_lines(record, path.name, lines), document, lines)


def _with_lines(record: Record, name: str, lines: Mapping[KeyPath, int]) -> Record:
    """The record with where its parts stand in its file."""
    where = FileLines(
        file=name,
        smiles=lines.get(("smiles",), 1),
        molfile=lines.get(("molfile",), 1),
        claims=tuple(
            lines.get(("claim", index, "value"), lines[("claim", index)])
            for index in range(len(record.claims))
        ),
    )
    return record.model_copy(update={"lines": where})


def write_record_file(file: RecordFile, path: Path) -> None:
    """Write a record file; an unchanged one keeps its bytes, comments included."""
    path.write_text(tomlkit.dumps(file.document), encoding="utf-8", newline="")


def write_molfile(file: RecordFile, molblock: str) -> Path:
    """Write the molfile beside a record file; one that the record does not name yet is `id.mol`.

    Raises OutputError.
    """
    folder = _parent(file.path)
    name = file.record.molfile or f"{file.record.id}.mol"
    path: Path = folder / name
    write_atomically(path, molblock)
    if not file.record.molfile:
        lines = tomlkit.dumps(file.document).splitlines(keepends=True)
        smiles: Item = file.document["smiles"]
        after = file.lines[("smiles",)] + smiles.as_string().count("\n")
        lines.insert(after, f"molfile = {tomlkit.string(name).as_string()}\n")
        write_atomically(folder / f"{file.record.id}.toml", "".join(lines))
    return path


def locate_keys(document: tomlkit.TOMLDocument) -> dict[KeyPath, int]:
    """The line (from 1) of every key of a TOML document, by path.

    >>> locate_keys(tomlkit.parse('a = 1\\n\\n[[claim]]\\nfield = "cas"\\n'))[("claim", 0, "field")]
    4
    """
    lines: dict[KeyPath, int] = {}
    _walk_body(document.body, (), 1, lines)
    return lines


def _walk_body(
    body: list[tuple[Key | None, Item]], prefix: KeyPath, line: int, lines: dict[KeyPath, int]
) -> int:
    """Note where each key stands; return the line after the last one."""
    for key, item in body:
        if isinstance(item, Null):
            continue
        if key is None or isinstance(item, Whitespace | Comment):
            line += item.as_string().count("\n")
            continue
        path = (*prefix, key.key)
        if isinstance(item, AoT):
            lines.setdefault(path, line)
            for index, table in enumerate(item.body):
                line = _walk_table(table, (*path, index), line, lines)
        elif isinstance(item, Table):
            line = _walk_table(item, path, line, lines)
        else:
            line += item.trivia.indent.count("\n")
            lines[path] = line
            line += item.as_string().count("\n") + item.trivia.trail.count("\n")
    return line


def _walk_table(table: Table, path: KeyPath, line: int, lines: dict[KeyPath, int]) -> int:
    line += table.trivia.indent.count("\n")
    lines.setdefault(path, line)
    if not table.is_super_table():
        line += table.trivia.trail.count("\n")
    return _walk_body(table.value.body, path, line, lines)


def _parse_toml(path: Path | Traversable) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_bytes().decode("utf-8"))
    except ParseError as error:
        raise StoreError(f"{path}:{error.line}: not TOML: {error}") from error
    except TOMLKitError as error:
        raise StoreError(f"{path}: not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def _read_sources(path: Path | Traversable) -> dict[str, SourceDetails]:
    document = _parse_toml(path)
    lines = locate_keys(document)
    sources: dict[str, SourceDetails] = {}
    faults: list[str] = []
    for source_id, details in document.unwrap().items():
        try:
            sources[source_id] = SourceDetails.model_validate(details)
        except ValidationError as error:
            faults += _describe_faults(path, lines, error, (source_id,))
    if faults:
        raise StoreError("\n".join(faults))
    return sources


def _describe_faults(
    path: Path | Traversable,
    lines: Mapping[KeyPath, int],
    error: ValidationError,
    prefix: KeyPath = (),
) -> list[str]:
    """One line a fault: file, line, key, what is wrong."""
    described = []
    for fault in error.errors(include_url=False):
        where: KeyPath = (*prefix, *fault["loc"])
        message = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"]
        name = ".".join(str(step) for step in where)
        described.append(f"{path}:{_nearest_line(lines, where)}: {name}: {message}")
    return described


def _nearest_line(lines: Mapping[KeyPath, int], where: KeyPath) -> int:
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _find_cross_faults(read: list[RecordFile], sources: Mapping[str, SourceDetails]) -> list[str]:
    """What only the folder as a whole can tell: ids twice, parents and sources unknown."""
    faults = []
    counts = Counter(file.record.id for file in read)
    for file in read:
        record, where = file.record, file.path
        if counts[record.id] > 1:
            faults.append(f"{where}:{file.lines[('id',)]}: id {record.id!r} stands twice")
        if record.form_of and record.form_of not in counts:
            line = file.lines[("form_of",)]
            faults.append(f"{where}:{line}: form_of names {record.form_of!r}, not in this store")
        for source in record.structure_sources:
            if source.id not in sources:
                line = file.lines[("structure_sources",)]
                faults.append(f"{where}:{line}: source {source.id!r} is not in {SOURCES_FILE}")
        for index, claim in enumerate(record.claims):
            for source in claim.sources:
                for named in (source.id, *filter(None, [source.via])):
                    if named not in sources:
                        line = file.claim_line(index, "sources")
                        faults.append(f"{where}:{line}: source {named!r} is not in {SOURCES_FILE}")
            if claim.of and claim.of not in counts:
                line = file.claim_line(index, "of")
                faults.append(f"{where}:{line}: of names {claim.of!r}, not in this store")
    return faults


def _parent(path: Path | Traversable) -> Any:
    """The folder of a file; package resources on disk are paths too."""
    if isinstance(path, Path):
        return path.parent
    raise StoreError(f"{path}: a store inside an archive cannot be read; unpack it first")


__all__ = [
    "RecordFile",
    "Store",
    "find_store_folder",
    "list_store_files",
    "locate_keys",
    "open_store",
    "read_record_file",
    "write_molfile",
    "write_record_file",
]
