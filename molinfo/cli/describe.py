"""`molinfo describe`: descriptors and fingerprints, streamed to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import rich_click as click

from molinfo.cli.batch import (
    BatchOptions,
    make_inputs,
    open_progress,
    tell_run,
    try_out,
    with_batch_options,
)
from molinfo.cli.inputs import parse_columns, with_input_options
from molinfo.cli.outputs import refuse_input_as_output, refuse_missing_folder
from molinfo.descriptors.sets import SETS
from molinfo.reports.formats import TABLE_FORMATS, choose_format


@click.command("describe")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option(
    "--set",
    "wanted",
    default="rdkit",
    show_default=True,
    metavar="NAMES",
    help=f"{', '.join(SETS)}, names, globs and fingerprints such as morgan:2:2048, by commas.",
)
@click.option(
    "--form",
    type=click.Choice(["as-drawn", "parent"]),
    default="as-drawn",
    show_default=True,
    help="Describe all that is drawn, or the largest fragment.",
)
@click.option(
    "--format", "output_format", type=click.Choice(list(TABLE_FORMATS)), help="How to write."
)
@click.option("-o", "--output", help="Write to this file; its ending picks the format.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a structure cannot be read.")
@click.option("--list", "list_all", is_flag=True, help="List every descriptor and fingerprint.")
@with_batch_options
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    wanted: str,
    form: Literal["as-drawn", "parent"],
    output_format: str | None,
    output: str | None,
    strict: bool,
    list_all: bool,
    **batch: Any,
) -> None:
    """Compute descriptors for the structures in INPUT, one row each, in their order.

    INPUT is a store folder, a .mol, .sdf, .smi, .csv, .tsv, .xlsx or .parquet file, or `-`.
    Rows without a result keep a row with an error and are counted on standard error. An output file
    grows in NAME.partial/, which --resume takes up again; Parquet becomes a folder of parts.
    Exit code 0; 1 when no row has a result, with --strict when any row lacks one; 2: wrong usage,
    or an unreadable input.
    """
    if list_all:
        _list()
        return
    options = BatchOptions(**batch)
    table = choose_format(TABLE_FORMATS, output, output_format)
    if output is not None:
        refuse_input_as_output(output, inputs)
        refuse_missing_folder(output)
    chosen = make_inputs(
        inputs,
        bundled=bundled,
        input_format=input_format,
        id_column=id_column,
        columns=parse_columns(columns),
        options=options,
    )

    from molinfo.reports.describe_run import DescribePlan, describe_inputs

    plan = DescribePlan(chosen, wanted, form, table, options.run, options.duplicates)
    with open_progress(chosen, options) as progress:
        if options.dry_run:
            try_out(plan.make_task(), chosen, options, progress)
            return
        done = describe_inputs(plan, sys.stdout if output is None else Path(output), progress)
        tell_run(done.report, done.keys, output or "-", options, progress)
        if progress.failed or (output is not None and progress.rows):
            progress.say(progress.summarise())
    is_empty = bool(progress.rows) and sum(progress.failed.values()) == progress.rows
    if is_empty or (strict and progress.failed):
        sys.exit(1)


def _list() -> None:
    from molinfo.descriptors.catalogue import read_catalogue

    for entry in read_catalogue().values():
        unit = f" [{entry.unit}]" if entry.unit else ""
        convention = f" ({entry.convention})" if entry.convention else ""
        click.echo(f"{entry.name}{unit}, {entry.type}, {entry.group}: {entry.meaning}{convention}")
    click.echo()
    for name, row in SETS.items():
        click.echo(f"set {name}: {row.explain()}")
    click.echo("fingerprints: morgan:RADIUS:BITS, rdkit:BITS, atompair:BITS, torsion:BITS, maccs")
