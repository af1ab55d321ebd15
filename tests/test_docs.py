"""Pages made from the code are not stale."""

import runpy
from pathlib import Path

from molinfo.checks.result import CODES, EXPLANATIONS

DOCS = Path(__file__).parents[1] / "docs"


def test_every_code_is_documented():
    page = (DOCS / "codes.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(DOCS / "make_codes.py"))["make_page"]()
    assert all(f"### {code}\n" in page for code in CODES)
    assert all(f"| {code} |" in page for code in EXPLANATIONS)


def test_every_descriptor_is_documented():
    page = (DOCS / "descriptors.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(DOCS / "make_descriptors.py"))["make_page"]()
