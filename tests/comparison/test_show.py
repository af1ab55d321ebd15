"""The piece of HTML that a panel is shown as."""

import re
from xml.etree import ElementTree

import pytest

import molinfo as mi
from molinfo.comparison.show import render_panel
from molinfo.store.record import Claim, Record, Source


@pytest.fixture(scope="module")
def piece(panel):
    return render_panel(panel)


def read(piece):
    return ElementTree.fromstring(piece.replace('loading="lazy"', ""))


def test_each_potency_opens_its_assay_and_source(piece):
    cells = ["".join(each.itertext()) for each in read(piece).iter("details")]
    (jak3,) = [text for text in cells if "~ 560 nM" in text]
    for told in ("pIC50 ~ 6.252", "assay: biochemical", "an approximate IC50 of 560 nM"):
        assert told in jak3
    assert "What is the mechanism of action of Olumiant" in jak3
    assert "citing Selective inhibition of JAK1 and JAK2" in jak3


def test_the_reference_stands_first_and_every_compound_has_its_picture(piece, store):
    rows = list(next(read(piece).iter("tbody")))
    names = [row.find("th").text.strip() for row in rows]
    assert names[0] == "baricitinib"
    assert len(names) == len(store)
    assert len(re.findall('alt="Structure of', piece)) == len(names)


def test_the_piece_needs_nothing_from_elsewhere_and_has_no_ids(piece):
    assert not re.search(r'(src|href)="(?!data:|https://)', piece)
    assert " id=" not in piece
    assert "<script" not in piece


def test_what_a_record_says_is_escaped():
    claim = Claim(
        field="ic50",
        target="<b>JAK1</b>",
        value="1",
        unit="nM",
        quote="<script>alert(1)</script>",
        note="<img src=x>",
        sources=(Source(id="s<i>", locator="<u>"),),
    )
    record = Record(id="x", name="<script>x</script>", smiles="CCO", claims=[claim])
    piece = render_panel(mi.compare([record], "x"))
    for bad in ("<script", "<b>JAK1", "<img src=x", "<i>", "<u>"):
        assert bad not in piece


def test_of_a_large_series_the_most_similar_are_shown():
    records = [Record(id=f"c{n}", smiles="C" * n + "O") for n in range(1, 8)]
    piece = render_panel(mi.compare(records, "c4"), max_rows=3)
    shown = re.findall('alt="Structure of (c.)"', piece)
    assert shown[0] == "c4"
    assert len(shown) == 3
    assert "4 more stand in the tables" in piece
