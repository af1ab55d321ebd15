"""The comparison as a page of its own."""

import molinfo as mi
from molinfo.reports.comparison import render_panel, render_panel_page
from molinfo.store.record import Record


def test_the_page_holds_the_piece_and_the_versions():
    panel = mi.compare([Record(id="a", smiles="CCO"), Record(id="b", smiles="CCN")], "a")
    page = render_panel_page(panel, {"rdkit": "2026.03.1"})
    assert page.startswith("<!doctype html>")
    assert "<title>Comparison with a</title>" in page
    assert render_panel(panel) in page
    assert "rdkit 2026.03.1" in page
