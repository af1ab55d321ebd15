"""Write the glyphs of Roboto that legends need as outlines.

    python docs/make_glyphs.py Roboto-Regular.ttf

needs the package fonttools, which molinfo itself does without. The table is
molinfo/figures/fonts/glyphs.csv: character, advance width and path of each glyph in font units, y
upwards, in the commands M, L, Q and Z of SVG.
"""

import csv
import sys
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

TABLE = Path(__file__).parents[1] / "molinfo" / "figures" / "fonts" / "glyphs.csv"
WANTED = (
    (0x20, 0x7E),  # ASCII
    (0xA1, 0xFF),  # Latin-1
    (0x386, 0x3CE),  # Greek
    (0x2010, 0x203A),  # dashes, quotation marks, primes
    (0x2070, 0x208E),  # superscripts and subscripts
    (0x20AC, 0x20AC),
    (0x2122, 0x2126),
    (0x2202, 0x2265),  # mathematics
    (0xFFFD, 0xFFFD),  # for what has no glyph
)


class PathPen(BasePen):
    """Collects a glyph as a path."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.path = ""

    def _add(self, command, *points):
        self.path += command + " ".join(f"{round(x)} {round(y)}" for x, y in points)

    def _moveTo(self, point):
        self._add("M", point)

    def _lineTo(self, point):
        self._add("L", point)

    def _qCurveToOne(self, control, point):
        self._add("Q", control, point)

    def _closePath(self):
        self._add("Z")


def main():
    """Read the font and write the table."""
    font = TTFont(sys.argv[1])
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("code", "advance", "path"))
        for first, last in WANTED:
            for code in range(first, last + 1):
                if code in names:
                    glyph = glyphs[names[code]]
                    pen = PathPen(glyphs)
                    glyph.draw(pen)
                    writer.writerow((f"U+{code:04X}", round(glyph.width), pen.path))


if __name__ == "__main__":
    main()
