"""Building a whole store."""

import json

import pandas as pd
import pytest

from molinfo.building import build
from molinfo.checks.result import Verdict
from molinfo.errors import OutputError, RecordNotFound
from molinfo.reports import html
from molinfo.store.folder import open_store

SOURCES = '[s]\ntitle = "A source"\n'
GOOD = """\
id = "ethanol"
smiles = "CCO"
[[claim]]
field = "molecular_weight"
value = "46.07"
sources = [{ id = "s" }]
"""
POTENCY = """\
[[claim]]
field = "ic50"
target = "{target}"
relation = "="
value = "5"
unit = "nM"
assay = "biochemical"
sources = [{{ id = "s" }}]
"""


@pytest.fixture
def small_store(tmp_path):
    folder = tmp_path / "structures"
    folder.mkdir()
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "ethanol.toml").write_text(GOOD, encoding="utf-8")
    (folder / "broken.toml").write_text('id = "broken"\nsmiles = "C1CC"\n', encoding="utf-8")
    return open_store(folder)


def read_tree(folder):
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def read_page(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


def test_two_builds_of_the_bundled_store_are_the_same_bytes(tmp_path):
    store = open_store()
    told = []
    summary = build(store, tmp_path / "a", on_progress=lambda *step: told.append(step))
    build(store, tmp_path / "b")
    first = read_tree(tmp_path / "a")
    assert first == read_tree(tmp_path / "b")
    assert summary.records == len(store)
    assert {str(path) for path in first} >= {
        "check.jsonl",
        "descriptors.csv",
        "descriptors.parquet",
        "report.html",
        "figures/baricitinib.svg",
    }
    assert {stage for stage, _, _ in told} == {"check", "draw", "describe"}


def test_a_record_without_molfile_or_structure_does_not_stop_the_rest(small_store, tmp_path):
    summary = build(small_store, tmp_path / "report")
    assert summary.verdicts == {Verdict.PASS: 1, Verdict.ERROR: 1}
    lines = (tmp_path / "report" / "check.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["record"] for line in lines] == ["broken", "ethanol"]
    frame = pd.read_parquet(tmp_path / "report" / "descriptors.parquet")
    assert frame.loc["ethanol", "HeavyAtomCount"] == 3
    assert frame.loc["broken", "error"]
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "No picture" in page


def test_pages_of_records_that_an_earlier_build_left_are_removed(
    small_store, tmp_path, monkeypatch
):
    records = tmp_path / "report" / "records"
    monkeypatch.setattr(html, "MOST_ON_A_PAGE", 1)
    build(small_store, tmp_path / "report")
    assert sorted(path.name for path in records.iterdir()) == ["001.html", "002.html"]
    monkeypatch.undo()
    build(small_store, tmp_path / "report")
    assert list(records.iterdir()) == []


def test_the_report_compares_with_the_record_of_most_potencies_or_that_asked_for(tmp_path):
    folder = tmp_path / "structures"
    folder.mkdir()
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    for name, smiles, targets in (("few", "CCN", ["JAK1"]), ("most", "CCO", ["JAK1", "JAK2"])):
        claims = "".join(POTENCY.format(target=target) for target in targets)
        text = f'id = "{name}"\nsmiles = "{smiles}"\n{claims}'
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    store = open_store(folder)
    build(store, tmp_path / "default")
    assert "Comparison with most" in read_page(tmp_path / "default")
    build(store, tmp_path / "asked", reference="few")
    assert "Comparison with few" in read_page(tmp_path / "asked")


def test_a_store_without_potencies_is_compared_only_when_asked(small_store, tmp_path):
    build(small_store, tmp_path / "default")
    assert "Comparison" not in read_page(tmp_path / "default")
    build(small_store, tmp_path / "asked", reference="ethanol")
    assert "Comparison with ethanol" in read_page(tmp_path / "asked")
    with pytest.raises(RecordNotFound, match="nobody"):
        build(small_store, tmp_path / "wrong", reference="nobody")
    assert not (tmp_path / "wrong").exists()


def test_a_record_without_molfile_is_drawn_and_says_so(small_store, tmp_path):
    build(small_store, tmp_path / "report")
    assert (tmp_path / "report" / "figures" / "ethanol.svg").exists()
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "Laid out for this page" in page


def test_a_place_that_cannot_be_written_is_told(small_store, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be made"):
        build(small_store, tmp_path / "file")
