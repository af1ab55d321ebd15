"""What a claimed weight or mass describes, when it is not that of the drawing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, Decimal
from functools import cache

from molinfo.checks.explain.compositions import (
    CHARGE_STATE,
    HYDROGEN_COUNT,
    Change,
    list_common_changes,
    list_own_changes,
)
from molinfo.checks.explain.precedence import Rank, explain_as
from molinfo.checks.explain.typos import DIGIT_TYPO, undo_slips
from molinfo.checks.result import Explanation, ExplanationCode
from molinfo.checks.subject import Subject
from molinfo.chem.adducts import ADDUCTS, compute_mz
from molinfo.chem.agreement import MASS_TOLERANCE, decide_mass, decide_weight
from molinfo.chem.formula import Formula
from molinfo.chem.numbers import PrintedNumber, parse_printed_number
from molinfo.chem.weights import (
    ELECTRON_MASS,
    EXACT,
    WeightTable,
    compute_molecular_weight,
    compute_monoisotopic_mass,
    compute_most_abundant_mass,
    compute_nominal_mass,
    weight_tables,
)
from molinfo.errors import FormulaError, NumberError, WeightError

MONOISOTOPIC_MASS = ExplanationCode(
    "monoisotopic-mass", "the monoisotopic mass where the average weight belongs"
)
AVERAGE_WEIGHT = ExplanationCode("average-weight", "the average weight where a mass belongs")
NOMINAL_MASS = ExplanationCode("nominal-mass", "the nominal mass, printed with decimals")
MOST_ABUNDANT_MASS = ExplanationCode(
    "most-abundant-mass", "the mass of the most abundant isotopologue"
)
ADDUCT = ExplanationCode("adduct", "the m/z of an ion such as [M+H]+, [M+Na]+ or [M-H]-")
IGNORED_ELECTRON = ExplanationCode("electron-mass", "the mass of an ion with the electron ignored")
TRUNCATED = ExplanationCode("truncated", "the right number, cut instead of rounded")

_TABLES_DIFFER = 5e-4  # relative; how far weights of one formula lie apart between tables
_RANDOM_SPAN_DA = 600.0  # the width over which the chance of a random fit is told
_COMMON_IONS = 8
_WEIGHED_IONS = ("[M+H]+", "[M-H]-", "[M+Na]+")  # whose average weight is met in print

Agrees = Callable[[PrintedNumber, Formula], bool]
RankFit = Callable[[PrintedNumber, Formula, Rank], Rank | None]
"""The rank of a hypothesis whose formula gives the printed digits; None where it does not."""


def explain_weight(subject: Subject, printed: PrintedNumber) -> Iterator[Explanation]:
    """Every hypothesis that gives the digits of a molecular weight under one table."""
    drawn = subject.formula
    yield from _other_mass_as_weight(printed, drawn)
    yield from _truncated(printed, drawn)
    yield from _ions(printed, drawn, average=True)
    weight = float(compute_molecular_weight(drawn))
    yield from _changes(subject, printed, weight, _rank_weight, lambda change: change.weight)
    yield from _slips(printed, drawn, weight, _weight_agrees)


def explain_mass(subject: Subject, printed: PrintedNumber) -> Iterator[Explanation]:
    """Every hypothesis that gives a monoisotopic or exact mass."""
    drawn = subject.formula
    yield from _average_as_mass(printed, drawn)
    yield from _electrons(printed, drawn)
    yield from _ions(printed, drawn, average=False)
    mass = float(compute_monoisotopic_mass(drawn))
    yield from _changes(subject, printed, mass, _rank_mass, lambda change: change.mass)
    yield from _slips(printed, drawn, mass, _mass_agrees)


@cache
def _tables_for_hypotheses() -> tuple[WeightTable, ...]:
    """IUPAC's tables and RDKit's: with every toolkit's slips, too much would fit by chance."""
    return tuple(
        table
        for table in weight_tables()
        if table.kind == "iupac" or table.name.startswith("RDKit")
    )


@cache
def _tables_in_use() -> tuple[WeightTable, ...]:
    """The newest table, and RDKit's, which most weights of today are made with."""
    return tuple(
        table
        for place, table in enumerate(_tables_for_hypotheses())
        if place == 0 or table.kind == "toolkit"
    )


def _weight_agrees(printed: PrintedNumber, formula: Formula) -> bool:
    return decide_weight(printed, formula, tables=_tables_for_hypotheses()).status == "agree"


def _rank_weight(printed: PrintedNumber, formula: Formula, rank: Rank) -> Rank | None:
    """What fits under older tables alone supposes two things at once: no better than a slip."""
    if decide_weight(printed, formula, tables=_tables_in_use()).status == "agree":
        return rank
    return max(rank, Rank.TYPO) if _weight_agrees(printed, formula) else None


def _rank_mass(printed: PrintedNumber, formula: Formula, rank: Rank) -> Rank | None:
    return rank if _mass_agrees(printed, formula) else None


def _mass_agrees(printed: PrintedNumber, formula: Formula) -> bool:
    return decide_mass(printed, formula).status == "agree"


def _other_mass_as_weight(printed: PrintedNumber, drawn: Formula) -> Iterator[Explanation]:
    mono = compute_monoisotopic_mass(drawn)
    if printed.is_integer:
        return
    if decide_mass(printed, drawn).status in ("agree", "electron-mass"):
        detail = f"monoisotopic mass in a weight field: {mono:.4f} Da for {drawn}"
        yield explain_as(Rank.OTHER_MASS, MONOISOTOPIC_MASS, detail)
    yield from _abundant_or_nominal(printed, drawn)


def _average_as_mass(printed: PrintedNumber, drawn: Formula) -> Iterator[Explanation]:
    if printed.places:
        verdict = decide_weight(printed, drawn)
        if verdict.status in ("agree", "in-interval"):
            detail = f"average weight in a mass field: {verdict.computed_printed} for {drawn}"
            # the interval is wide with lithium or lead, so that an ion may lie in it by chance
            rank = Rank.OTHER_MASS if verdict.status == "agree" else Rank.TYPO
            yield explain_as(rank, AVERAGE_WEIGHT, detail)
        elif any(True for _ in _truncated(printed, drawn)):
            detail = f"average weight in a mass field, cut instead of rounded, for {drawn}"
            yield explain_as(Rank.OTHER_MASS, AVERAGE_WEIGHT, detail)
    yield from _abundant_or_nominal(printed, drawn)


def _abundant_or_nominal(printed: PrintedNumber, drawn: Formula) -> Iterator[Explanation]:
    nominal = compute_nominal_mass(drawn)
    if printed.value == nominal and not printed.is_integer:
        detail = f"nominal mass, printed with a point: {nominal} for {drawn}"
        yield explain_as(Rank.OTHER_MASS, NOMINAL_MASS, detail)
    try:
        abundant = compute_most_abundant_mass(drawn)
    except FormulaError:
        return
    if abundant != compute_monoisotopic_mass(drawn) and _is_near(printed, abundant):
        detail = f"mass of the most abundant isotopologue: {abundant:.4f} Da for {drawn}"
        yield explain_as(Rank.OTHER_MASS, MOST_ABUNDANT_MASS, detail)


def _is_near(printed: PrintedNumber, computed: Decimal) -> bool:
    distance = EXACT.subtract(printed.value, computed).copy_abs()
    return distance <= max(printed.half_unit, MASS_TOLERANCE)


def _truncated(printed: PrintedNumber, drawn: Formula) -> Iterator[Explanation]:
    if not printed.places:
        return
    unit = Decimal((0, (1,), printed.exponent))
    for table in weight_tables():
        try:
            weight = compute_molecular_weight(drawn, table)
        except WeightError:
            continue
        if weight.quantize(unit, ROUND_DOWN, EXACT) == printed.value:
            detail = f"cut instead of rounded: {weight:.{printed.places + 2}f} by {table.name}"
            yield explain_as(Rank.OTHER_MASS, TRUNCATED, detail, table=table.name)
            return


def _electrons(printed: PrintedNumber, drawn: Formula) -> Iterator[Explanation]:
    """A mass that is whole electrons off: ignored for an ion, or taken off a neutral molecule."""
    if printed.is_integer or printed.places < 3:
        return
    computed = compute_monoisotopic_mass(drawn)
    for electrons in range(1, max(2, abs(drawn.charge)) + 1):
        for sign in (1, -1):
            if _is_near(printed, EXACT.fma(ELECTRON_MASS, sign * electrons, computed)):
                count = f"{electrons} electron{'' if electrons == 1 else 's'}"
                what = f"heavier by {count}" if sign > 0 else f"lighter by {count}"
                detail = f"{what} than {drawn}: {computed:.5f} Da"
                yield explain_as(Rank.OTHER_MASS, IGNORED_ELECTRON, detail)
                return


def _ions(printed: PrintedNumber, drawn: Formula, *, average: bool) -> Iterator[Explanation]:
    """Ions of the drawn neutral molecule, by m/z and, for a weight, by the ion's average weight."""
    if printed.is_integer or drawn.charge:
        return
    for place, ion in enumerate(ADDUCTS):
        mz = compute_mz(drawn, ion)
        if mz is None:
            continue
        usual = Rank.ION if place < _COMMON_IONS else Rank.RARE
        rank = usual if _is_near(printed, mz) else None
        near = abs(float(mz) - float(printed.value)) < 0.01 * float(mz)
        if rank is None and average and near and ion.name in _WEIGHED_IONS:
            rank = _rank_weight(printed, ion.apply(drawn), usual)
        if rank is not None:
            detail = f"{ion.name} of {drawn}: m/z {mz:.4f}"
            yield explain_as(rank, ADDUCT, detail, adduct=ion.name)


def _changes(
    subject: Subject,
    printed: PrintedNumber,
    computed: float,
    rank_fit: RankFit,
    step: Callable[[Change], float],
) -> Iterator[Explanation]:
    """Changes of the composition that give the printed digits."""
    if printed.is_integer:
        return
    value = float(printed.value)
    slack = float(printed.half_unit) + _TABLES_DIFFER * value + 1e-3
    changes = [*list_own_changes(subject), *list_common_changes()]
    neutral = False  # told already as the neutral form of an ion, not as hydrogens more or fewer
    for change in changes:
        if neutral and change.code == HYDROGEN_COUNT:
            continue
        if abs(computed + step(change) - value) > slack:
            continue
        formula = change.apply(subject.formula)
        if formula is not None:
            rank = rank_fit(printed, formula, change.rank)
        elif change.code == HYDROGEN_COUNT:
            near = _is_near(printed, Decimal(repr(computed + step(change))))
            rank = change.rank if near else None
        else:
            rank = None
        if rank is None:
            continue
        neutral = neutral or change.code == CHARGE_STATE
        yield explain_as(
            rank,
            change.code,
            change.detail,
            component=change.what,
            chance=_chance(printed, changes, change.rank),
        )


def _chance(printed: PrintedNumber, changes: list[Change], rank: Rank) -> float:
    """The share of random weights, within 300 Da, that changes up to a rank would fit as well."""
    tried = sum(1 for change in changes if change.rank <= rank)
    window = 2 * float(printed.half_unit) + 0.005
    return round(min(1.0, tried * window / _RANDOM_SPAN_DA), 4)


def _slips(
    printed: PrintedNumber, drawn: Formula, computed: float, agrees: Agrees
) -> Iterator[Explanation]:
    """Slips that turn the right number into the printed one."""
    digits = re.search(r"\d[\d.,]*", printed.text)
    if digits is None or printed.places == 0:
        return
    text = digits[0]
    slack = 10.0**-printed.places + _TABLES_DIFFER * computed
    found: list[tuple[str, str]] = []
    for meant, slip in undo_slips(text, "0123456789"):
        try:
            value = float(meant.replace(",", "."))
        except ValueError:
            continue
        if abs(value - computed) > slack:
            continue
        try:
            number = parse_printed_number(meant)
        except NumberError:
            continue
        if number.places >= printed.places - 1 and agrees(number, drawn):
            found.append((meant, slip))
    same = [pair for pair in found if len(pair[0]) == len(text)]
    for meant, slip in (same or found)[:2]:
        yield explain_as(Rank.TYPO, DIGIT_TYPO, f"{slip}: {text} for {meant}", meant=meant)
