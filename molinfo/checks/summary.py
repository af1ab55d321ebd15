"""What a whole run found: verdicts, statuses, codes, and the weight table behind a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from molinfo.checks.result import Result, Status, Verdict
from molinfo.checks.subject import Subject
from molinfo.chem.agreement import find_agreeing_tables
from molinfo.chem.formula import Formula, parse_formula
from molinfo.chem.numbers import parse_printed_number
from molinfo.chem.weights import weight_tables
from molinfo.errors import MolinfoError
from molinfo.store.record import FieldName, Record

MOST_ROWS_NAMED = 1000
"""How many rows that only another table explains are named; the rest are counted."""


@dataclass
class RunSummary:
    """Counts over a run, one record at a time; it grows with fields and codes, not with rows.

    Databases freeze whichever atomic weights were current: the table behind a file is the one
    that reproduces most of its printed weights.
    """

    records: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    claims: Counter[tuple[str, Status]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    waived: int = 0
    weights: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    _rows: dict[frozenset[str], list[str]] = field(default_factory=dict)

    def add(self, record: Record, result: Result) -> None:
        """Count one record."""
        self.records += 1
        self.verdicts[result.verdict] += 1
        self.claims.update((claim.field, claim.status) for claim in result.claims)
        self.waived += sum(finding.waived is not None for finding in result.findings)
        self.codes.update(finding.code for finding in result.findings if finding.waived is None)
        for claim in result.claims:
            if claim.field == FieldName.MOLECULAR_WEIGHT and claim.status is Status.AGREE:
                self._count_tables(record, result, claim.claimed)

    def _count_tables(self, record: Record, result: Result, printed: str) -> None:
        formula = _find_formula(record, result)
        if formula is None:
            return
        number = parse_printed_number(printed)
        if number.is_integer:
            return
        names = frozenset(table.name for table in find_agreeing_tables(number, formula))
        if not names:
            return
        self.weights += 1
        self.tables.update(names)
        rows = self._rows.setdefault(names, [])
        if len(rows) < MOST_ROWS_NAMED:
            rows.append(result.record)

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
