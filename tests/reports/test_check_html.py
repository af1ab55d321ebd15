"""The page of a check."""

import io

from molinfo.checks.rows import check_records
from molinfo.checks.summary import RunSummary
from molinfo.reports import check_html
from molinfo.reports.check_html import CheckHtmlWriter
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

HOSTILE = "</article><script>alert(1)</script><img src=x onerror=alert(1)>"


def make_record(id, smiles="CCO", weight="46.07", name=""):
    claim = Claim(field=FieldName.MOLECULAR_WEIGHT, value=weight)
    return Record(id=id, name=name, smiles=smiles, claims=(claim,))


def render(records):
    stream, summary = io.StringIO(), RunSummary()
    with CheckHtmlWriter(stream, summary) as writer:
        for record, result in check_records(records):
            summary.add(record, result)
            writer.write(record, result)
    return stream.getvalue()


def test_records_with_findings_are_shown_with_picture_and_explanation():
    page = render([make_record("a"), make_record("b"), make_record("c", weight="46.70")])
    assert page.count("<article") == 2
    assert page.count("<svg") == 2
    assert "two characters swapped" in page
    assert "<b>3</b> records" in page


def test_offending_atoms_are_marked_in_the_drawing():
    marked = render([Record(id="a", smiles="CC(F)Cl")])
    plain = render([Record(id="a", smiles="CCCl")])
    assert "<ellipse" in marked
    assert "<ellipse" not in plain


def test_markup_in_any_field_is_shown_as_text():
    page = render([make_record(HOSTILE, weight=HOSTILE, name=HOSTILE)])
    assert page.count("<script>") == 1
    assert "<img" not in page


def test_a_name_of_a_megabyte_is_cut():
    assert len(render([make_record("a", weight="1", name="n" * 1_000_000)])) < 40_000


def test_a_page_stays_small_enough_to_open(monkeypatch):
    monkeypatch.setattr(check_html, "MOST_SHOWN", 3)
    page = render([make_record(str(i), weight="1.5") for i in range(10)])
    assert page.count("<article") == 3
    assert "7 more records" in page
