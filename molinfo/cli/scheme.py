"""`molinfo draw --scheme`: reactions with their arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from molinfo.cli.figure_options import find_file_format, print_bytes
from molinfo.errors import InputError, StructureError

if TYPE_CHECKING:
    from molinfo.chem.reactions import Reaction
    from molinfo.figures.recipe import Recipe

_MOST_BYTES = 50_000_000


def with_scheme_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that ask for a scheme."""
    for decorate in (
        click.option("--below", multiple=True, metavar="TEXT", help="A line below the arrow."),
        click.option("--above", multiple=True, metavar="TEXT", help="A line above the arrow."),
        click.option(
            "--scheme",
            is_flag=True,
            help="Draw the reactions of an RXN or CDXML file, or of a reaction SMILES.",
        ),
    ):
        command = decorate(command)
    return command


def read_reactions(inputs: Sequence[str], smiles: str | None) -> tuple[list[Reaction], list[Path]]:
    """The reactions of `--smiles` or of the input files, and these files.

    Raises InputError for a file that holds none.
    """
    from molinfo.chem.reactions import parse_cdxml_steps, parse_reaction_smiles, parse_rxn

    if smiles is not None:
        return [parse_reaction_smiles(smiles)], []
    if not inputs:
        raise click.UsageError("--scheme needs an RXN or CDXML file, or --smiles 'A>>B'")
    reactions: list[Reaction] = []
    paths = [Path(each) for each in inputs]
    for path in paths:
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise InputError(f"{path}: more than {_MOST_BYTES:,} bytes are not read")
            text = path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from error
        try:
            found = [parse_rxn(text)] if text.startswith("$RXN") else parse_cdxml_steps(text)
        except StructureError as error:
            raise InputError(f"{path}: {error}") from error
        if not found:
            raise InputError(f"{path}: no reaction in it: no arrow between structures")
        reactions += found
    return reactions, paths


def write_schemes(
    reactions: Sequence[Reaction],
    inputs: Sequence[Path],
    recipe: Recipe,
    lines: tuple[Sequence[str], Sequence[str]],
    output: str,
    formats: Sequence[str],
) -> bool:
    """Write each reaction, numbered where there are several; whether all of each is shown.

    `lines` are those above and below the arrow.
    """
    from molinfo.figures.formats import FORMATS
    from molinfo.figures.scheme import draw_scheme
    from molinfo.store.files import make_folder, write_atomically
    from molinfo.store.provenance import write_provenance

    named = None if output == "-" else find_file_format(output)
    path = Path(output)
    folder, stem = (path, "scheme") if named is None else (path.parent, path.stem)
    formats = formats or (("svg",) if named is None else (named.name,))
    is_whole = True
    for number, reaction in enumerate(reactions, 1):
        scheme = draw_scheme(
            reaction,
            style=recipe.style,
            width=recipe.width,
            above=lines[0],
            below=lines[1],
            hydrogens=recipe.hydrogens,
            abbreviate=recipe.abbreviate,
            metadata=recipe.metadata,
        )
        for warning in scheme.warnings:
            click.echo(f"molinfo: warning: {warning}", err=True)
            is_whole = False
        if output == "-":
            print_bytes(scheme.render(formats[0], recipe.dpi))
            continue
        make_folder(folder)
        for file_format in formats:
            ending = FORMATS[file_format].endings[0]
            if named is not None and named.name == file_format:
                ending = path.suffix.removeprefix(".")
            file = folder / (f"{stem}-{number}" if len(reactions) > 1 else stem)
            file = file.with_name(f"{file.name}.{ending}")
            write_atomically(file, scheme.render(file_format, recipe.dpi))
            write_provenance(file, inputs, recipe.describe())
            click.echo(f"{file}: {scheme.bond_length_pt:.2f} pt a bond", err=output == "-")
    return is_whole


def tell_what_stays(inputs: Sequence[str]) -> None:
    """Say what of CDXML pages is not drawn where their structures are drawn one by one."""
    from molinfo.chem.cdxml import list_losses

    for each in inputs:
        path = Path(each)
        if path.suffix.lower() == ".cdxml" and path.is_file():
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            for loss in list_losses(text):
                click.echo(f"molinfo: warning: {path}: {loss}", err=True)
