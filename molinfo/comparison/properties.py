"""Descriptors of a series: values, differences from the reference, percentiles in the series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
from rdkit import Chem

from molinfo.comparison.series import Compound, find_warhead
from molinfo.comparison.similarity import compute_similarity_to
from molinfo.descriptors.catalogue import read_catalogue
from molinfo.descriptors.describe import describe
from molinfo.descriptors.sets import resolve_set
from molinfo.errors import UnknownName

TABLE_COLUMNS = {
    "name": "name of the record",
    "parent": "id of the record that this one is a form of, else its own",
    "smiles": "the free form, which everything here is computed for",
    "warhead": "acrylamide: may be covalent, then its IC50 depends on the time of incubation",
    "similarity": "Tanimoto similarity to the reference",
    "error": "why the structure cannot be read, or which values are NaN and why",
}
"""What the columns of a property table hold, beside the descriptors."""


def tabulate_properties(
    compounds: Sequence[Compound],
    reference: Compound,
    *,
    descriptors: str | Iterable[str],
    fingerprint: str,
) -> pd.DataFrame:
    """One row a compound: TABLE_COLUMNS, and three columns for each descriptor of its free form.

    `<name>` is the value, `<name>_difference` that less the reference's, `<name>_percentile` the
    share of the series that is lower, in percent, with half of what is equal. Forms of one parent
    count once in percentiles.
    Raises UnknownName for descriptors that there are not.
    """
    chosen = resolve_set(descriptors)
    if chosen.fingerprints:
        names = ", ".join(each.name for each in chosen.fingerprints)
        raise UnknownName(f"{names}: fingerprints are compared by similarity; give descriptors")
    everyone = [*compounds] if reference in compounds else [*compounds, reference]
    smiles = ["" if each.mol is None else Chem.MolToSmiles(each.mol) for each in everyone]
    described = describe(smiles, set=chosen.descriptors)
    described.index = pd.Index([each.id for each in everyone], name="compound", dtype="str")
    base = described.loc[reference.id]
    described = described.iloc[: len(compounds)]
    parents = _find_representatives(compounds)
    columns: dict[str, object] = {
        "name": [each.name for each in compounds],
        "parent": [each.parent for each in compounds],
        "smiles": smiles[: len(compounds)],
        "warhead": ["" if each.mol is None else find_warhead(each.mol) for each in compounds],
        "similarity": compute_similarity_to(reference, compounds, fingerprint).to_numpy(),
    }
    for name in chosen.descriptors:
        values = described[name]
        columns[name] = values
        columns[f"{name}_difference"] = values - base[name]
        columns[f"{name}_percentile"] = _rank(values, parents)
    errors = [
        compound.error or error
        for compound, error in zip(compounds, described["error"], strict=True)
    ]
    frame = pd.DataFrame({**columns, "error": errors}, index=described.index)
    texts = ("name", "parent", "smiles", "warhead", "error")
    frame = frame.astype(dict.fromkeys(texts, "str"))
    frame.attrs["columns"] = dict(_explain(frame.columns))
    return frame


def _explain(columns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What each column holds, in their order."""
    catalogue = read_catalogue()
    for column in columns:
        name = column.removesuffix("_difference").removesuffix("_percentile")
        if column in TABLE_COLUMNS:
            yield column, TABLE_COLUMNS[column]
        elif column == name:
            entry = catalogue[name]
            unit = f" [{entry.unit}]" if entry.unit else ""
            yield column, "; ".join(filter(None, (f"{entry.meaning}{unit}", entry.convention)))
        elif column.endswith("_difference"):
            yield column, f"{name} less that of the reference"
        else:
            yield column, f"percentile of {name} in the series, forms of one parent counted once"


def _find_representatives(compounds: Sequence[Compound]) -> list[int]:
    """The place of one compound of each parent."""
    places: dict[str, int] = {}
    for place, compound in enumerate(compounds):
        places.setdefault(compound.parent, place)
    return list(places.values())


def _rank(values: pd.Series, parents: Sequence[int]) -> np.ndarray:
    """Percentile of each value among those of the parents; NaN for NaN."""
    numbers = values.to_numpy(np.float64, na_value=np.nan)
    among = numbers[list(parents)]
    among = np.sort(among[~np.isnan(among)])
    if not len(among):
        return np.full(len(numbers), np.nan)
    lower, upper = (np.searchsorted(among, numbers, side) for side in ("left", "right"))
    ranks = 50.0 * (lower + upper) / len(among)
    return np.where(np.isnan(numbers), np.nan, ranks)
