"""The file that an index is: its tables, what it was made by, and whether it is whole."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
from rdkit import rdBase
from rdkit.Chem import rdinchi, rdmolops

from molinfo.errors import IndexDamaged, InputError

ENDING = ".molindex"
APPLICATION_ID = 0x6D6F6C69  # "moli"
FORMAT = 1
PATTERN_BITS = 2048
"""Bits of the pattern fingerprints that screen for substructures."""
FINGERPRINT = "morgan:2:2048"
"""What similarity is measured by unless another fingerprint is named."""
BLOCK_ROWS = 1 << 16
"""Rows of a block: each of the pattern bits has one bitmap a block."""
PART_ROWS = 1 << 10
"""Rows whose SMILES lie together."""
NEAR_ROWS = 1 << 12
"""Rows whose fingerprints for similarity lie together."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE input (
  number INTEGER PRIMARY KEY, name TEXT, path TEXT, kind TEXT, identity TEXT, read_ns INTEGER
);
CREATE TABLE file (
  input INTEGER, name TEXT, size INTEGER, mtime_ns INTEGER, inode INTEGER, sha256 TEXT,
  slot INTEGER, PRIMARY KEY (input, name)
) WITHOUT ROWID;
CREATE TABLE row (
  slot INTEGER PRIMARY KEY, input INTEGER, place INTEGER, id TEXT, name TEXT, smiles TEXT,
  formula INTEGER, inchikey TEXT, exact INTEGER, flat INTEGER, tautomer INTEGER, parent INTEGER,
  verdict TEXT, error TEXT
);
CREATE TABLE formula (
  number INTEGER PRIMARY KEY, text TEXT UNIQUE, molecular_weight REAL, monoisotopic_mass REAL
);
CREATE TABLE claim (
  slot INTEGER, field TEXT, target TEXT, relation TEXT, value TEXT, unit TEXT, number REAL,
  number_nm REAL
);
CREATE TABLE drawing (slot INTEGER PRIMARY KEY, mol BLOB);
CREATE TABLE block (number INTEGER PRIMARY KEY, rows INTEGER, alive BLOB, counts BLOB);
CREATE TABLE pattern (
  number INTEGER PRIMARY KEY, bitmap BLOB, as_places INTEGER, checksum INTEGER
);
CREATE TABLE part (number INTEGER PRIMARY KEY, starts BLOB, smiles BLOB, checksum INTEGER);
CREATE TABLE near (number INTEGER PRIMARY KEY, bits BLOB, checksum INTEGER);
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='trigram');
"""


def number_bitmap(block: int, bit: int) -> int:
    """The number of the bitmap of a bit in a block."""
    return block * PATTERN_BITS + bit


def sum_up(data: bytes) -> int:
    """A checksum that finds damaged bytes at the speed of memory: the sum of 64-bit words.

    >>> sum_up(b"abcdefgh" * 3) == sum_up(b"abcdefgh" * 2 + b"abcdefgi")
    False
    """
    whole = len(data) - len(data) % 8
    words = np.frombuffer(data[:whole] if whole < len(data) else data, "<i8")
    total = int(words.sum()) + int.from_bytes(data[whole:], "little") + len(data)
    return (total + (1 << 63)) % (1 << 64) - (1 << 63)


KEYS = ("inchikey", "exact", "flat", "tautomer", "parent", "formula", "id")
"""Columns of `row` that have an index, made at the end of a build."""


def collect_versions() -> dict[str, str]:
    """What decides whether an index can be searched: its format, RDKit, InChI."""
    return {
        "format": str(FORMAT),
        "rdkit": rdBase.rdkitVersion,
        "pattern": str(rdmolops._PatternFingerprint_version),
        "inchi": rdinchi.GetInchiVersion(),
    }


def create(path: str) -> sqlite3.Connection:
    """A new index file, or one in memory for `:memory:`; nothing in it is safe before the end."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA page_size = 8192")
    unguard(connection)
    connection.executescript(
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FORMAT};" + TABLES
    )
    return connection


def unguard(connection: sqlite3.Connection) -> None:
    """Write without a journal: a file that is not yet in its place needs none."""
    connection.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
    )


def connect(path: Path) -> sqlite3.Connection:
    """An index file for reading.

    A file in its place is never written to, so that readers need no locks and see one state to
    their end. Raises InputError where there is none, IndexDamaged where it is no whole index.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder; make an index of it with `molinfo index {path}`")
    if not path.is_file():
        raise InputError(f"{path}: no such index; make one with `molinfo index INPUT -o {path}`")
    address = path.absolute().as_uri() + "?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    try:
        _require_whole(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise damaged(path, str(error)) from error
    except IndexDamaged:
        connection.close()
        raise
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def _require_whole(connection: sqlite3.Connection, path: Path) -> None:
    (made_by,) = connection.execute("PRAGMA application_id").fetchone()
    if made_by != APPLICATION_ID:
        raise damaged(path, "not an index of molinfo")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size < pages * size:
        raise damaged(path, "it is cut off")
    if connection.execute("SELECT value FROM meta WHERE name = 'whole'").fetchone() is None:
        raise damaged(path, "its build did not end")


def damaged(path: Path | str, why: str) -> IndexDamaged:
    """The error for a file that cannot be searched."""
    return IndexDamaged(
        f"{path}: no index that can be searched ({why}); "
        f"build it again with `molinfo index INPUT -o {path} --fresh`"
    )


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """What an index says of itself."""
    return dict(connection.execute("SELECT name, value FROM meta"))


def find_other_versions(meta: dict[str, str]) -> list[str]:
    """How the versions by which an index was made differ from those that would search it."""
    return [
        f"{name} {meta.get(name)}, now {value}"
        for name, value in collect_versions().items()
        if meta.get(name) != value
    ]
