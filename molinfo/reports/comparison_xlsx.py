"""A comparison as a workbook: a sheet a table, structures as pictures, columns explained."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

import pandas as pd

from molinfo.comparison.panel import TABLES, Panel
from molinfo.comparison.series import Compound
from molinfo.errors import MolinfoError
from molinfo.figures.draw import draw
from molinfo.reports.tables import guard_cell, put_text

_DPI = 144
_ROW_PT = 84  # the height of a row with a picture
_COLUMN_CHARACTERS = 22  # the width of the column of pictures
_PICTURE_PX = (150, 108)  # what fits into such a cell
_WIDEST_CHARACTERS = 40
_MOST_SIMILARITIES = 200  # compounds; the sheet of compounds has the similarity to the reference


def write_panel_workbook(panel: Panel, stream: IO[bytes]) -> None:
    """Write a sheet for each table of a panel, and one that says what the columns hold.

    Texts are texts, so that no cell is run as a formula. The first sheet has a picture of each
    structure that can be drawn; beyond 200 compounds there is no matrix of similarities.
    """
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name in _list_tables(panel):
        frame = getattr(panel, name)
        sheet = book.create_sheet("compounds" if name == "table" else name)
        indexed = name in ("table", "similarity")
        pictured = name == "table"
        _fill(sheet, frame.reset_index() if indexed else frame, first=2 if pictured else 1)
        if pictured:
            _add_pictures(sheet, panel.compounds)
    _fill(book.create_sheet("columns"), pd.DataFrame(list(_explain(panel)), dtype=object), first=1)
    book.save(stream)


def _list_tables(panel: Panel) -> list[str]:
    """The tables that get a sheet: similarities as a matrix only of a series that can be read."""
    small = len(panel.compounds) <= _MOST_SIMILARITIES
    return [name for name in TABLES if small or name != "similarity"]


def _fill(sheet: Any, frame: pd.DataFrame, first: int) -> None:
    """Put a table into a sheet from a column on, its names in the first row, which stays."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, name in enumerate(frame.columns, first):
        put_text(sheet, 1, column, guard_cell(str(name)))
        sheet.cell(1, column).font = Font(name="Calibri", bold=True)
        longest = max((len(each) for each in frame[name] if isinstance(each, str)), default=0)
        width = min(max(longest, len(str(name))) + 2, _WIDEST_CHARACTERS)
        sheet.column_dimensions[get_column_letter(column)].width = width
        for row, value in enumerate(frame[name], 2):
            if isinstance(value, str):
                put_text(sheet, row, column, guard_cell(value))
            elif not pd.isna(value):
                sheet.cell(row, column).value = float(value) if value % 1 else int(value)
    sheet.freeze_panes = sheet.cell(2, first + 1)


def _add_pictures(sheet: Any, compounds: tuple[Compound, ...]) -> None:
    from openpyxl.drawing.image import Image
    from openpyxl.styles import Alignment, Font

    put_text(sheet, 1, 1, "structure")
    sheet.cell(1, 1).font = Font(name="Calibri", bold=True)
    sheet.column_dimensions["A"].width = _COLUMN_CHARACTERS
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(vertical="top")
    for row, compound in enumerate(compounds, 2):
        try:
            figure = draw(compound.record, width="38mm", metadata=False, inchikey="")
        except MolinfoError:
            continue
        picture = Image(io.BytesIO(figure.png(_DPI)))
        size = picture.width, picture.height
        shrink = min(1.0, *(most / size for most, size in zip(_PICTURE_PX, size, strict=True)))
        picture.width, picture.height = picture.width * shrink, picture.height * shrink
        sheet.add_image(picture, f"A{row}")
        sheet.row_dimensions[row].height = _ROW_PT


def _explain(panel: Panel) -> Iterator[dict[str, str]]:
    for name in _list_tables(panel):
        for column, meaning in getattr(panel, name).attrs.get("columns", {}).items():
            sheet = "compounds" if name == "table" else name
            yield {"sheet": sheet, "column": column, "meaning": meaning}
