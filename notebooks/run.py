"""Run the notebooks from top to bottom, each in its own kernel, and print how long they take.

A warning is an error, and so is anything on standard error. With `--html FOLDER` the pages as a
reader sees them are written to it (needs nbconvert). The notebooks themselves are not changed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
_BEFORE = "import warnings\nwarnings.simplefilter('error')"
_AFTER = "warnings.simplefilter('ignore')"  # the kernel warns of itself when it ends


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs; raises CellExecutionError where a cell fails or warns."""
    book = nbformat.read(path, as_version=4)
    before, after = map(nbformat.v4.new_code_cell, (_BEFORE, _AFTER))
    book.cells = [before, *book.cells, after]
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(book, timeout=300, resources={"metadata": {"path": folder}}).execute()
    book.cells = book.cells[1:-1]
    return book


def find_complaints(book: nbformat.NotebookNode) -> list[str]:
    """What the cells wrote to standard error."""
    return [
        output.text
        for cell in book.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]


def main() -> int:
    """Run those named, else all; exit code 1 when one complains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="all, when none is named")
    parser.add_argument("--html", type=Path, metavar="FOLDER", help="write the pages there")
    options = parser.parse_args()
    failed = 0
    for path in options.notebooks or sorted(HERE.glob("*.ipynb")):
        start = time.perf_counter()
        book = run(path)
        print(f"{path.name}: {time.perf_counter() - start:.1f} s")  # noqa: T201
        for complaint in find_complaints(book):
            failed = 1
            print(f"{path.name}: {complaint}", file=sys.stderr)  # noqa: T201
        if options.html:
            from nbconvert import HTMLExporter

            options.html.mkdir(parents=True, exist_ok=True)
            page, _ = HTMLExporter().from_notebook_node(book)
            (options.html / path.with_suffix(".html").name).write_text(page, encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
