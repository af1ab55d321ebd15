"""Write the glyphs that labels and legends need as outlines.

    python docs/make_glyphs.py Roboto-Regular.ttf DejaVuSans.ttf

needs the package fonttools, which molinfo itself does without. What the first font lacks is taken
from the next. The table is molinfo/figures/fonts/glyphs.csv: character, advance width and path of
each glyph in font units of 2048 to the em, y upwards, in the commands M, L, Q and Z of SVG.
"""

import csv
import sys
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

TABLE = Path(__file__).parents[1] / "molinfo" / "figures" / "fonts" / "glyphs.csv"
WANTED = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x24F),  # Latin-1, Latin Extended-A and -B
    (0x2B0, 0x2DD),  # spacing modifiers
    (0x300, 0x338),  # combining marks
    (0x370, 0x3FF),  # Greek
    (0x400, 0x52F),  # Cyrillic
    (0x1E00, 0x1FFF),  # Latin Extended Additional, Greek Extended
    (0x2010, 0x2044),  # dashes, quotation marks, primes
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x20AC, 0x20AC),
    (0x2100, 0x214F),  # letterlike
    (0x2150, 0x218F),  # fractions, Roman numerals
    (0x2190, 0x21CC),  # arrows
    (0x21D0, 0x21D5),
    (0x2200, 0x22C6),  # mathematics
    (0x25A0, 0x25FF),  # shapes
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
    """Read the fonts and write the table."""
    fonts = [TTFont(path) for path in sys.argv[1:]]
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("code", "advance", "path"))
        for first, last in WANTED:
            for code in range(first, last + 1):
                font = next((each for each in fonts if code in each.getBestCmap()), None)
                if font is not None:
                    glyphs, names = font.getGlyphSet(), font.getBestCmap()
                    glyph = glyphs[names[code]]
                    pen = PathPen(glyphs)
                    glyph.draw(pen)
                    writer.writerow((f"U+{code:04X}", round(glyph.width), pen.path))


if __name__ == "__main__":
    main()
