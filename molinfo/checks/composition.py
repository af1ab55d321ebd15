"""Formula, molecular weight and masses claimed, against those of the structure."""

from __future__ import annotations

import re
from collections.abc import Callable

from molinfo.checks.outcome import Outcome, disagrees, unreadable
from molinfo.checks.result import Code, Severity, Status
from molinfo.checks.subject import Composition, Subject
from molinfo.chem.agreement import MASS_TOLERANCE, decide_mass, decide_weight
from molinfo.chem.composition import find_repeating_unit
from molinfo.chem.formula import (
    Formula,
    format_difference,
    parse_formula,
    parse_formula_every_way,
)
from molinfo.chem.numbers import PrintedNumber, parse_printed_number
from molinfo.chem.weights import compute_most_abundant_mass, weight_tables
from molinfo.errors import FormulaError, NumberError, WeightError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

FORMULA_DISAGREES = disagrees("formula-disagrees", "formula")
MOLECULAR_WEIGHT_DISAGREES = disagrees("molecular_weight-disagrees", "molecular weight")
MONOISOTOPIC_MASS_DISAGREES = disagrees("monoisotopic_mass-disagrees", "monoisotopic mass")
EXACT_MASS_DISAGREES = disagrees("exact_mass-disagrees", "exact mass")
OTHER_WEIGHT_TABLE = Code(
    "other-weight-table",
    Severity.INFO,
    "The printed weight is right under other atomic weights than today's; they are named.",
    "Nothing, unless the record should show the present weights.",
)
WEIGHT_IN_INTERVAL = Code(
    "weight-in-interval",
    Severity.WARNING,
    "No table gives the printed digits, yet they lie within the natural variation of "
    "the atomic weights that CIAAW allows.",
    "Ask the source which atomic weights it used.",
)
_DISAGREES = {
    FieldName.MOLECULAR_WEIGHT: MOLECULAR_WEIGHT_DISAGREES,
    FieldName.MONOISOTOPIC_MASS: MONOISOTOPIC_MASS_DISAGREES,
    FieldName.EXACT_MASS: EXACT_MASS_DISAGREES,
}
NOMINAL_MASS = Code(
    "nominal-mass",
    Severity.WARNING,
    "An integer is printed where digits after the point are expected.",
    "Print the mass with its decimals; an integer proves little.",
)
FORMULA_NOTATION = Code(
    "formula-notation",
    Severity.INFO,
    "The formula has the right elements but is written in an unusual or incomplete way: "
    "wrong letter case, no isotope symbols, no charge, per mole of parent, counts of 1, a total "
    "before its parts, a phase, or with several readings of which the structure settles one.",
    "Nothing, or write it as computed.",
)


def check_formula(subject: Subject, claim: Claim) -> Outcome:
    """Compare a claimed formula as multisets of atoms; notation is told, not faulted."""
    if subject.indefinite:
        return _check_unit_formula(subject, claim)
    if claim.value == subject.formula_text:
        return Outcome(Status.AGREE, computed=claim.value, per="drawn structure")
    computed = subject.formula
    if claim.value.strip() == "NA" and str(computed) != "Na":
        message = "NA was read as 'not available', not as sodium"
        return Outcome(Status.UNCHECKABLE, computed=str(computed), message=message)
    try:
        claimed = parse_formula(claim.value)
    except FormulaError as error:
        settled = _settle_by_structure(subject, claim)
        return settled or unreadable(claim, str(error), computed=str(computed))
    if claimed.open_multiplier:
        return Outcome(
            Status.UNCHECKABLE,
            computed=str(computed),
            message=f"formula {claim.value} leaves {claimed.open_multiplier} open",
        )
    agreeing = _agree_with_one(subject, claimed) or _settle_by_structure(subject, claim)
    if agreeing is not None:
        return agreeing
    difference = format_difference(claimed, computed)
    message = (
        f"formula {claim.value} is claimed, the structure is {computed} (claim is {difference})"
    )
    return Outcome(Status.DISAGREE, computed=str(computed), per="drawn structure").with_finding(
        FORMULA_DISAGREES, message
    )


def _agree_with_one(subject: Subject, claimed: Formula, *more_notes: str) -> Outcome | None:
    """Agreement with the first composition that a formula fits; None where it fits none."""
    for composition in subject.compositions:
        notes = _read_as_same(claimed, composition)
        if notes is not None:
            outcome = Outcome(Status.AGREE, computed=str(composition.formula), per=composition.per)
            notes = (*more_notes, *claimed.notes, *notes)
            return outcome.with_finding(FORMULA_NOTATION, "; ".join(notes)) if notes else outcome
    return None


def _settle_by_structure(subject: Subject, claim: Claim) -> Outcome | None:
    """Agreement of a formula with several readings, where the structure is exactly one of them."""
    try:
        readings = parse_formula_every_way(claim.value)
    except FormulaError:
        return None
    fitting = [
        each
        for each in readings
        if not each.open_multiplier and _agree_with_one(subject, each) is not None
    ]
    if len(readings) < 2 or len(fitting) != 1:
        return None
    others = " or ".join(str(each) for each in readings if each is not fitting[0])
    note = f"it can be {fitting[0]} or {others}; the structure is {fitting[0]}"
    return _agree_with_one(subject, Formula(fitting[0].counts, fitting[0].charge), note)


_UNIT = re.compile(r"[(\[{](.+)[)\]}]\s*[nxmp]")
_UNIT_WEIGHT = re.compile(r"\(?\s*([\d.,]+)\s*\)?\s*[·x×*]?\s*[nxmp]")


def _check_unit_formula(subject: Subject, claim: Claim) -> Outcome:
    """Compare `(C2H4O)n` with the unit that a polymer repeats; nothing else can be compared."""
    unit = find_repeating_unit(subject.structure.mol)
    match = _UNIT.fullmatch(claim.value.strip())
    message = f"{subject.indefinite}: the structure has no definite composition"
    if unit is None or match is None:
        return Outcome(Status.UNCHECKABLE, message=message)
    computed = f"({unit})n"
    try:
        claimed = parse_formula(match[1])
    except FormulaError as error:
        return unreadable(claim, str(error), computed=computed)
    if claimed == unit:
        return Outcome(Status.AGREE, computed=computed, per="repeating unit")
    return Outcome(Status.DISAGREE, computed=computed, per="repeating unit").with_finding(
        FORMULA_DISAGREES, f"formula {claim.value} is claimed, the repeating unit is {unit}"
    )


def _check_unit_number(
    subject: Subject, claim: Claim, decide: Callable[[PrintedNumber, Composition], Outcome]
) -> Outcome:
    """Compare `44.05 n` with the unit that a polymer repeats; nothing else can be compared."""
    unit = find_repeating_unit(subject.structure.mol)
    match = _UNIT_WEIGHT.fullmatch(claim.value.strip())
    message = f"{subject.indefinite}: the structure has no definite composition"
    if unit is None or match is None:
        return Outcome(Status.UNCHECKABLE, message=message)
    try:
        outcome = decide(parse_printed_number(match[1]), Composition(unit, "repeating unit"))
    except (NumberError, WeightError) as error:
        return unreadable(claim, str(error))
    if outcome.status != Status.DISAGREE:
        return outcome
    return outcome.with_finding(
        _DISAGREES[claim.field],
        f"{claim.field.printed} {claim.value} is claimed, {outcome.computed} computed for the "
        f"repeating unit {unit}",
    )


def _read_as_same(claimed: Formula, composition: Composition) -> tuple[str, ...] | None:
    """What has to be overlooked for the formulas to be equal; None where they are not."""
    drawn = composition.formula
    notes: list[str] = []
    if not claimed.has_isotopes and drawn.has_isotopes:
        notes.append("isotope labels of the structure are not in the formula")
        drawn = drawn.without_isotopes()
    if claimed.charge == 0 and drawn.charge != 0:
        notes.append("charge of the structure is not in the formula")
        drawn = drawn.without_charge()
    return tuple(notes) if claimed == drawn else None


def check_molecular_weight(subject: Subject, claim: Claim) -> Outcome:
    """Find the atomic-weight table that gives the printed digits, newest first."""
    first = subject.weight_table

    def decide(printed: PrintedNumber, composition: Composition) -> Outcome:
        tables = (first, *weight_tables()) if first else weight_tables()
        verdict = decide_weight(printed, composition.formula, tables=tables)
        table = verdict.table.name if verdict.table else ""
        outcome = Outcome(
            Status.DISAGREE if verdict.status == "disagree" else Status.AGREE,
            computed=verdict.computed_printed,
            decided_by=table,
            per=composition.per,
        )
        preferred = first or weight_tables()[0]
        match verdict.status:
            case "disagree":
                return outcome
            case "in-interval":
                return outcome.with_finding(
                    WEIGHT_IN_INTERVAL,
                    f"{claim.value} is given by no table, but lies within the natural variation "
                    f"of the atomic weights; {preferred.name} gives {verdict.computed_printed}",
                )
            case "nominal":
                return outcome.with_finding(
                    NOMINAL_MASS,
                    f"{claim.value} is an integer; the molecular weight is "
                    f"{verdict.computed:.3f} by {preferred.name}",
                )
        if verdict.table is not None and verdict.table.name != preferred.name:
            return outcome.with_finding(
                OTHER_WEIGHT_TABLE, f"{claim.value} is right by {table}, not by {preferred.name}"
            )
        return outcome

    return _check_number(subject, claim, "molecular weight", decide)


def check_mass(subject: Subject, claim: Claim) -> Outcome:
    """Compare a monoisotopic mass; as exact mass also that of the most abundant isotopologue."""
    what = claim.field.printed

    def decide(printed: PrintedNumber, composition: Composition) -> Outcome:
        verdict = decide_mass(printed, composition.formula)
        decided_by = "monoisotopic"
        if verdict.status == "disagree" and claim.field == FieldName.EXACT_MASS:
            abundant = compute_most_abundant_mass(composition.formula)
            if abs(abundant - printed.value) <= max(printed.half_unit, MASS_TOLERANCE):
                return Outcome(
                    Status.AGREE,
                    computed=f"{abundant:.{max(printed.places, 4)}f}",
                    decided_by="most abundant isotopologue",
                    per=composition.per,
                )
        outcome = Outcome(
            Status.AGREE if verdict.status in {"agree", "nominal"} else Status.DISAGREE,
            computed=f"{verdict.computed:.{max(printed.places, 4)}f}",
            decided_by=decided_by,
            per=composition.per,
        )
        if verdict.status == "nominal":
            return outcome.with_finding(
                NOMINAL_MASS,
                f"{claim.value} is an integer; the {what} is {verdict.computed:.4f} Da",
            )
        return outcome

    return _check_number(subject, claim, what, decide)


def _check_number(
    subject: Subject,
    claim: Claim,
    what: str,
    decide: Callable[[PrintedNumber, Composition], Outcome],
) -> Outcome:
    """Hold a printed number against each composition; the first that agrees counts."""
    if subject.indefinite:
        return _check_unit_number(subject, claim, decide)
    try:
        printed = parse_printed_number(claim.value)
    except NumberError as error:
        return unreadable(claim, str(error))
    try:
        outcomes = [decide(printed, composition) for composition in subject.compositions[:1]]
        if outcomes[0].status == Status.DISAGREE:
            outcomes += [decide(printed, each) for each in subject.compositions[1:]]
    except WeightError as error:
        return Outcome(Status.UNCHECKABLE, message=f"{what} cannot be computed: {error}")
    for outcome in outcomes:
        if outcome.status == Status.AGREE:
            return outcome
    drawn = outcomes[0]
    return drawn.with_finding(
        _DISAGREES[claim.field],
        f"{what} {claim.value} is claimed, {drawn.computed} computed for {subject.formula}",
    )
