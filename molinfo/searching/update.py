"""An index brought up to date: changed files of stores are read again, and nothing else."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from molinfo.batch.inputs import Inputs, Row, find_inputs, is_store, name_input
from molinfo.batch.sink import Shard
from molinfo.batch.watching import UNWATCHED, Watcher
from molinfo.errors import IndexDamaged
from molinfo.searching import schema
from molinfo.searching.build import (
    BuildPlan,
    Built,
    cannot_write,
    count_rows,
    describe_task,
    identify,
    work_rows,
    write_beside,
    write_index,
    write_states,
)
from molinfo.searching.files import FileState, read_state, read_stats
from molinfo.searching.index import Index, open_file
from molinfo.searching.rows import IndexTask
from molinfo.searching.writer import IndexWriter
from molinfo.store.folder import SOURCES_FILE, find_store_folder, read_record_file

_CLOCK_NS = 2_000_000_000
"""A file changed within this time before it was read may have been changed after it as well."""
_MOST_DEAD = 0.25


@dataclass
class StoreChanges:
    """What changed in a store since it was indexed."""

    number: int
    folder: Path
    read: list[str] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    states: list[FileState] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    seen_ns: int = field(default_factory=time.time_ns)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (self.read or self.gone or self.states or self.lost)


def update_index(
    plan: BuildPlan, output: Path, watcher: Watcher = UNWATCHED, *, fresh: bool = False
) -> Built:
    """Bring an index up to date, or make it where there is none.

    Files that changed are read again as a whole, of stores the records whose files changed. An
    index that is damaged, of other inputs, options or versions is made anew, and `why` says so.
    Raises InputError, StoreError, BatchError, OutputError.
    """
    if fresh or not output.exists():
        return write_index(plan, output, watcher)
    try:
        index = open_file(output)
    except IndexDamaged as error:
        return replace(write_index(plan, output, watcher), why=str(error))
    with index:
        why = _find_difference(index, plan)
        changes = [] if why else list(_find_changes(index, plan))
        slots = int(index.meta["slots"])
    if not why and all(each.is_empty for each in changes):
        return Built(len(index), len(index) - index.structures, 0, 0)
    dead = slots - len(index) + sum(len(each.gone) for each in changes)
    if why or dead > 1000 + _MOST_DEAD * slots:
        return replace(write_index(plan, output, watcher), why=why)
    return _apply(plan, output, changes, slots, watcher)


def refresh_index(path: Path, watcher: Watcher = UNWATCHED) -> Built:
    """Bring an index up to date with the inputs and options that it was made with.

    Raises IndexDamaged for one that cannot say them, InputError, StoreError, OutputError.
    """
    with Index(schema.connect(path), str(path)) as index:
        plan = read_plan(index)
    return update_index(plan, path, watcher)


def read_plan(index: Index) -> BuildPlan:
    """The plan by which an index was made. Raises IndexDamaged where it does not say it."""
    paths = index.ask("SELECT path FROM input ORDER BY number")
    if "options" not in index.meta or any(path in (None, "-") for (path,) in paths):
        raise schema.damaged(index.name, "what it was made from is not known")
    options = json.loads(index.meta["options"])
    source = Inputs(
        tuple(path for (path,) in paths),
        options["input_format"],
        options["id_column"],
        tuple((field_name, column) for field_name, column in options["columns"]),
    )
    task = IndexTask(options["keys"], options["fingerprint"], _find_function(options["judge"]))
    return BuildPlan(source, task, shard=Shard(**options["shard"]))


def _find_function(name: str) -> Any:
    module, _, function = name.partition(":")
    if not module.startswith("molinfo."):
        return None
    return getattr(import_module(module), function)


def _find_difference(index: Index, plan: BuildPlan) -> str:
    """Why an index cannot be brought up to date in parts, "" where it can."""
    if index.meta.get("options") != plan.describe():
        return "other options"
    found = find_inputs(plan.source.inputs)
    stored = index.ask("SELECT path, kind, identity FROM input ORDER BY number")
    if len(stored) != len(found):
        return "other inputs"
    for each, (path, kind, identity) in zip(found, stored, strict=True):
        folder = find_store_folder(each) if each is None or is_store(each) else None
        if each == "-":
            return "standard input cannot be compared"
        if os.path.abspath(str(each if folder is None else folder)) != path:
            return "other inputs"
        if kind == "file" and identify(each) != identity:
            return f"{name_input(each)} changed"
    return ""


def _find_changes(index: Index, plan: BuildPlan) -> Iterator[StoreChanges]:
    for number, each in enumerate(find_inputs(plan.source.inputs)):
        folder = find_store_folder(each) if each is None or is_store(each) else None
        if isinstance(folder, Path):
            yield _compare_store(index, number, folder)


def _compare_store(index: Index, number: int, folder: Path) -> StoreChanges:
    """The records to read again and to take out, and the files whose state is to be noted."""
    changes = StoreChanges(number, folder)
    ((read_ns,),) = index.ask("SELECT read_ns FROM input WHERE number = ?", (number,))
    stored = {
        name: (tuple(stat), slot)
        for name, *stat, slot in index.ask(
            "SELECT name, size, mtime_ns, inode, slot FROM file WHERE input = ?", (number,)
        )
    }
    now = read_stats(folder)
    limit = read_ns - _CLOCK_NS
    nothing = (None, None)
    doubtful = [
        name
        for name, stat in now.items()
        if stat[1] >= limit or stored.get(name, nothing)[0] != stat
    ]
    slots: set[int] = set()
    new: list[str] = []
    for name in doubtful:
        state = read_state(folder, name, now[name])
        then, slot = stored.get(name, nothing)
        if then is not None and state.sha256 == _read_hash(index, number, name):
            if then != now[name]:
                changes.states.append(state)
            continue
        changes.states.append(state)
        if slot is not None:
            slots.add(slot)
        elif name.endswith(".toml") and name != SOURCES_FILE:
            new.append(name)
    changes.lost = sorted(stored.keys() - now.keys())
    slots.update(slot for name in changes.lost if (slot := stored[name][1]) is not None)
    changes.gone = sorted(slots)
    kept = [f"{told.id}.toml" for told in index.read_records(changes.gone)]
    changes.read = sorted({*new, *(name for name in kept if name in now)})
    return changes


def _read_hash(index: Index, number: int, name: str) -> str:
    ((sha256,),) = index.ask("SELECT sha256 FROM file WHERE input = ? AND name = ?", (number, name))
    return str(sha256)


def _apply(
    plan: BuildPlan, output: Path, changes: list[StoreChanges], slots: int, watcher: Watcher
) -> Built:
    """Put the changes into a copy of an index, which then takes its place."""
    added = removed = 0
    with write_beside(output, copy_of=output) as beside:
        connection = sqlite3.connect(beside, isolation_level=None)
        try:
            schema.unguard(connection)
            writer = IndexWriter(connection)
            writer.resume(slots)
            writer.forget(slot for each in changes for slot in each.gone)
            for each in changes:
                _read_again(plan, writer, each, watcher)
                added += len(each.read)
                removed += len(each.gone)
            options = {**describe_task(plan.task), "options": plan.describe()}
            writer.finish(**options, ordered="0")
            rows, unread = count_rows(connection)
        except sqlite3.OperationalError as error:
            raise cannot_write(output, str(error)) from error
        finally:
            connection.close()
    return Built(rows, unread, added, removed)


def _read_again(
    plan: BuildPlan, writer: IndexWriter, changes: StoreChanges, watcher: Watcher
) -> None:
    run = writer.connection.execute
    folder, number = changes.folder, changes.number
    records = (read_record_file(folder / name).record for name in changes.read)
    rows = (Row(at, folder.name, at, record) for at, record in enumerate(records))
    slots: dict[tuple[int, str], int] = {}
    for row, made in work_rows(plan, rows, watcher):
        slot = writer.add(made, number, row.place)
        slots[number, f"{row.record.id}.toml"] = slot
        if row.record.molfile:
            slots[number, row.record.molfile] = slot
    writer.write_rows()
    for name in changes.lost:
        run("DELETE FROM file WHERE input = ? AND name = ?", (number, name))
    write_states(writer.connection, number, changes.states, slots)
    for (_number, name), slot in slots.items():  # also of files that did not change themselves
        run("UPDATE file SET slot = ? WHERE input = ? AND name = ?", (slot, number, name))
    run("UPDATE input SET read_ns = ? WHERE number = ?", (changes.seen_ns, number))
    order = run(
        "SELECT slot, place FROM row WHERE input = ? ORDER BY id || '.toml'", (number,)
    ).fetchall()
    moved = [(at, slot) for at, (slot, place) in enumerate(order) if at != place]
    writer.connection.executemany("UPDATE row SET place = ? WHERE slot = ?", moved)
