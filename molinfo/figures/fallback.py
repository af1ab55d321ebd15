"""Letters of a font of the machine for scripts that have no glyphs here, as outlines."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from molinfo.errors import MissingExtra, UnknownName
from molinfo.figures.lettering import Glyph, find_missing, read_glyphs

_EM = 2048
_PRIVATE = 0xF0000  # characters of private use stand for the borrowed ones in the table of glyphs


def borrow_letters(text: str, font: str) -> str:
    """The text with every character that has no glyph replaced by one borrowed from a font.

    `font` is a name or the path of a TrueType or OpenType file, "" for none. What the font lacks
    too stays as it is. Raises UnknownName for a font that there is not, MissingExtra without the
    extra `plots`.
    """
    missing = find_missing(text) if font else ""
    for character in missing:
        text = text.replace(character, _borrow(character, font))
    return text


@cache
def hash_font(font: str) -> str:
    """The SHA-256 of a font's file, "" for none: what a manifest says of borrowed letters."""
    return hashlib.sha256(_find_font(font).read_bytes()).hexdigest() if font else ""


@cache
def _borrow(character: str, font: str) -> str:
    """A character of private use whose glyph is that of the font; the character itself for none."""
    opened, pen_class = _open_font(font)
    name = opened.getBestCmap().get(ord(character))
    if name is None:
        return character
    glyphs = opened.getGlyphSet()
    scale = _EM / opened["head"].unitsPerEm
    pen = pen_class(glyphs, scale)
    glyphs[name].draw(pen)
    table = read_glyphs()
    private = chr(_PRIVATE + sum(ord(each) >= _PRIVATE for each in table))
    table[private] = Glyph(glyphs[name].width * scale / _EM, pen.path)
    return private


@cache
def _find_font(font: str) -> Path:
    path = Path(font)
    if path.suffix.lower() in (".ttf", ".otf"):
        if not path.is_file():
            raise UnknownName(f"no font file {font}")
        return path
    try:
        from matplotlib import font_manager
    except ImportError as error:
        raise MissingExtra("matplotlib", "plots") from error
    try:
        return Path(font_manager.findfont(font, fallback_to_default=False))
    except ValueError as error:
        raise UnknownName(f"no font {font!r} on this machine; name a .ttf or .otf file") from error


@cache
def _open_font(font: str) -> tuple[Any, Any]:
    try:
        from fontTools.pens.basePen import BasePen
        from fontTools.ttLib import TTFont
    except ImportError as error:
        raise MissingExtra("fonttools", "plots") from error

    class Pen(BasePen):  # type: ignore[misc] # fonttools is untyped
        """Collects a glyph as a path in units of 2048 to the em."""

        def __init__(self, glyphs: Any, scale: float) -> None:
            super().__init__(glyphs)
            self.scale, self.path = scale, ""

        def _add(self, command: str, *points: tuple[float, float]) -> None:
            numbers = (f"{round(x * self.scale)} {round(y * self.scale)}" for x, y in points)
            self.path += command + " ".join(numbers)

        def _moveTo(self, point: tuple[float, float]) -> None:
            self._add("M", point)

        def _lineTo(self, point: tuple[float, float]) -> None:
            self._add("L", point)

        def _qCurveToOne(self, control: tuple[float, float], point: tuple[float, float]) -> None:
            self._add("Q", control, point)

        def _curveToOne(
            self, a: tuple[float, float], b: tuple[float, float], point: tuple[float, float]
        ) -> None:
            self._add("C", a, b, point)

        def _closePath(self) -> None:
            self._add("Z")

    return TTFont(_find_font(font)), Pen
