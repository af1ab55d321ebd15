"""How large a module, a function and a signature may be: what a reader can keep in mind.

Limits hold for all Python of the repository, that of tests included. What is beyond a limit today
stands in a list by its name; the tests fail for a name that is not beyond it any more.
"""

import ast
from pathlib import Path
from typing import NamedTuple

import pytest

import molinfo

ROOT = Path(__file__).parents[1]
MOST_LINES = 450
MOST_FUNCTION_LINES = 60
MOST_PARAMETERS = 8

LONG_MODULES: set[str] = set()
LONG_FUNCTIONS = {
    "molinfo/chem/formula_markup.py _read_markup",
    "molinfo/chem/formula_markup.py tokenise",
    "molinfo/descriptors/groups.py list_groups",
    "molinfo/reports/html.py render_report",
}
MANY_PARAMETERS: set[str] = set()


class Function(NamedTuple):
    """A function or method, the lines of its definition without decorators, its parameters."""

    path: str
    name: str
    lines: int
    positional: int
    keyword_only: int

    def __str__(self) -> str:
        return f"{self.path} {self.name}"


def list_paths():
    for folder in ("molinfo", "tests", "benchmarks", "docs", "notebooks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix()


def list_functions(path, text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
            positional = len(names) - (names[:1] in (["self"], ["cls"]))
            lines = node.end_lineno - node.lineno + 1
            yield Function(path, node.name, lines, positional, len(node.args.kwonlyargs))


TEXTS = {path: (ROOT / path).read_text(encoding="utf-8") for path in list_paths()}
FUNCTIONS = [each for path, text in TEXTS.items() for each in list_functions(path, text)]


def count_parameters(function):
    """Those that count: of the public door's functions the positional ones only."""
    is_public = function.path.startswith("molinfo/") and function.name in molinfo.__all__
    return function.positional + (0 if is_public else function.keyword_only)


def test_no_module_is_longer_than_its_limit():
    beyond = {path for path, text in TEXTS.items() if len(text.splitlines()) > MOST_LINES}
    assert beyond - LONG_MODULES == set(), f"more than {MOST_LINES} lines: divide them by topic"
    assert LONG_MODULES - beyond == set(), "not too long any more: take them from LONG_MODULES"


def test_no_function_is_longer_than_its_limit():
    beyond = {str(each) for each in FUNCTIONS if each.lines > MOST_FUNCTION_LINES}
    assert beyond - LONG_FUNCTIONS == set(), f"more than {MOST_FUNCTION_LINES} lines: divide them"
    assert LONG_FUNCTIONS - beyond == set(), "not too long any more: take them from LONG_FUNCTIONS"


def test_no_function_has_more_parameters_than_its_limit():
    beyond = {
        str(each)
        for each in FUNCTIONS
        if not each.path.startswith("molinfo/cli/") and count_parameters(each) > MOST_PARAMETERS
    }
    assert beyond - MANY_PARAMETERS == set(), f"more than {MOST_PARAMETERS}: make a value of some"
    assert MANY_PARAMETERS - beyond == set(), "not too many any more: take from MANY_PARAMETERS"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("def f(a, b, *, c):\n    pass", (2, 2, 1)),
        ("class A:\n    @staticmethod\n    def f(\n        x,\n    ): ...", (3, 1, 0)),
        ("class A:\n    async def f(self, a): ...", (1, 1, 0)),
    ],
)
def test_what_is_counted(text, wanted):
    (function,) = list_functions("x.py", text)
    assert function[2:] == wanted
