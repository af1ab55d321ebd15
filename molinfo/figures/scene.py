"""What is drawn, made ready for RDKit's drawers: a molblock as it stands, a style, marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rdkit import Chem
from rdkit.Chem.Draw import rdMolDraw2D
from rdkit.Geometry import Point2D

from molinfo.chem.coordinates import median_bond_length
from molinfo.chem.cores import BOND_LENGTH
from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError
from molinfo.figures.marks import NO_MARKS, Marks
from molinfo.figures.style import Style, parse_colour

DRAWING_VERSION = 2
"""Counts up whenever the drawing code gives other bytes for the same molblock and style."""

PADDING = 0.04
"""What stays free on each side of a drawing, as a fraction of its width and height."""
_FONTS = {"roboto": "BuiltinRobotoRegular", "telex": "BuiltinTelexRegular"}
_RDKIT_LINE_UNIT = 0.02  # RDKit's bondLineWidth counts fiftieths of its scale when it scales widths
_HIGHLIGHT_WIDTH = 0.42  # of the bond length


@dataclass(frozen=True)
class Scene:
    """A molecule as its molblock has it, how it looks, and the canvas that it must fit.

    `width_pt` and `height_pt` are None where the drawing decides.
    """

    molblock: str
    mol: Chem.Mol
    style: Style
    width_pt: float | None = None
    height_pt: float | None = None
    marks: Marks = NO_MARKS

    @cached_property
    def bond_length(self) -> float:
        """The median bond in the unit of the molblock; the usual one where nothing is bound."""
        return median_bond_length(self.mol) or BOND_LENGTH


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawer gave: text or bytes, its canvas, and the bond length there, all in its unit."""

    output: Any
    width: int
    height: int
    bond: float


def read_drawing(molblock: str) -> Chem.Mol:
    """Read a molblock for drawing: nothing perceived anew, wedges as they stand in it.

    Raises StructureError when there is nothing to draw.
    """
    try:
        with quiet():
            mol = Chem.MolFromMolBlock(molblock, sanitize=False, removeHs=False)
    except (ValueError, RuntimeError) as error:
        raise StructureError(f"molfile cannot be drawn: {error}") from error
    if mol is None or mol.GetNumAtoms() == 0:
        raise StructureError("molfile cannot be drawn: no structure in it")
    mol.UpdatePropertyCache(strict=False)
    Chem.ReapplyMolBlockWedging(mol)
    return mol


def run_drawer(
    drawer_class: Any, scene: Scene, unit: float, canvas: tuple[int, int] | None, padding: float
) -> Drawn:
    """Draw a scene with one of RDKit's drawers, `unit` of its units to a point.

    Without a canvas the drawing decides how large it is. On a canvas bonds have the style's length,
    or the largest that fits: everything shrinks with them.
    """
    drawer = drawer_class(*(canvas or (-1, -1)))
    draw_scene(drawer, scene, unit, padding)
    drawer.FinishDrawing()
    bond = measure_bond(drawer, scene)
    return Drawn(drawer.GetDrawingText(), drawer.Width(), drawer.Height(), bond)


def draw_scene(
    drawer: Any, scene: Scene, unit: float, padding: float, *, clear: bool = True
) -> None:
    """Draw a scene with a drawer that is at hand, where that stands on its canvas."""
    _set_options(drawer, scene, unit, padding)
    if not clear:
        drawer.drawOptions().clearBackground = False
    if scene.marks is NO_MARKS:
        drawer.DrawMolecule(scene.mol)
        return
    marks = scene.marks.resolve(scene.mol)
    mol = scene.marks.write_notes(scene.mol, scene.molblock)
    drawer.DrawMolecule(
        mol,
        highlightAtoms=list(marks.atoms),
        highlightBonds=list(marks.bonds),
        highlightAtomColors=marks.atoms,
        highlightBondColors=marks.bonds,
    )


def measure_bond(drawer: Any, scene: Scene) -> float:
    """How long a bond of the scene just drawn is, in the drawer's unit."""
    origin, along = drawer.GetDrawCoords(Point2D(0, 0)), drawer.GetDrawCoords(Point2D(1, 0))
    length: float = (along - origin).Length() * scene.bond_length
    return length


def _set_options(drawer: Any, scene: Scene, unit: float, padding: float) -> None:
    """Give a drawer the options of the scene's style, and those that depend on its scale."""
    style = scene.style
    if style.digest not in _OPTIONS:
        _OPTIONS[style.digest] = _make_options(style)
    drawer.SetDrawOptions(_OPTIONS[style.digest])
    options = drawer.drawOptions()
    scale = style.bond_length_pt * unit / scene.bond_length
    options.scalingFactor = scale
    options.fixedBondLength = scale
    options.bondLineWidth = style.line_width_pt * unit / (scale * _RDKIT_LINE_UNIT)
    options.baseFontSize = style.font_size_pt * unit / scale
    options.additionalAtomLabelPadding = style.label_margin_pt * unit / scale
    options.highlightRadius = _HIGHLIGHT_WIDTH * scene.bond_length / 2
    options.padding = padding


_OPTIONS: dict[str, Any] = {}
"""RDKit's options of each style that was used, by its digest; they take long to set one by one."""


def _make_options(style: Style) -> Any:
    options: Any = rdMolDraw2D.MolDrawOptions()
    options.prepareMolsBeforeDrawing = False
    options.includeMetadata = False
    options.fontFile = _FONTS[style.font]
    options.setAtomPalette(style.palette)
    options.multipleBondOffset = style.bond_spacing
    options.scaleBondWidth = True
    options.atomLabelDeuteriumTritium = style.deuterium == "D"
    options.minFontSize = options.maxFontSize = -1
    options.annotationFontScale = 0.7
    options.highlightBondWidthMultiplier = round(
        _HIGHLIGHT_WIDTH * style.bond_length_pt / style.line_width_pt
    )
    options.clearBackground = bool(style.background)
    if style.background:
        options.setBackgroundColour(parse_colour(style.background))
    return options
