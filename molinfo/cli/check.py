"""`molinfo check`: claims against structures."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.cli.inputs import (
    find_store_path,
    list_input_files,
    parse_columns,
    with_input_options,
)
from molinfo.cli.outputs import open_writer, refuse_input_as_output, show_progress
from molinfo.errors import InputError

if TYPE_CHECKING:
    from molinfo.checks.result import Result
    from molinfo.checks.run import CheckOptions
    from molinfo.store.record import Record

    Checked = Iterator[tuple[Record, Result]]

FORMATS = ("text", "jsonl", "csv", "xlsx", "html", "junit", "sarif")
_FORMAT_OF_ENDING = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".txt": "text",
    ".html": "html",
    ".xml": "junit",
    ".sarif": "sarif",
}
_CLAIM_OPTIONS = {
    "formula": "molecular formula",
    "mw": "molecular weight",
    "mono_mass": "monoisotopic mass",
    "exact_mass": "exact mass",
    "inchi": "InChI",
    "inchikey": "InChIKey",
}
_FIELD_OF_OPTION = {"mw": "molecular_weight", "mono_mass": "monoisotopic_mass"}


def _with_claim_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, what in reversed(_CLAIM_OPTIONS.items()):
        option = f"--{name.replace('_', '-')}"
        command = click.option(option, name, help=f"The {what} claimed for --smiles.")(command)
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
    **claims: str | None,
) -> None:
    """Check every claim of the records in INPUT against their structures.

    INPUT is a store folder, a .mol, .sdf, .smi, .csv, .tsv, .xlsx or .parquet file, or `-`.
    Exit code 0: fine; 1: findings; 2: wrong usage, or an input that cannot be read.
    """
    from molinfo.checks.run import CheckOptions, CodeFilter
    from molinfo.checks.summary import RunSummary
    from molinfo.chem.weights import get_weight_table
    from molinfo.reports.files import write_provenance
    from molinfo.store.files import write_atomically

    table = None if weight_table is None else get_weight_table(weight_table)
    chosen_options = CheckOptions(
        codes=CodeFilter.of(select, ignore), weight_table=table, names=names, chembl=chembl
    )
    printed = {name: text for name, text in claims.items() if text is not None}
    if smiles is not None:
        if inputs or bundled:
            raise click.UsageError("--smiles checks one structure; give no INPUT beside it")
        pairs = _check_one(smiles, printed, chosen_options)
    elif printed:
        given = ", ".join(f"--{name.replace('_', '-')}" for name in printed)
        raise click.UsageError(f"{given}: claims given as options need --smiles")
    else:
        pairs = _check_inputs(
            inputs, bundled, input_format, id_column, parse_columns(columns), chosen_options
        )
    chosen = output_format or _format_of(output)
    user_file = Path(inputs[0]) if len(inputs) == 1 and inputs[0] != "-" else None
    for path in filter(None, (output, summary)):
        refuse_input_as_output(path, inputs)
    if output is not None:
        pairs = show_progress(pairs)
    failed = False
    totals = RunSummary()
    with open_writer(chosen, output, user_file, totals) as writer:
        for record, result in pairs:
            totals.add(record, result)
            writer.write(record, result)
            failed = failed or _counts_as_failure(result, fail_on)
    if summary is not None:
        text = json.dumps(totals.to_dict(), indent=2, ensure_ascii=False)
        write_atomically(Path(summary), text + "\n")
    options = {
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
    }
    for path in filter(None, (output, summary)):
        files = () if smiles is not None else list_input_files(inputs, bundled)
        write_provenance(Path(path), files, options)
    if failed:
        sys.exit(1)


def _check_one(smiles: str, printed: Mapping[str, str], options: CheckOptions) -> Checked:
    from molinfo.checks.run import check
    from molinfo.store.record import Claim, FieldName, Record

    claims = tuple(
        Claim(field=FieldName(_FIELD_OF_OPTION.get(name, name)), value=text)
        for name, text in printed.items()
    )
    record = Record(smiles=smiles, claim=claims)
    yield record, check(record, input="--smiles", options=options)


def _check_inputs(
    inputs: tuple[str, ...],
    bundled: bool,
    input_format: str | None,
    id_column: str | None,
    columns: Mapping[str, str],
    options: CheckOptions,
) -> Checked:
    from molinfo.checks.run import check_records, check_store
    from molinfo.store.folder import open_store
    from molinfo.store.tables import read_records

    if bundled and inputs:
        raise click.UsageError("--bundled is an input of its own; give no INPUT beside it")
    stores: list[str | None] = [None] if bundled else list(inputs)
    if not stores:
        stores = [str(find_store_path(bundled=False))]
    for each in stores:
        if each is None or (each != "-" and Path(each).is_dir()):
            yield from check_store(open_store(each), options=options)
            continue
        records = read_records(
            each, input_format=input_format, id_column=id_column, columns=columns
        )
        name = "-" if each == "-" else Path(each).name
        yield from check_records(records, input=name, options=options)


def _format_of(output: str | None) -> str:
    if output is None:
        return "text"
    ending = Path(output).suffix.lower()
    if ending not in _FORMAT_OF_ENDING:
        raise InputError(
            f"{output}: no report format has the ending {ending!r}; "
            f"use --format with one of {', '.join(FORMATS)}"
        )
    return _FORMAT_OF_ENDING[ending]


_SEVERITIES = ("error", "warning", "info")


def _counts_as_failure(result: Result, fail_on: str) -> bool:
    """Whether a result has an unwaived finding at or above a severity."""
    counted = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
    return any(each.waived is None and each.severity in counted for each in result.findings)
