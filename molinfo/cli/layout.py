"""`molinfo layout`: two-dimensional coordinates for records that lack them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from molinfo.cli.inputs import parse_columns, stream_records, with_input_options

if TYPE_CHECKING:
    from molinfo.figures.layouts import LaidOut

_CORES = "named, common, none, the name of a core, a SMARTS, or a .mol file whose atoms stay put."


@click.command("layout")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option("--remake", is_flag=True, help="Make layouts anew also where there is one.")
@click.option("--align", is_flag=True, help="Turn layouts that stay, as a whole, onto their core.")
@click.option("--core", default="named", show_default=True, help=f"What to lie over: {_CORES}")
@click.option("--keep-hydrogens", is_flag=True, help="Draw hydrogens that the molfile holds.")
@click.option("--write", is_flag=True, help="Write the molfiles of the store that was read.")
@click.option("-o", "--output", help="Write an .sdf file, or a folder of molfiles.")
@click.option("--strict", is_flag=True, help="Exit 1 when a record has no structure to lay out.")
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    remake: bool,
    align: bool,
    core: str,
    keep_hydrogens: bool,
    write: bool,
    output: str | None,
    strict: bool,
) -> None:
    """Make the layouts that the records of INPUT lack, and say how good all are.

    RDKit and CoordGen both try; the layout with fewer overlaps, crossing bonds and odd angles is
    kept and turned so that its core lies where the others have it. RMSD is how far core atoms then
    are from there, in bond lengths; from 0.05 on it is told. Nothing is written without -o or
    --write. Exit code 0; 1: with --strict a record could not be laid out; 2: wrong usage.
    """
    from rich.console import Console

    from molinfo.figures.layouts import lay_out_series, parse_core_choice
    from molinfo.reports.layouts import print_layouts, summarize_layouts

    if write and (bundled or len(inputs) > 1 or not Path((inputs or ("structures",))[0]).is_dir()):
        raise click.UsageError("--write is for one store folder; else name an output with -o")
    records = list(stream_records(inputs, bundled, input_format, id_column, parse_columns(columns)))
    choice = parse_core_choice(core, records)
    layouts = list(
        lay_out_series(records, choice, remake=remake, align=align, keep_hydrogens=keep_hydrogens)
    )
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    print_layouts(console, layouts)
    click.echo(summarize_layouts(layouts), err=True)
    if output is not None:
        options = {"core": core, "remake": remake, "align": align, "keep_hydrogens": keep_hydrogens}
        _write_output(Path(output), layouts, inputs, bundled, options)
    if write:
        _write_store(Path((inputs or ("structures",))[0]), layouts)
    if strict and any(each.fault for each in layouts):
        sys.exit(1)


def _write_output(
    path: Path,
    layouts: Sequence[LaidOut],
    inputs: Sequence[str],
    bundled: bool,
    options: dict[str, object],
) -> None:
    """Write all that has a layout: one SD file, or a folder of molfiles."""
    from molinfo.cli.inputs import list_input_files
    from molinfo.cli.outputs import refuse_input_as_output
    from molinfo.figures.recipe import name_files
    from molinfo.store.files import make_folder, open_beside, write_atomically
    from molinfo.store.provenance import write_provenance
    from molinfo.store.sdf import print_sd_record

    good = [each.record for each in layouts if not each.fault]
    if path.suffix.lower() in (".sdf", ".sd"):
        refuse_input_as_output(str(path), inputs)
        with open_beside(path) as stream:
            stream.writelines(map(print_sd_record, good))
        write_provenance(path, list_input_files(inputs, bundled), options)
        return
    if path.suffix:
        raise click.BadParameter(f"{path} is neither an .sdf file nor a folder", param_hint="-o")
    make_folder(path)
    for stem, record in name_files(good):
        write_atomically(path / f"{stem}.mol", record.molblock)


def _write_store(folder: Path, layouts: Sequence[LaidOut]) -> None:
    """Write the molfiles that changed."""
    from molinfo.store.folder import open_store, write_molfile

    files = open_store(folder).files
    changed = [each.record for each in layouts if each.is_changed]
    for record in changed:
        write_molfile(files[record.id], record.molblock)
    click.echo(f"{len(changed)} molfiles written", err=True)
