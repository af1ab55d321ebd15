"""Groups that have a usual abbreviation, and how they are written."""

import pytest
from rdkit import Chem

from molinfo.chem.abbreviations import find_abbreviations
from molinfo.chem.coordinates import make_layout
from molinfo.figures.draw import draw


def find_labels(smiles):
    return sorted(
        each.label for each in find_abbreviations(make_layout(Chem.MolFromSmiles(smiles)).molblock)
    )


@pytest.mark.parametrize(
    ("smiles", "labels"),
    [
        ("COC(=O)c1ccc(NC(=O)OC(C)(C)C)cc1", ["Boc", "CO2Me"]),
        ("O=C(OCc1ccccc1)NCCc1ccncc1", ["Cbz"]),
        ("c1cnccc1CO[Si](C)(C)C(C)(C)C", ["TBS"]),
        ("c1ccncc1-c1ccccc1", ["Ph"]),
        ("c1ccncc1[N+](=O)[O-]", ["NO2"]),
        ("c1ccccc1", []),
        ("c1ccncc1", []),
    ],
)
def test_groups_are_found_the_largest_first(smiles, labels):
    assert find_labels(smiles) == labels


def list_labels(figure):
    return sorted(
        "".join(letter.character for letter in shape.letters)
        for shape in figure.scene.drawing.shapes
        if shape.kind == "label"
    )


def test_a_figure_writes_them_on_request_and_still_says_the_whole_structure():
    smiles = "COC(=O)c1ccc(NC(=O)OC(C)(C)C)cc1"
    plain, short = draw(smiles), draw(smiles, abbreviate=True)
    assert list_labels(short) in (
        ["BocHN", "CO2Me"],
        ["Boc", "CO2Me", "NH"],
        ["Boc", "MeO2C", "NH"],
    )
    assert short.metadata.molblock == plain.metadata.molblock
    assert short.clashes == ()
    assert short.size_pt[0] < plain.size_pt[0]


def test_what_is_marked_is_not_abbreviated():
    from molinfo.figures.marks import Highlight

    marked = draw("COC(=O)c1ccncc1", abbreviate=True, highlights=[Highlight((0,))])
    assert "CO2Me" not in list_labels(marked)
