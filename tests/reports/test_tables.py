"""Results as JSON lines, CSV and XLSX."""

import csv
import io
import json

import openpyxl
import pytest
from openpyxl.styles import Font

from molinfo.checks.rows import check_records
from molinfo.checks.run import check
from molinfo.checks.summary import RunSummary
from molinfo.reports.formats import REPORT_FORMATS, WriterContext
from molinfo.reports.tables import (
    CSV_COLUMNS,
    XlsxWriter,
    guard_cell,
)
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record
from molinfo.store.tables import read_records

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "a\x00b\x1b[31m", "<b>x</b>"]


def make_record(id="a", smiles="CCO", weight="46.07"):
    claims = (Claim(field=FieldName.MOLECULAR_WEIGHT, value=weight),) if weight else ()
    return Record(id=id, smiles=smiles, claims=claims)


def open_report(name, target):
    return REPORT_FORMATS[name].open(target, WriterContext(RunSummary()))


def write_all(opened, records):
    with opened as writer:
        for record in records:
            writer.write(record, check(record))


def test_json_lines_hold_one_result_a_line(tmp_path):
    write_all(
        open_report("jsonl", tmp_path / "out.jsonl"), [make_record(), make_record("b", "C1CC")]
    )
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["pass", "error"]


def test_csv_has_fixed_columns_and_says_why():
    stream = io.StringIO()
    write_all(open_report("csv", stream), [make_record(weight="46.70")])
    (row,) = csv.DictReader(io.StringIO(stream.getvalue()))
    assert tuple(row) == CSV_COLUMNS
    assert row["verdict"] == "fail"
    assert row["computed_molecular_weight"] == "46.07"
    assert "46.70 is claimed" in row["why"]
    assert "(perhaps two characters swapped: 46.70 for 46.07)" in row["why"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_or_holds_control_characters(text, tmp_path):
    stream = io.StringIO()
    record = make_record(id=text)
    write_all(open_report("csv", stream), [record])
    (row,) = csv.DictReader(io.StringIO(stream.getvalue()))
    write_all(XlsxWriter(tmp_path / "out.xlsx"), [record])
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx").active["B2"]
    for shown in (row["record"], cell.value):
        assert shown[0] not in "=+-@\t\r"
        assert not any(ord(character) < 32 and character not in "\t\n\r" for character in shown)
    assert cell.data_type == "s"


def test_numbers_are_left_as_they_are():
    assert guard_cell("-1.5") == "-1.5"
    assert guard_cell("46.07") == "46.07"


def test_a_failed_run_leaves_no_half_file(tmp_path):
    def fail_midway():
        with open_report("csv", tmp_path / "out.csv") as writer:
            writer.write(make_record(), check(make_record()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def own_sheet(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["Id", "SMILES", "MW", "Price"])
    sheet.append(["a", "CCO", 46.07, "=C3*2"])
    sheet.append([])
    sheet.append(["b", "CCN", 45.80, 3])
    sheet["A3"].font = Font(bold=True)
    sheet["C5"].number_format = "0.00"
    book.create_sheet("notes")["B2"] = "keep me"
    path = tmp_path / "own.xlsx"
    book.save(path)
    return path


def test_the_users_own_sheet_comes_back_with_columns_added(own_sheet, tmp_path):
    out = tmp_path / "out.xlsx"
    with XlsxWriter(out, own_sheet) as writer:
        for record, result in check_records(read_records(own_sheet)):
            writer.write(record, result)
    before, after = openpyxl.load_workbook(own_sheet), openpyxl.load_workbook(out)
    old, new = before.active, after.active
    for row in old.iter_rows():
        for cell in row:
            same = new[cell.coordinate]
            assert same.value == cell.value
            assert same.number_format == cell.number_format
            assert same.font.b == cell.font.b
    assert after["notes"]["B2"].value == "keep me"
    added = [[new.cell(row, column).value for column in (5, 6, 7)] for row in (2, 3, 4, 5)]
    assert added[0] == ["verdict", "why", "computed_molecular_weight"]
    assert added[1] == ["pass", None, "46.07"]
    assert added[2] == [None, None, None]
    assert added[3][0] == "fail"
    assert added[3][2] == "45.08"
