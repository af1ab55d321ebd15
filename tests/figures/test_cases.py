"""Structures that drawing programs get wrong: whole on the canvas, legible, nothing lost unsaid."""

from pathlib import Path

import pytest

from molinfo.figures.draw import draw
from molinfo.figures.lettering import trace_outline
from molinfo.figures.shapes import Stroke
from molinfo.figures.style import style_names
from molinfo.store.record import Record

CASES = Path(__file__).parents[1] / "data" / "figures"


def list_cases():
    for path in sorted(CASES.glob("*.smi")) + sorted(CASES.glob("*.cxsmiles")):
        for line in path.read_text(encoding="utf-8").splitlines():
            smiles, name = line.rsplit(" ", 1)
            yield pytest.param(Record(id=name, smiles=smiles), id=f"{path.stem}-{name}")
    for path in sorted(CASES.glob("*.mol")):
        yield pytest.param(Record(id=path.stem, molblock=path.read_text()), id=path.stem)
    for path in sorted(CASES.glob("*.sdf")):
        for block in path.read_text(encoding="utf-8").split("$$$$\n"):
            if block.strip():
                molblock = block.partition("M  END")[0] + "M  END\n"
                name = block.splitlines()[0]
                yield pytest.param(Record(id=name, molblock=molblock), id=f"{path.stem}-{name}")


def reaches_beyond(figure):
    (picture,) = figure.pictures
    for part in picture.parts:
        for shape in part.shapes:
            half = shape.width / 2 if isinstance(shape, Stroke) else 0.0
            for _command, points in trace_outline(shape):
                for x, y in points:
                    left, top = x + part.x - half, y + part.y - half
                    right, bottom = left + 2 * half, top + 2 * half
                    if (
                        left < 0
                        or top < 0
                        or right > picture.width_pt
                        or bottom > picture.height_pt
                    ):
                        return True
    return False


@pytest.mark.parametrize("record", list(list_cases()))
@pytest.mark.parametrize("style", [*style_names(), str(CASES / "dark.toml")], ids=lambda s: s[-9:])
def test_every_case_is_whole_and_legible_in_every_style(record, style):
    figure = draw(record, style=style, inchikey="")
    assert not reaches_beyond(figure)
    assert figure.clashes == ()
    colours = {shape.colour for shape in figure.scene.drawing.shapes}
    style = figure.scene.style
    assert colours <= {*style.colours.values(), style.note_colour, style.line_colour}


def list_texts(smiles_or_block, **options):
    record = Record(smiles=smiles_or_block)
    if "M  END" in smiles_or_block:
        record = Record(molblock=smiles_or_block)
    shapes = draw(record, inchikey="", **options).scene.drawing.shapes
    return {
        "".join(each.character for each in shape.letters)
        for shape in shapes
        if hasattr(shape, "letters")
    }, {shape.kind for shape in shapes}


@pytest.mark.parametrize(
    ("structure", "texts", "kinds"),
    [
        ("*c1ccccc1* |$_R1;;;;;;;_R2$|", {"R1", "R2"}, set()),
        ("[*:1]c1ccncc1[*:2]", {"R1", "R2"}, set()),
        ("[1*]c1ccncc1[2*]", {"R1", "R2"}, set()),
        ("*c1ccccc1 |$_AP1;;;;;;$|", set(), {"attachment"}),
        ("*c1ccccc1 |$X;;;;;;$|", {"X"}, set()),
        ("*CCO* |$star_e;;;;star_e$,Sg:n:1,2,3::ht|", {"n", "ht", "*"}, {"bracket"}),
        ("CO*.C1=CC=NC=C1 |c:2,4,6,m:2:3.5.4|", {"O", "N"}, {"multicentre"}),
        ("c1ccccc1C |LN:1:1.5|", {"1–5"}, {"bracket"}),
        ("[NH3]->[Pt](Cl)(Cl)<-[NH3]", {"Pt", "Cl", "NH3"}, {"dative", "dative-head"}),
        ((CASES / "rgp.mol").read_text(), {"R1", "R2"}, set()),
        ((CASES / "attach_apo.mol").read_text(), set(), {"attachment"}),
        ((CASES / "boc_superatom.mol").read_text(), {"Boc"}, set()),
        ((CASES / "peg_sru_nobrackets.mol").read_text(), {"n", "ht"}, {"bracket"}),
        ((CASES / "ferrocene_haptic.mol").read_text(), {"Fe2+"}, {"multicentre"}),
    ],
)
def test_what_a_file_says_is_drawn(structure, texts, kinds):
    found, drawn = list_texts(structure)
    assert texts <= found
    assert kinds <= drawn


def test_double_bonds_are_crossed_only_where_a_file_says_so():
    for smiles in ("CC=CC", "c1ccccc1N=Nc1ccccc1", "FC=C=CF"):
        assert "crossed" not in list_texts(smiles)[1]
    block = "\n x\n\n  4  3  0  0  0  0  0  0  0  0999 V2000\n"
    for x, y in ((0, 0), (1.3, 0.75), (2.6, 0), (3.9, 0.75)):
        block += f"{x:10.4f}{y:10.4f}    0.0000 C   0  0\n"
    block += "  1  2  1  0\n  2  3  2  3\n  3  4  1  0\nM  END\n"
    assert "crossed" in list_texts(block)[1]


def test_queries_have_their_usual_letters_and_lines():
    block = "\n q\n\n  5  4  0  0  0  0  0  0  0  0999 V2000\n"
    for at, symbol in enumerate(("L", "A", "Q", "X", "L")):
        block += f"{1.3 * at:10.4f}{0.75 * (at % 2):10.4f}    0.0000 {symbol:<3} 0  0\n"
    block += "  1  2  8  0\n  2  3  5  0\n  3  4  6  0\n  4  5  7  0\n"
    block += "M  ALS   1  2 F N   O   \nM  ALS   5  2 T N   O   \nM  END\n"
    texts, kinds = list_texts(block)
    assert {"[N,O]", "A", "Q", "X", "not[N,O]"} <= texts
    assert {"dashed", "single-or-double", "single-or-aromatic", "double-or-aromatic"} <= kinds
