"""What figures of one structure, of a folder and of a sheet have in common on the command line."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.errors import InputError

if TYPE_CHECKING:
    from molinfo.figures.formats import Format

_HYDROGENS = ("as-drawn", "none", "stereo", "all")
_SHOWN = 5


def with_figure_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what of a structure is drawn, and how."""
    for decorate in (
        click.option(
            "--captions", metavar="FILE", help="Write captions and alt texts as CSV (see --legend)."
        ),
        click.option("--abbreviate", is_flag=True, help="Write groups as Ph, Boc, CO2Me, ..."),
        click.option(
            "--hydrogens",
            type=click.Choice(_HYDROGENS),
            default="as-drawn",
            show_default=True,
            help="Which hydrogens are atoms of the drawing.",
        ),
        click.option(
            "--style-sheet", is_flag=True, help="Draw what the style gives: each kind of line."
        ),
        click.option("--smiles", metavar="SMILES", help="Draw this one structure."),
    ):
        command = decorate(command)
    return command


def split_formats(
    _context: click.Context, _parameter: click.Parameter, text: str | None
) -> tuple[str, ...]:
    """The formats of `--format`, by their names."""
    if text is None:
        return ()
    from molinfo.errors import UnknownName
    from molinfo.figures.formats import find_format

    try:
        return tuple(dict.fromkeys(find_format(part).name for part in text.split(",")))
    except UnknownName as error:
        raise click.BadParameter(str(error)) from error


def find_file_format(output: str) -> Format | None:
    """The format of an output that is a file, None for a folder.

    Raises InputError for what looks like a file of another kind.
    """
    from molinfo.figures.formats import FORMATS, find_format_of

    path = Path(output)
    found = find_format_of(path)
    if path.is_dir():
        return None
    if found is None and re.fullmatch(r"\.[A-Za-z]{1,5}", path.suffix):
        endings = ", ".join(f".{each.endings[0]}" for each in FORMATS.values())
        raise InputError(
            f"{output}: no figure has the ending {path.suffix}; use one of {endings}, "
            "or name a folder"
        )
    return found


def print_bytes(data: bytes) -> None:
    """Write a figure to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def tell_warnings(
    warnings: Mapping[str, Sequence[str]], clashes: Mapping[str, Sequence[str]]
) -> None:
    """Say on standard error what figures do not show, and in which letters are hard to read."""
    for record, texts in warnings.items():
        for text in texts:
            click.echo(f"molinfo: warning: {record}: {text}", err=True)
    for record, texts in list(clashes.items())[:_SHOWN]:
        click.echo(f"molinfo: warning: {record}: {'; '.join(texts)}", err=True)
    if len(clashes) > _SHOWN:
        click.echo(
            f"molinfo: warning: letters are hard to read in {len(clashes)} figures", err=True
        )
