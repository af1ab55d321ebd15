"""Whether a printed weight or mass agrees with a formula, digit by digit."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from molinfo.chem.formula import Formula
from molinfo.chem.numbers import PrintedNumber
from molinfo.chem.weights import (
    ELECTRON_MASS,
    EXACT,
    WeightTable,
    compute_monoisotopic_mass,
    compute_most_abundant_mass,
    compute_nominal_mass,
    estimate_weights,
    interval_weights,
    is_natural_isotope,
    split_labels,
    to_decimal,
    weigh,
    weight_tables,
)
from molinfo.errors import WeightError

MASS_TOLERANCE = Decimal("0.0001")
"""How far a printed mass may lie off in Da; databases round and truncate masses freely."""
_NEAR_TIE = Decimal("1e-12")  # relative; what summing binary doubles may have cost a toolkit
_SINGLE = Decimal("3e-7")  # relative; the same for single precision
_STABLE = Decimal("1e-6")  # Da; how far tables of isotope masses differ
_RADIOACTIVE = Decimal("1e-4")


@dataclass(frozen=True, slots=True)
class WeightVerdict:
    """Whether a printed weight agrees, by which table; `computed` in g/mol, not rounded.

    `computed` is by the deciding table; where none decided, by the first that has the elements
    (IUPAC 2024). `computed_printed` is that with the decimals of the claim.
    """

    status: Literal["agree", "in-interval", "nominal", "disagree"]
    table: WeightTable | None
    computed: Decimal
    computed_printed: str


def decide_weight(
    printed: PrintedNumber, formula: Formula, *, tables: Sequence[WeightTable] = ()
) -> WeightVerdict:
    """Find the first table whose weight, rounded as the printed number is, has its digits.

    Exact ties are accepted either way, because toolkits print binary floats. A number that no table
    gives but that lies within the CIAAW interval of the formula is "in-interval"; an integer is
    "nominal" at best. Without `tables`, all of `weight_tables()` are asked. Values in g/mol.
    Raises WeightError when no table has a weight for an element.
    Source: Prohaska et al., Pure Appl. Chem. 2022, 94, 573, doi:10.1515/pac-2019-0603.

    >>> from molinfo.chem.formula import parse_formula
    >>> from molinfo.chem.numbers import parse_printed_number
    >>> verdict = decide_weight(parse_printed_number("371.43"), parse_formula("C16H17N7O2S"))
    >>> verdict.status, verdict.table.name
    ('agree', 'RDKit 2026.3.5')
    """
    atoms, labels = split_labels(formula)
    value, slack = printed.value, _slack(printed, formula)
    tables = tuple(tables) or weight_tables()
    if not printed.is_integer:
        for table, weight in _find_agreeing(value, slack, atoms, labels, tables):
            return WeightVerdict("agree", table, weight, format(value, "f"))
    weighed = ((table, weigh(atoms, labels, table.weights)) for table in tables)
    first, default = next(((table, w) for table, w in weighed if w is not None), (None, None))
    if first is None or default is None:
        names = ", ".join(symbol for symbol, _ in atoms)
        raise WeightError(f"no weight table has all of {names}")
    if printed.is_integer:
        return _decide_integer(printed, formula, first, default)
    status: Literal["in-interval", "disagree"] = "disagree"
    low, high = (weigh(atoms, labels, weights) for weights in interval_weights())
    if low is not None and high is not None:
        low, high = EXACT.subtract(low, slack), EXACT.add(high, slack)
        status = "in-interval" if low <= value <= high else "disagree"
    return WeightVerdict(status, None, default, _rounded(default, printed))


def find_agreeing_tables(printed: PrintedNumber, formula: Formula) -> tuple[WeightTable, ...]:
    """All tables whose weight, rounded as the printed number is, has its digits.

    >>> from molinfo.chem.formula import parse_formula
    >>> from molinfo.chem.numbers import parse_printed_number
    >>> tables = find_agreeing_tables(parse_printed_number("46.07"), parse_formula("C2H6O"))
    >>> tables[0].name
    'IUPAC 2024'
    """
    atoms, labels = split_labels(formula)
    value, slack = printed.value, _slack(printed, formula)
    found = _find_agreeing(value, slack, atoms, labels, weight_tables())
    return tuple(table for table, _weight in found)


def _find_agreeing(
    value: Decimal,
    slack: Decimal,
    atoms: list[tuple[str, Decimal | int]],
    labels: Decimal,
    tables: tuple[WeightTable, ...],
) -> Iterator[tuple[WeightTable, Decimal]]:
    """The tables, in their order, whose exact weight is within the slack; those whose estimate in
    binary floats is far off are passed over."""
    first, others = tables[0], tables[1:]
    weight = weigh(atoms, labels, first.weights)  # of most claims, the one that is asked
    if weight is not None and EXACT.subtract(weight, value).copy_abs() <= slack:
        yield first, weight
    rough = float(value)
    reach = float(slack) + 1e-9 * rough
    for table, estimate in zip(others, estimate_weights(atoms, labels, others), strict=True):
        if abs(estimate - rough) <= reach:
            weight = weigh(atoms, labels, table.weights)
            if weight is not None and EXACT.subtract(weight, value).copy_abs() <= slack:
                yield table, weight


def _decide_integer(
    printed: PrintedNumber, formula: Formula, table: WeightTable, weight: Decimal
) -> WeightVerdict:
    near = EXACT.subtract(weight, printed.value).copy_abs() <= printed.half_unit
    if near or printed.value == compute_nominal_mass(formula):
        return WeightVerdict("nominal", table, weight, _rounded(weight, printed))
    return WeightVerdict("disagree", None, weight, _rounded(weight, printed))


def _slack(printed: PrintedNumber, formula: Formula) -> Decimal:
    """Half a unit of the last printed place, and what binary floats and labels add to it, in g/mol.

    A number of nine and more decimals that is a single-precision float to the last bit is taken as
    one. Masses of labelled isotopes moved from one mass evaluation to the next, those of natural
    ones by up to 1e-6, of radioactive ones by 1e-4 (gold-198: 197.968225, 197.968244).
    """
    relative = _NEAR_TIE
    if printed.places >= 9 and printed.value < 10**9:
        single: float = struct.unpack("f", struct.pack("f", float(printed.value)))[0]
        relative = _SINGLE if single == float(printed.value) else relative
    slack = EXACT.fma(printed.value, relative, printed.half_unit)
    if formula.has_isotopes:
        for (symbol, mass_number), count in formula.counts.items():
            if mass_number:
                natural = is_natural_isotope(symbol, mass_number)
                slack = EXACT.fma(_STABLE if natural else _RADIOACTIVE, to_decimal(count), slack)
    return slack


def _rounded(value: Decimal, printed: PrintedNumber) -> str:
    """Write `value` (g/mol) with the decimals of the printed number."""
    return format(EXACT.quantize(value, Decimal((0, (1,), printed.exponent))), "f")


@dataclass(frozen=True, slots=True)
class MassVerdict:
    """Whether a printed mass agrees; `computed` in Da, unrounded; `residual` is claim less it."""

    status: Literal["agree", "nominal", "electron-mass", "disagree"]
    computed: Decimal
    computed_printed: str
    residual: Decimal


def decide_mass(
    printed: PrintedNumber,
    formula: Formula,
    *,
    kind: Literal["monoisotopic", "most-abundant"] = "monoisotopic",
) -> MassVerdict:
    """Compare a printed mass in Da with the computed one, the electrons of an ion included.

    It agrees within half a unit of the last printed place or 1e-4 Da, whichever is more. An integer
    is "nominal" at best; an ion's mass that is whole electrons off is "electron-mass". Raises
    WeightError for an element or isotope without a known mass, FormulaError for the most abundant
    mass of fractional counts.
    Source: Murray et al., Pure Appl. Chem. 2013, 85, 1515, doi:10.1351/PAC-REC-06-04-06.

    >>> from molinfo.chem.formula import parse_formula
    >>> from molinfo.chem.numbers import parse_printed_number
    >>> decide_mass(parse_printed_number("371.1164"), parse_formula("C16H17N7O2S")).status
    'agree'
    """
    compute = compute_monoisotopic_mass if kind == "monoisotopic" else compute_most_abundant_mass
    computed = compute(formula)
    residual = EXACT.subtract(printed.value, computed)
    distance = residual.copy_abs()
    allowed = max(printed.half_unit, MASS_TOLERANCE)
    status: Literal["agree", "nominal", "electron-mass", "disagree"] = "disagree"
    if printed.is_integer:
        nominal = printed.value == compute_nominal_mass(formula)
        status = "nominal" if nominal or distance <= printed.half_unit else "disagree"
    elif distance <= allowed:
        status = "agree"
    elif any(
        EXACT.fma(ELECTRON_MASS, -n, distance).copy_abs() <= allowed
        for n in range(1, min(abs(formula.charge), 99) + 1)
    ):
        status = "electron-mass"
    return MassVerdict(status, computed, _rounded(computed, printed), residual)
