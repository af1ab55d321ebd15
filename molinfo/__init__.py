"""molinfo: check chemical structure records, say why a claim is wrong, draw and describe them.

>>> import molinfo as mi
>>> result = mi.check(mi.open_store()["baricitinib"])
>>> next(c.computed for c in result.claims if c.claimed == "371.42")
'371.42'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from molinfo.building import build as build
    from molinfo.checks.result import ClaimResult as ClaimResult
    from molinfo.checks.result import Explanation as Explanation
    from molinfo.checks.result import Finding as Finding
    from molinfo.checks.result import Result as Result
    from molinfo.checks.rows import check_many as check_many
    from molinfo.checks.run import check as check
    from molinfo.checks.run import check_structure as check_structure
    from molinfo.chem.formula import Formula as Formula
    from molinfo.chem.formula import parse_formula as parse_formula
    from molinfo.comparison.panel import Panel as Panel
    from molinfo.comparison.panel import compare as compare
    from molinfo.descriptors.describe import describe as describe
    from molinfo.errors import MolinfoError as MolinfoError
    from molinfo.figures.draw import Figure as Figure
    from molinfo.figures.draw import draw as draw
    from molinfo.figures.marks import Highlight as Highlight
    from molinfo.figures.readback import read_figure as read_figure
    from molinfo.figures.readback import read_sheet as read_sheet
    from molinfo.figures.sheet import Sheet as Sheet
    from molinfo.figures.sheet import draw_sheet as draw_sheet
    from molinfo.figures.style import Style as Style
    from molinfo.searching.search import search as search
    from molinfo.store.folder import Store as Store
    from molinfo.store.folder import open_store as open_store
    from molinfo.store.record import Record as Record
    from molinfo.store.tables import read_records as read_records

_HOMES = {
    "ClaimResult": "molinfo.checks.result",
    "Explanation": "molinfo.checks.result",
    "Figure": "molinfo.figures.draw",
    "Finding": "molinfo.checks.result",
    "Formula": "molinfo.chem.formula",
    "Highlight": "molinfo.figures.marks",
    "MolinfoError": "molinfo.errors",
    "Panel": "molinfo.comparison.panel",
    "Record": "molinfo.store.record",
    "Result": "molinfo.checks.result",
    "Sheet": "molinfo.figures.sheet",
    "Store": "molinfo.store.folder",
    "Style": "molinfo.figures.style",
    "build": "molinfo.building",
    "check": "molinfo.checks.run",
    "check_many": "molinfo.checks.rows",
    "check_structure": "molinfo.checks.run",
    "compare": "molinfo.comparison.panel",
    "describe": "molinfo.descriptors.describe",
    "draw": "molinfo.figures.draw",
    "draw_sheet": "molinfo.figures.sheet",
    "open_store": "molinfo.store.folder",
    "parse_formula": "molinfo.chem.formula",
    "read_figure": "molinfo.figures.readback",
    "read_records": "molinfo.store.tables",
    "read_sheet": "molinfo.figures.readback",
    "search": "molinfo.searching.search",
}

__all__ = [
    "ClaimResult",
    "Explanation",
    "Figure",
    "Finding",
    "Formula",
    "Highlight",
    "MolinfoError",
    "Panel",
    "Record",
    "Result",
    "Sheet",
    "Store",
    "Style",
    "build",
    "check",
    "check_many",
    "check_structure",
    "compare",
    "describe",
    "draw",
    "draw_sheet",
    "open_store",
    "parse_formula",
    "read_figure",
    "read_records",
    "read_sheet",
    "search",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    try:
        home = _HOMES[name]
    except KeyError:
        raise AttributeError(f"module 'molinfo' has no attribute {name!r}") from None
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
