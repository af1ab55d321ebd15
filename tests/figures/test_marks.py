"""Marks: cores, differences, atom numbers, stereo labels."""

import re

import pytest

from molinfo.errors import UnknownName
from molinfo.figures.draw import draw
from molinfo.figures.marks import Highlight, Marks, highlight_core, highlight_difference
from molinfo.figures.scene import read_drawing
from molinfo.store.folder import open_store

STORE = open_store()
CORE = "pyrrolo[2,3-d]pyrimidine"


@pytest.mark.parametrize("name", ["baricitinib", "tofacitinib", "ruxolitinib-phosphate"])
def test_a_core_is_marked_across_a_series(name):
    mark = highlight_core(STORE[name].molblock, CORE)
    assert len(mark.atoms) == 9
    assert len(mark.bonds) == 10
    figure = draw(STORE[name], highlights=[mark])
    assert mark.colour in figure.svg
    assert mark.colour not in draw(STORE[name]).svg


def test_a_core_that_is_not_there_marks_nothing():
    assert highlight_core(STORE["fedratinib"].molblock, CORE).atoms == ()
    with pytest.raises(UnknownName):
        highlight_core(STORE["fedratinib"].molblock, "(((")


def test_what_a_reference_does_not_have_is_marked():
    bari, ruxo = STORE["baricitinib"].molblock, STORE["ruxolitinib"].molblock
    mark = highlight_difference(bari, ruxo)
    elements = {read_drawing(bari).GetAtomWithIdx(atom).GetSymbol() for atom in mark.atoms}
    assert "S" in elements
    assert not set(highlight_core(bari, CORE).atoms) & set(mark.atoms)
    assert highlight_difference(bari, bari).atoms == ()


def test_later_marks_lie_over_earlier_ones_and_strangers_are_left_out():
    marks = Marks((Highlight((0, 1, 999), (0, 999), "#FF0000"), Highlight((1,), (), "#0000FF")))
    coloured = marks.resolve(26, 29)
    assert coloured.atoms == {0: "#FF0000", 1: "#0000FF"}
    assert coloured.bonds == {0: "#FF0000"}


def find_notes(name, **options):
    """What is written beside each atom, by its number in the molfile."""
    figure = draw(STORE[name], **options)
    return {
        int(shape.owner.removeprefix("atom ")): "".join(each.character for each in shape.letters)
        for shape in figure.scene.drawing.shapes
        if shape.kind == "note" and shape.owner.startswith("atom")
    }


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
@pytest.mark.parametrize("style", ["acs", "screen", "nature", "dark"])
def test_numbers_and_labels_stand_free_of_all_else(record, style):
    plain = draw(record, style=style, inchikey="")
    marked = draw(record, style=style, inchikey="", atom_numbers=True, stereo_labels=True)
    assert set(marked.clashes) <= set(plain.clashes)


def test_atom_numbers_are_those_of_the_molfile():
    notes = find_notes("baricitinib", atom_numbers=True)
    assert notes == {number: str(number) for number in range(1, 27)}


def test_stereo_labels_are_those_of_the_printed_name():
    """Tofacitinib is (3R,4R), ruxolitinib (R), deucravacitinib has no centre (structures/)."""
    assert sorted(find_notes("tofacitinib", stereo_labels=True).values()) == ["(R)", "(R)"]
    assert list(find_notes("ruxolitinib", stereo_labels=True).values()) == ["(R)"]
    assert find_notes("deucravacitinib", stereo_labels=True) == {}
    both = find_notes("ruxolitinib", stereo_labels=True, atom_numbers=True)
    assert any(re.fullmatch(r"\d+\(R\)", note) for note in both.values())


def test_double_bonds_are_labelled_too():
    figure = draw(r"C/C=C/C", stereo_labels=True)
    assert figure.svg != draw(r"C/C=C/C").svg
    assert figure.svg != draw(r"C/C=C\C", stereo_labels=True).svg
