"""Builds an index of inputs, or brings one up to date; the old file stays whole until the end."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from molinfo.batch.guard import Fault, Guard, GuardLimits
from molinfo.batch.inputs import Inputs, Row, find_inputs, is_store, name_input
from molinfo.batch.job import BLOCK_ROWS, CHUNK_ROWS
from molinfo.batch.run import make_chunks
from molinfo.batch.sink import Shard
from molinfo.batch.watching import UNWATCHED, Watcher
from molinfo.errors import InputError, OutputError
from molinfo.searching import schema
from molinfo.searching.files import FileState, read_state, read_stats
from molinfo.searching.index import Index
from molinfo.searching.rows import IndexedRow, IndexTask
from molinfo.searching.writer import IndexWriter
from molinfo.store.folder import find_store_folder
from molinfo.store.streams import is_address


@dataclass(frozen=True)
class BuildPlan:
    """What to index, how a row is made, and who makes it.

    Rows are made in this process unless `workers` is above 0: then in as many processes, each row
    guarded by `limits`. `shard` takes a share of the rows, by chunks.
    """

    source: Inputs
    task: IndexTask = field(default_factory=IndexTask)
    workers: int = 0
    limits: GuardLimits = field(default_factory=GuardLimits)
    shard: Shard = field(default_factory=Shard)

    def describe(self) -> str:
        """What decides the content of an index besides its inputs, as JSON."""
        told = {
            "columns": sorted(self.source.columns),
            "id_column": self.source.id_column,
            "input_format": self.source.input_format,
            "keys": self.task.with_keys,
            "fingerprint": self.task.fingerprint,
            "judge": name_function(self.task.judge),
            "shard": asdict(self.shard),
        }
        return json.dumps(told, sort_keys=True)


def name_function(function: Callable[..., Any] | None) -> str:
    """Where a function of this package stands, "" for none."""
    return "" if function is None else f"{function.__module__}:{function.__qualname__}"


@dataclass(frozen=True, slots=True)
class Built:
    """What became of an index: rows in it, those without a structure, and what was done.

    `why` says why all rows were read although an index was there.
    """

    rows: int
    unread: int
    added: int
    removed: int
    why: str = ""

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing had to be done."""
        return not (self.added or self.removed or self.why)


def write_index(plan: BuildPlan, output: Path, watcher: Watcher = UNWATCHED) -> Built:
    """Write an index of all rows beside `output` and put it in its place.

    Raises InputError, StoreError, BatchError, OutputError.
    """
    with write_beside(output) as beside:
        connection = schema.create(str(beside))
        try:
            writer = _fill(connection, plan, watcher)
            writer.finish(**describe_task(plan.task), ordered="1", options=plan.describe())
            rows, unread = count_rows(connection)
        except sqlite3.OperationalError as error:
            raise cannot_write(output, str(error)) from error
        finally:
            connection.close()
    return Built(rows, unread, rows, 0)


def make_index(plan: BuildPlan, name: str) -> Index:
    """An index in memory. Raises InputError, StoreError."""
    connection = schema.create(":memory:")
    _fill(connection, plan, UNWATCHED).finish(
        **describe_task(plan.task), ordered="1", options=plan.describe()
    )
    return Index(connection, name)


def make_index_of_rows(rows: Iterable[Row], name: str) -> Index:
    """An index in memory of rows that all have the same input."""
    connection = schema.create(":memory:")
    writer = IndexWriter(connection)
    connection.execute("INSERT INTO input VALUES (0, ?, NULL, 'records', '', 0)", (name,))
    task = IndexTask()
    for row in rows:
        writer.add(task.make_row(row.record), 0, row.place)
    writer.finish(**describe_task(task), ordered="1")
    return Index(connection, name)


def describe_task(task: IndexTask) -> dict[str, str]:
    """What an index says of how its rows were made."""
    return {"keys": str(int(task.with_keys)), "fingerprint": task.fingerprint}


def _fill(connection: sqlite3.Connection, plan: BuildPlan, watcher: Watcher) -> IndexWriter:
    writer = IndexWriter(connection)
    numbers, states = _note_inputs(connection, plan)
    slots: dict[tuple[int, str], int] = {}
    for row, made in work_rows(plan, read_rows(plan), watcher):
        number = numbers[row.input]
        slot = writer.add(made, number, row.place)
        if number in states:
            slots[number, f"{row.record.id}.toml"] = slot
            if row.record.molfile:
                slots[number, row.record.molfile] = slot
    for number, files in states.items():
        write_states(connection, number, files, slots)
    return writer


def _note_inputs(
    connection: sqlite3.Connection, plan: BuildPlan
) -> tuple[dict[str, int], dict[int, list[FileState]]]:
    """Give inputs their numbers; of stores, what their files are like before they are read."""
    numbers: dict[str, int] = {}
    states: dict[int, list[FileState]] = {}
    for number, each in enumerate(find_inputs(plan.source.inputs)):
        folder = find_store_folder(each) if each is None or is_store(each) else None
        kind = "file" if folder is None else "store"
        path = str(folder) if folder is not None else each
        if path is not None and path != "-" and not is_address(path):
            path = os.path.abspath(path)
        identity = "" if folder is not None else identify(each)
        connection.execute(
            "INSERT INTO input VALUES (?, ?, ?, ?, ?, ?)",
            (number, name_input(each), path, kind, identity, time.time_ns()),
        )
        numbers.setdefault(name_input(each), number)
        if isinstance(folder, Path):
            states[number] = [
                read_state(folder, *each) for each in sorted(read_stats(folder).items())
            ]
    return numbers, states


def identify(name: str | None) -> str:
    """What tells that a file is no longer what it was: its size and time; "" where none does."""
    if name is None or name == "-" or is_address(name):
        return ""
    try:
        state = os.stat(name)
    except FileNotFoundError:
        raise InputError(f"{name}: no such file or folder") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    return f"{state.st_size} {state.st_mtime_ns}"


def write_states(
    connection: sqlite3.Connection,
    number: int,
    states: Iterable[FileState],
    slots: dict[tuple[int, str], int],
) -> None:
    """Keep what the files of a store were like, and the slot of the record in each."""
    connection.executemany(
        "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(number, *state, slots.get((number, state.name))) for state in states],
    )


def read_rows(plan: BuildPlan) -> Iterator[Row]:
    """The rows of a plan's share."""
    rows = plan.source.read()
    if plan.shard.count == 1:
        return rows
    return (row for row in rows if plan.shard.owns(row.number // CHUNK_ROWS))


def work_rows(
    plan: BuildPlan, rows: Iterable[Row], watcher: Watcher
) -> Iterator[tuple[Row, IndexedRow]]:
    """Rows with what an index keeps of each, in order."""
    blocks = make_chunks(rows, BLOCK_ROWS)
    if not plan.workers:
        for block in blocks:
            made = list(plan.task(block))
            watcher.advance(len(block), _count_failed(made))
            yield from zip(block, made, strict=True)
        return
    with Guard(plan.task, workers=plan.workers, limits=plan.limits) as guard:
        for done, results in guard.run(blocks):
            made = [
                plan.task.fail(row, result) if isinstance(result, Fault) else result
                for row, result in zip(done, results, strict=True)
            ]
            watcher.advance(len(done), _count_failed(made))
            yield from zip(done, made, strict=True)


def _count_failed(made: Sequence[IndexedRow]) -> Counter[str]:
    return Counter(each.code for each in made if each.code)


def count_rows(connection: sqlite3.Connection) -> tuple[int, int]:
    """Rows of an index, and those without a structure."""
    meta = schema.read_meta(connection)
    return int(meta["rows"]), int(meta["rows"]) - int(meta["structures"])


@contextmanager
def write_beside(output: Path, copy_of: Path | None = None) -> Iterator[Path]:
    """A file beside `output` that takes its place at the end, or is removed.

    What killed runs left is removed, too. Raises OutputError.
    """
    _remove_leftovers(output)
    beside = output.with_name(f".{output.name}.{os.getpid()}.partial")
    try:
        if copy_of is not None:
            shutil.copyfile(copy_of, beside)
        else:
            beside.open("xb").close()
        yield beside
        with beside.open("rb+") as stream:
            os.fsync(stream.fileno())
        beside.replace(output)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise cannot_write(output, error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _remove_leftovers(output: Path) -> None:
    for path in output.parent.glob(f".{output.name}.*.partial"):
        owner = path.name.removesuffix(".partial").rpartition(".")[2]
        if owner.isdecimal() and not _is_running(int(owner)):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()


def cannot_write(output: Path, why: str) -> OutputError:
    """The error for a disk that is full, a folder that is read-only, ..."""
    return OutputError(f"{output}: cannot be written: {why}; make room or name another with -o")
