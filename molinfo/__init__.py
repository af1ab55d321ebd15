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
    from molinfo.batch.runs import RunOptions as RunOptions
    from molinfo.batch.sink import Shard as Shard
    from molinfo.building import build as build
    from molinfo.checks.options import CheckOptions as CheckOptions
    from molinfo.checks.options import CodeFilter as CodeFilter
    from molinfo.checks.result import ClaimResult as ClaimResult
    from molinfo.checks.result import Correction as Correction
    from molinfo.checks.result import Explanation as Explanation
    from molinfo.checks.result import Finding as Finding
    from molinfo.checks.result import Result as Result
    from molinfo.checks.result import Severity as Severity
    from molinfo.checks.result import Status as Status
    from molinfo.checks.result import Suspect as Suspect
    from molinfo.checks.result import Verdict as Verdict
    from molinfo.checks.rows import check_many as check_many
    from molinfo.checks.run import check as check
    from molinfo.checks.run import check_structure as check_structure
    from molinfo.chem.formula import Formula as Formula
    from molinfo.chem.formula import parse_formula as parse_formula
    from molinfo.comparison.panel import Panel as Panel
    from molinfo.comparison.panel import compare as compare
    from molinfo.descriptors.describe import describe as describe
    from molinfo.errors import BatchError as BatchError
    from molinfo.errors import FormulaError as FormulaError
    from molinfo.errors import IdentifierError as IdentifierError
    from molinfo.errors import InputError as InputError
    from molinfo.errors import MissingExtra as MissingExtra
    from molinfo.errors import MolinfoError as MolinfoError
    from molinfo.errors import NumberError as NumberError
    from molinfo.errors import OptionError as OptionError
    from molinfo.errors import OutputError as OutputError
    from molinfo.errors import RecordNotFound as RecordNotFound
    from molinfo.errors import ResumeError as ResumeError
    from molinfo.errors import StoreError as StoreError
    from molinfo.errors import StructureError as StructureError
    from molinfo.errors import StructureTooLarge as StructureTooLarge
    from molinfo.errors import UnknownName as UnknownName
    from molinfo.errors import WeightError as WeightError
    from molinfo.figures.draw import Figure as Figure
    from molinfo.figures.draw import draw as draw
    from molinfo.figures.draw_run import run_draw as run_draw
    from molinfo.figures.marks import Highlight as Highlight
    from molinfo.figures.readback import read_figure as read_figure
    from molinfo.figures.readback import read_sheet as read_sheet
    from molinfo.figures.sheet import Sheet as Sheet
    from molinfo.figures.sheet import draw_sheet as draw_sheet
    from molinfo.figures.style import Style as Style
    from molinfo.reports.check_run import run_check as run_check
    from molinfo.reports.describe_run import run_describe as run_describe
    from molinfo.searching.search import search as search
    from molinfo.store.fields import FieldName as FieldName
    from molinfo.store.folder import Store as Store
    from molinfo.store.folder import open_store as open_store
    from molinfo.store.record import Claim as Claim
    from molinfo.store.record import Place as Place
    from molinfo.store.record import Record as Record
    from molinfo.store.record import Source as Source
    from molinfo.store.record import Waiver as Waiver
    from molinfo.store.tables import read_records as read_records

    __version__: str

_HOMES = {
    "BatchError": "molinfo.errors",
    "CheckOptions": "molinfo.checks.options",
    "Claim": "molinfo.store.record",
    "ClaimResult": "molinfo.checks.result",
    "CodeFilter": "molinfo.checks.options",
    "Correction": "molinfo.checks.result",
    "Explanation": "molinfo.checks.result",
    "FieldName": "molinfo.store.fields",
    "Figure": "molinfo.figures.draw",
    "Finding": "molinfo.checks.result",
    "Formula": "molinfo.chem.formula",
    "FormulaError": "molinfo.errors",
    "Highlight": "molinfo.figures.marks",
    "IdentifierError": "molinfo.errors",
    "InputError": "molinfo.errors",
    "MissingExtra": "molinfo.errors",
    "MolinfoError": "molinfo.errors",
    "NumberError": "molinfo.errors",
    "OptionError": "molinfo.errors",
    "OutputError": "molinfo.errors",
    "Panel": "molinfo.comparison.panel",
    "Place": "molinfo.store.record",
    "Record": "molinfo.store.record",
    "RecordNotFound": "molinfo.errors",
    "Result": "molinfo.checks.result",
    "ResumeError": "molinfo.errors",
    "RunOptions": "molinfo.batch.runs",
    "Severity": "molinfo.checks.result",
    "Shard": "molinfo.batch.sink",
    "Sheet": "molinfo.figures.sheet",
    "Source": "molinfo.store.record",
    "Status": "molinfo.checks.result",
    "Store": "molinfo.store.folder",
    "StoreError": "molinfo.errors",
    "StructureError": "molinfo.errors",
    "StructureTooLarge": "molinfo.errors",
    "Style": "molinfo.figures.style",
    "Suspect": "molinfo.checks.result",
    "UnknownName": "molinfo.errors",
    "Verdict": "molinfo.checks.result",
    "Waiver": "molinfo.store.record",
    "WeightError": "molinfo.errors",
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
    "run_check": "molinfo.reports.check_run",
    "run_describe": "molinfo.reports.describe_run",
    "run_draw": "molinfo.figures.draw_run",
    "search": "molinfo.searching.search",
}

__all__ = [
    "BatchError",
    "CheckOptions",
    "Claim",
    "ClaimResult",
    "CodeFilter",
    "Correction",
    "Explanation",
    "FieldName",
    "Figure",
    "Finding",
    "Formula",
    "FormulaError",
    "Highlight",
    "IdentifierError",
    "InputError",
    "MissingExtra",
    "MolinfoError",
    "NumberError",
    "OptionError",
    "OutputError",
    "Panel",
    "Place",
    "Record",
    "RecordNotFound",
    "Result",
    "ResumeError",
    "RunOptions",
    "Severity",
    "Shard",
    "Sheet",
    "Source",
    "Status",
    "Store",
    "StoreError",
    "StructureError",
    "StructureTooLarge",
    "Style",
    "Suspect",
    "UnknownName",
    "Verdict",
    "Waiver",
    "WeightError",
    "__version__",
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
    "run_check",
    "run_describe",
    "run_draw",
    "search",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("molinfo-structures")
    else:
        try:
            home = _HOMES[name]
        except KeyError:
            raise AttributeError(f"module 'molinfo' has no attribute {name!r}") from None
        value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
