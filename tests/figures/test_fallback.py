"""Letters borrowed from a font of the machine are outlines; what no font has is named."""

from dataclasses import replace
from pathlib import Path

import matplotlib
import pytest

import molinfo as mi
from molinfo.errors import UnknownName
from molinfo.figures.fallback import borrow_letters, hash_font
from molinfo.figures.lettering import find_missing, measure_text
from molinfo.figures.recipe import Recipe
from molinfo.figures.style import get_style
from molinfo.store.record import Record

FONT = str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
HEBREW = "\u05d0\u05d1\u05d2"


def test_letters_of_another_script_are_borrowed():
    assert find_missing(HEBREW) == HEBREW
    borrowed = borrow_letters(f"x {HEBREW}", FONT)
    assert find_missing(borrowed) == ""
    assert measure_text(borrowed, 10) > measure_text("x ", 10)
    assert borrow_letters("plain", FONT) == "plain"
    assert borrow_letters(HEBREW, "") == HEBREW
    assert borrow_letters("\u82ef", FONT) == "\u82ef"


def test_a_legend_is_set_from_the_font_that_the_style_names_and_the_manifest_has_its_hash():
    style = get_style("screen").model_copy(update={"fallback_font": FONT})
    record = Record(id="a", smiles="CCO", name=HEBREW)
    plain = mi.draw_sheet([record], columns=1)
    lettered = mi.draw_sheet([record], columns=1, style=style)
    assert HEBREW in plain.warnings[0]
    assert lettered.warnings == ()
    assert lettered.render("svg") != plain.render("svg")
    recipe = Recipe(style=style)
    assert recipe.describe()["fallback_font_sha256"] == hash_font(FONT)
    other = replace(recipe, style=get_style("screen"))
    assert recipe.identify(record, "svg") != other.identify(record, "svg")


def test_a_font_that_is_not_there_is_named():
    for font in ("No Such Font At All", "none.ttf"):
        with pytest.raises(UnknownName, match="no font"):
            borrow_letters(HEBREW, font)
