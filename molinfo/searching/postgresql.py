"""An index as tables of PostgreSQL with the RDKit cartridge, for many who write at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from molinfo.errors import InputError, MissingExtra, OutputError, UnknownName
from molinfo.searching.index import Index
from molinfo.searching.schema import FINGERPRINT

_BATCH = 2000
_STAGED = (
    "id bigint, input text, place bigint, record text, name text, smiles text, formula text, "
    "molecular_weight float8, monoisotopic_mass float8, inchikey text, exact_key bigint, "
    "no_stereo_key bigint, tautomer_key bigint, parent_key bigint, verdict text, error text, "
    "bits bytea"
)
_COLUMNS = (
    "id, input, place, record, name, smiles, formula, molecular_weight, monoisotopic_mass, "
    "inchikey, exact_key, no_stereo_key, tautomer_key, parent_key, verdict, error"
)
_KEYS = ("record", "inchikey", "exact_key", "no_stereo_key", "tautomer_key", "parent_key")


@dataclass(frozen=True, slots=True)
class Exported:
    """What is in the database: rows, structures, and those that its older RDKit cannot read."""

    rows: int
    structures: int
    unread: int


def export_to_postgresql(index: Index, dsn: str, schema: str = "molinfo") -> Exported:
    """Fill tables of a schema with an index, in place of what it held, in one transaction.

    `dsn` is postgresql://user:password@host:port/database. The table `structure` has a row a
    record: `mol` and `morgan` (bits of morgan:2:2048, as molinfo computes them) with GiST indexes,
    molinfo's own InChIKeys and keys; `claim` its claims, `meta` the versions. The extension rdkit
    has to be installed on the server, and is created in the database where it is not there.
    Raises MissingExtra without pg8000, InputError for what is no DSN, OutputError where the
    database cannot be reached or filled.
    """
    if not schema.isidentifier() or not schema.islower():
        raise UnknownName(f"schema {schema!r}: use small letters, digits and underscores")
    if index.meta["fingerprint"] != FINGERPRINT:
        raise InputError(
            f"{index.name} holds {index.meta['fingerprint']}; build it with {FINGERPRINT} to "
            "export it"
        )
    connection = _connect(dsn)
    try:
        connection.run("BEGIN")
        _create_tables(connection, schema)
        _copy_rows(connection, index, schema)
        _copy_claims(connection, index, schema)
        exported = _finish(connection, index, schema)
        connection.run("COMMIT")
        connection.run(f"ANALYZE {schema}.structure")
    except _database_errors() as error:
        raise OutputError(f"{_hide(dsn)}: cannot be filled: {_explain(error)}") from error
    finally:
        connection.close()
    return exported


def _connect(dsn: str) -> Any:
    try:
        from pg8000.native import Connection
    except ImportError:
        raise MissingExtra("pg8000", "postgresql") from None
    parts = urlsplit(dsn)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise InputError(
            f"{_hide(dsn)} is no address of a database; write "
            "postgresql://user:password@host:5432/database"
        )
    try:
        return Connection(
            unquote(parts.username or "postgres"),
            host=parts.hostname or "127.0.0.1",
            port=parts.port or 5432,
            database=unquote(parts.path.strip("/")),
            password=unquote(parts.password) if parts.password else None,
        )
    except (_database_errors(), ValueError) as error:
        raise OutputError(f"{_hide(dsn)}: cannot be reached: {_explain(error)}") from error


def _database_errors() -> Any:
    from pg8000.exceptions import Error

    return Error


def _explain(error: BaseException) -> str:
    told = error.args[0] if error.args else error
    return str(told.get("M", told)) if isinstance(told, dict) else str(told)


def _hide(dsn: str) -> str:
    """A DSN without its password."""
    parts = urlsplit(dsn)
    return dsn.replace(f":{parts.password}@", ":***@") if parts.password else dsn


def _create_tables(connection: Any, schema: str) -> None:
    run = connection.run
    run("CREATE EXTENSION IF NOT EXISTS rdkit")
    run(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for table in ("structure", "claim", "meta"):
        run(f"DROP TABLE IF EXISTS {schema}.{table}")
    run(f"CREATE TEMPORARY TABLE staged ({_STAGED}) ON COMMIT DROP")
    run(
        f"CREATE TABLE {schema}.claim (structure bigint, field text, target text, relation text, "
        "value text, unit text, number float8, number_nm float8)"
    )
    run(f"CREATE TABLE {schema}.meta (name text PRIMARY KEY, value text)")


def _copy_rows(connection: Any, index: Index, schema: str) -> None:
    for batch in _batch(_read_rows(index)):
        connection.run("COPY staged FROM STDIN", stream=_print_rows(batch))
    connection.run(
        f"CREATE TABLE {schema}.structure AS SELECT {_COLUMNS}, "
        "CASE WHEN bits IS NULL THEN NULL ELSE mol_from_smiles(smiles::cstring) END AS mol, "
        "CASE WHEN bits IS NULL THEN NULL ELSE bfp_from_binary_text(bits) END AS morgan "
        "FROM staged"
    )


def _read_rows(index: Index) -> Iterator[tuple[Any, ...]]:
    """Rows as they are staged; the SMILES are RDKit's own where the record has none."""
    bits: dict[int, bytes] = {}
    for first, table in index.read_near():
        bits = {first + at: row.tobytes() for at, row in enumerate(table)}
        found = index.ask(
            "SELECT slot, place, formula.text, molecular_weight, monoisotopic_mass, inchikey, "
            "exact, flat, tautomer, parent, verdict, error FROM row LEFT JOIN formula "
            "ON row.formula = formula.number WHERE slot BETWEEN ? AND ? ORDER BY slot",
            (first, first + len(table) - 1),
        )
        records = index.read_records([row[0] for row in found])
        for told, (slot, place, *values, verdict, error) in zip(records, found, strict=True):
            stored = f"\\x{bits[slot].hex()}" if error is None else None
            named = (told.input, place, told.id, told.name, told.smiles)
            yield (slot, *named, *values, verdict, error, stored)


def _copy_claims(connection: Any, index: Index, schema: str) -> None:
    rows = index.stream(
        "SELECT slot, field, target, relation, value, unit, number, number_nm FROM claim"
    )
    for batch in _batch(rows):
        connection.run(f"COPY {schema}.claim FROM STDIN", stream=_print_rows(batch))


def _batch(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})


def _print_rows(rows: list[Any]) -> io.StringIO:
    """Rows in the text format of COPY."""
    lines = (
        "\t".join("\\N" if cell is None else str(cell).translate(_ESCAPES) for cell in row)
        for row in rows
    )
    return io.StringIO("".join(f"{line}\n" for line in lines))


def _finish(connection: Any, index: Index, schema: str) -> Exported:
    run = connection.run
    run(f"ALTER TABLE {schema}.structure ADD PRIMARY KEY (id)")
    for column in _KEYS:
        run(f"CREATE INDEX ON {schema}.structure ({column})")
    for column in ("mol", "morgan"):
        run(f"CREATE INDEX ON {schema}.structure USING gist ({column})")
    run(f"CREATE INDEX ON {schema}.claim (field, target, number_nm)")
    run(f"CREATE INDEX ON {schema}.claim (structure)")
    for name, value in sorted(index.meta.items()):
        run(f"INSERT INTO {schema}.meta VALUES (:name, :value)", name=name, value=value)
    ((rows, structures, unread),) = run(
        "SELECT count(*), count(mol), count(*) FILTER (WHERE mol IS NULL AND error IS NULL) "
        f"FROM {schema}.structure"
    )
    return Exported(rows, structures, unread)
