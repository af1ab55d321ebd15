"""What every descriptor is: group, unit, type, meaning, convention, source, defining function."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

from rdkit.Chem import Descriptors

from molinfo.descriptors.own import OWN


@dataclass(frozen=True, slots=True)
class Entry:
    """One descriptor; `function` is the one whose values define it."""

    name: str
    group: str
    unit: str
    type: Literal["count", "real"]
    meaning: str
    convention: str
    reference: str
    function: str


@cache
def read_catalogue() -> Mapping[str, Entry]:
    """Every descriptor of the installed RDKit and molinfo's own, by name, in the order of columns.

    One of RDKit's that the catalogue does not know yet is a real in the group `new`.

    >>> read_catalogue()["TPSA"].unit
    'A^2'
    """
    path = resources.files("molinfo.descriptors").joinpath("data/catalogue.csv")
    with path.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    entries = {}
    for name, function in (*Descriptors.descList, *OWN.items()):
        row = next((row for row in rows if fnmatchcase(name, row["name"])), None)
        entries[name] = _make_entry(name, function, row)
    return entries


def _make_entry(name: str, function: Callable[..., Any], row: Mapping[str, str] | None) -> Entry:
    source = f"molinfo.descriptors.own.{function.__name__}"
    if name not in OWN:
        source = f"rdkit.Chem.Descriptors.{name}"
    documented = " ".join((function.__doc__ or "").split())
    if row is None:
        return Entry(name, "new", "", "real", documented, "", "", source)
    meaning = row["meaning"]
    if row["name"].endswith("*"):  # a family: RDKit says what each of them is
        meaning = "; ".join(filter(None, (meaning, documented)))
    return Entry(
        name,
        row["group"],
        row["unit"],
        cast("Literal['count', 'real']", row["type"]),
        meaning,
        row["convention"],
        row["reference"],
        source,
    )


def find_counts(names: Iterable[str]) -> frozenset[str]:
    """Those of some descriptors that are counts.

    >>> sorted(find_counts(["TPSA", "RingCount"]))
    ['RingCount']
    """
    catalogue = read_catalogue()
    return frozenset(name for name in names if catalogue[name].type == "count")
