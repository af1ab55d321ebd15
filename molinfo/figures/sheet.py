"""Sheets: many structures on a page, side by side at one bond length, each with its legend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rdkit import Chem

from molinfo.errors import MolinfoError, UnknownName
from molinfo.figures.draw import Figure, hold_record
from molinfo.figures.fallback import borrow_letters
from molinfo.figures.formats import find_format
from molinfo.figures.grid import BAR_PT, LEADING, Cell, Drawn, Grid, Page
from molinfo.figures.legends import check_legend, fill_legend
from molinfo.figures.lettering import find_missing, measure_text, set_text
from molinfo.figures.metadata import SheetMetadata
from molinfo.figures.ordering import Order, Values, check_order, read_values
from molinfo.figures.recipe import Recipe
from molinfo.figures.shapes import Area, Letters, Shape, make_polygon
from molinfo.figures.style import Style, get_style
from molinfo.figures.vector import Picture, Placed
from molinfo.store.record import Record

# Viridis by van der Walt, Smith and Firing (CC0), at five places: even to the eye, also in grey.
_VALUE_COLOURS = ("#440154", "#3B528B", "#21918C", "#5EC962", "#FDE725")
_BAR_STEPS = 48


@dataclass(frozen=True)
class Sheet:
    """Pages of structures. All bonds are `bond_length_pt` long; `failures` could not be drawn.

    `tightest` names the record for which bonds are shorter than the style's, "" where they are not.
    `warnings` tell what of a record is not shown, and why there are more pages than asked for. In a
    notebook the sheet shows its pages.
    """

    pages: tuple[Page, ...]
    style: Style
    bond_length_pt: float
    tightest: str = ""
    failures: dict[str, str] = field(default_factory=dict)
    has_metadata: bool = True
    warnings: tuple[str, ...] = ()
    values: Values | None = None

    @property
    def metadata(self) -> SheetMetadata | None:
        """What the figures of all pages say of themselves, None for a sheet that says nothing."""
        return self._collect_metadata(self.pages)

    @property
    def smallest_font_pt(self) -> float:
        """The size of the smallest letters on the pages."""
        shrink = self.bond_length_pt / self.style.bond_length_pt
        return min(self.style.legend_size_pt, self._smallest_letter * shrink)

    @property
    def thinnest_line_pt(self) -> float:
        """The width of the thinnest line on the pages."""
        return self.style.line_width_pt * self.bond_length_pt / self.style.bond_length_pt

    @cached_property
    def _smallest_letter(self) -> float:
        return min(
            (
                letter.size
                for page in self.pages
                for cell in page.cells
                if cell.figure is not None
                for shape in cell.figure.scene.drawing.shapes
                if isinstance(shape, Letters)
                for letter in shape.letters
            ),
            default=self.style.font_size_pt,
        )

    def render(self, file_format: str, page: int = 0, dpi: int | None = None) -> bytes:
        """The bytes of a page in a format; PDF holds all pages whatever `page` says.

        Raises UnknownName for a format that there is not, OutputError beyond 80 million pixels.
        """
        return find_format(file_format).write(self, page, dpi or self.style.dpi)

    def write(self, path: str | Path, dpi: int | None = None) -> list[Path]:
        """Write all pages and return the files; the ending is the format.

        A PDF holds all pages; of the other formats each page is a file, numbered where there are
        two. Raises UnknownName for an ending that is no format's.

        >>> import tempfile
        >>> from molinfo.store.folder import open_store
        >>> sheet = draw_sheet(list(open_store().values())[:4], columns=2, rows=1)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [path.name for path in sheet.write(Path(folder) / "sheet.svg")]
        ['sheet-1.svg', 'sheet-2.svg']
        """
        path = Path(path)
        file_format = find_format(path.suffix)
        count = 1 if file_format.holds_pages else len(self.pages)
        written = []
        for page in range(count):
            number = f"-{page + 1}" if count > 1 else ""
            file = path.with_name(f"{path.stem}{number}{path.suffix}")
            file.write_bytes(self.render(file_format.name, page, dpi))
            written.append(file)
        return written

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
        shapes: list[Shape] = [each for cell in page.cells for each in self._set_legend(cell)]
        for heading in page.headings:
            size = LEADING * self.style.legend_size_pt
            place = 0.5 * size, heading.top + 1.2 * size
            letters = tuple(set_text(heading.text, place, size))
            shapes.append(Letters("legend", letters, self.style.legend_colour, heading.text))
        if self.values is not None:
            shapes += self._draw_scale(page, self.values)
        parts.append(Placed(tuple(shapes), 0.0, 0.0, 1.0))
        return Picture(page.width_pt, page.height_pt, tuple(parts), self.style.background)

    def _set_legend(self, cell: Cell) -> Iterator[Shape]:
        size = self.style.legend_size_pt
        base = cell.top + cell.height + size
        if self.values is not None:
            if cell.share is not None:
                wide = 0.6 * cell.width
                yield _fill_box(
                    cell.left + (cell.width - wide) / 2,
                    cell.top + cell.height,
                    wide,
                    BAR_PT,
                    mix_colour(cell.share),
                )
            base += BAR_PT + 0.4 * size
        for line in cell.legend:
            left = cell.left + (cell.width - measure_text(line, size)) / 2
            letters = tuple(set_text(line, (left, base), size))
            yield Letters("legend", letters, self.style.legend_colour, line)
            base += size * LEADING

    def _draw_scale(self, page: Page, values: Values) -> Iterator[Shape]:
        """The bar of all colours at the foot of a page, its ends in numbers."""
        size = self.style.legend_size_pt
        top = page.height_pt - BAR_PT - 0.6 * size
        low, high = values.ends
        wide = min(0.4 * page.width_pt, 140.0)
        left = (page.width_pt - wide) / 2
        for step in range(_BAR_STEPS):
            x = left + wide * step / _BAR_STEPS
            colour = mix_colour((step + 0.5) / _BAR_STEPS)
            yield _fill_box(x, top, wide / _BAR_STEPS + 0.05, BAR_PT, colour)
        title = f"{values.title}, {low}"
        for text, x in (
            (title, left - measure_text(title, size) - 0.5 * size),
            (high, left + wide + 0.5 * size),
        ):
            letters = tuple(set_text(text, (max(x, 0.2 * size), top + BAR_PT), size))
            yield Letters("legend", letters, self.style.legend_colour, text)

    def _repr_html_(self) -> str:
        return "\n".join(
            self.render("svg", page).decode("utf-8") for page in range(len(self.pages))
        )


def _fill_box(x: float, y: float, width: float, height: float, colour: str) -> Area:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Area("value", make_polygon(*corners), colour)


def mix_colour(share: float) -> str:
    """The colour of a value between the least (0) and the greatest (1).

    >>> mix_colour(0.0), mix_colour(0.5), mix_colour(1.0)
    ('#440154', '#21918C', '#FDE725')
    """
    place = min(max(share, 0.0), 1.0) * (len(_VALUE_COLOURS) - 1)
    at = min(int(place), len(_VALUE_COLOURS) - 2)
    low, high = (bytes.fromhex(each[1:]) for each in _VALUE_COLOURS[at : at + 2])
    mixed = (round(a + (b - a) * (place - at)) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{each:02X}" for each in mixed)


def draw_sheet(
    records: Iterable[Record | str | Chem.Mol],
    *,
    columns: int = 4,
    rows: int | None = None,
    legend: str = "{name}",
    style: str | Style = "screen",
    width: str | None = None,
    height: str | None = None,
    highlight: Sequence[tuple[str, str]] = (),
    sort_by: str = "",
    group_by: str = "",
    value: str = "",
    hydrogens: str = "as-drawn",
    abbreviate: bool = False,
    metadata: bool = True,
) -> Sheet:
    r"""Draw records, SMILES or molecules side by side, each with its legend, at one bond length.

    `rows` fill a page; without, all is one page. `legend` is a template such as
    `{name}\n{molecular_weight} · JAK1 {ic50.JAK1} nM`. Without `width` and `height` (of a page, as
    in `draw`) the drawings decide; where they do not fit, bonds are shorter all over the sheet, and
    where letters or lines would be smaller than the style allows, there are more pages.
    `highlight` shades cores, each by SMARTS or name with its colour. `sort_by` and `value` are
    fields of a legend such as `ic50.JAK1`; a value is shown as a colour. `group_by` is `parent`,
    `scaffold` or a field; each group begins a row. A record that cannot be drawn keeps its place
    and its legend, and stands in `failures`.

    Raises UnknownName for a style, a length, a field or a core, and for a page too small.

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
        hydrogens=hydrogens,
        abbreviate=abbreviate,
    )
    held = map(hold_record, records)
    order = Order(sort_by, group_by, value)
    return compose_sheet(held, recipe, columns=columns, rows=rows, legend=legend, order=order)


def compose_sheet(
    records: Iterable[Record],
    recipe: Recipe,
    *,
    columns: int,
    rows: int | None,
    legend: str,
    order: Order = Order(),  # noqa: B008 - frozen
) -> Sheet:
    """`draw_sheet` by a recipe, whose width and height are those of a page."""
    check_legend(legend)
    check_order(order)
    if columns < 1 or (rows is not None and rows < 1):
        raise UnknownName("a sheet has at least one row and one column")
    alone = replace(recipe, width=None, height=None, metadata=True)  # legends tell of it
    kept = order.arrange(list(records))
    values = read_values([record for record, _group in kept], order.value)
    drawn: list[Drawn] = []
    failures: dict[str, str] = {}
    warnings: list[str] = []
    for row, (record, group) in enumerate(kept):
        called = record.id or f"row-{row}"
        share = values.shares[row] if values else None
        try:
            figure = _make_narrow(alone.draw(record))
            lines = fill_legend(legend, record, figure.metadata)
            size = figure.scene.size_pt
            drawn.append(Drawn(record, figure, size, lines, group, share))
            warnings += [f"{called}: {each}" for each in figure.warnings]
        except MolinfoError as error:
            failures[called] = str(error)
            lines = [*(fill_legend(legend, record) or [record.id]), "cannot be drawn"]
            drawn.append(Drawn(record, None, (0.0, 0.0), lines, group, share))
        drawn[-1].legend[:] = [borrow_letters(line, recipe.style.fallback_font) for line in lines]
        if missing := find_missing("".join(drawn[-1].legend)):
            warnings.append(
                f"{record.id or f'row-{row}'}: no letters for {missing!r} in its legend"
            )
    if not drawn:
        raise UnknownName("a sheet needs at least one record")
    placed = Grid(recipe, columns, rows, has_bar=values is not None).arrange(drawn)
    if placed.note:
        warnings.append(placed.note)
    return Sheet(
        placed.pages,
        recipe.style,
        placed.bond_length_pt,
        placed.tightest,
        failures,
        recipe.metadata,
        tuple(warnings),
        values,
    )


def _make_narrow(figure: Figure) -> Figure:
    """The figure with its counter-ions and solvates below, where that makes it narrower."""
    scene = figure.scene
    if len(Chem.GetMolFrags(scene.mol)) < 2:
        return figure
    below = replace(scene, parts_below=True)
    return replace(figure, scene=below) if below.size_pt[0] < scene.size_pt[0] else figure
