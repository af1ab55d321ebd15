"""`molinfo draw`: figures of records, kept up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
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
from molinfo.cli.figure_options import (
    find_file_format,
    print_bytes,
    split_formats,
    tell_warnings,
    with_figure_options,
)
from molinfo.cli.inputs import parse_columns, with_input_options
from molinfo.cli.scheme import (
    read_reactions,
    tell_what_stays,
    with_scheme_options,
    write_schemes,
)
from molinfo.cli.sheet import SheetOptions, with_sheet_options, write_sheet, write_style_sheet
from molinfo.errors import RecordNotFound

if TYPE_CHECKING:
    from molinfo.batch.inputs import Inputs
    from molinfo.figures.draw_run import DrawPlan
    from molinfo.figures.manifest import FolderReport
    from molinfo.figures.recipe import Recipe
    from molinfo.store.record import Record


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line, batch options apart."""

    inputs: tuple[str, ...]
    columns: tuple[str, ...]
    id_column: str | None
    input_format: str | None
    bundled: bool
    chosen: tuple[str, ...]
    output: str
    formats: tuple[str, ...]
    style: str
    width: str | None
    height: str | None
    dpi: int | None
    no_metadata: bool
    cores: tuple[str, ...]
    reference: str | None
    atom_numbers: bool
    stereo_labels: bool
    smiles: str | None
    style_sheet: bool
    hydrogens: str
    abbreviate: bool
    captions: str | None
    sheet: tuple[int | None, int] | None
    legend: str
    sort_by: str
    group_by: str
    value: str
    scheme: bool
    above: tuple[str, ...]
    below: tuple[str, ...]
    stale: bool
    read_back: bool
    prune: bool
    force: bool
    strict: bool

    @property
    def writes_one_file(self) -> bool:
        """Whether the output is a file or standard output, and no folder."""
        return self.output == "-" or find_file_format(self.output) is not None

    @property
    def one_format(self) -> str:
        """The format of an output that is one file: the one asked for, else that of the ending."""
        found = None if self.output == "-" else find_file_format(self.output)
        return self.formats[0] if self.formats else "svg" if found is None else found.name


@click.command("draw")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option("--record", "chosen", multiple=True, metavar="ID", help="Draw only this record.")
@click.option(
    "-o",
    "--output",
    default="figures",
    show_default=True,
    help="The folder to write into; or a file such as x.svg, or -, for one record.",
)
@click.option(
    "--format",
    "formats",
    callback=split_formats,
    metavar="LIST",
    help="svg (the default), png, tiff, pdf, eps, jpeg, webp; several with commas.",
)
@click.option(
    "--style",
    default="screen",
    show_default=True,
    help="acs, dark, elsevier, mono, nature, rsc, science, screen, slide, or your own TOML file.",
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
@with_figure_options
@with_sheet_options
@with_scheme_options
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
def command(**given: Any) -> None:
    """Draw the records of INPUT into a folder; only what changed is written.

    One folder belongs to one command: figures in its manifest that this run does not draw are
    orphans. Exit code 0: fine; 1: nothing was drawn, with --stale something is out of date, with
    --read-back a figure says or shows something else, with --strict a record could not be drawn or
    not be shown whole; 2: wrong usage.
    """
    asked = Asked(**{field.name: given.pop(field.name) for field in fields(Asked)})
    options = BatchOptions(**given)
    if asked.stale and (asked.read_back or asked.prune or asked.force):
        raise click.UsageError("--stale only looks; it goes with none of the others")
    if asked.scheme or (asked.smiles or "").replace("->", "").count(">") == 2:
        _draw_scheme(asked)
    elif asked.style_sheet:
        write_style_sheet(asked.style, asked.output, asked.formats, asked.dpi)
    elif asked.smiles is not None:
        _draw_smiles(asked)
    else:
        _draw_input(asked, options)


def _draw_scheme(asked: Asked) -> None:
    """Draw the reactions of the input, or of `--smiles`."""
    reactions, paths = read_reactions(asked.inputs, asked.smiles)
    recipe, lines = _make_recipe(asked, [], []), (asked.above, asked.below)
    is_whole = write_schemes(reactions, paths, recipe, lines, asked.output, asked.formats)
    sys.exit(1 if asked.strict and not is_whole else 0)


def _draw_smiles(asked: Asked) -> None:
    """Draw the one structure of `--smiles`."""
    from molinfo.store.record import Record

    if asked.inputs or asked.bundled or not asked.writes_one_file:
        raise click.UsageError("--smiles is one structure: name one file with -o, or - to print")
    record = Record(smiles=asked.smiles or "")
    _write_one(asked, _make_recipe(asked, [record], [record]), record, [])


def _draw_input(asked: Asked, options: BatchOptions) -> None:
    """Draw the records of the input: into a folder, onto a sheet, or one alone."""
    tell_what_stays(asked.inputs)
    source = make_inputs(
        asked.inputs,
        bundled=asked.bundled,
        input_format=asked.input_format,
        id_column=asked.id_column,
        columns=parse_columns(asked.columns),
        options=options,
        only=asked.chosen,
    )
    into_folder = not (asked.writes_one_file or asked.read_back or asked.sheet is not None)
    if not into_folder and (options.needs_file or options.dry_run):
        raise click.UsageError(f"{options.needs_file or '--dry-run'} is for a folder of figures")
    if asked.stale and asked.writes_one_file:
        raise click.UsageError("--stale looks at a folder; name one with -o")
    records: list[Record] = []
    if not into_folder or asked.cores or asked.reference or asked.captions:
        if into_folder and not source.can_be_read_again:
            raise click.UsageError(
                "--highlight, --difference-from and --captions read the input twice; "
                "write standard input to a file first"
            )
        records = [row.record for row in replace(source, only=()).read()]
    drawn = list(_select(records, asked.chosen)) if records else []
    recipe = _make_recipe(asked, records, drawn)
    if asked.sheet is not None:
        _draw_sheet(asked, recipe, drawn, source)
    elif asked.read_back:
        _prove(drawn, Path(asked.output), asked.formats or ("svg",), recipe)
    elif asked.writes_one_file:
        if len(drawn) != 1:
            raise click.UsageError(
                f"-o {asked.output} is one file: choose one --record, or name a folder"
            )
        _write_one(asked, recipe, drawn[0], source.list_files())
    else:
        from molinfo.figures.draw_run import DrawPlan

        formats = asked.formats or ("svg",)
        plan = DrawPlan(
            source, Path(asked.output), recipe, formats, options.run, asked.force, asked.prune
        )
        if asked.captions and not asked.stale:
            _write_captions(asked, recipe, drawn)
        _draw_folder(asked, plan, options)


def _make_recipe(asked: Asked, records: Sequence[Record], drawn: Sequence[Record]) -> Recipe:
    """How figures are to look."""
    from molinfo.figures.lengths import parse_length
    from molinfo.figures.recipe import Recipe, parse_cores
    from molinfo.figures.style import get_style

    for length in filter(None, (asked.width, asked.height)):
        parse_length(length)
    reference = asked.reference
    return Recipe(
        style=get_style(asked.style),
        width=asked.width,
        height=asked.height,
        dpi=asked.dpi,
        metadata=not asked.no_metadata,
        cores=parse_cores(asked.cores, drawn),
        reference=None if reference is None else next(_select(records, (reference,))),
        atom_numbers=asked.atom_numbers,
        stereo_labels=asked.stereo_labels,
        hydrogens=asked.hydrogens,
        abbreviate=asked.abbreviate,
    )


def _draw_sheet(asked: Asked, recipe: Recipe, records: Sequence[Record], source: Inputs) -> None:
    if asked.stale or asked.read_back or asked.prune or asked.force:
        raise click.UsageError("--sheet goes with none of --stale, --read-back, --prune, --force")
    if asked.sheet is None:
        return
    options = SheetOptions(*asked.sheet, asked.legend, asked.sort_by, asked.group_by, asked.value)
    is_whole = write_sheet(
        records, recipe, options, asked.output, asked.formats, source.list_files()
    )
    if asked.captions:
        _write_captions(asked, recipe, records)
    sys.exit(1 if asked.strict and not is_whole else 0)


def _draw_folder(asked: Asked, plan: DrawPlan, options: BatchOptions) -> None:
    """Bring a folder up to date, or say how it stands, and exit with what that means."""
    from molinfo.figures.draw_run import draw_inputs, look_at_folder

    with open_progress(plan.inputs, options) as progress:
        if options.dry_run:
            try_out(plan.make_task(write=False), plan.inputs, options, progress)
            return
        if asked.stale:
            report: FolderReport | None = look_at_folder(plan, progress)
        else:
            done = draw_inputs(plan, progress)
            report = done.folder
            tell_run(done.report, done.report.keys, asked.output, options, progress)
    if report is None:
        return
    for record_id, why in report.failures.items():
        click.echo(f"molinfo: {record_id}: {why}", err=True)
    if asked.stale:
        _tell_stale(report)
        sys.exit(0 if report.is_current else 1)
    tell_warnings(report.warnings, report.clashes)
    _tell_written(report, plan.recipe)
    is_empty = bool(report.failures) and not report.count_drawn()
    if is_empty or (asked.strict and (report.failures or report.warnings)):
        sys.exit(1)


def _select(records: Sequence[Record], chosen: tuple[str, ...]) -> Iterator[Record]:
    """The records of these ids in the order of the input; all where none is named."""
    missing = set(chosen) - {record.id for record in records}
    if missing:
        raise RecordNotFound(f"no record {', '.join(map(repr, sorted(missing)))} in the input")
    return (record for record in records if not chosen or record.id in chosen)


def _write_one(asked: Asked, recipe: Recipe, record: Record, inputs: Sequence[Path]) -> None:
    """Write one figure, and beside it what it was made from; or print it."""
    from molinfo.store.files import write_atomically
    from molinfo.store.provenance import write_provenance

    figure = recipe.draw(record)
    data = figure.render(asked.one_format, recipe.dpi)
    width, height = figure.size_pt
    size = f"{width:.1f} x {height:.1f} pt, {figure.bond_length_pt:.2f} pt a bond"
    called = record.id or record.name or "the structure"
    tell_warnings(
        {called: figure.warnings} if figure.warnings else {},
        {called: figure.clashes} if figure.clashes else {},
    )
    if asked.output == "-":
        print_bytes(data)
    else:
        path = Path(asked.output)
        write_atomically(path, data)
        click.echo(f"{path}: {size}")
        write_provenance(path, inputs, {"record": record.id, **recipe.describe()})
    if asked.captions:
        _write_captions(asked, recipe, [record])
    if asked.strict and figure.warnings:
        sys.exit(1)


def _write_captions(asked: Asked, recipe: Recipe, records: Sequence[Record]) -> None:
    from molinfo.errors import MolinfoError
    from molinfo.figures.captions import write_captions
    from molinfo.figures.legends import check_legend
    from molinfo.store.files import write_atomically

    check_legend(asked.legend)
    told = replace(recipe, metadata=True)
    figures = []
    for record in records:
        try:
            figures.append((record, told.draw(record)))
        except MolinfoError:
            continue  # told where it was drawn
    write_atomically(Path(asked.captions or ""), write_captions(figures, asked.legend))


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
            why = report.reasons.get(name, "")
            click.echo(f"{state} {name}: {why}" if why else f"{state} {name}")
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
