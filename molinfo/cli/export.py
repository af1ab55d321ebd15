"""`molinfo export`: an index as tables of a database."""

from __future__ import annotations

from pathlib import Path

import rich_click as click


@click.command("export")
@click.argument("index", metavar="INDEX")
@click.option(
    "--postgresql",
    "dsn",
    required=True,
    metavar="DSN",
    help="postgresql://user:password@host:port/database, with the extension rdkit.",
)
@click.option("--schema", default="molinfo", show_default=True, help="The schema to fill.")
def command(index: str, dsn: str, schema: str) -> None:
    """Fill PostgreSQL with INDEX, for searches beside concurrent writers (extra [postgresql]).

    INDEX is what `molinfo index` made, or a store or file of structures. What the schema held of an
    earlier export is replaced in one transaction. Exit code 0; 2: wrong usage, an index that cannot
    be read, or a database that cannot be filled.
    """
    from molinfo.searching.opening import open_fresh
    from molinfo.searching.postgresql import export_to_postgresql

    opened, told = open_fresh(index)
    with opened:
        if told:
            click.echo(f"molinfo: {told}", err=True)
        exported = export_to_postgresql(opened, dsn, schema)
    line = f"{Path(index).name}: {exported.rows:,} rows, {exported.structures:,} structures"
    if exported.unread:
        line += f"; the RDKit of the server cannot read {exported.unread:,} more"
    click.echo(f"molinfo: {line} in {schema}.structure", err=True)
