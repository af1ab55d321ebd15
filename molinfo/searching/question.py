"""What is asked for, read and proved before any index is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TypedDict, Unpack

import numpy as np
from rdkit import Chem

from molinfo.chem.fingerprints import get_fingerprint
from molinfo.errors import InputError
from molinfo.searching.conditions import (
    find_by_formula,
    find_by_text,
    find_slots,
    parse_conditions,
)
from molinfo.searching.exact import find_exact, find_layer
from molinfo.searching.index import Index, Slots
from molinfo.searching.query import StructureQuery, parse_substructure, parse_whole
from molinfo.searching.schema import FINGERPRINT

THRESHOLD = 0.7
"""Similarity from which on a structure is told, where none is named."""
Structure = str | Path | Chem.Mol


class SearchOptions(TypedDict, total=False):
    """How structures are compared.

    `threshold` and `fingerprint` belong to `similar`, `layer` (exact, no-stereo, tautomer, parent)
    to `exact`; `kind` (smarts, smiles, molfile, core), `chirality` and `tautomers` to
    `substructure`.
    """

    threshold: float
    fingerprint: str
    layer: str
    kind: str | None
    chirality: bool
    tautomers: bool


@dataclass(frozen=True)
class Question:
    """What is asked for, read and proved; all of it has to be fulfilled."""

    substructure: StructureQuery | None = None
    similar: Chem.Mol | None = None
    exact: Structure | None = None
    formula: str | None = None
    text: str | None = None
    where: str | Sequence[str] = ()
    threshold: float = THRESHOLD
    fingerprint: str = FINGERPRINT
    layer: str = "exact"

    def restrict(self, index: Index) -> Slots | None:
        """The rows that fulfil what is not a substructure or similarity; None where all do."""
        sets: list[Slots] = []
        if self.exact is not None:
            sets.append(find_exact(index, self.exact, self.layer))
        if self.formula is not None:
            sets.append(find_by_formula(index, self.formula))
        if self.text is not None:
            sets.append(find_by_text(index, self.text))
        sets += [find_slots(index, each) for each in parse_conditions(self.where)]
        return reduce(lambda one, other: np.intersect1d(one, other), sets) if sets else None


def ask(
    *,
    substructure: Structure | None = None,
    similar: Structure | None = None,
    exact: Structure | None = None,
    formula: str | None = None,
    text: str | None = None,
    where: str | Sequence[str] = (),
    **options: Unpack[SearchOptions],
) -> Question:
    """Read a question. Raises InputError for what cannot be read, or where nothing is asked."""
    given = (substructure, similar, exact, formula, text, where or None)
    if all(each is None for each in given):
        raise InputError("nothing is asked for; give a substructure, similar, exact, text, ...")
    threshold = options.get("threshold", THRESHOLD)
    if not 0 <= threshold <= 1:
        raise InputError(f"threshold {threshold} is not between 0 and 1")
    parse_conditions(where)
    find_layer(options.get("layer", "exact"))
    query = None
    if substructure is not None:
        query = parse_substructure(
            substructure,
            kind=options.get("kind"),
            chirality=options.get("chirality", False),
            tautomers=options.get("tautomers", False),
        )
    return Question(
        query,
        None if similar is None else parse_whole(similar),
        exact,
        formula,
        text,
        where,
        threshold,
        get_fingerprint(options.get("fingerprint", FINGERPRINT)).name,
        options.get("layer", "exact"),
    )
