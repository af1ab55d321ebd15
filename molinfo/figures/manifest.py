"""A folder of figures kept up to date: only what changed is written, and what is stale is known.

The manifest holds, for each file, what it was drawn from (as a digest) and the digest of its bytes,
and the versions of the libraries that drew. When only those versions changed, figures are drawn in
memory and count as stale only where bytes differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import PIL
from pydantic import BaseModel, ConfigDict, ValidationError
from rdkit import rdBase

from molinfo.errors import InputError, MolinfoError, OutputError
from molinfo.figures.recipe import Recipe, name_files
from molinfo.store.files import hash_file, make_folder, write_atomically
from molinfo.store.record import Record

MANIFEST = "manifest.json"


class FileState(StrEnum):
    """How a figure on disk stands to its record."""

    UNCHANGED = "unchanged"
    MISSING = "missing"
    STALE = "stale"
    EDITED = "edited"
    ORPHANED = "orphaned"
    FAILED = "failed"


@dataclass
class FolderReport:
    """What was found in a folder, and done: names of files by state, and why records failed.

    Missing and stale figures are `written` where writing was asked for; edited ones only by force.
    `reasons` say why a file is not as it should be. `warnings` name what of a record its figure
    does not show, `clashes` what lies over what in it. `smallest` is the figure with the shortest
    bonds of those drawn, where a canvas shrank it.
    """

    states: dict[str, FileState] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clashes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shrunk: int = 0
    smallest: tuple[float, str] | None = None

    def names(self, state: FileState) -> list[str]:
        """The files of a state, sorted."""
        return sorted(name for name, each in self.states.items() if each is state)

    def count_drawn(self) -> int:
        """How many figures stand there now as their records say."""
        unchanged = FileState.UNCHANGED
        return len(self.written) + sum(each is unchanged for each in self.states.values())

    @property
    def is_current(self) -> bool:
        """Whether every figure is there, as its record says, and no other."""
        return not set(self.states.values()) - {FileState.UNCHANGED, FileState.FAILED}


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    sha256: str
    parts: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    manifest: int = 1
    versions: dict[str, str] = {}
    figures: dict[str, _Entry] = {}


def update_folder(
    records: Iterable[Record],
    folder: Path,
    recipe: Recipe,
    formats: Sequence[str],
    *,
    write: bool = True,
    force: bool = False,
    prune: bool = False,
    on_record: Callable[[], None] = lambda: None,
) -> FolderReport:
    """Bring the figures of records up to date, or with `write=False` only say how they stand.

    Unchanged files are not touched. A file that is not as it was drawn, or was never drawn here, is
    left alone unless `force`. With `prune` figures of this folder's manifest that belong to no
    record any more are removed. A record that cannot be drawn fails alone.

    Raises InputError for a damaged manifest, OutputError where the folder cannot be written.
    """
    keeper = Keeper(folder, recipe, write=write, force=force)
    for stem, record in name_files(records):
        keeper.take(stem, record, formats)
        on_record()
    return keeper.finish(prune=prune)


class Ledger:
    """What is known of a folder's files: the manifest as it was, and what was done since.

    Several processes may draw into one folder at a time, each its own records; one takes over what
    the others hand over, and finishes. Raises InputError for a damaged manifest, OutputError.
    """

    def __init__(self, folder: Path, *, write: bool = True, force: bool = False) -> None:
        self.folder, self.write, self.force = folder, write, force
        self.old = _read_manifest(folder)
        self.versions = {"pillow": PIL.__version__, "rdkit": rdBase.rdkitVersion}
        self.same_versions = self.old.versions == self.versions
        self.report = FolderReport()
        self.entries: dict[str, _Entry] = {}
        if write:
            make_folder(folder)

    def hand_over(self) -> dict[str, Any]:
        """What was done since the last time, as plain JSON types; it is forgotten here."""
        report, entries = self.report, self.entries
        self.report, self.entries = FolderReport(), {}
        return {
            "states": report.states,
            "written": report.written,
            "failures": report.failures,
            "reasons": report.reasons,
            "warnings": report.warnings,
            "clashes": report.clashes,
            "shrunk": report.shrunk,
            "smallest": report.smallest,
            "entries": {name: entry.model_dump() for name, entry in entries.items()},
        }

    def take_over(self, done: Mapping[str, Any]) -> None:
        """Note what another has done."""
        report = self.report
        report.states.update({name: FileState(each) for name, each in done["states"].items()})
        report.written += done["written"]
        report.failures.update(done["failures"])
        report.reasons.update(done["reasons"])
        for told in ("warnings", "clashes"):
            kept: dict[str, tuple[str, ...]] = getattr(report, told)
            kept.update({name: tuple(texts) for name, texts in done[told].items()})
        report.shrunk += done["shrunk"]
        if done["smallest"]:
            length, stem = done["smallest"]
            report.smallest = min(report.smallest or (length, stem), (length, stem))
        self.entries.update(
            {name: _Entry.model_validate(entry) for name, entry in done["entries"].items()}
        )

    def finish(self, *, prune: bool = False) -> FolderReport:
        """Look after orphans and write the manifest."""
        for name in sorted(set(self.old.figures) - set(self.report.states)):
            self.report.states[name] = FileState.ORPHANED
            self.report.reasons[name] = "of no record in this run"
            if prune and self.write and self.remove(name):
                continue
            if (self.folder / name).exists():
                self.entries[name] = self.old.figures[name]
        if self.write:
            new = _Manifest(versions=self.versions, figures=dict(sorted(self.entries.items())))
            text = json.dumps(new.model_dump(), indent=1, sort_keys=True) + "\n"
            path = self.folder / MANIFEST
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                write_atomically(path, text)
        return self.report

    def remove(self, name: str) -> bool:
        """Remove an orphan; not one that was edited."""
        on_disk = self._hash(name)
        if on_disk is not None:
            if on_disk != self.old.figures[name].sha256 and not self.force:
                return False
            (self.folder / name).unlink()
            self.report.removed.append(name)
        return True

    def _hash(self, name: str) -> str | None:
        try:
            return hash_file(self.folder / name)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise OutputError(f"{self.folder / name}: cannot be read: {error.strerror}") from error


class Keeper(Ledger):
    """Takes records one after the other, and draws into the folder what is not there as it is."""

    def __init__(
        self, folder: Path, recipe: Recipe, *, write: bool = True, force: bool = False
    ) -> None:
        super().__init__(folder, write=write, force=force)
        self.recipe = recipe

    def take(self, stem: str, record: Record, formats: Sequence[str]) -> None:
        """Look at, and where needed draw, the figures of one record."""
        try:
            figure = None
            for file_format in formats:
                name = f"{stem}.{file_format}"
                key = self.recipe.identify(record, file_format)
                on_disk = self._hash(name)
                state = self._judge(name, key, on_disk)
                if state is not None:
                    self._note(name, state, self.old.figures[name])
                    self._tell(record.id or stem, self.old.figures[name])
                    continue
                if figure is None:
                    figure = self.recipe.draw(record)
                data = figure.render(file_format, self.recipe.dpi)
                entry = _Entry(
                    key=key,
                    sha256=_hash(data),
                    parts=self.recipe.list_parts(record),
                    warnings=figure.warnings,
                    clashes=figure.clashes,
                )
                self._settle(name, entry, on_disk, data)
                self._tell(record.id or stem, entry)
            if figure is not None and (self.recipe.width or self.recipe.height):
                self._note_size(stem, figure.bond_length_pt)
        except OutputError:
            raise
        except MolinfoError as error:
            self.fail(stem, record, formats, str(error))

    def fail(self, stem: str, record: Record, formats: Sequence[str], why: str) -> None:
        """Note that a record could not be drawn; what is there of it stays."""
        self.report.failures[record.id or stem] = why
        for file_format in formats:
            name = f"{stem}.{file_format}"
            self.report.states[name] = FileState.FAILED
            if name in self.old.figures:
                self.entries[name] = self.old.figures[name]

    def _judge(self, name: str, key: str, on_disk: str | None) -> FileState | None:
        """What the manifest alone can tell of a file; None where it has to be drawn to know."""
        entry = self.old.figures.get(name)
        if entry is None or entry.key != key or not self.same_versions or on_disk is None:
            return None
        if on_disk == entry.sha256:
            return FileState.UNCHANGED
        if self.force:
            return None
        self.report.reasons[name] = "the file was changed after it was drawn"
        return FileState.EDITED

    def _tell(self, record: str, entry: _Entry) -> None:
        if entry.warnings:
            self.report.warnings[record] = entry.warnings
        if entry.clashes:
            self.report.clashes[record] = entry.clashes

    def _explain(self, name: str, state: FileState, entry: _Entry) -> None:
        """Note why a file that was drawn here before is not as it should be."""
        old = self.old.figures.get(name)
        if state is FileState.MISSING:
            why = "never drawn here" if old is None else "the file is gone"
        elif state is FileState.EDITED:
            why = "not drawn here" if old is None else "the file was changed after it was drawn"
        elif old is None or not old.parts:
            why = "drawn before reasons were kept"
        else:
            parts = [part for part, digest in entry.parts.items() if old.parts.get(part) != digest]
            why = f"changed: {', '.join(parts)}" if parts else self._explain_versions()
        self.report.reasons[name] = why

    def _explain_versions(self) -> str:
        changed = [
            f"{library} {self.old.versions.get(library, 'unknown')} is now {version}"
            for library, version in self.versions.items()
            if self.old.versions.get(library) != version
        ]
        return "; ".join(changed) or "the bytes differ though nothing is known to have changed"

    def _settle(self, name: str, entry: _Entry, on_disk: str | None, data: bytes) -> None:
        """Compare what was drawn with what is there, and write it where it differs."""
        old = self.old.figures.get(name)
        if on_disk == entry.sha256:
            self._note(name, FileState.UNCHANGED, entry)
            return
        if on_disk is None:
            state = FileState.MISSING
        elif old is not None and on_disk == old.sha256:
            state = FileState.STALE
        else:
            state = FileState.EDITED
        self._explain(name, state, entry)
        if state is FileState.EDITED and not self.force:
            self._note(name, state, old)
            return
        if self.write:
            write_atomically(self.folder / name, data)
            self.report.written.append(name)
        self._note(name, state, entry)

    def _note(self, name: str, state: FileState, entry: _Entry | None) -> None:
        self.report.states[name] = state
        if entry is not None:
            self.entries[name] = entry

    def _note_size(self, stem: str, bond_length_pt: float) -> None:
        if bond_length_pt < self.recipe.style.bond_length_pt - 0.005:
            self.report.shrunk += 1
            this = (bond_length_pt, stem)
            self.report.smallest = min(self.report.smallest or this, this)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_manifest(folder: Path) -> _Manifest:
    path = folder / MANIFEST
    try:
        read = _Manifest.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return _Manifest()
    except (OSError, ValidationError) as error:
        raise InputError(f"{path}: damaged; remove it, and figures are looked at anew") from error
    if any(Path(name).name != name for name in read.figures):
        raise InputError(f"{path}: names files of other folders; remove it")
    return read
