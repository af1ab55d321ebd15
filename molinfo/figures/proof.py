"""Prove that figures on disk still say what their records say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from molinfo.chem.identifiers import compute_inchi, find_inchikey
from molinfo.chem.structure import parse_molblock
from molinfo.errors import InputError, MolinfoError, StructureError
from molinfo.figures.draw import draw, find_layout
from molinfo.figures.formats import find_format
from molinfo.figures.marks import Highlight
from molinfo.figures.readback import read_metadata
from molinfo.figures.recipe import Recipe, name_files
from molinfo.figures.style import get_style, style_names
from molinfo.store.record import Record


class Proof(NamedTuple):
    """A figure that was read back, and what is wrong with what it says; "" when nothing is."""

    name: str
    fault: str


def read_back(
    records: Iterable[Record], folder: Path, formats: Sequence[str], recipe: Recipe
) -> Iterator[Proof]:
    """Read every figure of the records; hold what it says, and its picture, against the record.

    The InChIKey that the figure says and the one computed from the molblock inside must both be the
    record's. Where a structure has no InChIKey (R groups) the molblocks must be the same. The bytes
    must be those of the record drawn now as the figure says that it was drawn, so that a picture
    edited under intact metadata is found. `recipe` has the style where that is of one's own.
    """
    for stem, record in name_files(records):
        try:
            molblock = find_layout(record, recipe.hydrogens).molblock
        except StructureError as error:
            yield from (Proof(f"{stem}.{each}", str(error)) for each in formats)
            continue
        wanted = find_inchikey(record.smiles, molblock)
        for file_format in formats:
            name = f"{stem}.{file_format}"
            path = folder / name
            fault = _find_fault(path, wanted, molblock)
            yield Proof(name, fault or _compare_picture(path, record, file_format, recipe))


def _find_fault(path: Path, wanted: str, molblock: str) -> str:
    try:
        said = read_metadata(path)
        if not wanted:
            return "" if said.molblock == molblock else "another molblock than the record's"
        if said.inchikey != wanted:
            return f"it says {said.inchikey or 'no InChIKey'}, the record is {wanted}"
        inside = compute_inchi(parse_molblock(said.molblock).mol).key
    except (InputError, StructureError) as error:
        return str(error).removeprefix(f"{path}: ")
    return "" if inside == wanted else f"the molblock inside is {inside}, the record is {wanted}"


def _compare_picture(path: Path, record: Record, file_format: str, recipe: Recipe) -> str:
    """Compare a file with the record drawn now as the file says that it was drawn."""
    said = read_metadata(path)
    style = recipe.style
    if said.style_digest != style.digest:
        if said.style not in style_names() or get_style(said.style).digest != said.style_digest:
            return f"drawn in another style, {said.style}: name it with --style to see the picture"
        style = get_style(said.style)
    options = dict(said.options)
    marks = [Highlight(tuple(a), tuple(b), c) for a, b, c in options.pop("highlights", [])]
    try:
        figure = draw(record, style=style, highlights=marks, **options)
    except (MolinfoError, TypeError) as error:
        return f"cannot be drawn as it says: {error}"
    dpi = _read_dpi(path) if find_format(file_format).is_pixels else None
    if figure.render(file_format, dpi or recipe.dpi) == path.read_bytes():
        return ""
    return (
        "it says the right structure, but the picture is not this record's drawing: edited, "
        "or drawn by another release"
    )


def _read_dpi(path: Path) -> int | None:
    with Image.open(path) as image:
        found = image.info.get("dpi")
    return round(float(found[0])) if found else None
