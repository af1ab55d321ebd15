"""`molinfo draw`: figures of records, kept up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.cli.batch import BatchOptions, make_source, with_batch_options
from molinfo.cli.draw_rows import draw_rows
from molinfo.cli.inputs import parse_columns, with_input_options
from molinfo.cli.sheet import with_sheet_options, write_sheet
from molinfo.errors import RecordNotFound

if TYPE_CHECKING:
    from molinfo.batch.source import Source
    from molinfo.figures.manifest import FolderReport
    from molinfo.figures.recipe import Recipe
    from molinfo.store.record import Record

FORMATS = ("svg", "png", "tiff", "pdf", "eps")


def _split_formats(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> tuple[str, ...]:
    if text is None:
        return ()
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",")))
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        raise click.BadParameter(f"no format {unknown[0]!r}; known: {', '.join(FORMATS)}")
    return formats


@click.command("draw")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option("--record", "chosen", multiple=True, metavar="ID", help="Draw only this record.")
@click.option(
    "-o",
    "--output",
    default="figures",
    show_default=True,
    help="The folder to write into; or a file such as x.svg for one record.",
)
@click.option(
    "--format",
    "formats",
    callback=_split_formats,
    metavar="LIST",
    help="svg (the default), png, tiff, pdf, eps; several with commas.",
)
@click.option(
    "--style",
    default="screen",
    show_default=True,
    help="acs, mono, nature, rsc, screen, or a TOML file of your own.",
)
@click.option("--width", help="Canvas width: 3.25in, 84mm, acs-single, acs-double, rsc-single, ...")
@click.option("--height", help="Canvas height.")
@click.option("--dpi", type=click.IntRange(10, 4800), help="Resolution of PNG and TIFF.")
@click.option("--no-metadata", is_flag=True, help="Nothing of the structure but the picture.")
@click.option(
    "--highlight",
    "cores",
    multiple=True,
    metavar="SMARTS[=#RRGGBB]",
    help="Mark a substructure: by SMARTS, the name of a core, or `common` to all records.",
)
@click.option(
    "--difference-from", "reference", metavar="ID", help="Mark what this record does not have."
)
@click.option("--atom-numbers", is_flag=True, help="Write the molfile's atom numbers.")
@click.option("--stereo-labels", is_flag=True, help="Write CIP labels.")
@with_sheet_options
@click.option(
    "--stale", is_flag=True, help="List what is out of date, write nothing; exit 1 if any."
)
@click.option("--read-back", is_flag=True, help="Prove that figures say their records' InChIKeys.")
@click.option(
    "--prune", is_flag=True, help="Remove figures drawn here before that this run has not."
)
@click.option("--force", is_flag=True, help="Draw also over figures edited by hand.")
@click.option("--strict", is_flag=True, help="Exit 1 when a record cannot be drawn.")
@with_batch_options
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    chosen: tuple[str, ...],
    output: str,
    formats: tuple[str, ...],
    style: str,
    width: str | None,
    height: str | None,
    dpi: int | None,
    no_metadata: bool,
    cores: tuple[str, ...],
    reference: str | None,
    atom_numbers: bool,
    stereo_labels: bool,
    sheet: tuple[int | None, int] | None,
    legend: str,
    stale: bool,
    read_back: bool,
    prune: bool,
    force: bool,
    strict: bool,
    **batch: Any,
) -> None:
    """Draw the records of INPUT into a folder; only what changed is written.

    One folder belongs to one command: figures in its manifest that this run does not draw are
    orphans. Exit code 0: fine; 1: with --stale something is out of date, with --read-back a figure
    says something else, with --strict a record could not be drawn; 2: wrong usage.
    """
    if stale and (read_back or prune or force):
        raise click.UsageError("--stale only looks; it goes with none of the others")
    options = BatchOptions(**batch)
    source = make_source(inputs, bundled, input_format, id_column, parse_columns(columns), options)
    ending = Path(output).suffix.lower().removeprefix(".")
    is_one_file = ending in FORMATS and not Path(output).is_dir()
    of_rows = source.is_of_rows and not (is_one_file or chosen or read_back or sheet is not None)
    if cores or reference:
        of_rows = of_rows and source.can_be_read_again
    if not of_rows and (options.needs_file or options.dry_run):
        raise click.UsageError(
            f"{options.needs_file or '--dry-run'} is for rows of a file into a folder of figures"
        )
    records = []
    if not of_rows or cores or reference:
        records = [row.record for row in source.read()]
    drawn = list(_select(records, chosen))

    from molinfo.figures.lengths import parse_length
    from molinfo.figures.recipe import Recipe, parse_cores
    from molinfo.figures.style import get_style

    for length in filter(None, (width, height)):
        parse_length(length)
    recipe = Recipe(
        style=get_style(style),
        width=width,
        height=height,
        dpi=dpi,
        metadata=not no_metadata,
        cores=parse_cores(cores, drawn),
        reference=None if reference is None else next(_select(records, (reference,))),
        atom_numbers=atom_numbers,
        stereo_labels=stereo_labels,
    )
    if sheet is not None:
        if stale or read_back or prune or force:
            raise click.UsageError(
                "--sheet goes with none of --stale, --read-back, --prune, --force"
            )
        failed = write_sheet(drawn, recipe, sheet, legend, output, formats, source.list_files())
        sys.exit(1 if strict and failed else 0)
    if read_back:
        _prove(drawn, Path(output), formats or ("svg",), recipe)
        return
    if is_one_file:
        if stale or len(drawn) != 1:
            raise click.UsageError(
                f"-o {output} is one file: choose one --record, or name a folder"
            )
        _write_one(recipe, drawn[0], Path(output), (formats or (ending,))[0], source)
        return
    formats = formats or ("svg",)
    report: FolderReport | None
    if of_rows:
        report = draw_rows(
            source,
            Path(output),
            recipe,
            formats,
            options,
            write=not stale,
            force=force,
            prune=prune,
        )
        if report is None:
            return
    else:
        report = _update(
            drawn, Path(output), recipe, formats, write=not stale, force=force, prune=prune
        )
    for record_id, why in report.failures.items():
        click.echo(f"molinfo: {record_id}: {why}", err=True)
    if stale:
        _tell_stale(report)
    else:
        _tell_written(report, recipe)
    if (stale and not report.is_current) or (strict and report.failures):
        sys.exit(1)


def _select(records: Sequence[Record], chosen: tuple[str, ...]) -> Iterator[Record]:
    """The records of these ids in the order of the input; all where none is named."""
    missing = set(chosen) - {record.id for record in records}
    if missing:
        raise RecordNotFound(f"no record {', '.join(map(repr, sorted(missing)))} in the input")
    return (record for record in records if not chosen or record.id in chosen)


def _write_one(
    recipe: Recipe, record: Record, path: Path, file_format: str, source: Source
) -> None:
    """Write one figure, and beside it what it was made from."""
    from molinfo.reports.files import write_provenance
    from molinfo.store.files import write_atomically

    figure = recipe.draw(record)
    write_atomically(path, figure.render(file_format, recipe.dpi))
    width, height = figure.size_pt
    size = f"{width:.1f} x {height:.1f} pt, {figure.bond_length_pt:.2f} pt a bond"
    click.echo(f"{path}: {size}")
    write_provenance(path, source.list_files(), {"record": record.id, **recipe.describe()})


def _update(
    records: Sequence[Record],
    folder: Path,
    recipe: Recipe,
    formats: Sequence[str],
    *,
    write: bool,
    force: bool,
    prune: bool,
) -> FolderReport:
    from rich.console import Console
    from rich.progress import Progress

    from molinfo.figures.manifest import update_folder

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("draw", total=len(records))
        return update_folder(
            records,
            folder,
            recipe,
            formats,
            write=write,
            force=force,
            prune=prune,
            on_record=lambda: progress.advance(task),
        )


def _tell_written(report: FolderReport, recipe: Recipe) -> None:
    from molinfo.figures.manifest import FileState

    told = [f"{len(report.written)} written", f"{len(report.names(FileState.UNCHANGED))} unchanged"]
    if report.removed:
        told.append(f"{len(report.removed)} removed")
    click.echo(", ".join(told))
    edited = [name for name in report.names(FileState.EDITED) if name not in report.written]
    orphans = [name for name in report.names(FileState.ORPHANED) if name not in report.removed]
    for names, what in (
        (edited, "edited by hand or not drawn here, left alone; --force draws them again"),
        (orphans, "of no record in this run; --prune removes them"),
    ):
        if names:
            click.echo(f"molinfo: {len(names)} {what}: {_list(names)}", err=True)
    if report.failures:
        click.echo(f"molinfo: {len(report.failures)} records could not be drawn", err=True)
    if report.smallest:
        length, name = report.smallest
        click.echo(
            f"molinfo: {report.shrunk} do not fit at {recipe.style.bond_length_pt:g} pt a bond and "
            f"are smaller; smallest {name}, {length:.2f} pt",
            err=True,
        )


def _tell_stale(report: FolderReport) -> None:
    from molinfo.figures.manifest import FileState

    for state in (FileState.STALE, FileState.MISSING, FileState.ORPHANED, FileState.EDITED):
        for name in report.names(state):
            click.echo(f"{state} {name}")
    click.echo(f"{len(report.names(FileState.UNCHANGED))} unchanged", err=True)


def _prove(records: Sequence[Record], folder: Path, formats: Sequence[str], recipe: Recipe) -> None:
    from molinfo.figures.proof import read_back

    proofs = list(read_back(records, folder, formats, recipe))
    faults = [proof for proof in proofs if proof.fault]
    for proof in faults:
        click.echo(f"{proof.name}: {proof.fault}")
    click.echo(f"{len(proofs) - len(faults)} of {len(proofs)} figures say their record's structure")
    if faults:
        sys.exit(1)


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"
