"""`molinfo check`: claims against structures."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
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
from molinfo.cli.outputs import find_format, open_writer, refuse_input_as_output
from molinfo.store.fields import FieldName

if TYPE_CHECKING:
    from molinfo.batch.source import Source
    from molinfo.checks.options import CheckOptions
    from molinfo.checks.result import Result
    from molinfo.checks.summary import RunSummary
    from molinfo.cli.progress import Progress
    from molinfo.store.record import Record

    Checked = Iterator[tuple[Record, Result]]

FORMATS = ("text", "jsonl", "csv", "xlsx", "html", "junit", "sarif")
_FORMAT_OF_ENDING = {
    "txt": "text",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "xlsx": "xlsx",
    "html": "html",
    "xml": "junit",
    "sarif": "sarif",
}


def _with_claim_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each claim field, which claims a value for --smiles."""
    for field in reversed(FieldName):
        help_text = f"The {field.printed} claimed for --smiles."
        command = click.option(field.option, f"claimed_{field.value}", help=help_text)(command)
    return command


@click.command("check")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option("--smiles", help="Check one structure, with the claims given as options.")
@_with_claim_options
@click.option("--format", "output_format", type=click.Choice(FORMATS), help="How to report.")
@click.option("-o", "--output", help="Write to this file; its ending picks the format.")
@click.option("--select", multiple=True, metavar="CODE", help="Only these findings count.")
@click.option("--ignore", multiple=True, metavar="CODE", help="These findings do not count.")
@click.option(
    "--summary", metavar="FILE", help="Write counts and the weight table behind the file."
)
@click.option("--names", is_flag=True, help="Read IUPAC names by OPSIN (extra [names], and Java).")
@click.option(
    "--chembl", is_flag=True, help="Add the penalties of ChEMBL's checker (extra [chembl])."
)
@click.option("--weight-table", metavar="NAME", help="Try these atomic weights first.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The severity from which unwaived findings make the exit code 1.",
)
@with_batch_options
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    smiles: str | None,
    output_format: str | None,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    summary: str | None,
    names: bool,
    chembl: bool,
    weight_table: str | None,
    fail_on: str,
    **more: Any,
) -> None:
    """Check every claim of the records in INPUT against their structures.

    INPUT is a store folder, a .mol, .sdf, .smi, .csv, .tsv, .xlsx or .parquet file, or `-`.
    A JSON lines or CSV file grows in NAME.partial/, which --resume takes up again.
    Exit code 0: fine; 1: findings; 2: wrong usage, or an input that cannot be read.
    """
    from molinfo.checks.options import CheckOptions, CodeFilter
    from molinfo.checks.result import Severity
    from molinfo.checks.summary import RunSummary
    from molinfo.chem.weights import get_weight_table
    from molinfo.reports.check_task import CheckTask
    from molinfo.store.files import write_atomically

    claims = {field: more.pop(f"claimed_{field.value}") for field in FieldName}
    printed = {field: text for field, text in claims.items() if text is not None}
    batch = BatchOptions(**more)
    table = None if weight_table is None else get_weight_table(weight_table)
    options = CheckOptions(
        codes=CodeFilter.of(select, ignore), weight_table=table, names=names, chembl=chembl
    )
    chosen = output_format or find_format(
        output, _FORMAT_OF_ENDING, printed="text", kind="report format"
    )
    for path in filter(None, (output, summary)):
        refuse_input_as_output(path, inputs)
    told = {
        "select": list(select),
        "ignore": list(ignore),
        "columns": list(columns),
        "id": id_column,
        "input_format": input_format,
        "smiles": smiles,
        "claims": printed,
        "weight_table": weight_table,
        "names": names,
        "chembl": chembl,
        **batch.describe(),
    }
    totals = RunSummary()
    source = None
    if smiles is not None:
        if inputs or bundled:
            raise click.UsageError("--smiles checks one structure; give no INPUT beside it")
    elif printed:
        given = ", ".join(field.option for field in printed)
        raise click.UsageError(f"{given}: claims given as options need --smiles")
    else:
        source = make_source(
            inputs, bundled, input_format, id_column, parse_columns(columns), batch
        )
    with open_progress(source, batch) as progress:
        if source is None:
            pairs = _check_one(str(smiles), printed, options)
        elif batch.dry_run:
            try_out(source, CheckTask(options), batch, progress)
            return
        else:
            pairs = _check_source(source, options, batch, progress)
        if source and is_plain_file(output) and chosen in ("jsonl", "csv") and source.is_of_rows:
            _write_file(source, options, chosen, Path(output), told, batch, progress, totals)
        else:
            _write_whole(pairs, source, chosen, output, told, batch, totals)
        if output is not None and progress.rows:
            progress.say(progress.summarise())
    if summary is not None:
        text = json.dumps(totals.to_dict(), indent=2, ensure_ascii=False)
        write_atomically(Path(summary), text + "\n")
        _write_meta(summary, source, told)
    counted = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    if any(totals.worst[Severity(each)] for each in counted):
        sys.exit(1)


def _write_file(
    source: Source,
    options: CheckOptions,
    output_format: str,
    output: Path,
    told: Mapping[str, Any],
    batch: BatchOptions,
    progress: Progress,
    totals: RunSummary,
) -> None:
    """Results of many rows as a file that grows part by part."""
    from molinfo.batch.job import Job
    from molinfo.batch.sink import Sink
    from molinfo.reports.check_task import CheckTask, write_csv_head
    from molinfo.reports.files import collect_versions

    about = {"inputs": source.identify(), "versions": collect_versions(), "options": told}
    head = write_csv_head() if output_format == "csv" else ""
    sink = Sink(output, output_format, about, head=head, shard=batch.make_shard())
    task = CheckTask(options, output_format, batch.duplicates)
    job = Job(source, task, sink, batch.make_limits(), batch.chunk_rows)
    for report in run_job(job, batch, progress):
        totals.merge(report.extra)


def _write_whole(
    pairs: Checked,
    source: Source | None,
    output_format: str,
    output: str | None,
    told: Mapping[str, Any],
    batch: BatchOptions,
    totals: RunSummary,
) -> None:
    """Results as they come to a terminal or pipe, or into a report that is written as one."""
    if batch.needs_file:
        raise click.UsageError(
            f"{batch.needs_file} needs rows, and a .jsonl or .csv output; name one with -o"
        )
    user_file = None
    if source is not None and len(source.inputs) == 1 and source.inputs[0] not in (None, "-"):
        user_file = Path(str(source.inputs[0]))
    with open_writer(output_format, output, user_file, totals) as writer:
        for record, result in pairs:
            totals.add(record, result)
            writer.write(record, result)
    if output is not None:
        _write_meta(output, source, told)


def _write_meta(output: str, source: Source | None, told: Mapping[str, Any]) -> None:
    from molinfo.reports.files import write_provenance

    write_provenance(Path(output), [] if source is None else source.list_files(), told)


def _check_one(smiles: str, printed: Mapping[FieldName, str], options: CheckOptions) -> Checked:
    from molinfo.checks.run import check
    from molinfo.store.record import Claim, Record

    claims = tuple(Claim(field=field, value=text) for field, text in printed.items())
    record = Record(smiles=smiles, claim=claims)
    yield record, check(record, input="--smiles", options=options)


def _check_source(
    source: Source, options: CheckOptions, batch: BatchOptions, progress: Progress
) -> Checked:
    """Rows under guard; a store as a whole, since its records know of each other."""
    from molinfo.batch.source import is_store
    from molinfo.checks.result import Result
    from molinfo.checks.rows import check_store
    from molinfo.reports.check_task import CheckTask
    from molinfo.store.folder import open_store

    if source.is_of_rows:
        task = CheckTask(options, with_keys=batch.duplicates)
        for rows, outcomes in stream_outcomes(source, task, batch, progress):
            for row, outcome in zip(rows, outcomes, strict=True):
                yield row.record, Result.model_validate_json(outcome.value[0])
        return
    for each in source.inputs:
        if each is None or is_store(each):
            yield from check_store(open_store(each), options=options)
        else:
            yield from _check_source(replace(source, inputs=(each,)), options, batch, progress)


_SEVERITIES = ("error", "warning", "info")
