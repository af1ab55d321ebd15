"""The house itself: what the public door offers, what loads when."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import molinfo

PACKAGE = Path(molinfo.__file__).parent
VERSION = "__version__"


def test_every_public_name_is_there_after_every_submodule_was_imported():
    for module in pkgutil.walk_packages([str(PACKAGE)], "molinfo."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert all(callable(getattr(molinfo, name)) for name in molinfo.__all__ if name != VERSION)
    assert isinstance(molinfo.__version__, str)


def test_only_public_names_are_listed():
    assert dir(molinfo) == sorted(molinfo.__all__)


def test_public_names_are_sorted_and_known_to_type_checkers():
    assert molinfo.__all__ == sorted(molinfo.__all__)
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    twins = {alias.asname for node in imports for alias in node.names}
    assert twins == set(molinfo.__all__) - {VERSION}


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
