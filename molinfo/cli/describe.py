"""`molinfo describe`: descriptors and fingerprints, streamed to a file or to standard output."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.cli.batch import (
    BatchOptions,
    is_plain_file,
    make_source,
    open_progress,
    run_job,
    stream_outcomes,
    try_out,
    with_batch_options,
)
from molinfo.cli.inputs import parse_columns, with_input_options
from molinfo.cli.outputs import find_format
from molinfo.descriptors.sets import SETS
from molinfo.errors import InputError

if TYPE_CHECKING:
    from molinfo.batch.source import Source
    from molinfo.cli.progress import Progress
    from molinfo.reports.describe_task import DescribeTask

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
    help=f"{', '.join(SETS)}, names, globs and fingerprints such as morgan:2:2048, by commas.",
)
@click.option(
    "--form",
    type=click.Choice(["as-drawn", "parent"]),
    default="as-drawn",
    show_default=True,
    help="Describe all that is drawn, or the largest fragment.",
)
@click.option("--format", "output_format", type=click.Choice(FORMATS), help="How to write.")
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
    form: str,
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
    chosen = output_format or find_format(
        output, {each: each for each in FORMATS}, printed="csv", kind="table format"
    )
    source = make_source(inputs, bundled, input_format, id_column, parse_columns(columns), options)

    from molinfo.descriptors.describe import prepare_task
    from molinfo.reports.describe_task import DescribeTask
    from molinfo.reports.files import collect_versions

    about = {
        "versions": collect_versions(),
        "options": {"set": wanted, "form": form, "columns": list(columns), **options.describe()},
    }
    task = DescribeTask(prepare_task(wanted, form), chosen, about, options.duplicates)
    with open_progress(source, options) as progress:
        if options.dry_run:
            try_out(source, task, options, progress)
            return
        if is_plain_file(output):
            _write_file(source, task, Path(output), options, progress)
        else:
            _print(source, task, output, options, progress)
        if progress.failed or output is not None:
            progress.say(progress.summarise())
    is_empty = bool(progress.rows) and sum(progress.failed.values()) == progress.rows
    if is_empty or (strict and progress.failed):
        sys.exit(1)


def _write_file(
    source: Source, task: DescribeTask, output: Path, options: BatchOptions, progress: Progress
) -> None:
    from molinfo.batch.job import Job
    from molinfo.batch.sink import Sink
    from molinfo.reports.descriptors import write_csv_head

    head = write_csv_head(task.task.columns) if task.output_format == "csv" else ""
    about = {"inputs": source.identify(), **task.about}
    sink = Sink(output, task.output_format, about, head=head, shard=options.make_shard())
    job = Job(source, task, sink, options.make_limits(), options.chunk_rows)
    run_job(job, options, progress)


def _print(
    source: Source,
    task: DescribeTask,
    output: str | None,
    options: BatchOptions,
    progress: Progress,
) -> None:
    from molinfo.reports.descriptors import open_frame_writer
    from molinfo.store.files import open_beside

    if options.needs_file:
        raise click.UsageError(f"{options.needs_file} needs an output file; name one with -o")
    if task.output_format == "parquet" and output is None:
        raise InputError("Parquet cannot be printed; name a file with -o")
    with ExitStack() as stack:
        stream: Any = sys.stdout
        if output is not None:
            is_parquet = task.output_format == "parquet"
            stream = stack.enter_context(open_beside(Path(output), binary=is_parquet))
        writer = stack.enter_context(
            open_frame_writer(task.output_format, stream, task.task.columns, task.about)
        )
        for rows, outcomes in stream_outcomes(source, task, options, progress):
            writer.write(task.make_table(rows, outcomes))


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
