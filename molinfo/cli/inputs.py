"""What every command that takes records has in common: INPUT, --bundled, column names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.errors import InputError

if TYPE_CHECKING:
    from molinfo.store.folder import Store
    from molinfo.store.record import Record, SourceDetails


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


def choose_inputs(inputs: Sequence[str], bundled: bool) -> tuple[str | None, ...]:
    """The inputs named, else the store in the working folder; None is the bundled store.

    Raises UsageError where INPUT and --bundled are both there, InputError where nothing is.
    """
    if bundled and inputs:
        raise click.UsageError("--bundled is an input of its own; give no INPUT beside it")
    return (None,) if bundled else tuple(inputs) or (str(find_store_path(bundled=False)),)


def list_input_files(inputs: Sequence[str], bundled: bool) -> list[Path]:
    """The files that were read: those named, and each file of a store; not standard input."""
    from molinfo.batch.inputs import Inputs

    return Inputs(choose_inputs(inputs, bundled)).list_files()


def stream_records(
    inputs: Sequence[str],
    bundled: bool,
    input_format: str | None,
    id_column: str | None,
    columns: Mapping[str, str],
) -> Iterator[Record]:
    """The records of every INPUT, one input after the other: stores, files, standard input."""
    from molinfo.batch.inputs import is_store
    from molinfo.store.tables import read_records

    for each in choose_inputs(inputs, bundled):
        if each is None or is_store(each):
            yield from _open_store(each).values()
        else:
            yield from read_records(
                each, input_format=input_format, id_column=id_column, columns=columns
            )


def read_sources(inputs: Sequence[str], bundled: bool) -> dict[str, SourceDetails]:
    """The sources that the stores among the inputs cite, by id."""
    from molinfo.batch.inputs import is_store

    sources: dict[str, SourceDetails] = {}
    for each in choose_inputs(inputs, bundled):
        if each is None or is_store(each):
            sources |= _open_store(each).sources
    return sources


@cache
def _open_store(name: str | None) -> Store:
    """Open a store once, however often its records, sources or files are asked for."""
    from molinfo.store.folder import open_store

    return open_store(name)
