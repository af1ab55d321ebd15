"""Tables that say what their columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import pandas as pd


def make_frame(
    rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str], numbers: Mapping[str, str]
) -> pd.DataFrame:
    """A table of some columns, each with what it holds, which `attrs["columns"]` keeps.

    `numbers` are the dtypes of the columns that hold numbers; the others hold text. What a row
    does not have is NaN or "".

    >>> make_frame([{"a": 1}], {"a": "a number", "b": "a text"}, {"a": "float64"}).values.tolist()
    [[1.0, '']]
    """
    empty = {name: None if name in numbers else "" for name in columns}
    filled = [{**empty, **row} for row in rows]
    frame = pd.DataFrame(filled, columns=list(columns), dtype=object)
    frame = frame.astype({name: numbers.get(name, "str") for name in columns})
    frame.attrs["columns"] = dict(columns)
    return frame


def list_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as mappings from column to value."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def group_claims(potency: pd.DataFrame) -> list[list[dict[str, Any]]]:
    """The rows of a potency table by claim: one list a claim, a row for each of its sources."""
    groups: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in list_rows(potency):
        groups.setdefault((row["compound"], row["claim"]), []).append(row)
    return list(groups.values())
