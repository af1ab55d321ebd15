"""What the files of a store are like, so that only changed ones are read again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from molinfo.store.files import hash_file

_ENDINGS = (".toml", ".mol")


Stat = tuple[int, int, int]
"""Size, time of the last change in ns, and inode of a file."""


class FileState(NamedTuple):
    """A file as its folder tells of it, and the SHA-256 of its bytes."""

    name: str
    size: int
    mtime_ns: int
    inode: int
    sha256: str


def read_stats(folder: Path) -> dict[str, Stat]:
    """What the folder of a store tells of its record files and molfiles, by name."""
    stats = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_ENDINGS):
                told = entry.stat()
                stats[entry.name] = (told.st_size, told.st_mtime_ns, told.st_ino)
    return stats


def read_state(folder: Path, name: str, stat: Stat) -> FileState:
    """A file with the hash of its bytes."""
    return FileState(name, *stat, hash_file(folder / name))
