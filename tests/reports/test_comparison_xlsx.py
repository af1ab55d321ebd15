"""A comparison as a workbook."""

import io

import openpyxl
import pytest

import molinfo as mi
from molinfo.comparison.panel import TABLES
from molinfo.reports.comparison_xlsx import write_panel_workbook
from molinfo.store.record import Record


def write(records, reference):
    stream = io.BytesIO()
    write_panel_workbook(mi.compare(records, reference), stream)
    return openpyxl.load_workbook(stream)


def test_pictures_stay_in_their_cells_and_numbers_are_numbers():
    book = write([Record(id="a", smiles="C" * 30), Record(id="b", smiles="CCO")], "a")
    sheet = book["compounds"]
    extents = [picture.anchor.ext for picture in sheet._images]
    sizes = [(each.width / 9525, each.height / 9525) for each in extents]  # 9,525 EMU a pixel
    assert len(sizes) == 2
    assert all(width <= 150 and height <= 108 for width, height in sizes)
    head = [cell.value for cell in sheet[1]]
    assert head[:3] == ["structure", "compound", "name"]
    assert sheet.cell(3, head.index("TPSA") + 1).value == pytest.approx(20.23)
    assert sheet.cell(3, head.index("HeavyAtomCount") + 1).value == 3
    assert book.sheetnames == ["compounds", *TABLES[1:], "columns"]


def test_every_column_is_explained():
    book = write([Record(id="a", smiles="CCO")], "a")
    explained = {(row[0].value, row[1].value) for row in book["columns"].iter_rows(min_row=2)}
    for name in ("compounds", *TABLES[1:-1]):
        for cell in book[name][1]:
            if cell.value not in ("structure", "compound"):
                assert (name, cell.value) in explained


def test_a_large_series_has_no_matrix_of_similarities():
    book = write(
        [Record(id=f"c{n}", smiles="C1CC") for n in range(200)] + [Record(id="a", smiles="C")], "a"
    )
    assert "similarity" not in book.sheetnames
    assert book["compounds"].max_row == 202
