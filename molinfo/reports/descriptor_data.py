"""The descriptors of a store as its page carries them: to sort, to filter, to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from molinfo.descriptors.catalogue import Entry, read_catalogue
from molinfo.descriptors.sets import DRUGLIKE

if TYPE_CHECKING:
    import pandas as pd

_FIRST_ROWS = 50
_OWN = {
    "n_fragments": Entry("n_fragments", "of the row", "", "count", "fragments drawn", "", "", ""),
    "error": Entry("error", "of the row", "", "real", "why values are missing", "", "", ""),
}


class DescriptorData:
    """A table of descriptors, indexed by record id, and where each record stands.

    Numbers are cut to six significant digits: a page is read, the files beside it are computed
    with.
    """

    def __init__(self, frame: pd.DataFrame, hrefs: Mapping[str, str]) -> None:
        self._names = [str(name) for name in frame.columns]
        self._records = [(str(name), hrefs[name]) for name in frame.index]
        self._values = [_shorten(frame[name]) for name in frame.columns]
        self._has_errors = bool((frame["error"] != "").any())

    @cached_property
    def _shown(self) -> list[int]:
        """The columns shown at first, by place."""
        wanted = {*DRUGLIKE, "error"} if self._has_errors else set(DRUGLIKE)
        return [place for place, name in enumerate(self._names) if name in wanted]

    @property
    def data(self) -> dict[str, Any]:
        """Columns with what they mean, records with their links, values column by column."""
        shown = set(self._shown)
        return {
            "columns": [
                {**_describe(name), "shown": place in shown}
                for place, name in enumerate(self._names)
            ],
            "records": [{"id": name, "href": href} for name, href in self._records],
            "values": self._values,
        }

    @property
    def first_columns(self) -> list[str]:
        """The names of the columns shown at first."""
        return [self._names[place] for place in self._shown]

    @property
    def first_rows(self) -> list[tuple[str, str, list[Any]]]:
        """Id, link and values of the rows that are there without a script."""
        rows = zip(*(self._values[place] for place in self._shown), strict=True)
        return [
            (name, href, ["" if value is None else value for value in row])
            for (name, href), row in zip(self._records[:_FIRST_ROWS], rows, strict=False)
        ]


def _describe(name: str) -> dict[str, str]:
    entry = _OWN.get(name) or read_catalogue()[name]
    meaning = "; ".join(filter(None, (entry.meaning, entry.convention)))
    return {"name": name, "group": entry.group, "unit": entry.unit, "meaning": meaning}


def _shorten(column: pd.Series) -> list[Any]:
    """Numbers of six significant digits, None for what is missing, texts as they are."""
    values: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return [float(f"{each:.6g}") if isinstance(each, float) else each for each in values]
