"""The house itself: what may import what, what the public door offers, what loads when."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import molinfo

PACKAGE = Path(molinfo.__file__).parent
ROOMS = [
    "errors",
    "chem",
    "store",
    "batch",
    "checks",
    "descriptors",
    "figures",
    "searching",
    "comparison",
    "reports",
    "building",
    "notebook",
    "pandas",
    "cli",
]
SIDE_BY_SIDE = {"checks", "descriptors", "figures", "searching"}


def find_modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "structures")


def find_imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "molinfo" and len(parts) > 1:
                yield parts[1]


@pytest.mark.parametrize(
    "path", find_modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_no_module_imports_from_a_room_to_its_right(path):
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if room in {"__init__", "__main__"}:
        return
    for imported in find_imported_rooms(path):
        assert ROOMS.index(imported) <= ROOMS.index(room), f"{room} imports {imported}"
        if imported != room and room in SIDE_BY_SIDE:
            assert imported not in SIDE_BY_SIDE, f"{room} imports its neighbour {imported}"


def test_every_public_name_is_there_after_every_submodule_was_imported():
    for module in pkgutil.walk_packages([str(PACKAGE)], "molinfo."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in molinfo.__all__:
        assert callable(getattr(molinfo, name)), name


def test_public_names_are_sorted_and_known_to_type_checkers():
    assert molinfo.__all__ == sorted(molinfo.__all__)
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    twins = {alias.asname for node in block.body for alias in node.names}
    assert twins == set(molinfo.__all__)


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        _ = molinfo.nonsense


@pytest.mark.parametrize(
    "code",
    [
        "import molinfo",
        "from molinfo.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass",
    ],
)
def test_door_and_help_load_neither_pandas_nor_rdkit(code):
    probe = code + "\nimport sys\nassert not {'pandas', 'rdkit'} & set(sys.modules)"
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
