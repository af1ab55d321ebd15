"""`molinfo check`: claims against structures."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from molinfo.reports.formats import REPORT_FORMATS, choose_format
from molinfo.store.fields import FieldName

if TYPE_CHECKING:
    from molinfo.checks.options import CheckOptions
    from molinfo.checks.summary import RunSummary
    from molinfo.reports.formats import ReportFormat

_SEVERITIES = ("error", "warning", "info")


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
@click.option(
    "--format", "output_format", type=click.Choice(list(REPORT_FORMATS)), help="How to report."
)
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
    type=click.Choice(_SEVERITIES),
    default="error",
    show_default=True,
    help="The severity from which unwaived findings make the exit code 1.",
)
@with_batch_options
def command(
    inputs: tuple[str, ...],
    smiles: str | None,
    output: str | None,
    output_format: str | None,
    summary: str | None,
    fail_on: str,
    **given: Any,
) -> None:
    """Check every claim of the records in INPUT against their structures.

    INPUT is a store folder, a .mol, .sdf, .smi, .csv, .tsv, .xlsx or .parquet file, or `-`.
    A JSON lines or CSV file grows in NAME.partial/, and --resume finishes a run that was cut off.
    Exit code 0: fine; 1: findings; 2: wrong usage, or an input that cannot be read.
    """
    from molinfo.checks.result import Severity

    options = _take_options(given)
    claims = {
        field: printed
        for field in FieldName
        if (printed := given.pop(f"claimed_{field.value}")) is not None
    }
    report = choose_format(REPORT_FORMATS, output, output_format)
    for path in filter(None, (output, summary)):
        refuse_input_as_output(path, inputs)
        refuse_missing_folder(path)
    if smiles is not None:
        if inputs or given["bundled"]:
            raise click.UsageError("--smiles checks one structure; give no INPUT beside it")
        counts = _check_structure(smiles, claims, options, report, output, summary)
    elif claims:
        named = ", ".join(field.option for field in claims)
        raise click.UsageError(f"{named}: claims given as options need --smiles")
    else:
        counts = _check_inputs(inputs, given, options, report, output, summary)
    counted = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    if any(counts.worst[Severity(each)] for each in counted):
        sys.exit(1)


def _take_options(given: dict[str, Any]) -> CheckOptions:
    """Make of the options that concern checks what all rows have in common."""
    from molinfo.checks.options import CheckOptions, CodeFilter
    from molinfo.chem.weights import get_weight_table

    table = given.pop("weight_table")
    return CheckOptions(
        codes=CodeFilter.of(given.pop("select"), given.pop("ignore")),
        weight_table=None if table is None else get_weight_table(table),
        names=given.pop("names"),
        chembl=given.pop("chembl"),
    )


def _check_structure(
    smiles: str,
    claims: Mapping[FieldName, str],
    options: CheckOptions,
    report: ReportFormat,
    output: str | None,
    summary: str | None,
) -> RunSummary:
    """Check one structure with the claims that were given as options."""
    from molinfo.checks.run import check
    from molinfo.checks.summary import RunSummary
    from molinfo.reports.formats import WriterContext
    from molinfo.store.provenance import write_provenance
    from molinfo.store.record import Claim, Record

    told = {**options.describe(), "smiles": smiles, "claims": dict(claims)}
    record = Record(
        smiles=smiles,
        claims=tuple(Claim(field=field, value=text) for field, text in claims.items()),
    )
    counts = RunSummary()
    target = sys.stdout if output is None else Path(output)
    with report.open(target, WriterContext(counts)) as writer:
        result = check(record, input="--smiles", options=options)
        counts.add(record, result)
        writer.write(record, result)
    if output is not None:
        write_provenance(Path(output), [], told)
    if summary is not None:
        _write_summary(summary, counts)
        write_provenance(Path(summary), [], told)
    return counts


def _check_inputs(
    inputs: tuple[str, ...],
    given: dict[str, Any],
    options: CheckOptions,
    report: ReportFormat,
    output: str | None,
    summary: str | None,
) -> RunSummary:
    """Check the rows of files and the records of stores."""
    from molinfo.checks.summary import RunSummary
    from molinfo.reports.check_run import CheckPlan, check_inputs
    from molinfo.store.provenance import write_meta

    columns = parse_columns(given.pop("columns"))
    where = {name: given.pop(name) for name in ("bundled", "input_format", "id_column")}
    batch = BatchOptions(**given)
    chosen = make_inputs(inputs, columns=columns, options=batch, **where)
    plan = CheckPlan(chosen, options, report, batch.run, batch.duplicates)
    with open_progress(chosen, batch) as progress:
        if batch.dry_run:
            try_out(plan.task, chosen, batch, progress)
            return RunSummary()
        done = check_inputs(plan, sys.stdout if output is None else Path(output), progress)
        tell_run(done.report, done.keys, output or "-", batch, progress)
        if output is not None and progress.rows:
            progress.say(progress.summarise())
    if summary is not None:
        _write_summary(summary, done.summary)
        write_meta(Path(summary), plan.describe())
    return done.summary


def _write_summary(path: str, counts: RunSummary) -> None:
    """Write the counts of a run."""
    from molinfo.store.files import write_atomically

    text = json.dumps(counts.to_dict(), indent=2, ensure_ascii=False)
    write_atomically(Path(path), text + "\n")
