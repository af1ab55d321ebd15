"""A reaction as a scheme: reactants, an arrow with what stands at it, products, in one style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from molinfo.chem.reactions import Reaction, parse_reaction_smiles
from molinfo.errors import UnknownName
from molinfo.figures.bonds import draw_arrow
from molinfo.figures.draw import Figure, draw
from molinfo.figures.fallback import borrow_letters
from molinfo.figures.formats import find_format
from molinfo.figures.labels import split_groups
from molinfo.figures.lengths import parse_length
from molinfo.figures.lettering import find_missing, measure_text, set_text
from molinfo.figures.metadata import SheetMetadata
from molinfo.figures.shapes import Letter, Letters, Shape
from molinfo.figures.style import Style, get_style
from molinfo.figures.vector import Picture, Placed

_GAP = 0.9  # of the bond length, between two things side by side
_LEAST_ARROW = 2.6
_LINE = 1.3  # from one line of text to the next, of its letters
_SMALLEST_BOND_PT = 3.0


@dataclass(frozen=True)
class Scheme:
    """A reaction as a page. Bonds are `bond_length_pt` long, the style's or less on a small canvas.

    `warnings` name what of it is not shown. In a notebook it shows itself.
    """

    pictures: tuple[Picture]
    figures: tuple[Figure, ...]
    style: Style
    bond_length_pt: float
    warnings: tuple[str, ...] = ()
    has_metadata: bool = True

    def say(self, page: int | None) -> SheetMetadata | None:
        """What its structures say of themselves, reactants first, then agents, then products."""
        said = tuple(each.metadata for each in self.figures if each.metadata is not None)
        return SheetMetadata(sheet=said) if said and self.has_metadata else None

    @cached_property
    def svg(self) -> str:
        """The scheme as SVG, labels as outlines."""
        return self.render("svg").decode("utf-8")

    def render(self, file_format: str, dpi: int | None = None) -> bytes:
        """The bytes of a file of a format. Raises UnknownName for a format that there is not."""
        return find_format(file_format).write(self, 0, dpi or self.style.dpi)

    def write(self, path: str | Path, dpi: int | None = None) -> None:
        """Write a file; its ending is the format. Raises UnknownName for any other ending."""
        Path(path).write_bytes(self.render(Path(path).suffix, dpi))

    def _repr_svg_(self) -> str:
        return self.svg


class _Row:
    """What stands side by side, each in the middle of one line."""

    def __init__(self, style: Style) -> None:
        self.style, self.x = style, style.margin_pt
        self.gap = _GAP * style.bond_length_pt
        self.parts: list[Placed] = []
        self.shapes: list[Shape] = []
        self.top = self.bottom = 0.0

    def add_figure(self, figure: Figure) -> None:
        """A structure, its middle on the line."""
        width, height = figure.scene.size_pt
        self.parts.append(figure.scene.place(self.x + width / 2, 0.0, 1.0))
        self.x += width
        self._reach(-height / 2, height / 2)

    def add_text(self, text: str) -> None:
        """A text on the line, such as a plus sign."""
        size = 1.2 * self.style.font_size_pt
        self.x += self.gap / 2
        self.shapes.append(self._set(text, self.x, 0.36 * size, size))
        self.x += measure_text(text, size) + self.gap / 2

    def add_arrow(
        self, agents: Sequence[Figure], above: Sequence[str], below: Sequence[str]
    ) -> None:
        """The arrow, with structures and lines of text above it, and lines of text below."""
        style, size = self.style, self.style.legend_size_pt
        widths = [measure_formula(text, size, style.script_size) for text in (*above, *below)]
        tall = max((each.scene.size_pt[1] for each in agents), default=0.0)
        wide = sum(each.scene.size_pt[0] for each in agents)
        length = max(_LEAST_ARROW * style.bond_length_pt, *widths, wide) + 2 * self.gap
        self.x += self.gap
        begin, end = (self.x, 0.0), (self.x + length, 0.0)
        self.shapes += draw_arrow(begin, end, style, "arrow")
        middle = self.x + length / 2
        base = -0.6 * size
        for text in reversed(above):
            self.shapes.append(self._set_formula(text, middle, base, size))
            base -= _LINE * size
        left, top = middle - wide / 2, base + 0.4 * size
        for agent in agents:
            width, _height = agent.scene.size_pt
            self.parts.append(agent.scene.place(left + width / 2, top - tall / 2, 1.0))
            left += width
        self._reach(top - tall if agents else base, 0.0)
        base = 1.3 * size
        for text in below:
            self.shapes.append(self._set_formula(text, middle, base, size))
            base += _LINE * size
        self._reach(0.0, base if below else 0.0)
        self.x += length + self.gap

    def _reach(self, top: float, bottom: float) -> None:
        self.top, self.bottom = min(self.top, top), max(self.bottom, bottom)

    def _set(self, text: str, x: float, y: float, size: float) -> Letters:
        letters = tuple(set_text(text, (x, y), size))
        return Letters("legend", letters, self.style.legend_colour, text)

    def _set_formula(self, text: str, middle: float, y: float, size: float) -> Letters:
        script = self.style.script_size
        x = middle - measure_formula(text, size, script) / 2
        letters: list[Letter] = []
        for piece, is_low in _split_formula(text):
            own = size * script if is_low else size
            letters += set_text(piece, (x, y + (0.16 * size if is_low else 0.0)), own)
            x += measure_text(piece, own)
        return Letters("legend", tuple(letters), self.style.legend_colour, text)


def measure_formula(text: str, size: float, script: float) -> float:
    """The width of a line in which the numbers of formulas such as CH2Cl2 are lowered."""
    return sum(
        measure_text(piece, size * script if is_low else size)
        for piece, is_low in _split_formula(text)
    )


def _split_formula(text: str) -> list[tuple[str, bool]]:
    """The pieces of a line, and whether each is the number of a formula."""
    pieces: list[tuple[str, bool]] = []
    for at, word in enumerate(text.split(" ")):
        bare = word.rstrip(",;.")
        if at:
            pieces.append((" ", False))
        if bare.isalnum() and any(map(str.isdigit, bare)) and bare[0].isupper():
            runs = [run for group in split_groups(bare, "inline") for run in group]
            pieces += [(piece, level < 0) for piece, level in runs]
            pieces.append((word[len(bare) :], False))
        else:
            pieces.append((word, False))
    return [piece for piece in pieces if piece[0]]


def draw_scheme(
    reaction: Reaction | str,
    *,
    style: str | Style = "screen",
    width: str | None = None,
    above: Sequence[str] = (),
    below: Sequence[str] = (),
    hydrogens: str = "as-drawn",
    abbreviate: bool = False,
    metadata: bool = True,
) -> Scheme:
    """Draw a reaction, or a reaction SMILES, as a scheme.

    `above` and `below` are lines of text at the arrow, after those of the reaction: conditions, a
    yield. On a canvas of a `width` everything is smaller where it does not fit.

    Raises StructureError for what is no reaction, UnknownName for a style or a length, and for a
    canvas too small.

    >>> scheme = draw_scheme("CC(=O)O.OCC>>CC(=O)OCC", below=["H2SO4", "87 %"], style="acs")
    >>> len(scheme.figures), scheme.bond_length_pt
    (3, 14.4)
    """
    held = parse_reaction_smiles(reaction) if isinstance(reaction, str) else reaction
    chosen = get_style(style) if isinstance(style, str) else style
    reactants, agents, products = (
        [
            draw(each, style=chosen, hydrogens=hydrogens, abbreviate=abbreviate)
            for each in structures
        ]
        for structures in (held.reactants, held.agents, held.products)
    )
    row = _Row(chosen)
    font = chosen.fallback_font
    lines_above = [borrow_letters(line, font) for line in (*held.above, *above)]
    lines_below = [borrow_letters(line, font) for line in (*held.below, *below)]
    for number, figure in enumerate(reactants):
        if number:
            row.add_text("+")
        row.add_figure(figure)
    row.add_arrow(agents, lines_above, lines_below)
    for number, figure in enumerate(products):
        if number:
            row.add_text("+")
        row.add_figure(figure)
    figures = (*reactants, *agents, *products)
    warnings = [warning for figure in figures for warning in figure.warnings]
    if missing := find_missing("".join((*lines_above, *lines_below))):
        warnings.append(f"no letters for {missing!r} in the texts at the arrow")
    picture, shrink = _fit(row, chosen, width)
    bond = chosen.bond_length_pt * shrink
    return Scheme((picture,), figures, chosen, bond, tuple(warnings), metadata)


def _fit(row: _Row, style: Style, width: str | None) -> tuple[Picture, float]:
    """The row on its canvas, and by how much everything is smaller."""
    natural = row.x + style.margin_pt
    high = row.bottom - row.top + 2 * style.margin_pt
    canvas = natural if width is None else parse_length(width)
    shrink = min(1.0, canvas / natural)
    if style.bond_length_pt * shrink < _SMALLEST_BOND_PT:
        raise UnknownName(f"a scheme of {natural:.0f} pt does not fit in {width}")
    left = (canvas - natural * shrink) / 2
    middle = (style.margin_pt - row.top) * shrink
    parts = [
        Placed(part.shapes, part.x * shrink + left, part.y * shrink + middle, part.scale * shrink)
        for part in row.parts
    ]
    parts.append(Placed(tuple(row.shapes), left, middle, shrink))
    return Picture(canvas, high * shrink, tuple(parts), style.background), shrink
