"""Who imports whom: rooms in one line, no circle, nothing through the public door.

Every import counts, also those within functions and for type checkers only.
"""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import molinfo

PACKAGE = Path(molinfo.__file__).parent
LINE = [
    {"errors"},
    {"chem"},
    {"store"},
    {"batch"},
    {"checks", "descriptors", "figures", "searching"},
    {"corrections", "comparison"},
    {"reports"},
    {"building"},
    {"notebook"},
    {"pandas"},
    {"web"},
    {"cli"},
]
"""The rooms from left to right; those that stand side by side do not import each other."""


EXCEPTIONS = {
    ("molinfo.comparison.matrix_plots", "molinfo.comparison.panel"),
    ("molinfo.comparison.property_plots", "molinfo.comparison.panel"),
    ("molinfo.comparison.show", "molinfo.comparison.panel"),
    ("molinfo.store.record", "molinfo"),
}
"""Imports that break a rule today; the tests fail for one that is not there any more."""


def name_module(path):
    """The name of a module, that of its package for an __init__.py."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    name_module(path): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.parent != PACKAGE / "structures"
}


def find_imports(text):
    """The modules of molinfo that a text imports: a name that is no module counts for its home."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in MODULES else node.module for name in names]
        else:
            continue
        yield from (name for name in found if name.split(".")[0] == "molinfo")


def find_room(module):
    """The room of a module, "" for the public door."""
    return module.split(".")[1] if "." in module else ""


IMPORTS = {
    (name, imported)
    for name, path in MODULES.items()
    for imported in find_imports(path.read_text(encoding="utf-8"))
    if name not in {"molinfo", "molinfo.__main__", imported}
}
GRAPH = {
    name: {other for each, other in IMPORTS - EXCEPTIONS if each == name}
    for name in sorted(MODULES.keys() - {"molinfo", "molinfo.__main__"})
}
PLACES = {room: place for place, rooms in enumerate(LINE) for room in rooms}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("import molinfo", ["molinfo"]),
        ("from molinfo import open_store", ["molinfo"]),
        ("from molinfo import errors", ["molinfo.errors"]),
        ("from molinfo.chem import formula, nonsense", ["molinfo.chem.formula", "molinfo.chem"]),
        ("def f():\n    import molinfo.store.record as r", ["molinfo.store.record"]),
        ("import molinfoX, os", []),
    ],
)
def test_every_way_to_import_is_seen(text, wanted):
    assert list(find_imports(text)) == wanted


def test_every_module_stands_in_a_room_of_the_line():
    assert {find_room(name) for name in GRAPH} <= set(PLACES)


@pytest.mark.parametrize("module", GRAPH)
def test_no_module_imports_from_a_room_to_its_right(module):
    room = find_room(module)
    for imported in GRAPH[module]:
        other = find_room(imported)
        assert other, f"{module} imports the public door; import from the home of the name"
        assert other == room or PLACES[other] < PLACES[room], f"{module} imports {imported}"


def test_no_modules_import_each_other_in_a_circle():
    try:
        TopologicalSorter(GRAPH).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_every_exception_is_still_needed():
    assert EXCEPTIONS <= IMPORTS, "nobody imports so any more: take them from EXCEPTIONS"
