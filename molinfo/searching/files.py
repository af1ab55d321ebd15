"""What the files of a store are like, so that only changed ones are read again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from molinfo.store.files import hash_file

_ENDINGS = (".toml", ".mol")


class FileState(NamedTuple):
    """A file as its folder tells of it, and the SHA-256 of its bytes, "" where not yet read."""

    name: str
    size: int
    mtime_ns: int
    inode: int
    sha256: str = ""

    def is_as(self, other: FileState) -> bool:
        """Whether nothing but a hash could tell the two apart."""
        return self[:4] == other[:4]


def read_states(folder: Path, *, hashed: bool = True) -> dict[str, FileState]:
    """The record files and molfiles of a store by name."""
    states = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_ENDINGS):
                told = entry.stat()
                states[entry.name] = FileState(
                    entry.name, told.st_size, told.st_mtime_ns, told.st_ino
                )
    return {name: add_hash(folder, each) for name, each in states.items()} if hashed else states


def add_hash(folder: Path, state: FileState) -> FileState:
    """The same file with the hash of its bytes."""
    return state._replace(sha256=hash_file(folder / state.name))
