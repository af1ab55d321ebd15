"""Text as outlines of Roboto, so that no font is needed to draw it or to look at it."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from molinfo.figures.shapes import Point, Step, parse_path

_EM = 2048
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CURVE_STEPS = 4  # straight pieces to a curve where a drawer knows no curves
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character's width and outline for letters of 1, y downwards from the base line."""

    advance: float
    steps: tuple[Step, ...]


@cache
def read_glyphs() -> dict[str, Glyph]:
    """The glyphs that there are, by character (molinfo/figures/fonts)."""
    path = files("molinfo.figures.fonts") / "glyphs.csv"
    with path.open(encoding="utf-8") as lines:
        return {
            chr(int(row["code"][2:], 16)): Glyph(
                int(row["advance"]) / _EM,
                tuple(
                    (command, tuple((x / _EM, -y / _EM) for x, y in points))
                    for command, points in parse_path(row["path"])
                ),
            )
            for row in csv.DictReader(lines)
        }


def measure_text(text: str, size: float) -> float:
    """The width of a line in letters of a size."""
    return sum(glyph.advance for glyph in _find_glyphs(text)) * size


def set_text(text: str, place: Point, size: float) -> Iterator[tuple[Step, ...]]:
    """The outline of each character of a line that begins at a place on its base line."""
    x, y = place
    for glyph in _find_glyphs(text):
        if glyph.steps:
            yield tuple(
                (command, tuple((x + px * size, y + py * size) for px, py in points))
                for command, points in glyph.steps
            )
        x += glyph.advance * size


def wrap_text(text: str, width: float, size: float) -> list[str]:
    """The lines of a text set in a width, broken at blanks, else cut short with an ellipsis.

    >>> wrap_text("momelotinib dihydrochloride", 100, 10)
    ['momelotinib', 'dihydrochloride']
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure_text(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, width, size) for line in lines]


def print_path(steps: Sequence[Step]) -> str:
    """An outline as the element of an SVG, places to a tenth."""
    parts = [
        "Z" if command == "h" else command.upper() + " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        for command, points in steps
    ]
    return f"<path d='{' '.join(parts)}' fill='#000000'/>\n"


def flatten_outline(steps: Sequence[Step]) -> list[Point]:
    """An outline as one polygon: its rings in turn, each closed, and back to where it began.

    Filled by the rule of winding numbers it looks as the outline does: the ways between the rings
    are gone in both directions and enclose nothing.
    """
    polygon: list[Point] = []
    starts: list[Point] = []
    here: Point = (0.0, 0.0)
    for command, points in steps:
        if command == "m":
            starts.append(points[0])
        if command == "h":
            polygon.append(starts[-1])
        elif command == "c":
            polygon += [_bend(here, points, step / _CURVE_STEPS) for step in range(1, _CURVE_STEPS)]
        polygon += points[-1:]
        here = polygon[-1]
    return [*polygon, *reversed(starts[:-1])]


def _find_glyphs(text: str) -> Iterator[Glyph]:
    """The glyph of each character, or of the plain letters that it is made of."""
    glyphs = read_glyphs()
    for character in text:
        if character in glyphs:
            yield glyphs[character]
            continue
        plain = [each for each in unicodedata.normalize("NFKD", character) if each in glyphs]
        yield from (glyphs[each] for each in plain or [_REPLACEMENT])


def _cut(line: str, width: float, size: float) -> str:
    if measure_text(line, size) <= width:
        return line
    while line and measure_text(line + _ELLIPSIS, size) > width:
        line = line[:-1]
    return line + _ELLIPSIS


def _bend(start: Point, points: Sequence[Point], at: float) -> Point:
    """A place on a cubic curve."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, *points
    a, b, c, d = (1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
