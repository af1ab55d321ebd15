"""Sheets: many structures on a page, side by side at one bond length, each with its legend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from molinfo.errors import MolinfoError, UnknownName
from molinfo.figures.formats import find_format
from molinfo.figures.grid import LEADING, Cell, Drawn, Grid, Page
from molinfo.figures.legends import check_legend, fill_legend
from molinfo.figures.lettering import measure_text, set_text
from molinfo.figures.metadata import SheetMetadata
from molinfo.figures.recipe import Recipe
from molinfo.figures.shapes import Letters
from molinfo.figures.style import Style, get_style
from molinfo.figures.vector import Picture, Placed
from molinfo.store.record import Record


@dataclass(frozen=True)
class Sheet:
    """Pages of structures. All bonds are `bond_length_pt` long; `failures` could not be drawn.

    `tightest` names the record for which bonds are shorter than the style's, "" where they are not.
    In a notebook the sheet shows its pages.
    """

    pages: tuple[Page, ...]
    style: Style
    bond_length_pt: float
    tightest: str = ""
    failures: dict[str, str] = field(default_factory=dict)
    has_metadata: bool = True

    @property
    def metadata(self) -> SheetMetadata | None:
        """What the figures of all pages say of themselves, None for a sheet that says nothing."""
        return self._collect_metadata(self.pages)

    def render(self, file_format: str, page: int = 0, dpi: int | None = None) -> bytes:
        """The bytes of a page in a format; PDF holds all pages whatever `page` says.

        Raises UnknownName for a format that there is not, OutputError beyond 80 million pixels.
        """
        return find_format(file_format).write(self, page, dpi or self.style.dpi)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The pages."""
        return tuple(map(self._draw_page, self.pages))

    def say(self, page: int | None) -> SheetMetadata | None:
        """What the figures of a page say of themselves, or of all pages."""
        return self._collect_metadata(self.pages if page is None else self.pages[page : page + 1])

    def _collect_metadata(self, pages: Sequence[Page]) -> SheetMetadata | None:
        figures = [cell.figure for page in pages for cell in page.cells if cell.figure is not None]
        said = tuple(figure.metadata for figure in figures if figure.metadata is not None)
        return SheetMetadata(sheet=said) if said and self.has_metadata else None

    def _draw_page(self, page: Page) -> Picture:
        shrink = self.bond_length_pt / self.style.bond_length_pt
        parts = [
            cell.figure.scene.place(cell.left + cell.width / 2, cell.top + cell.height / 2, shrink)
            for cell in page.cells
            if cell.figure is not None
        ]
        legends = tuple(each for cell in page.cells for each in self._set_legend(cell))
        parts.append(Placed(legends, 0.0, 0.0, 1.0))
        return Picture(page.width_pt, page.height_pt, tuple(parts), self.style.background)

    def _set_legend(self, cell: Cell) -> Iterator[Letters]:
        size = self.style.legend_size_pt
        base = cell.top + cell.height + size
        for line in cell.legend:
            left = cell.left + (cell.width - measure_text(line, size)) / 2
            letters = tuple(set_text(line, (left, base), size))
            yield Letters("legend", letters, self.style.legend_colour)
            base += size * LEADING

    def _repr_html_(self) -> str:
        return "\n".join(
            self.render("svg", page).decode("utf-8") for page in range(len(self.pages))
        )


def draw_sheet(
    records: Iterable[Record],
    *,
    columns: int = 4,
    rows: int | None = None,
    legend: str = "{name}",
    style: str | Style = "screen",
    width: str | None = None,
    height: str | None = None,
    highlight: Sequence[tuple[str, str]] = (),
    metadata: bool = True,
) -> Sheet:
    r"""Draw records side by side, each with its legend below, all at one bond length.

    `rows` fill a page; without, all is one page. `legend` is a template such as
    `{name}\n{molecular_weight} · JAK1 {ic50.JAK1} nM`. Without `width` and `height` (of a page, as
    in `draw`) the drawings decide; where they do not fit, bonds are shorter all over the sheet.
    `highlight` shades cores, each by SMARTS or name with its colour. A record that cannot be drawn
    keeps its place and its legend, and stands in `failures`.

    Raises UnknownName for a style, a length, a legend's field or a core, and for a page too small.

    >>> from molinfo.store.folder import open_store
    >>> sheet = draw_sheet(open_store().values(), columns=5, rows=4, style="acs")
    >>> len(sheet.pages), sheet.bond_length_pt
    (2, 14.4)
    """
    recipe = Recipe(
        style=get_style(style) if isinstance(style, str) else style,
        width=width,
        height=height,
        metadata=metadata,
        cores=tuple(highlight),
    )
    return compose_sheet(records, recipe, columns=columns, rows=rows, legend=legend)


def compose_sheet(
    records: Iterable[Record], recipe: Recipe, *, columns: int, rows: int | None, legend: str
) -> Sheet:
    """`draw_sheet` by a recipe, whose width and height are those of a page."""
    check_legend(legend)
    if columns < 1 or (rows is not None and rows < 1):
        raise UnknownName("a sheet has at least one row and one column")
    alone = replace(recipe, width=None, height=None, metadata=True)  # legends tell of it
    drawn: list[Drawn] = []
    failures: dict[str, str] = {}
    for row, record in enumerate(records):
        try:
            figure = alone.draw(record)
            drawn.append(
                Drawn(record, figure, figure.size_pt, fill_legend(legend, record, figure.metadata))
            )
        except MolinfoError as error:
            failures[record.id or f"row-{row}"] = str(error)
            lines = fill_legend(legend, record) or [record.id]
            drawn.append(Drawn(record, None, (0.0, 0.0), [*lines, "cannot be drawn"]))
    if not drawn:
        raise UnknownName("a sheet needs at least one record")
    placed = Grid(recipe, columns, rows or -(-len(drawn) // columns)).arrange(drawn)
    return Sheet(
        placed.pages,
        recipe.style,
        placed.bond_length_pt,
        placed.tightest,
        failures,
        recipe.metadata,
    )
