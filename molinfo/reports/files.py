"""Output files: written beside and renamed, each with a file that says what it was made from."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
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
    if _is_device(path):
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


def collect_versions() -> dict[str, str]:
    """The versions that decide results: molinfo, RDKit, InChI, and the newest weight table."""
    from rdkit import rdBase
    from rdkit.Chem import rdinchi

    from molinfo.chem.weights import weight_tables

    return {
        "molinfo": version("molinfo-structures"),
        "rdkit": rdBase.rdkitVersion,
        "inchi": rdinchi.GetInchiVersion(),
        "weights": weight_tables()[0].name,
    }


def write_provenance(output: Path, inputs: Iterable[Path], options: Mapping[str, Any]) -> None:
    """Write NAME.meta.json: what went in, by which versions and options; no clock, no host.

    Nothing stands beside a device or a pipe. Raises OutputError.
    """
    if _is_device(output):
        return
    meta = {
        "inputs": [
            {"name": path.name, "sha256": hash_file(path)} for path in inputs if path.is_file()
        ],
        "versions": collect_versions(),
        "options": dict(options),
    }
    text = json.dumps(meta, indent=2, sort_keys=True, ensure_ascii=False)
    write_atomically(output.with_name(f"{output.name}.meta.json"), text + "\n")


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_device(path: Path) -> bool:
    """Whether a path is there and neither a file nor a folder."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _read_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _output_error(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{path}: cannot be written: {reason}; name another place with -o")
