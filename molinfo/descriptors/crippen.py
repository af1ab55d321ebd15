"""Wildman and Crippen's atom contributions to log P and molar refractivity.

Source: Wildman, Crippen, J. Chem. Inf. Comput. Sci. 1999, 39, 868, doi:10.1021/ci990307l; the types
as SMARTS are RDKit's (`data/crippen.csv`).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any

from molinfo.descriptors.kernels import matching
from molinfo.descriptors.kernels.graph import Graph
from molinfo.descriptors.patterns import compile_patterns


@cache
def _read_types() -> tuple[tuple[Any, ...], list[float], list[float]]:
    """The compiled types in their order, and their contributions; zeros stand behind them."""
    path = resources.files("molinfo.descriptors").joinpath("data/crippen.csv")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    log_p = [float(row["log_p"]) for row in rows]
    refractivity = [float(row["refractivity"] or 0) for row in rows]
    smarts = [row["smarts"] for row in rows]
    return compile_patterns(smarts, rooted=True), [*log_p, 0.0], [*refractivity, 0.0]


class CrippenTypes:
    """Types the atoms of a structure and adds up their contributions."""

    def __init__(self) -> None:
        compiled, self._log_p, self._refractivity = _read_types()
        self._matcher = matching.Matcher(*compiled)

    def compute(self, graph: Graph) -> tuple[float, float] | None:
        """Log P and refractivity; the graph then holds the contributions of its atoms.

        None for a structure so large that RDKit does not look at all matches.
        """
        self._matcher.load(graph, with_hydrogens=True)
        return self._matcher.sum_contributions(self._log_p, self._refractivity)
