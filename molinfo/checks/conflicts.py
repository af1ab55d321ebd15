"""Sources against each other: claims that cannot both be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.concentrations import find_nanomolar_power
from molinfo.chem.numbers import parse_printed_number
from molinfo.errors import NumberError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

SOURCES_CONFLICT = Code(
    "sources-conflict",
    Severity.WARNING,
    "Two sources give values by the same kind of assay that cannot both be right.",
    "Read both sources; keep both claims, and waive this on the one that you doubt.",
)

_POTENCIES = (FieldName.IC50, FieldName.KI, FieldName.KD)
APPROXIMATELY = Decimal("0.2")
"""How far a value printed with `~` may lie off, relative."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The values in nM that a claim allows; None is unbounded."""

    low: Decimal | None
    high: Decimal | None

    def excludes(self, other: _Span) -> bool:
        """Whether the two have no value in common."""
        return (self.low is not None and other.high is not None and self.low > other.high) or (
            other.low is not None and self.high is not None and other.low > self.high
        )


def check_conflicts(subject: Subject) -> tuple[Finding, ...]:
    """Potencies of one target by the same kind of assay that cannot both be right.

    Compared are claims of one field, target, domain, variant, form, kind of assay and printed ATP
    concentration; where the kind is not printed nothing is compared. Exact values differ beyond
    printed rounding, `~` within 20 %, censored values by their bound.
    """
    groups: dict[tuple[str, ...], list[tuple[int, Claim, _Span]]] = defaultdict(list)
    for index, claim in enumerate(subject.record.claims):
        if claim.field in _POTENCIES and claim.assay not in ("", "aggregate"):
            span = _read_span(claim)
            if span is not None:
                groups[_name_group(claim)].append((index, claim, span))
    return tuple(finding for group in groups.values() for finding in _compare(group))


def _name_group(claim: Claim) -> tuple[str, ...]:
    return (
        claim.field.value,
        claim.target,
        claim.domain,
        claim.variant,
        claim.of,
        claim.assay,
        claim.atp_um,
    )


def _read_span(claim: Claim) -> _Span | None:
    """The span of a printed potency; None when it is no number with a known unit."""
    power = find_nanomolar_power(claim.unit)
    if power is None:
        return None
    try:
        number = parse_printed_number(claim.value)
    except NumberError:
        return None
    scale = Decimal(10) ** power
    value, half = number.value * scale, number.half_unit * scale
    match claim.relation:
        case ">" | ">=":
            return _Span(value, None)
        case "<" | "<=":
            return _Span(None, value)
        case "~":
            return _Span(value * (1 - APPROXIMATELY), value * (1 + APPROXIMATELY))
    return _Span(value - half, value + half)


def _compare(group: list[tuple[int, Claim, _Span]]) -> Iterator[Finding]:
    for (_, left, span), (index, right, other) in combinations(group, 2):
        if span.excludes(other):
            what = f"{left.field.value.upper()} {left.target}"
            message = f"{what}: {_print(left)} against {_print(right)}, both {left.assay}"
            yield make_finding(SOURCES_CONFLICT, message, field=right.field.value, claim=index)


def _print(claim: Claim) -> str:
    relation = "" if claim.relation in ("", "=") else f"{claim.relation} "
    sources = ", ".join(source.id for source in claim.sources)
    return f"{relation}{claim.value} {claim.unit} ({sources})"
