"""The documentation is true: generated pages are current, and what is shown is what happens."""

import ast
import doctest
import inspect
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import molinfo
from molinfo.checks.codes import collect_codes, collect_explanations
from molinfo.checks.explain import precedence
from molinfo.cli import COMMANDS
from molinfo.figures.style import style_names

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
REGENERATE = runpy.run_path(str(DOCS / "regenerate.py"))
MAKERS = REGENERATE["find_makers"]()
PAGES = [ROOT / "README.md", *sorted(set(DOCS.rglob("*.md")) - set(MAKERS))]
FENCE = re.compile(r"(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MARK = "-- exit"


def read_generated(name):
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", MAKERS, ids=lambda path: path.stem)
def test_a_page_made_from_the_code_is_not_stale(page):
    made = REGENERATE["make_page"](MAKERS[page])
    assert page.read_text(encoding="utf-8") == made, "run python docs/regenerate.py"


def test_every_code_is_documented():
    page = read_generated("codes.md")
    assert all(f"### {code}\n" in page for code in collect_codes())
    assert all(f"| {code} |" in page for code in collect_explanations())


def test_every_command_style_and_public_name_is_documented():
    assert all(f"## molinfo {name}\n" in read_generated("commands.md") for name in COMMANDS)
    assert all(f"## {name}\n" in read_generated("styles.md") for name in style_names())
    assert all(
        f"## {name}\n" in read_generated("python.md")
        for name in molinfo.__all__
        if name != "__version__"
    )


def test_the_order_of_explanations_is_documented():
    tree = ast.parse(inspect.getsource(precedence.Rank))
    (ranks,) = tree.body
    reasons = [node.value.value for node in ranks.body[1:] if isinstance(node, ast.Expr)]
    assert len(reasons) == len(precedence.Rank)
    told = "\n".join(f"{number}. {reason}" for number, reason in enumerate(reasons, 1))
    assert told in (DOCS / "deciding.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_page_shows_is_what_happens(page, tmp_path, monkeypatch):
    """Named blocks are files, console blocks run in a shell, pycon blocks in this process."""
    monkeypatch.chdir(tmp_path)
    shared = {"__name__": "__main__"}
    for name, kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(body, encoding="utf-8")
        elif kind == "console":
            check_console(body, tmp_path)
        elif kind == "pycon":
            check_python(body, shared, page)


def check_console(body, folder):
    """Each `$ command` must print what follows it, where anything does; `...` stands for anything.

    A command may fail only where the page goes on to show its exit code.
    """
    steps = [
        (command.replace("\\\n", " "), wanted)
        for command, wanted in re.findall(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", body, re.M)
    ]
    script = "".join(
        f"{command}\n__status=$?; echo; echo '{MARK}' $__status; (exit $__status)\n"
        for command, _wanted in steps
    )
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "100",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = re.findall(rf"(.*?)\n?^{MARK} (\d+)\n", done.stdout, re.MULTILINE | re.DOTALL)
    assert len(printed) == len(steps), done.stdout
    checker = doctest.OutputChecker()
    for number, ((command, wanted), (output, status)) in enumerate(
        zip(steps, printed, strict=True)
    ):
        shown = number + 1 < len(steps) and steps[number + 1][0] == "echo $?"
        assert status == "0" or shown, f"{command}: {output}"
        if wanted:
            assert checker.check_output(wanted.strip(), output.strip(), FLAGS), (
                f"{command}\n--- printed\n{output}\n--- shown\n{wanted}"
            )


def check_python(body, shared, page):
    test = doctest.DocTestParser().get_doctest(body, shared, page.name, str(page), 0)
    told = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test, out=told.append, clear_globs=False)
    shared.update(test.globs)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


def test_the_site_is_built_without_a_warning(tmp_path):
    site = tmp_path / "site"
    build = [sys.executable, "-m", "sphinx", "-W", "-q", "-d", tmp_path / "trees", DOCS, site]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert {"index.html", "start/chemist.html", "codes.html", "data/store.html"} <= pages
