"""One public name of a class or type means one thing, wherever in the package it is read."""

import ast
from collections import Counter
from pathlib import Path

import pytest

import molinfo

PACKAGE = Path(molinfo.__file__).parent
EXCEPTIONS = {
    "Block",
    "Engine",
    "Entry",
    "FileState",
    "Grid",
    "Group",
    "Page",
    "Points",
    "Program",
    "Progress",
    "Row",
    "Step",
    "Structure",
    "Task",
}
"""Names that mean two things today; the test fails for one that does not any more."""


def list_types(text):
    """Public classes and type aliases that a module defines."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        else:
            continue
        if name[0].isupper() and not name.isupper():
            yield name


def test_a_name_of_a_type_is_defined_once():
    paths = PACKAGE.rglob("*.py")
    counts = Counter(name for path in paths for name in list_types(path.read_text("utf-8")))
    shared = {name for name, count in counts.items() if count > 1}
    assert shared - EXCEPTIONS == set(), "two things have this name: rename one"
    assert shared >= EXCEPTIONS, "means one thing now: take it from EXCEPTIONS"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("class Row: ...\nRows = list[Row]\nMOST = 3\n_Own = 1", ["Row", "Rows"]),
        ("T = TypeVar('T')\nclass _Frozen: ...", []),
    ],
)
def test_what_is_a_name_of_a_type(text, wanted):
    assert list(list_types(text)) == wanted
