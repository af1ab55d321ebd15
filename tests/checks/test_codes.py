"""The registry of codes: each stands beside what raises it, is documented, and is raised."""

import ast
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import molinfo
from molinfo.batch.guard import FaultCode
from molinfo.checks.codes import collect_codes, collect_explanations, list_modules
from molinfo.checks.result import Code, ExplanationCode

PACKAGE = Path(molinfo.__file__).parent
DOCS = Path(__file__).parents[2] / "docs"
RAISERS = {"make_finding": 0, "with_finding": 0, "_finding": 0, "explain_as": 1, "make_change": 0}
"""Functions that take a code, and the place of it among their arguments."""


def read_trees():
    return {module: ast.parse(inspect.getsource(module)) for module in list_modules()}


def list_constants(kind):
    """Names under which a code of a kind is known, by the name of the code."""
    names = {}
    for module in list_modules():
        for name, value in vars(module).items():
            if isinstance(value, kind):
                names.setdefault(value.name, set()).add(name)
    return names


def list_names_used():
    """Every name that is read in a function of the package, or in a table beside one."""
    used = set()
    for tree in read_trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used.add(node.id)
    return used


@pytest.mark.parametrize("kind", [Code, ExplanationCode])
def test_each_registered_code_is_raised_somewhere(kind):
    used = list_names_used()
    idle = [code for code, names in list_constants(kind).items() if not names & used]
    assert not idle, f"no check raises {', '.join(idle)}; remove the code or raise it"


def test_a_code_is_passed_on_as_a_constant_never_as_a_text():
    for module, tree in read_trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name not in RAISERS or len(node.args) <= RAISERS[name]:
                continue
            given = node.args[RAISERS[name]]
            where = f"{module.__name__}, line {node.lineno}"
            assert not isinstance(given, ast.Constant | ast.JoinedStr), f"{where}: a code as text"


def test_each_code_is_documented():
    page = (DOCS / "codes.md").read_text(encoding="utf-8")
    missing = [code for code in collect_codes() if f"### {code}\n" not in page]
    missing += [code for code in collect_explanations() if f"| {code} |" not in page]
    assert not missing, f"docs/codes.md lacks {', '.join(missing)}; run python docs/make_codes.py"


def test_each_fault_of_a_batch_is_a_code():
    assert {fault.value for fault in FaultCode} <= set(collect_codes())


def test_meaning_and_advice_are_sentences():
    for code in collect_codes().values():
        assert code.meaning.endswith("."), code.name
        assert code.advice.endswith("."), code.name


NEW_CODE = """

ODD_NAME = Code("odd-name", Severity.INFO, "The name is odd.", "Nothing.")


def check_odd_name(subject):
    if subject.record.name != "odd":
        return ()
    return (make_finding(ODD_NAME, "the name is odd", field="name"),)
"""


def test_a_code_added_in_one_check_is_known_everywhere(tmp_path):
    package = tmp_path / "molinfo"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    forms = package / "checks" / "forms.py"
    forms.write_text(forms.read_text(encoding="utf-8") + NEW_CODE, encoding="utf-8")
    checks = package / "checks" / "run.py"
    text = checks.read_text(encoding="utf-8")
    text = text.replace("import check_form\n", "import check_form, check_odd_name\n", 1)
    text = text.replace("    check_form,\n", "    check_form,\n    check_odd_name,\n", 1)
    checks.write_text(text, encoding="utf-8")
    (tmp_path / "odd.csv").write_text("smiles,name\nC,odd\n", encoding="utf-8")

    def run(*args):
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-m", "molinfo", *args],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    assert "The name is odd." in run("explain", "odd-name")
    assert '"odd-name"' in run("check", "odd.csv", "--format", "jsonl", "--select", "odd-name")
    assert '"id": "odd-name"' in run("check", "odd.csv", "--format", "sarif")
