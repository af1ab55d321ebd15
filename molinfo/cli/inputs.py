"""What every command that takes records has in common: INPUT, --bundled, column names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from molinfo.errors import InputError


def with_input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where records come from and how their columns are called."""
    for decorate in (
        click.option(
            "--map",
            "columns",
            multiple=True,
            metavar="FIELD=COLUMN",
            help="Read a claim field from this column; may be given again.",
        ),
        click.option("--id", "id_column", metavar="COLUMN", help="The column of record ids."),
        click.option("--input-format", help="The kind of the input, for `-` or odd endings."),
        click.option("--bundled", is_flag=True, help="Use the store inside the package."),
    ):
        command = decorate(command)
    return command


def parse_columns(columns: tuple[str, ...]) -> dict[str, str]:
    """Read FIELD=COLUMN pairs; raises BadParameter for anything else."""
    parsed = {}
    for pair in columns:
        name, separator, column = pair.partition("=")
        if not (name and separator and column):
            raise click.BadParameter(f"{pair!r} is not FIELD=COLUMN", param_hint="--map")
        parsed[name] = column
    return parsed


def find_store_path(bundled: bool, given: str | None = None) -> Path | None:
    """The store to use: the one given, the bundled one (None), or ./structures."""
    if given is not None:
        return Path(given)
    if bundled:
        return None
    here = Path("structures")
    if here.is_dir():
        return here
    raise InputError(
        "no INPUT, and no folder ./structures here; name one, "
        "or use --bundled for the store inside the package"
    )


ColumnMap = Mapping[str, str]
