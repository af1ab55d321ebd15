"""What a figure says of itself comes back, from every format."""

import pytest

from molinfo.checks.result import Verdict
from molinfo.checks.run import check
from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.structure import parse_smiles
from molinfo.errors import InputError
from molinfo.figures.draw import draw
from molinfo.figures.formats import FORMATS
from molinfo.figures.readback import read_figure, read_metadata
from molinfo.store.folder import open_store

STORE = open_store()


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_record_reads_back_to_its_inchikey(file_format, tmp_path):
    for record in STORE.values():
        path = tmp_path / f"{record.id}.{file_format}"
        draw(record).write(path)
        read = read_figure(path)
        assert read.id == record.id
        assert read.name == record.name
        assert read.molblock == record.molblock
        assert read.claims[0].value == compute_inchi(parse_smiles(record.smiles).mol).key


def test_a_figure_read_back_can_be_checked(tmp_path):
    draw(STORE["tofacitinib"]).write(tmp_path / "a.svg")
    assert check(read_figure(tmp_path / "a.svg")).verdict is Verdict.PASS
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    (tmp_path / "a.svg").write_text(text.replace('"C16H20N6O"', '"C16H20N6S"'), encoding="utf-8")
    assert check(read_figure(tmp_path / "a.svg")).verdict is Verdict.FAIL


def test_the_style_is_told(tmp_path):
    draw(STORE["tofacitinib"], style="acs").write(tmp_path / "a.png")
    assert read_metadata(tmp_path / "a.png").style == "acs"


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_figure_that_says_nothing_is_told(file_format, tmp_path):
    path = tmp_path / f"a.{file_format}"
    draw(STORE["tofacitinib"], metadata=False).write(path)
    with pytest.raises(InputError, match="says nothing"):
        read_figure(path)


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_cut_of_a_figure_is_read_or_refused(file_format, tmp_path):
    figure = draw(STORE["tofacitinib"])
    data = figure.render(file_format)
    path = tmp_path / f"a.{file_format}"
    refused = 0
    for part in range(20):
        path.write_bytes(data[: len(data) * part // 20])
        try:
            assert read_metadata(path) == figure.metadata
        except InputError:
            refused += 1
    assert refused > 0


def test_files_that_are_no_figures_are_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_figure(tmp_path / "none.svg")
    (tmp_path / "a.svg").write_text('<svg><metadata>{"id": 1}</metadata></svg>', encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        read_figure(tmp_path / "a.svg")
