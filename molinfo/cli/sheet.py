"""`molinfo draw --sheet`: many structures on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.cli.figure_options import find_file_format, print_bytes

if TYPE_CHECKING:
    from molinfo.figures.recipe import Recipe
    from molinfo.figures.sheet import Sheet
    from molinfo.store.record import Record

Grid = tuple[int | None, int]
"""Rows to a page, None for all of them, and columns."""


def with_sheet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that ask for a sheet."""
    for decorate in (
        click.option(
            "--value", default="", metavar="FIELD", help="Show a value as a colour: ic50.JAK1."
        ),
        click.option(
            "--group-by",
            default="",
            metavar="FIELD",
            help="Begin a row for each parent, scaffold, or value of a field.",
        ),
        click.option(
            "--sort-by", default="", metavar="FIELD", help="Order by name, molecular_weight, ..."
        ),
        click.option(
            "--legend",
            default="{name}",
            show_default=True,
            help=r"What stands below each: {name}\n{formula} · JAK1 {ic50.JAK1} nM",
        ),
        click.option(
            "--sheet",
            callback=parse_grid,
            metavar="ROWSxCOLUMNS",
            help="All records on sheets of so many rows and columns; or COLUMNS on one page.",
        ),
    ):
        command = decorate(command)
    return command


def parse_grid(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> Grid | None:
    """Read the rows and columns of a sheet; raises BadParameter for anything else."""
    if text is None:
        return None
    match = re.fullmatch(r"(?:(\d{1,3})[x×])?(\d{1,3})", text.strip().lower())
    if match is None or "0" in (match[1], match[2]):
        raise click.BadParameter(f"{text!r} is neither ROWSxCOLUMNS, such as 5x4, nor COLUMNS")
    return (int(match[1]) if match[1] else None), int(match[2])


@dataclass(frozen=True)
class SheetOptions:
    """How a sheet is laid out: rows to a page, None for all of them, columns, legends, order."""

    rows: int | None
    columns: int
    legend: str = "{name}"
    sort_by: str = ""
    group_by: str = ""
    value: str = ""


def write_sheet(
    records: Sequence[Record],
    recipe: Recipe,
    options: SheetOptions,
    output: str,
    formats: Sequence[str],
    inputs: Sequence[Path],
) -> bool:
    """Write the pages, and what they were made from; whether every record is shown whole.

    A PDF holds all pages; of the other formats each page is a file, numbered where there are two.
    """
    from molinfo.figures.ordering import Order
    from molinfo.figures.sheet import compose_sheet

    order = Order(options.sort_by, options.group_by, options.value)
    rows, columns = options.rows, options.columns
    sheet = compose_sheet(
        records, recipe, columns=columns, rows=rows, legend=options.legend, order=order
    )
    about = {**vars(options), **recipe.describe()}
    _write_pages(sheet, output, formats, recipe.dpi, inputs, about)
    pages_told = "1 page" if len(sheet.pages) == 1 else f"{len(sheet.pages)} pages"
    told = f"{len(records)} records on {pages_told}, {sheet.bond_length_pt:.2f} pt a bond"
    click.echo(told, err=output == "-")
    if sheet.tightest:
        click.echo(
            f"molinfo: bonds are shorter than the {recipe.style.bond_length_pt:g} pt of the style "
            f"because of {sheet.tightest}",
            err=True,
        )
    for warning in sheet.warnings:
        click.echo(f"molinfo: warning: {warning}", err=True)
    for record_id, why in sheet.failures.items():
        click.echo(f"molinfo: {record_id}: {why}", err=True)
    return not (sheet.failures or sheet.warnings)


def write_style_sheet(style: str, output: str, formats: Sequence[str], dpi: int | None) -> None:
    """Write a page of everything that a style decides; `style.svg` where no file is named."""
    from molinfo.figures.specimen import draw_style_sheet

    named = find_file_format(output) if output != "-" else None
    target = output if output == "-" or named is not None else f"{Path(style).stem}.svg"
    sheet = draw_style_sheet(style)
    _write_pages(sheet, target, formats, dpi, [], {"style_sheet": style})
    if target != "-":
        size = f"{sheet.smallest_font_pt:.1f} pt, lines {sheet.thinnest_line_pt:.2f} pt"
        click.echo(f"{target}: smallest letters {size}")


def _write_pages(
    sheet: Sheet,
    output: str,
    formats: Sequence[str],
    dpi: int | None,
    inputs: Sequence[Path],
    about: Mapping[str, Any],
) -> None:
    """Write the pages of a sheet, each with what it was made from beside it; or print the first."""
    from molinfo.figures.formats import FORMATS
    from molinfo.store.files import make_folder, write_atomically
    from molinfo.store.provenance import write_provenance

    if output == "-":
        print_bytes(sheet.render((formats or ("svg",))[0], 0, dpi))
        return
    path = Path(output)
    named = find_file_format(output)
    folder, stem = (path, "sheet") if named is None else (path.parent, path.stem)
    formats = formats or (("svg",) if named is None else (named.name,))
    make_folder(folder)
    for file_format in formats:
        row = FORMATS[file_format]
        pages = 1 if row.holds_pages else len(sheet.pages)
        keeps_ending = named is not None and named.name == file_format
        ending = path.suffix.removeprefix(".") if keeps_ending else row.endings[0]
        for page in range(pages):
            number = f"-{page + 1}" if pages > 1 else ""
            file = folder / f"{stem}{number}.{ending}"
            write_atomically(file, sheet.render(file_format, page, dpi))
            write_provenance(file, inputs, dict(about))
