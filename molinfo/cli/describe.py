"""`molinfo describe`: descriptors and fingerprints, streamed to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from molinfo.cli.inputs import find_store_path, parse_columns, with_input_options
from molinfo.errors import InputError

if TYPE_CHECKING:
    from molinfo.store.record import Record

FORMATS = ("csv", "jsonl", "parquet")


@click.command("describe")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option(
    "--set",
    "wanted",
    default="rdkit",
    show_default=True,
    metavar="NAMES",
    help="rdkit, druglike, names, globs and fingerprints such as morgan:2:2048, by commas.",
)
@click.option(
    "--form",
    type=click.Choice(["as-drawn", "parent"]),
    default="as-drawn",
    show_default=True,
    help="Describe all that is drawn, or the largest fragment.",
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--format", "output_format", type=click.Choice(FORMATS), help="How to write.")
@click.option("-o", "--output", help="Write to this file; its ending picks the format.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a structure cannot be read.")
@click.option("--list", "list_all", is_flag=True, help="List every descriptor and fingerprint.")
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    wanted: str,
    form: str,
    workers: int,
    output_format: str | None,
    output: str | None,
    strict: bool,
    list_all: bool,
) -> None:
    """Compute descriptors for the structures in INPUT, one row each, in their order.

    INPUT is a store folder, a .mol, .sdf, .smi, .csv, .tsv, .xlsx or .parquet file, or `-`.
    Structures that cannot be read keep a row with an error and are counted on standard error.
    Exit code 0; with --strict 1 when there were such; 2: wrong usage, or an unreadable input.
    """
    if list_all:
        _list()
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    from molinfo.descriptors.describe import describe_stream, prepare_task
    from molinfo.reports.descriptors import open_frame_writer
    from molinfo.reports.files import write_provenance

    task = prepare_task(wanted, form)
    chosen = output_format or _format_of(output)
    records = _read(inputs, bundled, input_format, id_column, parse_columns(columns))
    options = {"set": wanted, "form": form, "columns": list(columns)}
    rows = unreadable = 0
    console = Console(stderr=True)
    counter = TextColumn("{task.completed:,} structures")
    with (
        Progress(counter, console=console, disable=not console.is_terminal, transient=True) as bar,
        open_frame_writer(chosen, output, task.columns, options) as writer,
    ):
        shown = bar.add_task("", total=None)
        for frame in describe_stream(records, task, workers=workers):
            writer.write(frame)
            rows += len(frame)
            unreadable += int(frame["n_fragments"].isna().sum())
            bar.update(shown, completed=rows)
    if output is not None:
        write_provenance(Path(output), [Path(each) for each in inputs if each != "-"], options)
    if unreadable:
        click.echo(f"{unreadable:,} of {rows:,} structures could not be read", err=True)
        if strict:
            sys.exit(1)


def _read(
    inputs: tuple[str, ...],
    bundled: bool,
    input_format: str | None,
    id_column: str | None,
    columns: dict[str, str],
) -> Iterator[Record]:
    from molinfo.store.folder import open_store
    from molinfo.store.tables import read_records

    if bundled and inputs:
        raise click.UsageError("--bundled is an input of its own; give no INPUT beside it")
    stores: list[str | None] = [None] if bundled else list(inputs)
    for each in stores or [str(find_store_path(bundled=False))]:
        if each is None or (each != "-" and Path(each).is_dir()):
            yield from open_store(each).values()
        else:
            yield from read_records(
                each, input_format=input_format, id_column=id_column, columns=columns
            )


def _list() -> None:
    from molinfo.descriptors.catalogue import read_catalogue
    from molinfo.descriptors.sets import DRUGLIKE

    for entry in read_catalogue().values():
        unit = f" [{entry.unit}]" if entry.unit else ""
        convention = f" ({entry.convention})" if entry.convention else ""
        click.echo(f"{entry.name}{unit}, {entry.type}, {entry.group}: {entry.meaning}{convention}")
    click.echo(f"\nset druglike: {', '.join(DRUGLIKE)}")
    click.echo("set rdkit: all of the above that the installed RDKit lists")
    click.echo("fingerprints: morgan:RADIUS:BITS, rdkit:BITS, atompair:BITS, torsion:BITS, maccs")


def _format_of(output: str | None) -> str:
    if output is None:
        return "csv"
    ending = Path(output).suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise InputError(
            f"{output}: no table format has the ending {ending!r}; "
            f"use --format with one of {', '.join(FORMATS)}"
        )
    return ending
