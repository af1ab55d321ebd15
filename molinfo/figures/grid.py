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
BAR_PT = 3.0
"""The height of the bar that shows a value, in points."""
_GAP = 0.7  # of the bond length, around a cell's drawing and between it and its legend
_WIDEST_WORD = 9.0  # letters of a legend that always fit side by side
_SMALLEST_BOND_PT = 3.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, None where there can be none, its legend, and its place in points.

    `left`, `top`, `width` and `height` are those of the drawing; the legend stands below. `share`
    is where its value lies between the least and the greatest, None where it has none.
    """

    figure: Figure | None
    legend: tuple[str, ...]
    left: float
    top: float
    width: float
    height: float
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group above its first row, at the left of the page."""

    text: str
    top: float


@dataclass(frozen=True)
class Page:
    """The cells of a page, the headings of its groups, and its size in points."""

    cells: tuple[Cell, ...]
    width_pt: float
    height_pt: float
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The pages, the length of all bonds, and why they are short or the pages many, "" if neither.

    `tightest` is the record because of which bonds are shorter than the style's.
    """

    pages: tuple[Page, ...]
    bond_length_pt: float
    tightest: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record's figure, its size at the style's bond length, and its legend before it is set."""

    record: Record
    figure: Figure | None
    size_pt: tuple[float, float]
    legend: list[str]
    group: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side, the height that the legends take below, and a heading above."""

    drawn: Sequence[Drawn]
    legends: Sequence[tuple[str, ...]]
    below: float
    heading: str = ""

    @property
    def height(self) -> float:
        """The height of the tallest drawing."""
        return max(each.size_pt[1] for each in self.drawn)


class Grid:
    """Finds the places of all cells and the bond length at which every drawing fits in its own."""

    def __init__(
        self, recipe: Recipe, columns: int, rows: int | None, *, has_bar: bool = False
    ) -> None:
        self.style = recipe.style
        self.columns, self.rows = columns, rows
        self.width = None if recipe.width is None else parse_length(recipe.width)
        self.height = None if recipe.height is None else parse_length(recipe.height)
        self.gap = _GAP * self.style.bond_length_pt
        self.legend_pt = self.style.legend_size_pt
        self.foot = 2 * LEADING * self.legend_pt + BAR_PT if has_bar else 0.0
        self.bar = BAR_PT + 0.4 * self.legend_pt if has_bar else 0.0

    def arrange(self, drawn: Sequence[Drawn]) -> Arrangement:
        """Put all figures in their places, on more pages where letters would become too small.

        Raises UnknownName where the page is too small for one structure with bonds of 3 pt.
        """
        wanted = self.columns, self.rows
        floor = self._find_floor()
        while True:
            placed = self._try(drawn)
            is_small = placed.bond_length_pt < floor * self.style.bond_length_pt - 1e-9
            if not is_small or (self.columns, self.rows) == (1, 1):
                break
            if self.columns > 1 and (self.rows == 1 or self._is_wide(drawn, floor)):
                self.columns -= 1
            else:
                self.rows = self._count_rows(drawn) - 1 if self.rows is None else self.rows - 1
        if placed.bond_length_pt < _SMALLEST_BOND_PT:
            raise UnknownName(
                f"the page is too small for {placed.tightest}: bonds would be "
                f"{max(placed.bond_length_pt, 0):.1f} pt long; take a larger page"
            )
        note = ""
        if (self.columns, self.rows) != wanted:
            rows = "" if self.rows is None else f"{self.rows} x "
            note = (
                f"{rows}{self.columns} to a page: with more, letters would be smaller than the "
                f"{self.style.smallest_font_pt:g} pt or lines thinner than the "
                f"{self.style.smallest_line_pt:g} pt that {self.style.name} allows"
            )
        return Arrangement(placed.pages, placed.bond_length_pt, placed.tightest, note)

    def _find_floor(self) -> float:
        """How much smaller everything may become."""
        style = self.style
        letters = style.smallest_font_pt / (style.font_size_pt * style.script_size)
        return min(1.0, max(letters, style.smallest_line_pt / style.line_width_pt))

    def _count_rows(self, drawn: Sequence[Drawn]) -> int:
        return max(1, len(list(self._split(drawn))))

    def _is_wide(self, drawn: Sequence[Drawn], floor: float) -> bool:
        """Whether the width is what makes the drawings small."""
        if self.width is None:
            return False
        return self._fit_width(self._measure_columns(drawn)) < floor

    def _measure_columns(self, drawn: Sequence[Drawn]) -> list[float]:
        """The widest drawing of each column, at the style's bond length."""
        widths = [0.0] * self.columns
        for row in self._split(drawn):
            for column, each in enumerate(row):
                widths[column] = max(widths[column], each.size_pt[0])
        return widths

    def _fit_width(self, columns: Sequence[float]) -> float:
        if self.width is None or not sum(columns):
            return 1.0
        return min(1.0, (self.width - self.gap * self.columns) / sum(columns))

    def _split(self, drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
        """The records of each row; a group begins a new one."""
        row: list[Drawn] = []
        for each in drawn:
            if len(row) == self.columns or (row and row[0].group != each.group):
                yield row
                row = []
            row.append(each)
        if row:
            yield row

    def _try(self, drawn: Sequence[Drawn]) -> Arrangement:
        """The arrangement with so many rows and columns, however small it becomes."""
        columns = self._measure_columns(drawn)
        widths = self._share_width(columns, drawn)
        pages = self._split_pages(list(self._split(drawn)), widths)
        limits = [(1.0, "")]  # the first of equal ones, so that rounding names no record
        limits += [
            ((widths[column] - self.gap) / each.size_pt[0], each.record.id)
            for rows in pages
            for row in rows
            for column, each in enumerate(row.drawn)
            if each.size_pt[0]
        ]
        limits += [limit for rows in pages for limit in self._limit_height(rows)]
        shrink, tightest = min(limits, key=lambda limit: round(limit[0], 9))
        slack = [self._find_slack(rows, shrink) for rows in pages]
        if slack:
            slack[-1] = min(slack[0], slack[-1])  # the last page may have fewer rows
        filled = tuple(
            self._fill_page(rows, widths, shrink, each)
            for rows, each in zip(pages, slack, strict=True)
        )
        bond = self.style.bond_length_pt * shrink
        return Arrangement(filled, bond, tightest if shrink < 1 else "", "")

    def _share_width(self, columns: Sequence[float], drawn: Sequence[Drawn]) -> list[float]:
        """The width of each column: what its drawings need, and what is left shared evenly."""
        words = [word for each in drawn for line in each.legend for word in line.split()]
        longest = max((measure_text(word, self.legend_pt) for word in words), default=0.0)
        least = min(longest, _WIDEST_WORD * self.legend_pt)
        if self.width is None:
            return [max(width, least + 0.1) + self.gap for width in columns]
        shrink = self._fit_width(columns)
        free = self.width - self.gap * self.columns - shrink * sum(columns)
        return [shrink * width + self.gap + free / self.columns for width in columns]

    def _split_pages(
        self, rows: Sequence[Sequence[Drawn]], widths: Sequence[float]
    ) -> list[list[_Row]]:
        set_rows = [self._set_row(row, widths) for row in rows]
        group = None
        for at, row in enumerate(set_rows):
            if row.drawn[0].group and row.drawn[0].group != group:
                group = row.drawn[0].group
                set_rows[at] = _Row(row.drawn, row.legends, row.below, group)
        step = self.rows or max(1, len(set_rows))
        return [set_rows[start : start + step] for start in range(0, len(set_rows), step)]

    def _set_row(self, row: Sequence[Drawn], widths: Sequence[float]) -> _Row:
        legends = [
            tuple(
                line
                for text in each.legend
                for line in wrap_text(text, widths[column] - self.gap, self.legend_pt)
            )
            for column, each in enumerate(row)
        ]
        below = max(map(len, legends)) * self.legend_pt * LEADING + self.bar
        return _Row(row, legends, below)

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
        heads = sum(self._head(row) for row in rows)
        return (
            self.foot + heads + sum(row.height * shrink + row.below + 2 * self.gap for row in rows)
        )

    def _head(self, row: _Row) -> float:
        return 1.6 * LEADING * self.legend_pt if row.heading else 0.0

    def _find_slack(self, rows: Sequence[_Row], shrink: float) -> float:
        """What each row of a page of given height has left."""
        if self.height is None:
            return 0.0
        return (self.height - self._count_height(rows, shrink)) / len(rows)

    def _fill_page(
        self, rows: Sequence[_Row], widths: Sequence[float], shrink: float, slack: float
    ) -> Page:
        cells: list[Cell] = []
        headings: list[Heading] = []
        top = 0.0
        for row in rows:
            if row.heading:
                headings.append(Heading(row.heading, top))
                top += self._head(row)
            high = row.height * shrink + self.gap + slack
            left = 0.0
            for each, legend, wide in zip(row.drawn, row.legends, widths, strict=False):
                cells.append(Cell(each.figure, legend, left, top, wide, high, each.share))
                left += wide
            top += high + row.below + self.gap
        width, height = self.width or sum(widths), self.height or top + self.foot
        return Page(tuple(cells), width, height, tuple(headings))
