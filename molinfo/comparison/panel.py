"""A series against a reference: every table of it, computed when it is first asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from molinfo.chem.cores import Core
from molinfo.comparison.efficiency import LE_CONSTANT_KCAL, tabulate_efficiency
from molinfo.comparison.matrix_plots import plot_selectivity, plot_similarity
from molinfo.comparison.pairs import tabulate_pairs
from molinfo.comparison.plots import Plot
from molinfo.comparison.potency import tabulate_potency
from molinfo.comparison.properties import tabulate_properties
from molinfo.comparison.property_plots import plot_parallel_coordinates, plot_property_space
from molinfo.comparison.scaffolds import (
    HINGE_CORE,
    find_series_core,
    tabulate_r_groups,
    tabulate_scaffolds,
)
from molinfo.comparison.selectivity import check_statements, tabulate_selectivity
from molinfo.comparison.series import Compound, group_forms, read_series
from molinfo.comparison.show import render_panel
from molinfo.comparison.similarity import FINGERPRINT, compute_similarity
from molinfo.descriptors.describe import open_structures
from molinfo.errors import InputError, RecordNotFound
from molinfo.store.folder import Store, open_store
from molinfo.store.record import Record, SourceDetails

TABLES = ("table", "potency", "selectivity", "statements", "efficiency", "similarity")
"""The tables of a panel, by the names of its attributes."""


@dataclass(frozen=True)
class Panel:
    """The comparison of a series with a reference; `molinfo.compare` makes one.

    Compounds stand in the order of the series, forms of one parent together. Every table says in
    `attrs["columns"]` what its columns hold. In a notebook the panel shows itself.
    """

    reference: Compound
    compounds: tuple[Compound, ...]
    sources: Mapping[str, SourceDetails] = field(default_factory=dict)
    descriptors: str | tuple[str, ...] = "druglike"
    fingerprint: str = FINGERPRINT
    unprinted_assays: bool = False
    le_constant_kcal_mol: float = LE_CONSTANT_KCAL

    @cached_property
    def table(self) -> pd.DataFrame:
        """Descriptors of each compound, with differences from the reference and percentiles."""
        return tabulate_properties(
            self.compounds,
            self.reference,
            descriptors=self.descriptors,
            fingerprint=self.fingerprint,
        )

    @cached_property
    def potency(self) -> pd.DataFrame:
        """IC50, Ki and Kd as claimed, one row a claim and source."""
        return tabulate_potency(self.compounds)

    @cached_property
    def selectivity(self) -> pd.DataFrame:
        """Folds between targets, where one source, kind of assay and domain are common."""
        return tabulate_selectivity(self.potency, unprinted_assays=self.unprinted_assays)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Printed statements of selectivity against the exact ratios."""
        return check_statements(
            self.compounds, self.potency, unprinted_assays=self.unprinted_assays
        )

    @cached_property
    def efficiency(self) -> pd.DataFrame:
        """LE, LLE, BEI and SEI of each potency."""
        return tabulate_efficiency(
            self.compounds, self.potency, le_constant_kcal_mol=self.le_constant_kcal_mol
        )

    @cached_property
    def similarity(self) -> pd.DataFrame:
        """Tanimoto similarities, compounds x compounds."""
        return compute_similarity(self.compounds, self.fingerprint)

    @cached_property
    def scaffolds(self) -> pd.DataFrame:
        """Murcko scaffolds, and how many parents of the series have each."""
        return tabulate_scaffolds(self.compounds)

    @cached_property
    def matched_pairs(self) -> pd.DataFrame:
        """Parents that differ in one group."""
        return tabulate_pairs(self.compounds)

    def r_groups(self, core: str = HINGE_CORE) -> pd.DataFrame:
        """R groups of each compound on a core, a name or SMARTS."""
        return tabulate_r_groups(self.compounds, core)

    def common_core(self, *ids: str) -> Core:
        """The maximum common substructure of the compounds of some ids, else of all."""
        return find_series_core(self.compounds, ids)

    def plot_parallel_coordinates(self, names: Sequence[str] = ()) -> Plot:
        """Each parent as a line over the axes of some descriptors."""
        return plot_parallel_coordinates(self, names)

    def plot_property_space(self, x: str = "MolLogP", y: str = "TPSA") -> Plot:
        """The parents by two descriptors, with structures of those most like the reference."""
        return plot_property_space(self, x, y)

    def plot_selectivity(self, against: str = "JAK1") -> Plot:
        """Folds against one target as a heat map."""
        return plot_selectivity(self, against)

    def plot_similarity(self) -> Plot:
        """Similarities of the parents in clusters."""
        return plot_similarity(self)

    def _repr_html_(self) -> str:
        return render_panel(self)


def compare(
    series: Mapping[str, Record] | Iterable[Record] | str | Path,
    reference: str,
    *,
    descriptors: str | Iterable[str] = "druglike",
    fingerprint: str = FINGERPRINT,
    unprinted_assays: bool = False,
    le_constant_kcal_mol: float = LE_CONSTANT_KCAL,
) -> Panel:
    """Compare a store, records or a file with one of its records, named by id or name.

    `descriptors` are those of `molinfo.describe`, `fingerprint` one of its fingerprints.
    Folds are computed only within one source, kind of assay and domain; `unprinted_assays` takes
    also values whose kind of assay is not printed, of one article. `le_constant_kcal_mol` is the
    2.303 RT of ligand efficiency.

    Raises RecordNotFound when the reference is not in the series, InputError when its structure
    cannot be read, UnknownName for a descriptor or fingerprint.

    >>> from molinfo.store.folder import open_store
    >>> panel = compare(open_store(), reference="baricitinib")
    >>> float(panel.table.loc["tofacitinib", "HeavyAtomCount_difference"])
    -3.0
    """
    opened: Mapping[str, Record] | Iterable[Record]
    if isinstance(series, str | Path):
        opened = open_store(series) if Path(series).is_dir() else open_structures(series)
    else:
        opened = series
    records = list(opened.values() if isinstance(opened, Mapping) else opened)
    compounds = group_forms(read_series(records))
    return Panel(
        _find_reference(compounds, reference),
        compounds,
        opened.sources if isinstance(opened, Store) else {},
        descriptors if isinstance(descriptors, str) else tuple(descriptors),
        fingerprint,
        unprinted_assays,
        le_constant_kcal_mol,
    )


def _find_reference(compounds: Iterable[Compound], reference: str) -> Compound:
    known = {each.name: each for each in compounds} | {each.id: each for each in compounds}
    if reference not in known:
        close = difflib.get_close_matches(reference, known, n=3)
        hint = f"; perhaps {', '.join(close)}" if close else "; name one by its id"
        raise RecordNotFound(f"no record {reference!r} in the series{hint}")
    found = known[reference]
    if found.mol is None:
        raise InputError(f"the reference {reference} cannot be read: {found.error}")
    return found
