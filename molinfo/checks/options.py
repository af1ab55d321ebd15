"""What a whole run of checks has in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from molinfo.checks.codes import collect_codes
from molinfo.chem.structure import DEFAULT_LIMITS, Limits
from molinfo.chem.weights import WeightTable
from molinfo.errors import UnknownName


@dataclass(frozen=True, slots=True)
class CodeFilter:
    """Which finding codes count: the selected ones (all when empty) less the ignored."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    @classmethod
    def of(cls, select: Collection[str] = (), ignore: Collection[str] = ()) -> CodeFilter:
        """Make a filter; raises UnknownName for a code that does not exist."""
        known = collect_codes() if select or ignore else {}
        for code in (*select, *ignore):
            if code not in known:
                raise UnknownName(f"no finding code {code!r}; known: {', '.join(sorted(known))}")
        return cls(frozenset(select), frozenset(ignore))

    def keeps(self, code: str) -> bool:
        """Whether findings of a code count."""
        return code not in self.ignore and (not self.select or code in self.select)


ALL_CODES = CodeFilter()


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a whole run has in common: limits, the codes that count, the first weight table.

    With `names`, claimed IUPAC names are read by OPSIN, which needs Java and an extra package;
    with `chembl`, the penalties of ChEMBL's checker stand beside the findings.
    """

    limits: Limits = DEFAULT_LIMITS
    codes: CodeFilter = ALL_CODES
    weight_table: WeightTable | None = None
    names: bool = False
    chembl: bool = False

    def describe(self) -> dict[str, Any]:
        """What of these options decides results, for the meta file."""
        return {
            "select": sorted(self.codes.select),
            "ignore": sorted(self.codes.ignore),
            "weight_table": self.weight_table.name if self.weight_table else None,
            "names": self.names,
            "chembl": self.chembl,
        }


DEFAULT_OPTIONS = CheckOptions()
