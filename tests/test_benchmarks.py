"""What benchmarks/compare.py prints of turns; the suites themselves are run by .ci/run."""

import io
import runpy
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMPARE = runpy.run_path(str(ROOT / "benchmarks" / "compare.py"))
SVG = ("draw: SVG", "test_svg[molinfo]")
NEW = ("search: exact", "test_exact[molinfo]")


def test_ratios_are_those_of_turns_with_their_spread(capsys):
    turns = [
        ({SVG: 0.100}, {SVG: 0.090, NEW: 1.0}),
        ({SVG: 0.200}, {SVG: 0.100, NEW: 1.0}),
        ({SVG: 0.100}, {SVG: 0.110, NEW: 1.0}),
    ]
    COMPARE["print_ratios"](turns)
    _head, row, missing = capsys.readouterr().out.splitlines()
    assert row.split() == ["draw:", "SVG,", "molinfo", *"100.00 100.00 0.90 0.50 1.10".split()]
    assert missing == "not run by BASE: test_exact[molinfo]"


def test_a_checkout_is_packed_with_its_sources_and_without_what_was_built():
    with tarfile.open(fileobj=io.BytesIO(COMPARE["pack_checkout"]())) as archive:
        names = set(archive.getnames())
    assert {"pyproject.toml", "molinfo/__init__.py", "benchmarks/compare.py"} <= names
    assert not [name for name in names if name.endswith(".so")]
