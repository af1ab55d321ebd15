"""The page of a comparison as people use it, in a real browser."""

import pytest

import molinfo as mi
from molinfo.reports.comparison import render_panel_page


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    path = tmp_path_factory.mktemp("compare") / "panel.html"
    store = mi.open_store()
    series = [store[name] for name in ("baricitinib", "tofacitinib", "ritlecitinib")]
    path.write_text(render_panel_page(mi.compare(series, "baricitinib"), {}), encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_nothing_grave_stands_in_the_way_of_anyone(
    compared, open_page, find_grave_faults, width, dark
):
    page = open_page(compared, width=width, dark=dark)
    for potency in page.locator("summary").all():
        potency.click()
    assert find_grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_picture_is_shown(compared, open_page):
    page = open_page(compared)
    widths = page.locator("img").evaluate_all("images => images.map(each => each.naturalWidth)")
    assert len(widths) == 3
    assert min(widths) > 0
