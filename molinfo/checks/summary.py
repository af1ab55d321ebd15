"""What a whole run found: verdicts, statuses, codes, and the weight table behind a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from molinfo.checks.result import Result, Severity, Status, Verdict
from molinfo.checks.subject import Subject
from molinfo.chem.agreement import find_agreeing_tables
from molinfo.chem.formula import Formula, parse_formula
from molinfo.chem.numbers import parse_printed_number
from molinfo.chem.weights import weight_tables
from molinfo.errors import MolinfoError
from molinfo.store.fields import FieldName
from molinfo.store.record import Record

MOST_ROWS_NAMED = 1000
"""How many rows that only another table explains are named; the rest are counted."""


class Tally(NamedTuple):
    """What a run counts of one record; `tables` are those that give each agreeing weight."""

    record: str
    verdict: Verdict
    worst: Severity | None
    claims: tuple[tuple[str, Status], ...]
    codes: tuple[str, ...]
    waived: int
    tables: tuple[frozenset[str], ...]


def make_tally(record: Record, result: Result) -> Tally:
    """Count one record; may have to read its structure."""
    told = [finding for finding in result.findings if finding.waived is None]
    severities = {finding.severity for finding in told}
    return Tally(
        result.record,
        result.verdict,
        next((each for each in Severity if each in severities), None),
        tuple((claim.field, claim.status) for claim in result.claims),
        tuple(finding.code for finding in told),
        len(result.findings) - len(told),
        tuple(
            names
            for claim in result.claims
            if claim.field == FieldName.MOLECULAR_WEIGHT and claim.status is Status.AGREE
            if (names := _find_tables(record, result, claim.claimed))
        ),
    )


def _find_tables(record: Record, result: Result, printed: str) -> frozenset[str]:
    """The tables that give a printed weight; none for an integer, which says nothing."""
    formula = _find_formula(record, result)
    number = parse_printed_number(printed)
    if formula is None or number.is_integer:
        return frozenset()
    return frozenset(table.name for table in find_agreeing_tables(number, formula))


@dataclass
class RunSummary:
    """Counts over a run, one record at a time; it grows with fields and codes, not with rows.

    Databases freeze whichever atomic weights were current: the table behind a file is the one
    that reproduces most of its printed weights.
    """

    records: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    worst: Counter[Severity] = field(default_factory=Counter)
    claims: Counter[tuple[str, Status]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    waived: int = 0
    weights: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    _weights: Counter[frozenset[str]] = field(default_factory=Counter)
    _rows: dict[frozenset[str], list[str]] = field(default_factory=dict)

    def add(self, record: Record, result: Result) -> None:
        """Count one record."""
        self.count(make_tally(record, result))

    def count(self, tally: Tally) -> None:
        """Count one record by its tally."""
        self.records += 1
        self.verdicts[tally.verdict] += 1
        if tally.worst is not None:
            self.worst[tally.worst] += 1
        self.claims.update(tally.claims)
        self.waived += tally.waived
        self.codes.update(tally.codes)
        for names in tally.tables:
            self._count_tables(names, 1, [tally.record])

    def _count_tables(self, names: frozenset[str], weights: int, records: Iterable[str]) -> None:
        self.weights += weights
        self._weights[names] += weights
        self.tables.update(dict.fromkeys(names, weights))
        rows = self._rows.setdefault(names, [])
        rows += islice(records, MOST_ROWS_NAMED - len(rows))

    def to_counts(self) -> dict[str, Any]:
        """All counts as plain JSON types, for `merge`."""
        return {
            "records": self.records,
            "verdicts": dict(self.verdicts),
            "worst": dict(self.worst),
            "claims": [[name, status, n] for (name, status), n in self.claims.items()],
            "codes": dict(self.codes),
            "waived": self.waived,
            "tables": [
                [sorted(names), self._weights[names], rows] for names, rows in self._rows.items()
            ],
        }

    def merge(self, counts: Mapping[str, Any]) -> None:
        """Add what `to_counts` gave for the records that follow."""
        self.records += counts["records"]
        self.verdicts.update({Verdict(name): n for name, n in counts["verdicts"].items()})
        self.worst.update({Severity(name): n for name, n in counts["worst"].items()})
        self.claims.update({(name, Status(status)): n for name, status, n in counts["claims"]})
        self.codes.update(counts["codes"])
        self.waived += counts["waived"]
        for names, weights, rows in counts["tables"]:
            self._count_tables(frozenset(names), weights, rows)

    @property
    def table(self) -> tuple[str, int] | None:
        """The table that reproduces most of the printed weights, and how many it does.

        Of tables that do equally well the first in their order is named.
        """
        if not self.tables:
            return None
        order = [table.name for table in weight_tables()]
        name = max(self.tables, key=lambda each: (self.tables[each], -order.index(each)))
        return name, self.tables[name]

    @property
    def rows_of_other_tables(self) -> list[str]:
        """Ids of the rows whose weight only another table explains."""
        if self.table is None:
            return []
        name = self.table[0]
        return [row for names, rows in self._rows.items() if name not in names for row in rows]

    def describe_table(self) -> str:
        """One line about the table behind the file, "" when fewer than two weights were printed."""
        if self.table is None or self.weights < 2:
            return ""
        name, count = self.table
        others = self.weights - count
        told = f"weights: {name} reproduces {count} of {self.weights} ({count / self.weights:.1%})"
        return told + (f"; {others} rows need another table" if others else "")

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain JSON types."""
        claims: dict[str, dict[str, int]] = {}
        for (name, status), number in sorted(self.claims.items()):
            claims.setdefault(name, {})[status.value] = number
        table = None
        if self.table is not None:
            name, count = self.table
            table = {
                "name": name,
                "weights": self.weights,
                "reproduced": count,
                "share": round(count / self.weights, 6),
                "rows_of_other_tables": self.rows_of_other_tables,
            }
        return {
            "records": self.records,
            "verdicts": {each.value: self.verdicts[each] for each in Verdict},
            "claims": claims,
            "findings": dict(sorted(self.codes.items())),
            "waived": self.waived,
            "weight_table": table,
        }


def _find_formula(record: Record, result: Result) -> Formula | None:
    """The formula that a weight was held against: the one that agreed, else the structure's."""
    for claim in result.claims:
        if claim.field == FieldName.FORMULA and claim.status is Status.AGREE and claim.computed:
            return parse_formula(claim.computed)
    try:
        return Subject(record).formula
    except MolinfoError:
        return None
