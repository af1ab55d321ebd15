"""Every kind of line, measured in every style, format and resolution, is as the style says."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from math import hypot, pi

import numpy as np
import pytest

from molinfo.figures.draw import draw
from molinfo.figures.lettering import trace_outline
from molinfo.figures.raster import rasterise
from molinfo.figures.shapes import Stroke, parse_path
from molinfo.figures.style import get_style, style_names
from molinfo.figures.vector import Picture, Placed
from molinfo.store.record import Record

LONG = 6.0  # bond lengths: enough for waves and hashes to repeat
each_style = pytest.mark.parametrize("name", style_names())


def make_block(order=1, stereo=0, elements=("C", "C"), length=1.5, more=(), sgroup=""):
    """A molblock of one bond along x, and two more of the usual length, so that scale is known."""
    atoms = [(0.0, 0.0, elements[0]), (length, 0.0, elements[1])]
    atoms += [(0.0, -9.0, "C"), (1.5, -9.0, "C"), (0.0, -12.0, "C"), (1.5, -12.0, "C"), *more]
    lines = [f"{x:10.4f}{y:10.4f}    0.0000 {e:<3} 0  0  0  0" for x, y, e in atoms]
    bonds = [f"  1  2{order:3d}{stereo:3d}", "  3  4  1  0", "  5  6  1  0"]
    counts = f"{len(atoms):3d}{len(bonds):3d}  0  0  0  0  0  0  0  0999 V2000"
    return "\n".join(["", " test", "", counts, *lines, *bonds, sgroup + "M  END"])


DATIVE = """
  test

  0  0  0     0  0            999 V3000
M  V30 BEGIN CTAB
M  V30 COUNTS 5 3 0 0 0
M  V30 BEGIN ATOM
M  V30 1 N 0 0 0 0
M  V30 2 Fe 6 0 0 0
M  V30 3 C 7.5 -9 0 0
M  V30 4 C 9 -9 0 0
M  V30 5 C 10.5 -9 0 0
M  V30 END ATOM
M  V30 BEGIN BOND
M  V30 1 9 1 2
M  V30 2 1 3 4
M  V30 3 1 4 5
M  V30 END BOND
M  V30 END CTAB
M  END
"""
SGROUP = (
    "M  STY  1   1 SRU\nM  SAL   1  2   1   2\nM  SMT   1 n\n"
    "M  SDI   1  4   -1.5000   -1.0000   -1.5000    1.0000\n"
    "M  SDI   1  4    3.0000    1.0000    3.0000   -1.0000\n"
)
BLOCKS = {
    "single": make_block(),
    "double": make_block(order=2),
    "triple": make_block(order=3),
    "wedge": make_block(stereo=1, length=LONG),
    "hash": make_block(stereo=6, length=LONG),
    "wavy": make_block(stereo=4, length=LONG),
    "crossed": make_block(order=2, stereo=3),
    "dashed": make_block(order=8, length=LONG),
    "dative": DATIVE,
    "bracket": make_block(sgroup=SGROUP),
    "radical": make_block(sgroup="M  RAD  1   1   2\n"),
    "attachment": make_block(sgroup="M  APO  1   1   1\n"),
}


def get_shapes(kind, style):
    figure = draw(Record(molblock=BLOCKS[kind]), style=style, metadata=False)
    return figure, [shape for shape in figure.scene.drawing.shapes if shape.kind.startswith(kind)]


def measure_length(shape):
    (x1, y1), (x2, y2) = shape.points[0], shape.points[-1]
    return hypot(x2 - x1, y2 - y1)


@each_style
def test_every_line_has_the_width_of_the_style(name):
    style = get_style(name)
    for kind in BLOCKS:
        _figure, shapes = get_shapes(kind, name)
        assert shapes, kind
        strokes = [shape for shape in shapes if isinstance(shape, Stroke)]
        assert {shape.width for shape in strokes} <= {style.line_width_pt}, kind
        assert {shape.colour for shape in shapes} <= {style.line_colour, style.colour_of("C")}, kind


@each_style
def test_hashes_are_apart_as_the_style_says_and_grow_to_the_width_of_a_wedge(name):
    style = get_style(name)
    _figure, lines = get_shapes("hash", name)
    xs = sorted(line.points[0][0] for line in lines)
    assert len(xs) > 5
    assert np.diff(xs) == pytest.approx(style.hash_spacing_pt, abs=1e-6)
    lengths = sorted(map(measure_length, lines))
    assert lengths[-1] == pytest.approx(style.wedge_width_pt, rel=0.03)
    assert lengths[0] == pytest.approx(style.line_width_pt, abs=0.2 * style.wedge_width_pt)


@each_style
def test_a_wedge_ends_as_wide_as_the_style_says(name):
    style = get_style(name)
    _figure, (wedge,) = get_shapes("wedge", name)
    by_x = {}
    for _step, points in wedge.steps:
        for x, y in points:
            by_x.setdefault(round(x, 6), []).append(y)
    widths = [max(ys) - min(ys) for ys in by_x.values()]
    assert sorted(widths) == pytest.approx([style.line_width_pt, style.wedge_width_pt])


@each_style
@pytest.mark.parametrize(("kind", "lines"), [("double", 2), ("triple", 3)])
def test_lines_of_multiple_bonds_are_apart_as_the_style_says(name, kind, lines):
    style = get_style(name)
    _figure, shapes = get_shapes(kind, name)
    ys = sorted({round(y, 6) for shape in shapes for _x, y in shape.points})
    assert len(ys) == lines
    assert np.diff(ys) == pytest.approx(style.bond_spacing * style.bond_length_pt)


@each_style
@pytest.mark.parametrize("kind", ["wavy", "attachment"])
def test_waves_are_as_high_and_as_long_as_the_style_says(name, kind):
    style = get_style(name)
    _figure, shapes = get_shapes(kind, name)
    (wave,) = [shape for shape in shapes if shape.kind == kind]
    (x1, y1), (x2, y2) = wave.points[0], wave.points[-1]
    length = hypot(x2 - x1, y2 - y1)
    across = [((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length for x, y in wave.points]
    height = max(across) - min(across) + wave.width
    assert height == pytest.approx(style.wave_height_pt, rel=0.02)
    waves = sum(a <= 0 < b for a, b in pairwise(across))
    assert waves == max(1, round(length / style.wave_pt))


@each_style
def test_dashes_arrows_dots_and_brackets_are_as_the_style_says(name):
    style = get_style(name)
    _figure, dashes = get_shapes("dashed", name)
    assert [measure_length(each) for each in dashes] == pytest.approx([style.dash_pt] * len(dashes))
    xs = [each.points[0][0] for each in dashes]
    assert max(np.diff(xs)) <= style.dash_pt + style.dash_gap_pt + 1e-6
    _figure, arrow = get_shapes("dative", name)
    (head,) = [shape for shape in arrow if shape.kind == "dative-head"]
    places = [x for _step, points in head.steps for x, _ in points]
    assert max(places) - min(places) == pytest.approx(style.arrow_pt)
    _figure, (dot,) = get_shapes("radical", name)
    places = [points[-1][0] for _step, points in dot.steps if points]
    assert max(places) - min(places) == pytest.approx(style.dot_pt)
    _figure, brackets = get_shapes("bracket", name)
    for bracket in (each for each in brackets if each.kind == "bracket"):
        for a, b in (bracket.points[:2], bracket.points[2:]):
            assert hypot(b[0] - a[0], b[1] - a[1]) == pytest.approx(style.bracket_leg_pt)


def read_svg(figure):
    root = ElementTree.fromstring(figure.svg)
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        points = [point for _step, points in parse_path(path.get("d")) for point in points]
        yield float(path.get("stroke-width", 0)), points


def read_operators(text, height):
    """Widths and places of a PDF's or an EPS' content, y downwards."""
    width, points = 0.0, []
    for line in text.splitlines():
        if found := re.fullmatch(r"[\d. ]+ RG ([\d.]+) w [01] J", line):
            width = float(found[1])
        elif re.fullmatch(r"[\d. ]+ rg", line):
            width = 0.0
        else:
            for numbers in re.findall(r"((?:-?[\d.]+ )+)[mlc]\b", line):
                values = list(map(float, numbers.split()))
                points += list(zip(values[::2], values[1::2], strict=True))
            if line.endswith((" S", " f")):
                yield width, [(x, height - y) for x, y in points]
                points = []


@pytest.mark.parametrize("name", ["acs", "screen"])
@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_svg_pdf_and_eps_have_the_same_lines_at_the_same_places(name, kind):
    figure, _shapes = get_shapes(kind, name)
    height = figure.size_pt[1]
    (part,) = figure.pictures[0].parts
    strokes = sorted(
        (round(shape.width, 3), round(x + part.x, 2), round(y + part.y, 2))
        for shape in part.shapes
        if isinstance(shape, Stroke)
        for x, y in shape.points
    )
    pdf = figure.pdf().decode("latin-1").partition("stream\n")[2].partition("\nendstream")[0]
    eps = figure.eps().decode("ascii").partition("/S {stroke}")[2]
    for paths in (read_svg(figure), read_operators(pdf, height), read_operators(eps, height)):
        read = sorted((w, x, y) for w, points in paths if w for x, y in points)
        assert len(read) == len(strokes)
        assert np.array(read) == pytest.approx(np.array(strokes), abs=0.011)


@each_style
@pytest.mark.parametrize("dpi", [96, 300, 600, 1200])
@pytest.mark.parametrize("kind", ["single", "hash", "wedge", "double", "dashed"])
def test_pixels_cover_the_area_of_the_lines_at_every_resolution(name, dpi, kind):
    """The ink of a picture, in square points, is the area of what it shows."""
    style = get_style(name)
    figure, shapes = get_shapes(kind, name)
    left, top, right, bottom = figure.scene.drawing.box
    picture = Picture(
        right - left + 8, bottom - top + 8, (Placed(shapes, 4 - left, 4 - top, 1.0),), "#FFFFFF"
    )
    pixels = rasterise(picture, dpi).astype(float)
    paper, ink = 255.0, np.array([int(style.line_colour[at : at + 2], 16) for at in (1, 3, 5)])
    share = (paper - pixels[:, :, 0]) / (paper - ink[0])
    area = share.sum() * picture.width_pt * picture.height_pt / share.size
    wanted = 0.0
    for shape in shapes:
        if isinstance(shape, Stroke):
            wanted += measure_length(shape) * shape.width
            wanted += pi * shape.width**2 / 4 if shape.is_round else 0.0
        else:
            wanted += measure_polygon(shape)
    assert area == pytest.approx(wanted, rel=0.025)


def measure_polygon(shape):
    points = [points[-1] for _step, points in trace_outline(shape) if points]
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


@pytest.mark.parametrize("unit", [0.5, 40.0])
@pytest.mark.parametrize("kind", ["hash", "wavy", "bracket", "radical", "double"])
def test_lines_do_not_depend_on_the_unit_of_the_molfile(kind, unit):
    def scale(match):
        return f"{float(match[1]) * unit:10.4f}{float(match[2]) * unit:10.4f}"

    lines = BLOCKS[kind].splitlines()
    for at, line in enumerate(lines):
        if 4 <= at < 10:
            lines[at] = re.sub(r"^(.{10})(.{10})", scale, line)
        elif line.startswith("M  SDI"):
            places = (f"{float(each) * unit:10.4f}" for each in line.split()[4:])
            lines[at] = line[:13] + "".join(places)
    scaled = draw(Record(molblock="\n".join(lines)), style="acs", metadata=False)
    assert scaled.svg == draw(Record(molblock=BLOCKS[kind]), style="acs", metadata=False).svg
