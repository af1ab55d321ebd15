"""Text as outlines."""

import pytest

from molinfo.figures.lettering import (
    find_missing,
    measure_text,
    place_steps,
    print_glyph,
    read_glyphs,
    set_text,
    spell,
    wrap_text,
)
from molinfo.figures.shapes import parse_path


def test_letters_of_many_scripts_have_glyphs():
    assert set("Aaµβé·–−₂³≤ÅŁőßЖжΔ⁹½°±“’→←⇌ẞ") <= set(read_glyphs())


def test_text_is_as_wide_as_its_letters_and_scales():
    assert measure_text("ab", 10) == pytest.approx(measure_text("a", 10) + measure_text("b", 10))
    assert measure_text("ab", 20) == pytest.approx(2 * measure_text("ab", 10))
    assert measure_text("i", 10) < measure_text("m", 10)


def test_letters_without_a_glyph_are_spelt_by_their_parts_or_named():
    assert spell("o\N{COMBINING DOUBLE ACUTE ACCENT}") == "ő"
    assert spell("ﬁ") == "fi"
    assert find_missing("naïve x̄ Å Ł ő ß фенол") == ""
    assert find_missing("苯酚, 苯 ☺") == "苯酚☺"
    assert measure_text("漢", 10) == measure_text("\N{REPLACEMENT CHARACTER}", 10)


def test_an_outline_starts_at_its_place_and_stands_on_the_base_line():
    (letter,) = set_text("H", (100.0, 50.0), 20)
    points = [point for _step, points in place_steps(letter) for point in points]
    assert 100 < min(x for x, _ in points) < 103
    assert max(y for _, y in points) == 50
    assert 34 < min(y for _, y in points) < 37


@pytest.mark.parametrize("size", [10.0, 7.0, 4.3331])
@pytest.mark.parametrize("character", "HOg8&ф→")
def test_a_printed_glyph_is_its_outline_to_a_hundredth(character, size):
    (letter,) = set_text(character, (0.0, 0.0), size)
    wanted = [point for _step, points in place_steps(letter) for point in points]
    printed = f"M0 0{print_glyph(character, size)}"
    read = [point for _step, points in list(parse_path(printed))[1:] for point in points]
    assert len(read) == len(wanted)
    for (x, y), (u, v) in zip(read, wanted, strict=True):
        assert (x, y) == pytest.approx((u, v), abs=0.0051)


def test_lines_are_broken_at_blanks_then_at_hyphens_and_nothing_is_lost():
    width = measure_text("fedratinib dihydrochloride", 10)
    assert wrap_text("fedratinib dihydrochloride monohydrate", width, 10) == [
        "fedratinib dihydrochloride",
        "monohydrate",
    ]
    name = "α-D-glucopyranosyl-(1→4)-β-D-fructofuranoside"
    lines = wrap_text(name, 100, 10)
    assert "".join(lines) == name
    assert all(line.endswith("-") for line in lines[:-1])
    assert all(measure_text(line, 10) <= 100 for line in lines)
    cut = wrap_text("x" * 100, 50, 10)
    assert "".join(cut) == "x" * 100
    assert all(measure_text(line, 10) <= 50 for line in cut)
