"""Text as outlines."""

import pytest

from molinfo.figures.lettering import (
    flatten_outline,
    measure_text,
    print_path,
    read_glyphs,
    set_text,
    wrap_text,
)
from molinfo.figures.shapes import parse_shapes


def compute_area(polygon):
    """The signed area by the shoelace formula."""
    pairs = zip(polygon, polygon[1:] + polygon[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def test_letters_greek_and_scripts_have_glyphs():
    assert set("Aaµβé·–−₂³≤") <= set(read_glyphs())


def test_text_is_as_wide_as_its_letters_and_scales():
    assert measure_text("ab", 10) == pytest.approx(measure_text("a", 10) + measure_text("b", 10))
    assert measure_text("ab", 20) == pytest.approx(2 * measure_text("ab", 10))
    assert measure_text("i", 10) < measure_text("m", 10)


def test_letters_without_a_glyph_are_spelt_plainly_or_marked():
    assert measure_text("ő", 10) == measure_text("o", 10)
    assert measure_text("漢", 10) == measure_text("\N{REPLACEMENT CHARACTER}", 10)


def test_an_outline_starts_at_its_place_and_stands_on_the_base_line():
    (outline,) = set_text("H", (100.0, 50.0), 20)
    points = [point for _step, points in outline for point in points]
    assert 100 < min(x for x, _ in points) < 103
    assert max(y for _, y in points) == 50
    assert 34 < min(y for _, y in points) < 37
    (shape,) = parse_shapes(print_path(outline))
    assert shape.fill == "#000000"


def test_a_polygon_leaves_the_holes_of_a_letter_free():
    """An o is its outer ring less its inner one; both are near ellipses."""
    (outline,) = set_text("o", (0.0, 0.0), 100)
    polygon = flatten_outline(outline)
    assert polygon[0] == polygon[-1]
    rings = [index for index, (command, _) in enumerate(outline) if command == "m"]
    parts = [flatten_outline(outline[rings[0] : rings[1]]), flatten_outline(outline[rings[1] :])]
    areas = [compute_area(part) for part in parts]
    assert areas[0] * areas[1] < 0
    assert compute_area(polygon) == pytest.approx(sum(areas))


def test_lines_are_broken_at_blanks_and_cut_where_there_is_none():
    width = measure_text("fedratinib dihydrochloride", 10)
    assert wrap_text("fedratinib dihydrochloride monohydrate", width, 10) == [
        "fedratinib dihydrochloride",
        "monohydrate",
    ]
    (cut,) = wrap_text("x" * 100, 50, 10)
    assert cut.endswith("x…")
    assert measure_text(cut, 10) <= 50
