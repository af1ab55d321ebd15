"""The page of a check as people use it, in a real browser."""

import pytest

from molinfo.checks.rows import check_records
from molinfo.checks.summary import RunSummary
from molinfo.reports.check_html import CheckHtmlWriter
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def make_record(id, smiles, weight):
    claim = Claim(field=FieldName.MOLECULAR_WEIGHT, value=weight)
    return Record(id=id, smiles=smiles, claims=(claim,))


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    path = tmp_path_factory.mktemp("check") / "check.html"
    records = [
        make_record("swapped", "CCO", "46.70"),
        make_record("open", "CC(F)Cl", "82.50"),
        make_record("fine", "CCO", "46.07"),
        make_record("broken", "C1CC", "1.00"),
        make_record("old", "CS(C)=O", "78.13"),
    ]
    summary = RunSummary()
    with CheckHtmlWriter(path, summary) as writer:
        for record, result in check_records(records):
            summary.add(record, result)
            writer.write(record, result)
    return path


def read_shown(page):
    return page.locator("article:visible h3").all_text_contents()


def test_records_are_filtered_by_verdict_finding_and_text(checked, open_page):
    page = open_page(checked)
    everything = read_shown(page)
    assert "fine" not in everything
    page.get_by_label("Verdict").select_option("fail")
    assert read_shown(page) == ["swapped"]
    page.get_by_label("Verdict").select_option("")
    page.get_by_label("Finding").select_option("undefined-stereocentre")
    assert read_shown(page) == ["open"]
    page.get_by_label("Finding").select_option("")
    page.get_by_label("Find", exact=True).fill("two characters swapped")
    assert read_shown(page) == ["swapped"]
    assert page.locator("#shown").inner_text() == "1 shown"
    page.get_by_label("Find", exact=True).fill("")
    assert read_shown(page) == everything


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_nothing_grave_stands_in_the_way_of_anyone(
    checked, open_page, find_grave_faults, width, dark
):
    page = open_page(checked, width=width, dark=dark)
    assert find_grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_every_record_is_there(checked, open_page):
    page = open_page(checked, scripts=False)
    assert "swapped" in read_shown(page)
    assert not page.locator("#find").is_visible()
