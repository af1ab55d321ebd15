"""`molinfo compare` as a user meets it."""

import io
import json

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from molinfo.cli import compare
from molinfo.comparison.panel import TABLES

SERIES = """id,smiles,name
a,CCO,=1+1
b,CC[NH3+].[Cl-],"@SUM(A1)"
c,C1CC,broken
"""


def run(*args, **options):
    return CliRunner().invoke(compare.command, list(map(str, args)), **options)


@pytest.fixture
def series(tmp_path):
    path = tmp_path / "series.csv"
    path.write_text(SERIES, encoding="utf-8")
    return path


def test_the_page_of_the_bundled_store_opens_each_potency(tmp_path):
    output = tmp_path / "panel.html"
    done = run("--bundled", "--reference", "baricitinib", "-o", output)
    assert done.exit_code == 0, done.output
    page = output.read_text(encoding="utf-8")
    assert "pIC50 8.229" in page
    assert "Selective inhibition of JAK1 and JAK2" in page
    meta = json.loads((tmp_path / "panel.html.meta.json").read_text(encoding="utf-8"))
    assert meta["options"]["reference"] == "baricitinib"
    assert any(each["name"] == "baricitinib.toml" for each in meta["inputs"])


def test_a_workbook_has_a_sheet_a_table_with_pictures_and_no_formula(series, tmp_path):
    output = tmp_path / "panel.xlsx"
    assert run(series, "--reference", "a", "-o", output).exit_code == 0
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["compounds", *TABLES[1:], "columns"]
    sheet = book["compounds"]
    assert [picture.anchor._from.row for picture in sheet._images] == [1, 2]  # c cannot be drawn
    kinds = {cell.data_type for each in book for row in each.iter_rows() for cell in row}
    assert "f" not in kinds
    names = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert names == ["'=1+1", "'@SUM(A1)", "broken"]


def test_a_table_is_csv_or_parquet(series, tmp_path):
    for ending, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        output = tmp_path / f"panel.{ending}"
        assert run(series, "--reference", "a", "--set", "TPSA", "-o", output).exit_code == 0
        frame = read(output)
        assert frame["TPSA_difference"].round(2).tolist()[:2] == [0, 5.79]
    assert frame.attrs["columns"]["similarity"] == "Tanimoto similarity to the reference"


def test_without_an_output_the_chosen_table_is_printed():
    done = run("--bundled", "--reference", "baricitinib", "--table", "selectivity")
    frame = pd.read_csv(io.StringIO(done.stdout))
    row = frame.query("compound == 'baricitinib' and target == 'TYK2' and against == 'JAK1'")
    assert row["fold"].round(1).tolist() == [9.0]
    assert row["relation"].tolist() == ["="]


def test_plots_are_written_as_svg_into_a_folder(series, tmp_path):
    folder = tmp_path / "plots"
    done = run(series, "--reference", "a", "--plots", folder)
    assert done.output == f"{folder}: 3 plots\n"  # nothing is known of folds
    assert {path.name for path in folder.iterdir()} == {
        "parallel_coordinates.svg",
        "property_space.svg",
        "similarity.svg",
    }
    done = run("--bundled", "--reference", "baricitinib", "--plots", folder, "--against", "JAK2")
    assert done.output == f"{folder}: 4 plots\n"
    assert "<svg" in (folder / "selectivity.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--reference", "nobody"), "no record 'nobody' in the series"),
        (("--reference", "a", "-o", "panel.docx"), "no format has the ending 'docx'"),
        (("--reference", "a", "--format", "html"), "html cannot be printed"),
        (("--reference", "a", "--set", "TPAS"), "perhaps TPSA"),
        (("--reference", "a", "-o", "series.csv"), "is the input"),
        (("--reference", "a", "--plots", "p", "--against", "JAK1"), "no fold against 'JAK1'"),
        (("--reference", "a", "--plots", "series.csv"), "cannot be made"),
    ],
)
def test_a_wrong_call_is_told(args, told, series, monkeypatch):
    monkeypatch.chdir(series.parent)
    done = run("series.csv", *args)
    assert done.exit_code != 0
    assert told in done.output + str(done.exception)


def test_the_tables_offered_are_those_of_a_panel():
    assert compare.TABLES == TABLES
