"""Vector formats: SVG around RDKit's own paths, and the same shapes as PDF and EPS.

Labels are outlines, so that no font is needed to look at a figure. PDF and EPS are written here, in
a few operators: a library's version would change the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from rdkit.Chem.Draw import rdMolDraw2D

from molinfo.figures.metadata import Metadata, parse_said
from molinfo.figures.scene import PADDING, Scene, run_drawer

UNITS = 10
"""Units of a drawing to a point: RDKit prints tenths, so that a place is exact to 0.01 pt."""
_HEAD = "<!-- END OF HEADER -->\n"
_CLASS = re.compile(r" class='[^']*'")
_METADATA = re.compile(r"<(?:svg:)?metadata\b[^>]*>(\s*\{.*?\}\s*)<", re.DOTALL)
_TITLE_WITHOUT_MEANING = "Chemical structure"


@dataclass(frozen=True, slots=True)
class VectorDrawing:
    """The shapes of a drawing as SVG elements, where they lie, and how long a unit is.

    `box` is left, top, width and height in units; `unit_pt` the points to a unit.
    """

    body: str
    box: tuple[float, float, float, float]
    unit_pt: float
    bond_length_pt: float

    @property
    def size_pt(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.box[2] * self.unit_pt, self.box[3] * self.unit_pt


def draw_vector(scene: Scene) -> VectorDrawing:
    """Draw a scene at its style's bond length, smaller only where a canvas is too small for it."""
    style = scene.style
    width, height = scene.width_pt, scene.height_pt
    if width is not None and height is not None:
        canvas = (round(width * UNITS), round(height * UNITS))
        drawn = run_drawer(rdMolDraw2D.MolDraw2DSVG, scene, UNITS, canvas, PADDING)
        box = (0.0, 0.0, width * UNITS, height * UNITS)
        bond_length_pt = min(style.bond_length_pt, round(drawn.bond / UNITS, 6))
        return VectorDrawing(take_body(drawn.output), box, 1 / UNITS, bond_length_pt)
    drawn = run_drawer(rdMolDraw2D.MolDraw2DSVG, scene, UNITS, None, PADDING)
    unit_pt = style.bond_length_pt / drawn.bond if drawn.bond else 1 / UNITS
    natural = drawn.width * unit_pt, drawn.height * unit_pt
    shrink = min(1.0, (width or natural[0]) / natural[0], (height or natural[1]) / natural[1])
    unit_pt *= shrink
    canvas_width = drawn.width if width is None else width / unit_pt
    canvas_height = drawn.height if height is None else height / unit_pt
    box = (
        (drawn.width - canvas_width) / 2,
        (drawn.height - canvas_height) / 2,
        canvas_width,
        canvas_height,
    )
    return VectorDrawing(take_body(drawn.output), box, unit_pt, style.bond_length_pt * shrink)


def take_body(svg: str) -> str:
    """RDKit's elements without its header, its background and its names of atoms and bonds."""
    body = svg.partition(_HEAD)[2].removesuffix("</svg>\n")
    if body.startswith("<rect"):
        body = body.partition("\n")[2]
    return _CLASS.sub("", body)


def write_svg(drawing: VectorDrawing, background: str, metadata: Metadata | None) -> str:
    """The drawing as SVG with title, description and metadata, or with nothing but the picture."""
    width, height = (print_number(each) for each in drawing.size_pt)
    left, top, wide, high = (print_number(each) for each in drawing.box)
    title = metadata.title if metadata else _TITLE_WITHOUT_MEANING
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}pt" height="{height}pt" '
        f'viewBox="{left} {top} {wide} {high}">',
        f"<title>{escape(title, quote=False)}</title>",
    ]
    if metadata:
        head.append(f"<desc>{escape(metadata.description, quote=False)}</desc>")
        head.append(f"<metadata>{escape(metadata.to_json(), quote=False)}</metadata>")
    if background:
        head.append(
            f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="{background}"/>'
        )
    return "\n".join([*head, f"{drawing.body}</svg>\n"])


def read_svg(path: Path) -> Metadata:
    """What an SVG says of itself. Raises InputError."""
    found = _METADATA.search(path.read_text(encoding="utf-8", errors="replace"))
    return parse_said(unescape(found[1]) if found else "", path)


def print_number(value: float) -> str:
    """A number with at most three decimals.

    >>> print_number(14.4), print_number(3.0), print_number(-0.0001)
    ('14.4', '3', '0')
    """
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
