"""Text as outlines, so that no font is needed to draw it or to look at it."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from molinfo.figures.shapes import Area, Letter, Point, Shape, Step, Stroke, parse_path

_EM = 2048
_ELLIPSIS = "…"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
CAP_HEIGHT = 0.711
"""The height of a capital of Roboto, in letters of 1."""
_BREAKS = "-‐–/"
"""After these a long word may go on in the next line."""
_DIAGONAL = 0.7071067811865476
NORMALS = (
    (1.0, 0.0),
    (_DIAGONAL, _DIAGONAL),
    (0.0, 1.0),
    (-_DIAGONAL, _DIAGONAL),
    (-1.0, 0.0),
    (-_DIAGONAL, -_DIAGONAL),
    (0.0, -1.0),
    (_DIAGONAL, -_DIAGONAL),
)
"""The eight directions in which the outline of a letter is measured."""


@dataclass(frozen=True)
class Glyph:
    """A character's width and outline for letters of 1, y downwards from the base line."""

    advance: float
    path: str

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The outline."""
        return tuple(
            (command, tuple((x / _EM, -y / _EM) for x, y in points))
            for command, points in parse_path(self.path)
        )

    @cached_property
    def hull(self) -> tuple[float, ...]:
        """How far the outline reaches in each of the eight directions; empty where it is blank."""
        points = [point for _command, points in self.steps for point in points]
        if not points:
            return ()
        return tuple(max(nx * x + ny * y for x, y in points) for nx, ny in NORMALS)


@cache
def read_glyphs() -> dict[str, Glyph]:
    """The glyphs that there are, by character (molinfo/figures/fonts)."""
    path = files("molinfo.figures.fonts") / "glyphs.csv"
    with path.open(encoding="utf-8") as lines:
        return {
            chr(int(row[0][2:], 16)): Glyph(int(row[1]) / _EM, row[2])
            for row in csv.reader(lines)
            if row[0] != "code"
        }


def spell(text: str) -> str:
    """The characters of a text as the glyphs that stand for them.

    A character without a glyph of its own is spelt by those of its parts; one of which no part has
    a glyph stays, and `find_missing` names it.

    >>> spell("x\N{COMBINING MACRON}"), spell("ﬁ")
    ('x̄', 'fi')
    """
    glyphs = read_glyphs()
    spelt = []
    for character in unicodedata.normalize("NFC", text):
        if character in glyphs:
            spelt.append(character)
            continue
        parts = unicodedata.normalize("NFKD", character)
        spelt.append(parts if all(part in glyphs for part in parts) else character)
    return "".join(spelt)


def find_missing(text: str) -> str:
    """The characters of a text that no glyph can show, each once.

    >>> find_missing("фенол 苯酚")
    '苯酚'
    """
    glyphs = read_glyphs()
    lost = (each for each in spell(text) if each not in glyphs and not each.isspace())
    return "".join(dict.fromkeys(lost))


def find_glyph(character: str) -> Glyph:
    """The glyph of a character; of the replacement character where there is none."""
    glyphs = read_glyphs()
    return glyphs.get(character) or glyphs[" " if character.isspace() else REPLACEMENT]


def measure_text(text: str, size: float) -> float:
    """The width of a line in letters of a size."""
    return sum(find_glyph(each).advance for each in spell(text)) * size


def set_text(text: str, place: Point, size: float) -> Iterator[Letter]:
    """The letters of a line that begins at a place on its base line."""
    x, y = place
    for character in spell(text):
        glyph = find_glyph(character)
        if glyph.path:
            yield Letter(character, x, y, size)
        x += glyph.advance * size


def wrap_text(text: str, width: float, size: float) -> list[str]:
    """The lines of a text set in a width, broken at blanks and after hyphens, else anywhere.

    >>> wrap_text("momelotinib dihydrochloride", 100, 10)
    ['momelotinib', 'dihydrochloride']
    """
    lines: list[str] = []
    for word in text.split():
        start = True
        for piece in _split_word(word, width, size):
            blank = " " if start and lines else ""
            start = False
            longer = f"{lines[-1]}{blank}{piece}" if lines else piece
            if lines and measure_text(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _split_word(word: str, width: float, size: float) -> list[str]:
    """A word whole where it fits in a line; else its parts between hyphens, or what fits."""
    if measure_text(word, size) <= width:
        return [word]
    parts = [""]
    for at, character in enumerate(word):
        parts[-1] += character
        if character in _BREAKS and 1 < at < len(word) - 2:
            parts.append("")
    return [piece for part in parts for piece in _cut(part, width, size)]


def _cut(part: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for character in part:
        if pieces[-1] and measure_text(pieces[-1] + character, size) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def place_steps(letter: Letter) -> Iterator[Step]:
    """The outline of a letter where it stands."""
    _character, x, y, size = letter
    for command, points in find_glyph(letter.character).steps:
        yield command, tuple((x + px * size, y + py * size) for px, py in points)


def trace_outline(shape: Shape) -> Iterator[Step]:
    """The steps of a shape's outline, or of a line's way."""
    if isinstance(shape, Stroke):
        yield "m", shape.points[:1]
        for point in shape.points[1:]:
            yield "l", (point,)
    elif isinstance(shape, Area):
        yield from shape.steps
    else:
        for letter in shape.letters:
            yield from place_steps(letter)


@lru_cache(maxsize=8192)
def print_glyph(character: str, size: float) -> str:
    """The outline of a character in letters of a size as a relative SVG path from its place.

    The path follows an `M` to that place.

    Places are rounded to a hundredth before differences are taken, so that nothing adds up.
    """
    size = round(size, 4)
    here = start = (0, 0)
    parts = []
    for command, points in find_glyph(character).steps:
        if command == "h":
            parts.append("z")
            here = start
            continue
        numbers: list[str] = []
        origin = here
        for x, y in points:
            here = round(100 * size * x), round(100 * size * y)
            numbers += (_hundredths(here[0] - origin[0]), _hundredths(here[1] - origin[1]))
        if command == "m":
            start = here
        parts.append(command + _join(numbers))
    return "".join(parts)


def _hundredths(value: int) -> str:
    text = f"{value / 100:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def _join(numbers: Sequence[str]) -> str:
    """Numbers of a path, a blank only where no minus sign parts them."""
    text = numbers[0]
    for number in numbers[1:]:
        text += number if number.startswith("-") else f" {number}"
    return text
