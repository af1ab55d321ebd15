"""The rows of one or many inputs as one stream, with numbers that do not change."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from molinfo.errors import InputError, RecordNotFound
from molinfo.store.files import hash_file
from molinfo.store.folder import find_store_folder, list_store_files, open_store
from molinfo.store.record import Record
from molinfo.store.streams import Skip, is_address
from molinfo.store.tables import read_with_skips

Given = str | Path | None | Sequence[str | Path | None]
"""What a caller may name as inputs."""
_SAMPLE_STEPS = 1 << 32


class Row(NamedTuple):
    """A record with its number in the whole run, the name of its input and its place in that input.

    Both count from 0 and include damaged rows. `context` is what the task adds from other rows.
    """

    number: int
    input: str
    place: int
    record: Record
    context: Any = None
    is_in_store: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run reads: files, globs, addresses, store folders, `-`; None is the bundled store.

    `limit` ends the stream after that many rows. `sample` keeps that share of the rows, chosen by
    their numbers and so the same in every run; `only` keeps the records of these ids. Rows keep
    their numbers in the whole input.
    """

    inputs: tuple[str | None, ...]
    input_format: str | None = None
    id_column: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    limit: int | None = None
    sample: float = 1.0
    only: tuple[str, ...] = ()

    @property
    def can_be_read_again(self) -> bool:
        """Whether a second process, or a second run, can read the same rows."""
        return "-" not in self.inputs

    @property
    def single_file(self) -> Path | None:
        """The file that is read, where there is one alone."""
        name = self.inputs[0] if len(self.inputs) == 1 else None
        return None if name is None or name == "-" or is_store(name) else Path(name)

    def describe(self) -> dict[str, Any]:
        """What of this decides results, for the meta file."""
        return {
            "columns": [f"{field}={column}" for field, column in self.columns],
            "id": self.id_column,
            "input_format": self.input_format,
            "limit": self.limit,
            "sample": self.sample,
            "only": list(self.only),
        }

    @property
    def is_whole(self) -> bool:
        """Whether all rows are read, so that row numbers say which rows a chunk holds."""
        return self.limit is None and self.sample >= 1 and not self.only

    def read(self, skip: Skip | None = None) -> Iterator[Row]:
        """Yield all rows in order, except those that `skip` takes, which are numbered as well.

        Raises InputError or StoreError for an input that cannot be read as a whole. A file among
        several that cannot be read becomes one damaged row instead, and the others are read.
        """
        rows = self._read_all(skip or Skip())
        if self.sample < 1:
            rows = (row for row in rows if _is_sampled(row.number, self.sample))
        if self.only:
            rows = self._choose(rows)
        return islice(rows, self.limit)

    def _choose(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows of the chosen ids; RecordNotFound at the end where one was not there."""
        missing = dict.fromkeys(self.only)
        for row in rows:
            if row.record.id in self.only:
                missing.pop(row.record.id, None)
                yield row
        if missing:
            raise RecordNotFound(f"no record {', '.join(map(repr, missing))} in the input")

    def _read_all(self, skip: Skip) -> Iterator[Row]:
        made = 0
        found = find_inputs(self.inputs)
        for each in found:
            is_one_of_many = each is not None and len(found) > 1 and Path(each).is_file()
            records = self._read_kept(each, skip) if is_one_of_many else self._read_one(each, skip)
            name, start = name_input(each), made + skip.taken
            in_store = each is None or is_store(each)
            for record in records:
                if skip.takes_one():
                    continue
                number = made + skip.taken
                yield Row(number, name, number - start, record, is_in_store=in_store)
                made += 1

    def _read_kept(self, name: str | None, skip: Skip) -> Iterator[Record]:
        try:
            yield from self._read_one(name, skip)
        except InputError as error:
            yield Record(defect=str(error))

    def _read_one(self, name: str | None, skip: Skip) -> Iterator[Record]:
        if name is None or is_store(name):
            return iter(open_store(name).values())
        return read_with_skips(
            name,
            skip,
            input_format=self.input_format,
            id_column=self.id_column,
            columns=dict(self.columns),
        )

    def list_files(self) -> list[Path]:
        """List the files that are read: those named or matched, and each file of a store."""
        files: list[Path] = []
        for each in find_inputs(self.inputs):
            if each is None or is_store(each):
                files += list_store_files(find_store_folder(each))
            elif each != "-" and not is_address(each):
                files.append(Path(each))
        return files

    def identify(self) -> list[dict[str, Any]]:
        """Name and SHA-256 of each file; for an address, the version that its file system gives.

        Standard input has no identity.
        """
        files = [path for path in self.list_files() if path.is_file()]
        addresses = [each for each in find_inputs(self.inputs) if each and is_address(each)]
        return [
            *({"name": path.name, "sha256": hash_file(path)} for path in files),
            *({"name": each, "version": _ask_version(each)} for each in addresses),
        ]


def choose_inputs(
    paths: Given,
    *,
    input_format: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Inputs:
    """The inputs that a caller names: a path, several, or None for the bundled store."""
    several = [paths] if paths is None or isinstance(paths, str | Path) else list(paths)
    names = tuple(None if each is None else str(each) for each in several)
    return Inputs(names, input_format, id_column, tuple((columns or {}).items()))


def find_inputs(inputs: Sequence[str | None]) -> list[str | None]:
    """Replace globs by the files that they match, sorted.

    Raises InputError for a glob that matches nothing.
    """
    found: list[str | None] = []
    for each in inputs:
        if each is None or not glob.has_magic(each) or Path(each).exists():
            found.append(each)
            continue
        matches = _match_addresses(each) if is_address(each) else sorted(glob.glob(each))
        if not matches:
            raise InputError(f"{each}: no file matches this pattern")
        found += matches
    return found


def name_input(name: str | None) -> str:
    """The name of an input in results: without its folder."""
    if name is None:
        return find_store_folder().name
    return name if name == "-" else name.rstrip("/").rpartition("/")[2] or name


def is_store(name: str) -> bool:
    """Whether an input is a folder of records."""
    return name != "-" and not is_address(name) and Path(name).is_dir()


def _match_addresses(pattern: str) -> list[str]:
    from fsspec.core import url_to_fs

    system, path = url_to_fs(pattern)
    return sorted(str(system.unstrip_protocol(each)) for each in system.glob(path))


def _ask_version(address: str) -> str:
    """What changes when a file on another file system does: a checksum, an ETag or a date."""
    from fsspec.core import url_to_fs

    system, path = url_to_fs(address)
    try:
        return str(system.ukey(path))
    except (OSError, NotImplementedError) as error:
        raise InputError(f"{address}: cannot be read: {error}") from error


def _is_sampled(number: int, share: float) -> bool:
    digest = hashlib.blake2b(str(number).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") < share * _SAMPLE_STEPS
