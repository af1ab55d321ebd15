"""Draw a record: its stored layout as it stands, the same bytes every time, in every format."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from molinfo.chem.coordinates import make_layout, write_molblock
from molinfo.chem.hydrogens import show_hydrogens
from molinfo.chem.identifiers import find_inchikey
from molinfo.chem.layout_score import (
    has_layout,
)
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_molblock, parse_smiles
from molinfo.errors import InputError, StructureError
from molinfo.figures.formats import find_format
from molinfo.figures.lengths import parse_length
from molinfo.figures.marks import Highlight, Marks
from molinfo.figures.metadata import FigureMetadata
from molinfo.figures.scene import DRAWING_VERSION, Scene, read_drawing
from molinfo.figures.style import Style, get_style
from molinfo.figures.vector import Picture
from molinfo.store.record import Record

_CENTRE = re.compile(r"\[[^\]]*@[^\]]*\]")
_ALLENE = re.compile(r"=\[C@{1,2}\]=")
_NO_SIGN = (Chem.ChiralType.CHI_TRIGONALBIPYRAMIDAL, Chem.ChiralType.CHI_OCTAHEDRAL)


class Drawable(NamedTuple):
    """A molblock to draw, the same read, whether its places were made, and what was lost."""

    molblock: str
    mol: Any
    is_made: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A picture of a structure, drawn when a format is asked for.

    In a notebook it shows itself.
    """

    scene: Scene
    metadata: FigureMetadata | None

    @property
    def bond_length_pt(self) -> float:
        """The length of a bond as drawn, in points: the style's, or less on a small canvas."""
        return round(self.scene.style.bond_length_pt * self.scene.shrink, 6)

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.scene.picture.width_pt, self.scene.picture.height_pt

    @property
    def warnings(self) -> tuple[str, ...]:
        """What of the structure the figure does not show."""
        return self.scene.drawing.warnings

    @property
    def clashes(self) -> tuple[str, ...]:
        """What lies over what in the figure: lines through letters, letters over letters."""
        return self.scene.drawing.clashes

    @property
    def pictures(self) -> tuple[Picture]:
        """The one page of a figure."""
        return (self.scene.picture,)

    def say(self, page: int | None) -> FigureMetadata | None:
        """What the figure says of itself."""
        return self.metadata

    @cached_property
    def svg(self) -> str:
        """The figure as SVG, labels as outlines."""
        return self.render("svg").decode("utf-8")

    def png(self, dpi: int | None = None) -> bytes:
        """The figure as PNG, at the style's resolution or another in dots per inch."""
        return self.render("png", dpi)

    def tiff(self, dpi: int | None = None) -> bytes:
        """The figure as TIFF with LZW, at the style's resolution or another in dots per inch."""
        return self.render("tiff", dpi)

    def pdf(self) -> bytes:
        """The figure as a PDF page of its size, labels as outlines."""
        return self.render("pdf")

    def eps(self) -> bytes:
        """The figure as encapsulated PostScript, labels as outlines."""
        return self.render("eps")

    def render(self, file_format: str, dpi: int | None = None) -> bytes:
        """The bytes of a file of a format. Raises UnknownName for a format that there is not."""
        return find_format(file_format).write(self, 0, dpi or self.scene.style.dpi)

    def write(self, path: str | Path, dpi: int | None = None) -> None:
        """Write a file; its ending is the format. Raises UnknownName for any other ending."""
        Path(path).write_bytes(self.render(Path(path).suffix, dpi))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: SVG, and PNG where it cannot show that."""
        return {
            "image/svg+xml": self.svg,
            "image/png": b64encode(self.png()).decode("ascii"),
        }


def draw(
    structure: Record | str | Chem.Mol,
    *,
    style: str | Style = "screen",
    width: str | None = None,
    height: str | None = None,
    highlights: Sequence[Highlight] = (),
    atom_numbers: bool = False,
    stereo_labels: bool = False,
    hydrogens: str = "as-drawn",
    abbreviate: bool = False,
    metadata: bool = True,
    inchikey: str | None = None,
) -> Figure:
    """Draw a record, SMILES, molblock or RDKit molecule as it is laid out; else a layout is made.

    `style` is a name, a TOML file or a Style. Without `width` and `height` (`"84mm"`, `"3.25in"`,
    `"acs-single"`) the drawing decides and bonds have the style's length; on a canvas everything is
    smaller where it would not fit, and `bond_length_pt` says how small. Highlights count atoms and
    bonds from 0, in the order of the molblock. `hydrogens` is `as-drawn` (but for those on carbon
    that say nothing), `none`, `stereo` (those of stereocentres) or `all`; `abbreviate` writes
    groups as Ph or Boc. With `metadata` the figure carries id, name, InChIKey, formula, molblock
    and style; without, nothing but the picture. `inchikey` spares computing it.

    Raises StructureError when there is nothing to draw, UnknownName for a style or a length.

    >>> from molinfo.store.folder import open_store
    >>> figure = draw(open_store()["baricitinib"], style="acs", width="acs-single")
    >>> figure.bond_length_pt
    14.4
    >>> figure.svg.startswith("<svg")
    True
    """
    record = hold_record(structure)
    chosen = get_style(style) if isinstance(style, str) else style
    marks = Marks(tuple(highlights), atom_numbers, stereo_labels)
    width_pt, height_pt = (None if each is None else parse_length(each) for each in (width, height))
    with quiet():
        molblock, mol, is_made, notes = find_layout(record, hydrogens)
        scene = Scene(
            molblock,
            mol,
            chosen,
            width_pt,
            height_pt,
            marks,
            plain_unspecified=is_made,
            hides_hydrogens=hydrogens != "all",
            abbreviates=abbreviate,
            notes=notes,
        )
        if not metadata:
            return Figure(scene, None)
        key = find_inchikey(record.smiles, molblock) if inchikey is None else inchikey
    options = {"width": width, "height": height, **_describe_marks(marks)}
    options["hydrogens"] = "" if hydrogens == "as-drawn" else hydrogens
    options["abbreviate"] = abbreviate
    return Figure(scene, _say(record, scene, key, options))


def _describe_marks(marks: Marks) -> dict[str, Any]:
    return {
        "highlights": [[each.atoms, each.bonds, each.colour] for each in marks.highlights],
        "atom_numbers": marks.atom_numbers,
        "stereo_labels": marks.stereo_labels,
    }


def _say(record: Record, scene: Scene, inchikey: str, options: dict[str, Any]) -> FigureMetadata:
    return FigureMetadata(
        id=record.id,
        name=record.name,
        inchikey=inchikey,
        formula=rdMolDescriptors.CalcMolFormula(scene.mol, separateIsotopes=True),
        style=scene.style.name,
        style_digest=scene.style.digest,
        drawing=DRAWING_VERSION,
        options={name: value for name, value in options.items() if value},
        molblock=scene.molblock,
    )


def find_layout(record: Record, hydrogens: str = "as-drawn") -> Drawable:
    """The molblock that a record is drawn from, stored or made, and the same read.

    Atoms keep their order; `hydrogens` adds or leaves out some, after them. Raises StructureError
    when the record has no structure to draw.
    """
    if record.molblock:
        mol = read_drawing(record.molblock)
        if has_layout(mol):
            return _choose(Drawable(record.molblock, mol, False), hydrogens)
        molblock = make_layout(parse_molblock(record.molblock, keep_hydrogens=True).mol).molblock
        return _choose(Drawable(molblock, None, True), hydrogens)
    if not record.smiles:
        why = record.defect or "give it a SMILES or a molfile"
        raise StructureError(f"{record.id or 'the record'} has no structure to draw: {why}")
    parsed = parse_smiles(record.smiles).mol
    molblock = make_layout(parsed).molblock
    notes = tuple(_find_losses(record.smiles, parsed))
    return _choose(Drawable(molblock, None, True, notes), hydrogens)


def _find_losses(smiles: str, mol: Chem.Mol) -> Iterator[str]:
    """What of a SMILES cannot be drawn: stereo that RDKit does not keep, or that has no sign."""
    if "@" not in smiles:
        return
    if _ALLENE.search(smiles):
        yield "the stereo of an allene is not drawn: RDKit does not read it"
    tags = [atom.GetChiralTag() for atom in mol.GetAtoms()]
    if any(tag in _NO_SIGN for tag in tags):
        yield "stereo of a bipyramid or an octahedron is not drawn: there are no wedges for it yet"
    written = len(_CENTRE.findall(smiles)) - len(_ALLENE.findall(smiles))
    kept = sum(tag != Chem.ChiralType.CHI_UNSPECIFIED for tag in tags)
    if kept < written:
        yield f"{written - kept} of {written} centres of the SMILES are none: drawn without wedges"


def hold_record(structure: Record | str | Chem.Mol) -> Record:
    """A record of a structure as people hold it: a record, a SMILES, a molblock, a molecule.

    Raises InputError for anything else.

    >>> hold_record("CCO").smiles
    'CCO'
    """
    if isinstance(structure, Record):
        return structure
    if isinstance(structure, Chem.Mol):
        laid = structure if has_layout(structure) else make_layout(structure).mol
        return Record(molblock=write_molblock(laid))
    if isinstance(structure, str):
        is_block = "M  END" in structure
        return Record(molblock=structure) if is_block else Record(smiles=structure)
    raise InputError(
        f"{type(structure).__name__} is no structure; give a record, SMILES or molblock"
    )


def _choose(layout: Drawable, hydrogens: str) -> Drawable:
    molblock = show_hydrogens(layout.molblock, hydrogens)
    mol = layout.mol if molblock == layout.molblock else None
    return Drawable(molblock, mol or read_drawing(molblock), layout.is_made, layout.notes)
