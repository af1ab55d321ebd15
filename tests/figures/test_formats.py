"""One row a format: known by its endings and first bytes, and a new one is a row."""

import io

import pytest
from PIL import Image

import molinfo as mi
from molinfo.errors import InputError, UnknownName
from molinfo.figures.formats import FORMATS, Format, find_format, find_format_of
from molinfo.figures.metadata import parse_said

STORE = mi.open_store()


def test_no_ending_belongs_to_two_formats_and_each_name_finds_its_row():
    endings = [ending for each in FORMATS.values() for ending in each.endings]
    assert len(endings) == len(set(endings))
    for name, row in FORMATS.items():
        assert find_format(name) is row
        assert all(
            find_format_of(f"folder.x/figure.{ending.upper()}") is row for ending in row.endings
        )


@pytest.mark.parametrize("name", ["bmp", "gif", "", "html", "svgz", "svg,png"])
def test_a_format_that_there_is_not_never_falls_through(name, tmp_path):
    figure, sheet = mi.draw("CCO"), mi.draw_sheet([STORE["baricitinib"]], columns=1)
    for draw in (figure.render, sheet.render):
        with pytest.raises(UnknownName, match="known: svg, png"):
            draw(name)
    with pytest.raises(UnknownName, match="known: svg, png"):
        figure.write(tmp_path / f"figure.{name}")
    assert find_format_of(f"figure.{name}") is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file_format", ["jpeg", "webp"])
@pytest.mark.parametrize("style", ["screen", "mono"])
def test_jpeg_and_webp_hold_the_picture_and_what_it_says(file_format, style, tmp_path):
    figure = mi.draw(STORE["tofacitinib"], style=style)
    data = figure.render(file_format, dpi=100)
    picture = Image.open(io.BytesIO(data))
    plain = Image.open(io.BytesIO(figure.png(dpi=100)))
    assert picture.size == plain.size
    if file_format == "jpeg":
        assert picture.getpixel((0, 0)) == (255, 255, 255)
        assert picture.info["dpi"] == (100, 100)
    else:
        assert picture.convert("RGBA").tobytes() == plain.convert("RGBA").tobytes()
    path = tmp_path / "figure"
    path.write_bytes(data)
    assert mi.read_figure(path).molblock == STORE["tofacitinib"].molblock


def test_a_new_format_is_a_row_with_its_writer_and_reader(tmp_path, monkeypatch):
    """Two files: a module with the writer and the reader, and the row in formats.py."""

    def write_text(pages, page, _dpi):
        said = pages.say(page)
        return b"MOLINFO-TEXT\n" + (said.to_json() if said else "").encode()

    def read_text(path):
        return parse_said(path.read_text().partition("\n")[2], path)

    row = Format("text", ("figtext",), write_text, read_text, (b"MOLINFO-TEXT",))
    monkeypatch.setitem(FORMATS, "text", row)
    path = tmp_path / "baricitinib.figtext"
    mi.draw(STORE["baricitinib"]).write(path)
    assert mi.read_figure(path).id == "baricitinib"
    sheet = mi.draw_sheet([STORE["baricitinib"], STORE["tofacitinib"]], columns=2)
    path.write_bytes(sheet.render("text"))
    assert [record.id for record in mi.read_sheet(path)] == ["baricitinib", "tofacitinib"]
    path.write_bytes(mi.draw("CCO", metadata=False).render("text"))
    with pytest.raises(InputError, match="says nothing"):
        mi.read_figure(path)
