"""A ChemDraw page as records: one for each structure, with its layout and its wedges."""

import gzip
import io
from pathlib import Path

import pytest
from rdkit import Chem

from molinfo.checks.run import check
from molinfo.chem.layout_score import (
    median_bond_length,
)
from molinfo.errors import InputError
from molinfo.figures.draw import draw
from molinfo.store.folder import open_store
from molinfo.store.tables import read_records

PAGE = Path(__file__).parents[1] / "data" / "page.cdxml"
STORE = open_store()


def find_wedges(molblock):
    """The bond lines of a V2000 molblock that are wedged or hashed."""
    return [
        line for line in molblock.splitlines() if len(line) == 12 and line[10:] in ("1", " 1", " 6")
    ]


def test_each_structure_of_a_page_is_a_record():
    records = list(read_records(PAGE))
    assert [record.id for record in records] == ["page-1", "page-2", "page-3", "page-4"]
    smiles = Chem.MolToSmiles(Chem.MolFromMolBlock(records[2].molblock))
    assert smiles == "COc1ccccc1"


@pytest.mark.parametrize(("index", "name"), [(0, "tofacitinib"), (1, "oclacitinib")])
def test_layout_and_wedges_are_those_of_the_page(index, name):
    record = list(read_records(PAGE))[index]
    read, stored = (Chem.MolFromMolBlock(each.molblock) for each in (record, STORE[name]))
    assert Chem.MolToInchiKey(read) == Chem.MolToInchiKey(stored)
    assert median_bond_length(read) == pytest.approx(1.5, abs=1e-3)
    places, wanted = (mol.GetConformer().GetPositions() for mol in (read, stored))
    assert places - places.mean(axis=0) == pytest.approx(wanted - wanted.mean(axis=0), abs=2e-3)
    wedges = find_wedges(record.molblock)
    assert len(wedges) == 2
    assert wedges == find_wedges(STORE[name].molblock)
    assert check(record).verdict == "unchecked"


def test_a_faulty_structure_is_a_record_that_is_drawn_and_told_of():
    faulty = list(read_records(PAGE))[3]
    assert [finding.code for finding in check(faulty).findings] == ["structure-unreadable"]
    svg = draw(faulty, inchikey="", metadata=False).svg
    assert svg.partition("<path")[2].count("L") == 5


def test_packed_and_lone_structures_are_read(tmp_path):
    with gzip.open(tmp_path / "page.cdxml.gz", "wb") as stream:
        stream.write(PAGE.read_bytes())
    assert len(list(read_records(tmp_path / "page.cdxml.gz"))) == 4
    lone = tmp_path / "lone.cdxml"
    text = PAGE.read_text(encoding="utf-8")
    lone.write_text(text[: text.index("</fragment>")] + "</fragment></page></CDXML>")
    assert [record.id for record in read_records(lone)] == ["lone"]


def test_standard_input_gives_records_without_ids(monkeypatch):
    class Input:
        buffer = io.BytesIO(PAGE.read_bytes())

    monkeypatch.setattr("sys.stdin", Input)
    assert {record.id for record in read_records("-", input_format="cdxml")} == {""}


@pytest.mark.parametrize("size", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_page_is_an_error(size, tmp_path):
    data = PAGE.read_bytes()
    (tmp_path / "cut.cdxml").write_bytes(data[: int(len(data) * size)])
    with pytest.raises(InputError, match=r"cut\.cdxml: CDXML cannot be read"):
        list(read_records(tmp_path / "cut.cdxml"))


@pytest.mark.parametrize("text", ["x", "<CDXML/>", "<svg></svg>", "\x00\x01"])
def test_what_holds_no_structure_is_an_error(text, tmp_path):
    (tmp_path / "a.cdxml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.cdxml: "):
        list(read_records(tmp_path / "a.cdxml"))
