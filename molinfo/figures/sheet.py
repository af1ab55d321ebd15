"""Sheets: many structures on a page, side by side at one bond length, each with its legend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from rdkit.Chem.Draw import rdMolDraw2D
from rdkit.Geometry import Point2D

from molinfo.errors import MolinfoError, UnknownName
from molinfo.figures.formats import find_format
from molinfo.figures.grid import LEADING, LEGEND_SIZE, Drawn, Grid, Page
from molinfo.figures.legends import check_legend, fill_legend
from molinfo.figures.lettering import flatten_outline, measure_text, print_path, set_text
from molinfo.figures.metadata import SheetMetadata
from molinfo.figures.raster import count_pixels
from molinfo.figures.recipe import Recipe
from molinfo.figures.scene import draw_scene
from molinfo.figures.style import Style, get_style, parse_colour
from molinfo.figures.vector import UNITS, VectorDrawing, take_body
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
    def drawings(self) -> list[VectorDrawing]:
        """Each page as shapes."""
        return [self._draw_vector(page) for page in self.pages]

    def draw_pixels(self, page: int, dpi: int) -> bytes:
        """A page as PNG without any text, at a resolution in dots per inch."""
        sheet = self.pages[page]
        canvas = count_pixels(sheet.width_pt, sheet.height_pt, dpi)
        png: bytes = self._draw_cells(rdMolDraw2D.MolDraw2DCairo, sheet, canvas, dpi / 72)
        return png

    def say(self, page: int | None) -> SheetMetadata | None:
        """What the figures of a page say of themselves, or of all pages."""
        return self._collect_metadata(self.pages if page is None else self.pages[page : page + 1])

    def _collect_metadata(self, pages: Sequence[Page]) -> SheetMetadata | None:
        figures = [cell.figure for page in pages for cell in page.cells if cell.figure is not None]
        said = tuple(figure.metadata for figure in figures if figure.metadata is not None)
        return SheetMetadata(sheet=said) if said and self.has_metadata else None

    @property
    def _legend_pt(self) -> float:
        return self.style.font_size_pt * LEGEND_SIZE

    def _draw_vector(self, page: Page) -> VectorDrawing:
        canvas = round(page.width_pt * UNITS), round(page.height_pt * UNITS)
        svg = self._draw_cells(rdMolDraw2D.MolDraw2DSVG, page, canvas, UNITS)
        legends = "".join(map(print_path, self._outline_legends(page, UNITS)))
        box = (0.0, 0.0, page.width_pt * UNITS, page.height_pt * UNITS)
        return VectorDrawing(take_body(svg) + legends, box, 1 / UNITS, self.bond_length_pt)

    def _draw_cells(
        self, drawer_class: Any, page: Page, canvas: tuple[int, int], unit: float
    ) -> Any:
        """Draw every structure where it stands, and legends too where the drawer gives pixels."""
        panel = [
            max(1, round(max(getattr(cell, side) for cell in page.cells) * unit))
            for side in ("width", "height")
        ]
        drawer = drawer_class(*canvas, *panel)
        if self.style.background:
            drawer.drawOptions().setBackgroundColour(parse_colour(self.style.background))
            drawer.ClearDrawing()
        shrink = self.bond_length_pt / self.style.bond_length_pt
        for cell in page.cells:
            if cell.figure is not None:
                middle = cell.left + cell.width / 2, cell.top + cell.height / 2
                drawer.SetOffset(
                    *(round(at * unit - side / 2) for at, side in zip(middle, panel, strict=True))
                )
                draw_scene(drawer, cell.figure.scene, unit * shrink, padding=0.0, clear=False)
        if drawer_class is rdMolDraw2D.MolDraw2DCairo:
            drawer.SetColour((0.0, 0.0, 0.0))
            drawer.SetFillPolys(True)
            drawer.SetLineWidth(0)
            for outline in self._outline_legends(page, unit):
                polygon = [Point2D(x, y) for x, y in flatten_outline(outline)]
                drawer.DrawPolygon(polygon, True)
        drawer.FinishDrawing()
        return drawer.GetDrawingText()

    def _outline_legends(self, page: Page, unit: float) -> Iterator[Any]:
        size = self._legend_pt
        for cell in page.cells:
            base = cell.top + cell.height + size
            for line in cell.legend:
                left = cell.left + (cell.width - measure_text(line, size)) / 2
                yield from set_text(line, (left * unit, base * unit), size * unit)
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
