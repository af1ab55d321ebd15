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


def list_input_files(inputs: tuple[str, ...], bundled: bool) -> list[Path]:
    """The files that were read: those named, and each file of a store; not standard input."""
    from molinfo.store.folder import list_store_files, open_store

    files: list[Path] = []
    named = [None] if bundled else list(inputs) or [str(find_store_path(bundled=False))]
    for each in named:
        if each is None or (each != "-" and Path(each).is_dir()):
            files += list_store_files(open_store(each))
        elif each != "-":
            files.append(Path(each))
    return files


ColumnMap = Mapping[str, str]
