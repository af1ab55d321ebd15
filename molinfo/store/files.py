"""Files on disk: written beside and renamed, so that a killed run leaves no half file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from molinfo.errors import OutputError


@contextmanager
def open_beside(path: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Open a new file beside `path` and put it in its place at the end, or remove it on failure.

    Text is UTF-8 with the line ends that are written. A link is followed; a device or a pipe
    (/dev/null) is written to as it is. Raises OutputError when the folder cannot be written to.
    """
    path = path.resolve() if path.is_symlink() else path
    options: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
    mode = "wb" if binary else "w"
    if is_device(path):
        try:
            with path.open(mode, **options) as stream:
                yield stream
        except OSError as error:
            raise _output_error(path, error) from error
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _output_error(path, error) from error
    beside = Path(name)
    try:
        with os.fdopen(handle, mode, **options) as stream:
            yield stream
        beside.chmod(0o666 & ~_read_umask())
        beside.replace(path)
    except OSError as error:
        raise _output_error(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def write_atomically(path: Path, data: str | bytes) -> None:
    """Write a whole file at once; a reader sees the old one or the new one.

    Raises OutputError.
    """
    with open_beside(path, binary=True) as stream:
        stream.write(data.encode("utf-8") if isinstance(data, str) else data)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, where it is not there. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made: {error.strerror}; name another") from error


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_device(path: Path) -> bool:
    """Whether a path is there and neither a file nor a folder."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _read_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _output_error(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{path}: cannot be written: {reason}; name another place with -o")
