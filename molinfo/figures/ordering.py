"""In which order records stand on a sheet, in which groups, and which value colours them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from rdkit import Chem
from rdkit.Chem.Scaffolds import MurckoScaffold

from molinfo.chem.structure import parse_structure
from molinfo.errors import StructureError
from molinfo.figures.legends import check_legend, fill_legend
from molinfo.store.record import Record

_get_scaffold: Any = MurckoScaffold.GetScaffoldForMol  # RDKit's Python modules are untyped
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_GROUPS = ("parent", "scaffold")
_MOST_LINEAR = 30.0  # values further apart than this are shown on a logarithmic scale


@dataclass(frozen=True, slots=True)
class Order:
    """How a sheet is ordered: by a field of a legend, in groups, coloured by a field; "" for not.

    `group_by` is `parent`, `scaffold` (of Bemis and Murcko, doi:10.1021/jm9602928) or a field.
    """

    sort_by: str = ""
    group_by: str = ""
    value: str = ""

    def arrange(self, records: Sequence[Record]) -> list[tuple[Record, str]]:
        """The records in their order, each with the heading of its group.

        Those without a value come last; groups stand as they first come up, and after them, without
        a heading, what is alone in its group. A parent stands before its forms.
        """
        kept = list(records)
        if self.sort_by:
            kept.sort(key=lambda record: _rank(find_text(record, self.sort_by)))
        groups = [self._name_group(record, records) for record in kept]
        counts = Counter(groups)
        first = {group: at for at, group in reversed(list(enumerate(groups)))}
        is_parent = self.group_by == "parent"
        named = [
            (counts[group] < 2, first[group], is_parent and bool(kept[at].form_of), at)
            if self.group_by
            else (False, 0, False, at)
            for at, group in enumerate(groups)
        ]
        return [(kept[at], "" if is_alone else groups[at]) for is_alone, _, _, at in sorted(named)]

    def _name_group(self, record: Record, records: Sequence[Record]) -> str:
        if not self.group_by:
            return ""
        if self.group_by == "parent":
            parent = record.form_of or record.id
            return next((each.name for each in records if each.id == parent), "") or parent
        if self.group_by == "scaffold":
            return _find_scaffold(record)
        return find_text(record, self.group_by) or f"no {self.group_by}"


@dataclass(frozen=True, slots=True)
class Values:
    """A value of each record as a share of the range, None for none; the ends as printed."""

    title: str
    ends: tuple[str, str]
    shares: tuple[float | None, ...]


def check_order(order: Order) -> None:
    """Raise UnknownName for a field that no record has.

    >>> check_order(Order("ic50.JAK1", "parent"))
    """
    for field in (order.sort_by, order.value, order.group_by):
        if field and field not in _GROUPS:
            check_legend(f"{{{field}}}")


def find_text(record: Record, field: str) -> str:
    """What a legend prints for a field."""
    return " ".join(fill_legend(f"{{{field}}}", record))


def read_values(records: Sequence[Record], field: str) -> Values | None:
    """The values of a field, None where none is asked for or no record has any."""
    if not field:
        return None
    numbers = [_read_number(find_text(record, field)) for record in records]
    known = [each for each in numbers if each is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    is_log = low > 0 and high / low > _MOST_LINEAR
    scaled = [None if each is None else log10(each) if is_log else each for each in numbers]
    bottom, top = (log10(low), log10(high)) if is_log else (low, high)
    span = top - bottom or 1.0
    shares = tuple(None if each is None else (each - bottom) / span for each in scaled)
    title = f"{field}{', log' if is_log else ''}"
    return Values(title, (f"{low:g}", f"{high:g}"), shares)


def _read_number(text: str) -> float | None:
    found = _NUMBER.search(text)
    return float(found[0]) if found else None


def _rank(text: str) -> tuple[bool, bool, float, str]:
    """Numbers first and by size, then texts, then nothing."""
    is_number = bool(re.match(r"[<>≤≥~= ]*\d", text))
    number = (_read_number(text) or 0.0) if is_number else 0.0
    return not text, not is_number, number, text.casefold()


def _find_scaffold(record: Record) -> str:
    try:
        mol = parse_structure(record.smiles, record.molblock).mol
    except StructureError:
        return "no structure"
    scaffold = _get_scaffold(mol)
    return Chem.MolToSmiles(scaffold) or "no ring"
