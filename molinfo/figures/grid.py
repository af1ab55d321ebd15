"""Where everything stands on the pages of a sheet, and how long its bonds can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from molinfo.errors import UnknownName
from molinfo.figures.draw import Figure
from molinfo.figures.lengths import parse_length
from molinfo.figures.lettering import measure_text, wrap_text
from molinfo.figures.recipe import Recipe
from molinfo.store.record import Record

LEADING = 1.25
"""From one line of a legend to the next, as a multiple of its letters."""
_GAP = 0.7  # of the bond length, around a cell's drawing and between it and its legend
_SMALLEST_BOND_PT = 3.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, None where there can be none, its legend, and its place in points.

    `left`, `top`, `width` and `height` are those of the drawing; the legend stands below.
    """

    figure: Figure | None
    legend: tuple[str, ...]
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Page:
    """The cells of a page and its size in points."""

    cells: tuple[Cell, ...]
    width_pt: float
    height_pt: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The pages, the length of all bonds, and the record because of which they are short, if so."""

    pages: tuple[Page, ...]
    bond_length_pt: float
    tightest: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record's figure, its size at the style's bond length, and its legend before it is set."""

    record: Record
    figure: Figure | None
    size_pt: tuple[float, float]
    legend: list[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side, and the height that the legends take below."""

    drawn: Sequence[Drawn]
    legends: Sequence[tuple[str, ...]]
    below: float

    @property
    def height(self) -> float:
        """The height of the tallest drawing."""
        return max(each.size_pt[1] for each in self.drawn)


class Grid:
    """Finds the places of all cells and the bond length at which every drawing fits in its own."""

    def __init__(self, recipe: Recipe, columns: int, rows: int) -> None:
        self.style = recipe.style
        self.columns, self.rows = columns, rows
        self.width = None if recipe.width is None else parse_length(recipe.width)
        self.height = None if recipe.height is None else parse_length(recipe.height)
        self.gap = _GAP * self.style.bond_length_pt
        self.legend_pt = self.style.legend_size_pt

    def arrange(self, drawn: Sequence[Drawn]) -> Arrangement:
        """Put all figures in their places.

        Raises UnknownName where the page is too small for bonds of 3 pt.
        """
        cell_width = self._find_cell_width(drawn)
        inner = cell_width - self.gap
        legends = [
            tuple(line for text in each.legend for line in wrap_text(text, inner, self.legend_pt))
            for each in drawn
        ]
        per_page = self.columns * self.rows
        pages = [
            self._split_rows(drawn[start : start + per_page], legends[start : start + per_page])
            for start in range(0, len(drawn), per_page)
        ]
        limits = [(1.0, "")]  # the first of equal ones, so that rounding names no record
        limits += [(inner / each.size_pt[0], each.record.id) for each in drawn if each.size_pt[0]]
        limits += [limit for rows in pages for limit in self._limit_height(rows)]
        shrink, tightest = min(limits, key=lambda limit: round(limit[0], 9))
        bond = self.style.bond_length_pt * shrink
        if bond < _SMALLEST_BOND_PT:
            raise UnknownName(
                f"the page is too small for {self.rows} x {self.columns} structures: bonds would "
                f"be {max(bond, 0):.1f} pt long for {tightest}; take fewer or a larger page"
            )
        slack = [self._find_slack(rows, shrink) for rows in pages]
        slack[-1] = min(slack[0], slack[-1])  # the last page may have fewer rows
        filled = tuple(
            self._fill_page(rows, cell_width, shrink, each)
            for rows, each in zip(pages, slack, strict=True)
        )
        return Arrangement(filled, bond, tightest if shrink < 1 else "")

    def _find_cell_width(self, drawn: Sequence[Drawn]) -> float:
        if self.width is not None:
            return self.width / self.columns
        words = [word for each in drawn for line in each.legend for word in line.split()]
        longest = max((measure_text(word, self.legend_pt) for word in words), default=0.0)
        return max(longest, *(each.size_pt[0] for each in drawn)) + self.gap

    def _split_rows(self, drawn: Sequence[Drawn], legends: Sequence[tuple[str, ...]]) -> list[_Row]:
        rows = []
        for start in range(0, len(drawn), self.columns):
            part = slice(start, start + self.columns)
            lines = max(map(len, legends[part]))
            rows.append(_Row(drawn[part], legends[part], lines * self.legend_pt * LEADING))
        return rows

    def _limit_height(self, rows: Sequence[_Row]) -> Iterator[tuple[float, str]]:
        """How far the drawings of a page must shrink to fit its height, and the tallest of all."""
        drawings = sum(row.height for row in rows)
        if self.height is None or not drawings:
            return
        tallest = max(
            (each for row in rows for each in row.drawn), key=lambda each: each.size_pt[1]
        )
        free = self.height - self._count_height(rows, 0.0)
        yield free / drawings, tallest.record.id

    def _count_height(self, rows: Sequence[_Row], shrink: float) -> float:
        return sum(row.height * shrink + row.below + 2 * self.gap for row in rows)

    def _find_slack(self, rows: Sequence[_Row], shrink: float) -> float:
        """What each row of a page of given height has left."""
        if self.height is None:
            return 0.0
        return (self.height - self._count_height(rows, shrink)) / len(rows)

    def _fill_page(
        self, rows: Sequence[_Row], cell_width: float, shrink: float, slack: float
    ) -> Page:
        cells: list[Cell] = []
        top = 0.0
        for row in rows:
            high = row.height * shrink + self.gap + slack
            for column, (each, legend) in enumerate(zip(row.drawn, row.legends, strict=True)):
                cells.append(Cell(each.figure, legend, column * cell_width, top, cell_width, high))
            top += high + row.below + self.gap
        return Page(tuple(cells), self.width or cell_width * self.columns, self.height or top)
