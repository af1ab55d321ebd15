"""The page about a store: whole in itself, and safe whatever the fields hold."""

import re
from html.parser import HTMLParser

import pytest

from molinfo.checks.run import check_store
from molinfo.descriptors.describe import describe
from molinfo.figures.draw import draw
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
    entries = [
        Entry(record, result, draw(record).svg if record.molblock else "")
        for record, result in check_store(store)
    ]
    return render_report(store, entries, describe(store.values()), {"molinfo": "0"})


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.seen = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_markup_in_any_field_is_shown_as_text(hostile_store):
    page = render(hostile_store)
    tags = Tags(page).seen
    assert not [tag for tag, _ in tags if tag in {"script", "img", "iframe", "object"}]
    assert not [attrs for _, attrs in tags if any(name.startswith("on") for name in attrs)]
    assert "javascript:alert(1)" not in [attrs.get("href") for _, attrs in tags]
    assert "{{ 7*7 }}" in page.replace("&#39;", "'")


def test_the_page_fetches_nothing():
    tags = Tags(render(open_store())).seen
    assert not [tag for tag, attrs in tags if tag == "link" or "src" in attrs]
    assert "@import" not in render(open_store())


def test_every_record_has_its_picture_claims_and_sources():
    store = open_store()
    page = render(store)
    ids = {attrs.get("id") for _, attrs in Tags(page).seen}
    assert set(store) <= ids
    assert {f"source-{name}" for name in store.sources} <= ids
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= ids
    assert page.count("<svg") == len(store)
    assert "BertzCT" in page
