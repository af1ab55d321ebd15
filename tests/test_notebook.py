"""Records, figures and tables as a notebook shows them."""

import base64
import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter
from rdkit import Chem

import molinfo as mi
from molinfo.errors import InputError
from molinfo.notebook import show_structures

STORE = mi.open_store()


@pytest.fixture(scope="module")
def show():
    formatter = DisplayFormatter()
    formatter.active_types = formatter.format_types
    return lambda value: formatter.format(value)[0]


def find_pictures(html):
    return [
        base64.b64decode(data).decode()
        for data in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    ]


def test_a_record_and_a_figure_show_themselves_as_svg_and_png(show):
    record = STORE["baricitinib"]
    for value in (record, mi.draw(record)):
        shown = show(value)
        assert shown["image/svg+xml"] == mi.draw(record).svg
        assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
        assert "text/plain" in shown


def test_a_record_that_cannot_be_drawn_shows_itself_as_text(show):
    shown = show(mi.Record(id="x"))
    assert set(shown) == {"text/plain"}
    assert "'x'" in shown["text/plain"]


def test_structures_of_a_table_are_pictures_and_the_rest_is_text(show):
    frame = pd.DataFrame({"name": ["<b>", "y"], "SMILES": ["CCO", "c1ccccc1"]}, index=["p", "q"])
    html = show(show_structures(frame))["text/html"]
    ethanol, benzene = find_pictures(html)
    assert ElementTree.fromstring(ethanol).get("role") == "img"
    assert ethanol != benzene
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "CCO" not in html


@pytest.mark.parametrize(
    "cells",
    [
        [STORE["baricitinib"].molblock],
        [STORE["baricitinib"]],
        [Chem.MolFromSmiles(STORE["baricitinib"].smiles)],
    ],
    ids=["molblock", "record", "mol"],
)
def test_molblocks_records_and_molecules_are_drawn(cells):
    name = "molfile" if isinstance(cells[0], str) else "what"
    (svg,) = find_pictures(show_structures(pd.DataFrame({"n": [1], name: cells})).html)
    assert "C16H17N7O2S" in svg


def test_a_cell_that_cannot_be_drawn_says_why_and_the_rest_goes_on():
    frame = pd.DataFrame({"smiles": ["C1CC", None, "CCO", float("nan")]})
    html = show_structures(frame).html
    assert len(find_pictures(html)) == 1
    assert "unclosed ring" in html
    assert html.count("no structure") == 2
    assert html.count("<tr>") == 5


def test_long_tables_are_cut_and_say_so():
    html = show_structures(pd.DataFrame({"smiles": ["C"] * 50}), max_rows=3).html
    assert len(find_pictures(html)) == 3
    assert "and 47 more rows" in html


def test_a_table_without_structures_is_refused():
    with pytest.raises(InputError, match="column="):
        show_structures(pd.DataFrame({"a": [1]}))
    with pytest.raises(InputError, match="no column 'b'"):
        show_structures(pd.DataFrame({"a": [1]}), "b")
