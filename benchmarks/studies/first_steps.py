"""How long a new user's first steps take, and how many commands they are.

    python benchmarks/studies/first_steps.py [--repository .]

Two paths, each in a folder and a virtual environment of its own: from `git clone` to the report
open in a browser, and from `pip install` of the wheel to `mi.describe` and `mi.compare` in a
notebook. Packages come from where pip is set to fetch them, or from its cache.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)
ROOT = Path(__file__).parents[2]
CELLS = (
    "import molinfo as mi",
    "store = mi.open_store()\nmi.describe(store, set='druglike')",
    "mi.compare(store, reference='baricitinib')",
)
RUN_NOTEBOOK = """
import json, sys, time, nbformat
from nbclient import NotebookClient
cells = [nbformat.v4.new_code_cell(source) for source in json.loads(sys.argv[1])]
notebook = nbformat.v4.new_notebook(cells=cells)
client = NotebookClient(notebook)
start, seconds = time.perf_counter(), []
with client.setup_kernel():
    seconds.append(time.perf_counter() - start)
    for index, cell in enumerate(cells):
        start = time.perf_counter()
        client.execute_cell(cell, index)
        seconds.append(time.perf_counter() - start)
assert "<table" in cells[-1].outputs[0]["data"]["text/html"]
print(json.dumps(seconds))
"""


def run(shown, *command, cwd):
    """Run a command quietly and print its seconds; return them."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    CONSOLE.print(f"  {seconds:6.1f} s  {shown}")
    return seconds


def walk_to_report(repository, folder):
    """From `git clone` to the report open."""
    CONSOLE.print("From git clone to the report open:")
    clone, python = folder / "molinfo", ".venv/bin/python"
    seconds = [
        run("git clone", "git", "clone", "-q", repository, clone, cwd=folder),
        run("python3 -m venv .venv", sys.executable, "-m", "venv", ".venv", cwd=clone),
        run(".venv/bin/pip install .", python, "-m", "pip", "install", "-q", ".", cwd=clone),
        run(
            ".venv/bin/molinfo build --bundled -o report",
            *(".venv/bin/molinfo", "build", "--bundled", "-o", "report"),
            cwd=clone,
        ),
        open_page(clone / "report" / "report.html"),
    ]
    CONSOLE.print(f"  {sum(seconds):6.1f} s  {len(seconds)} commands, the opening counted\n")


def open_page(path):
    """Open the report in Chromium, started for it."""
    start = time.perf_counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(path.as_uri())
        page.get_by_role("button", name="MolLogP").wait_for()
        seconds = time.perf_counter() - start
        browser.close()
    CONSOLE.print(f"  {seconds:6.1f} s  the report open in a browser")
    return seconds


def walk_to_notebook(folder):
    """From `pip install` of the wheel to a comparison shown in a notebook."""
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT]
    subprocess.run(pip, check=True)
    (wheel,) = folder.glob("*.whl")
    CONSOLE.print("From pip install of the wheel to mi.compare in a notebook:")
    run("python3 -m venv .venv", sys.executable, "-m", "venv", ".venv", cwd=folder)
    python = folder / ".venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q"]
    seconds = [run(f".venv/bin/pip install {wheel.name}", *install, wheel, cwd=folder)]
    run(
        "(a notebook: pip install ipykernel nbclient)",
        *install,
        "ipykernel",
        "nbclient",
        cwd=folder,
    )
    done = subprocess.run(
        [python, "-c", RUN_NOTEBOOK, json.dumps(CELLS)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    for what, taken in zip(("(the kernel starts)", *CELLS), json.loads(done.stdout), strict=True):
        CONSOLE.print(f"  {taken:6.1f} s  {what.splitlines()[-1]}")
        seconds.append(taken)
    CONSOLE.print(f"  {sum(seconds):6.1f} s  1 command and {len(CELLS)} cells, the notebook there")


def main():
    """Read the arguments and walk both paths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repository", type=Path, default=ROOT, help="what git clones")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="first-report-") as name:
        walk_to_report(options.repository.resolve(), Path(name))
    with tempfile.TemporaryDirectory(prefix="first-notebook-") as name:
        walk_to_notebook(Path(name))


if __name__ == "__main__":
    main()
