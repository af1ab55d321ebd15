"""`molinfo draw --sheet`: many structures on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

if TYPE_CHECKING:
    from molinfo.figures.recipe import Recipe
    from molinfo.store.record import Record

Grid = tuple[int | None, int]
"""Rows to a page, None for all of them, and columns."""


def with_sheet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that ask for a sheet."""
    for decorate in (
        click.option(
            "--legend",
            default="{name}",
            show_default=True,
            help=r"What stands below each: {name}\n{formula} · JAK1 {ic50.JAK1} nM",
        ),
        click.option(
            "--sheet",
            callback=_parse_grid,
            metavar="ROWSxCOLUMNS",
            help="All records on sheets of so many rows and columns; or COLUMNS on one page.",
        ),
    ):
        command = decorate(command)
    return command


def _parse_grid(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> Grid | None:
    if text is None:
        return None
    match = re.fullmatch(r"(?:(\d{1,3})[x×])?(\d{1,3})", text.strip().lower())
    if match is None or "0" in (match[1], match[2]):
        raise click.BadParameter(f"{text!r} is neither ROWSxCOLUMNS, such as 5x4, nor COLUMNS")
    return (int(match[1]) if match[1] else None), int(match[2])


def write_sheet(
    records: Sequence[Record],
    recipe: Recipe,
    grid: Grid,
    legend: str,
    output: str,
    formats: Sequence[str],
    inputs: Sequence[Path],
) -> bool:
    """Write the pages, and what they were made from; whether a record could not be drawn.

    A PDF holds all pages; of the other formats each page is a file, numbered where there are two.
    """
    from molinfo.figures.formats import FORMATS, find_format_of
    from molinfo.figures.sheet import compose_sheet
    from molinfo.reports.files import write_provenance
    from molinfo.store.files import make_folder, write_atomically

    path = Path(output)
    named = find_format_of(path)
    if named is not None:
        stem, folder = path.stem, path.parent
        formats = formats or (named.name,)
    else:
        stem, folder = "sheet", path
        formats = formats or ("svg",)
    rows, columns = grid
    sheet = compose_sheet(records, recipe, columns=columns, rows=rows, legend=legend)
    make_folder(folder)
    options = {"rows": rows, "columns": columns, "legend": legend, **recipe.describe()}
    for file_format in formats:
        pages = len(sheet.pages) if not FORMATS[file_format].holds_pages else 1
        for page in range(pages):
            number = f"-{page + 1}" if pages > 1 else ""
            file = folder / f"{stem}{number}.{file_format}"
            write_atomically(file, sheet.render(file_format, page, recipe.dpi))
            write_provenance(file, inputs, options)
    pages_told = "1 page" if len(sheet.pages) == 1 else f"{len(sheet.pages)} pages"
    told = f"{len(records)} records on {pages_told}, {sheet.bond_length_pt:.2f} pt a bond"
    click.echo(told)
    if sheet.tightest:
        click.echo(
            f"molinfo: bonds are shorter than the {recipe.style.bond_length_pt:g} pt of the style "
            f"because of {sheet.tightest}",
            err=True,
        )
    for record_id, why in sheet.failures.items():
        click.echo(f"molinfo: {record_id}: {why}", err=True)
    return bool(sheet.failures)
