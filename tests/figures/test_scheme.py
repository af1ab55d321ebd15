"""Reactions as schemes: nothing cropped, nothing over anything, read back, in every format."""

import xml.etree.ElementTree as ElementTree

import pytest

import molinfo as mi
from molinfo.errors import StructureError, UnknownName
from molinfo.figures.formats import FORMATS
from molinfo.figures.lettering import trace_outline
from molinfo.figures.scheme import draw_scheme
from molinfo.figures.style import style_names

ESTER = "OC(=O)c1ccccc1.CCO>[H+]>CCOC(=O)c1ccccc1"


def find_box(part):
    points = [p for shape in part.shapes for _s, ps in trace_outline(shape) for p in ps]
    xs = [x * part.scale + part.x for x, _ in points]
    ys = [y * part.scale + part.y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("style", style_names())
@pytest.mark.parametrize("width", [None, "acs-single"])
def test_a_scheme_lies_whole_on_its_page_and_apart(style, width):
    scheme = draw_scheme(ESTER, style=style, width=width, above=["EtOH"], below=["CH2Cl2", "87 %"])
    (picture,) = scheme.pictures
    boxes = [find_box(part) for part in picture.parts]
    for left, top, right, bottom in boxes:
        assert left > 0
        assert top > 0
        assert right < picture.width_pt
        assert bottom < picture.height_pt
    for at, first in enumerate(boxes[:-1]):
        for second in boxes[at + 1 : -1]:
            assert (
                first[2] < second[0]
                or second[2] < first[0]
                or first[3] < second[1]
                or second[3] < first[1]
            )


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_says_its_structures(file_format, tmp_path):
    path = tmp_path / f"x.{FORMATS[file_format].endings[0]}"
    draw_scheme(ESTER).write(path)
    read = mi.read_sheet(path)
    assert len(read) == 4
    assert b"molblock" not in draw_scheme(ESTER, metadata=False).render("svg")


def test_numbers_of_formulas_are_lowered_and_yields_are_not():
    scheme = draw_scheme("C>>CC", below=["CH2Cl2, 87 %"], style="acs")
    letters = [
        letter
        for shape in scheme.pictures[0].parts[-1].shapes
        if shape.kind == "legend"
        for letter in shape.letters
    ]
    sizes = {letter.character: letter.size for letter in letters}
    assert sizes["2"] < sizes["C"]
    assert sizes["8"] == sizes["C"]
    ElementTree.fromstring(scheme.svg)


def test_what_is_no_scheme_is_refused_and_what_is_lost_is_named():
    with pytest.raises(StructureError, match="two '>'"):
        draw_scheme("CCO")
    with pytest.raises(UnknownName, match="does not fit"):
        draw_scheme(ESTER, width="10mm")
    assert "苯" in draw_scheme("C>>CC", above=["苯"]).warnings[0]
