"""The same structure: by InChIKey, or by a layer that leaves something out."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from rdkit import Chem

from molinfo.errors import InputError, UnknownName
from molinfo.searching.index import Index, Slots
from molinfo.searching.query import parse_whole
from molinfo.searching.rows import compute_keys

LAYERS = {
    "exact": "exact",
    "no-stereo": "flat",
    "tautomer": "tautomer",
    "parent": "parent",
}
"""Layers by name, and the columns that hold their keys.

exact: InChIKey and enhanced stereo; no-stereo: whatever the stereo; tautomer: whatever the place
of mobile hydrogens; parent: the largest fragment alone, whatever its protons.
"""
_INCHIKEY = re.compile(r"[A-Z]{14}(-[A-Z]{10}-[A-Z])?")


def require_keys(index: Index) -> None:
    """Raise InputError for an index that was made without keys."""
    if index.meta.get("keys") != "1":
        raise InputError(f"{index.name} was built with --no-keys; build it again without that")


def find_layer(layer: str) -> str:
    """The column of a layer. Raises UnknownName."""
    if layer not in LAYERS:
        raise UnknownName(f"no layer {layer!r}; known: {', '.join(LAYERS)}")
    return LAYERS[layer]


def find_exact(index: Index, query: str | Path | Chem.Mol, layer: str = "exact") -> Slots:
    """The rows that are a structure, or that have an InChIKey or the first block of one.

    Raises InputError, UnknownName.
    """
    require_keys(index)
    column = find_layer(layer)
    if isinstance(query, str) and _INCHIKEY.fullmatch(query.strip()):
        key = query.strip()
        if layer != "exact":
            raise InputError(f"layer {layer} needs a structure; {key} is an InChIKey")
        found = index.ask(
            "SELECT slot FROM row WHERE inchikey >= ? AND inchikey < ? ORDER BY slot",
            (key, key + "~"),
        )
    else:
        value = getattr(compute_keys(parse_whole(query)), column)
        found = index.ask(f"SELECT slot FROM row WHERE {column} = ? ORDER BY slot", (value,))
    return np.array([slot for (slot,) in found], np.int64)
