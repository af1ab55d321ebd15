"""The page about a store: whole in itself, and safe whatever the fields hold."""

import re
from html.parser import HTMLParser

import pytest

from molinfo.checks.rows import check_store
from molinfo.descriptors.describe import describe
from molinfo.figures.draw import draw
from molinfo.reports import html
from molinfo.reports.descriptor_data import DescriptorData
from molinfo.reports.html import Entry, render_report
from molinfo.store.folder import open_store

HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7*7 }}"


@pytest.fixture
def hostile_store(tmp_path):
    import tomlkit

    record = {
        "id": "evil",
        "name": HOSTILE,
        "smiles": "CCO",
        "claim": [
            {
                "field": "formula",
                "value": HOSTILE,
                "quote": HOSTILE,
                "note": HOSTILE,
                "sources": [{"id": "s", "locator": HOSTILE}],
            }
        ],
    }
    sources = {"s": {"title": HOSTILE, "address": "javascript:alert(1)", "publisher": HOSTILE}}
    (tmp_path / "evil.toml").write_text(tomlkit.dumps(record), encoding="utf-8")
    (tmp_path / "sources.toml").write_text(tomlkit.dumps(sources), encoding="utf-8")
    return open_store(tmp_path)


def render(store):
    entries = [Entry(record, result, draw(record).svg) for record, result in check_store(store)]
    return render_report(store, entries, describe(store.values()), {"molinfo": "0"})


def render_one(store):
    (page,) = render(store).values()
    return page


@pytest.fixture(scope="module")
def bundled_page():
    return render_one(open_store())


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.seen = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_markup_in_any_field_is_shown_as_text(hostile_store):
    page = render_one(hostile_store)
    tags = Tags(page).seen
    assert not [tag for tag, _ in tags if tag in {"img", "iframe", "object"}]
    assert len([tag for tag, _ in tags if tag == "script"]) == 2  # the data and our own
    assert not [attrs for _, attrs in tags if any(name.startswith("on") for name in attrs)]
    assert "javascript:alert(1)" not in [attrs.get("href") for _, attrs in tags]
    assert "{{ 7*7 }}" in page.replace("&#39;", "'")


def test_the_page_fetches_nothing(bundled_page):
    tags = Tags(bundled_page).seen
    assert not [tag for tag, attrs in tags if tag == "link" or "src" in attrs]
    assert "@import" not in bundled_page


def test_every_record_has_its_picture_claims_and_sources(bundled_page):
    store, page = open_store(), bundled_page
    ids = {attrs.get("id") for _, attrs in Tags(page).seen}
    assert set(store) <= ids
    assert {f"source-{name}" for name in store.sources} <= ids
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= ids
    assert page.count("<svg") == len(store)
    assert "BertzCT" in page


def test_the_page_carries_descriptors_of_six_digits_and_tells_of_missing_ones(tmp_path):
    (tmp_path / "broken.toml").write_text('id = "broken"\nsmiles = "C1CC"\n', encoding="utf-8")
    (tmp_path / "ethanol.toml").write_text('id = "ethanol"\nsmiles = "CCO"\n', encoding="utf-8")
    store = open_store(tmp_path)
    frame = describe(store.values(), set=("druglike", "BCUT2D_MWHI"))
    data = DescriptorData(frame, {"broken": "#broken", "ethanol": "#ethanol"})
    columns = [column["name"] for column in data.data["columns"]]
    values = dict(zip(columns, data.data["values"], strict=True))
    assert values["BCUT2D_MWHI"] == [None, float(f"{frame.loc['ethanol', 'BCUT2D_MWHI']:.6g}")]
    assert values["HeavyAtomCount"] == [None, 3]
    assert "unclosed ring" in values["error"][0]
    assert data.first_columns[-1] == "error"
    assert data.first_rows[0][:2] == ("broken", "#broken")


def test_beyond_a_page_records_stand_on_pages_of_their_own(monkeypatch):
    monkeypatch.setattr(html, "MOST_ON_A_PAGE", 10)
    store = open_store()
    pages = render(store)
    assert list(pages) == ["report.html", *(f"records/{n:03}.html" for n in range(1, 5))]
    assert "<svg" not in "".join(pages.values())
    index = Tags(pages["report.html"]).seen
    links = {attrs["href"] for tag, attrs in index if tag == "a" and "href" in attrs}
    for path in list(pages)[1:]:
        tags = Tags(pages[path]).seen
        records = [attrs["id"] for tag, attrs in tags if tag == "article"]
        assert {f"{path}#{name}" for name in records} <= links
        pictures = [attrs["src"] for tag, attrs in tags if tag == "img"]
        assert pictures == [f"../figures/{name}.svg" for name in records]
