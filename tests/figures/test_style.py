"""Styles: named ones, one's own, and what is refused."""

import pytest

from molinfo.errors import InputError, UnknownName
from molinfo.figures.draw import draw
from molinfo.figures.lengths import parse_length
from molinfo.figures.style import get_style, parse_colour, style_names

OWN = 'bond_length_pt = 20\nline_width_pt = 1\nfont_size_pt = 9\ncolours = { N = "#0072B2" }\n'


def luminance(colour):
    """Relative luminance by WCAG 2.1."""
    parts = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in parse_colour(colour)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize("name", style_names())
def test_every_label_can_be_told_from_the_background(name):
    style = get_style(name)
    paper = luminance(style.background or "#FFFFFF") + 0.05
    for colour in (*style.colours.values(), style.note_colour, style.legend_colour):
        ink = luminance(colour) + 0.05
        assert max(ink, paper) / min(ink, paper) >= 3, colour


def test_acs_is_what_the_society_prints():
    style = get_style("acs")
    printed = (style.bond_length_pt, style.line_width_pt, style.font_size_pt, style.bond_spacing)
    assert printed == (14.4, 0.6, 10, 0.18)


def test_a_style_of_ones_own_is_a_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    figure = draw("CN", style=str(path))
    assert figure.bond_length_pt == 20
    assert "#0072B2" in figure.svg
    assert figure.metadata.style == "mine"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("bond_length_pt = -1", "line 4: bond_length_pt"),
        ("bonds = 3", "line 5: bonds: no such key"),
        ('background = "white"', "line 5: background"),
        ("[colours]\nXx = '#000000'", "line 5: no element 'Xx'"),
        ("= broken", "not TOML"),
    ],
)
def test_a_file_that_is_no_style_is_told(change, told, tmp_path):
    path = tmp_path / "mine.toml"
    lines = [line for line in OWN.splitlines() if line.split(" ")[0] not in change]
    path.write_text("\n".join([*lines, change]), encoding="utf-8")
    with pytest.raises(InputError, match=told):
        get_style(str(path))


def test_styles_that_are_not_there_are_told(tmp_path):
    with pytest.raises(UnknownName, match="screen"):
        get_style("none")
    with pytest.raises(InputError, match="cannot be read"):
        get_style(str(tmp_path / "none.toml"))


@pytest.mark.parametrize(
    ("text", "points"),
    [("1in", 72), ("2.54cm", 72), ("25.4mm", 72), ("96px", 72), ("72pt", 72), ("acs-single", 234)],
)
def test_lengths_are_read_in_every_unit(text, points):
    assert parse_length(text) == pytest.approx(points)


@pytest.mark.parametrize("text", ["", "3", "3 miles", "-1in", "1e9in", "900in", "0pt", "nan"])
def test_what_is_no_length_is_told(text):
    with pytest.raises(UnknownName, match="length"):
        parse_length(text)


def test_deuterium_is_labelled_with_its_mass_or_with_d(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        'bond_length_pt = 14.4\nline_width_pt = 0.6\nfont_size_pt = 10\ndeuterium = "D"\n'
    )
    heavy = "[2H]C([2H])([2H])O"
    for style, label in ((str(path), "D"), ("acs", "2H")):
        shapes = draw(heavy, style=style, metadata=False).scene.drawing.shapes
        labels = [
            "".join(each.character for each in s.letters) for s in shapes if s.kind == "label"
        ]
        assert sorted(labels) == sorted([label] * 3 + ["OH"])
