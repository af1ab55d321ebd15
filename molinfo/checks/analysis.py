"""Claims about strength and analysis: equivalent masses, m/z, elemental percentages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from molinfo.checks.outcome import Outcome, disagrees, unreadable
from molinfo.checks.result import Status
from molinfo.checks.subject import Subject
from molinfo.chem.adducts import ADDUCTS, Adduct, compute_mz, get_adduct
from molinfo.chem.composition import compute_formula
from molinfo.chem.formula import Formula, Nuclide
from molinfo.chem.fragments import split_fragments
from molinfo.chem.numbers import PrintedNumber, parse_printed_number
from molinfo.chem.weights import EXACT, compute_molecular_weight
from molinfo.errors import FormulaError, NumberError, StructureError, UnknownName, WeightError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

EQUIVALENT_DISAGREES = disagrees("equivalent-disagrees", "ratio of equivalent masses")
MZ_DISAGREES = disagrees("mz-disagrees", "m/z")
PERCENT_C_DISAGREES = disagrees("percent_c-disagrees", "percentage of carbon")
PERCENT_H_DISAGREES = disagrees("percent_h-disagrees", "percentage of hydrogen")
PERCENT_N_DISAGREES = disagrees("percent_n-disagrees", "percentage of nitrogen")
_PERCENT_DISAGREES = {
    FieldName.PERCENT_C: PERCENT_C_DISAGREES,
    FieldName.PERCENT_H: PERCENT_H_DISAGREES,
    FieldName.PERCENT_N: PERCENT_N_DISAGREES,
}

FOUND_PPM = Decimal(5)
"""How far a found m/z may lie off, in parts per million."""
FOUND_PERCENT = Decimal("0.4")
"""How far a found elemental percentage may lie off, absolute."""

_MASS = re.compile(r"(\d[\d.,]*)\s*(mg|g|kg|µg|mcg|ug)\b")
_GRAMS = {"kg": 3, "g": 0, "mg": -3, "µg": -6, "mcg": -6, "ug": -6}


def check_equivalent(subject: Subject, claim: Claim) -> Outcome:
    """Two masses that are said to be equivalent: form and free form, as a ratio of weights.

    Agrees when the salt factor of the form lies within what the printed digits of both masses
    allow. On a record of the free form itself, a form of it that is at hand must have the ratio.
    The result names the salt factor of every form at hand.
    """
    masses = _MASS.findall(claim.value)
    if len(masses) != 2:
        return unreadable(claim, "two masses with units are expected")
    try:
        small, large = sorted(_read_mass(*each) for each in masses)
    except NumberError as error:
        return unreadable(claim, str(error))
    if small[0] <= small[1]:
        return unreadable(claim, "a mass of nothing is equivalent to nothing")
    try:
        own = _compute_salt_factor(subject)
    except (FormulaError, WeightError) as error:
        return Outcome(Status.UNCHECKABLE, message=str(error))
    others = _compute_other_factors(subject)
    told = f"salt factors: {', '.join(f'{name} {each:.4f}' for name, each in others.items())}"
    computed = f"salt factor {own:.4f}" if own is not None else None
    outcome = Outcome(Status.AGREE, computed=computed, message=told if others else "")

    def fits(factor: Decimal) -> bool:
        low = EXACT.divide(large[0] - large[1], small[0] + small[1])
        high = EXACT.divide(large[0] + large[1], small[0] - small[1])
        return low <= max(factor, 1 / factor) <= high

    if own is None:
        form = next((name for name, factor in others.items() if fits(factor)), "")
        if not form:
            missing = "no form at hand has this ratio to the free form"
            message = f"{missing}; {outcome.message}" if others else missing
            return replace(outcome, status=Status.UNCHECKABLE, message=message)
        return replace(outcome, decided_by=f"ratio of weights, {form}")
    if fits(own):
        return replace(outcome, decided_by="ratio of weights")
    ratio = EXACT.divide(large[0], small[0])
    message = f"{claim.value!r} is a ratio of {ratio:.4f}, the {computed} of {subject.formula}"
    wrong = replace(outcome, status=Status.DISAGREE)
    return wrong.with_finding(EQUIVALENT_DISAGREES, message)


def _compute_salt_factor(subject: Subject) -> Decimal | None:
    """Weight of the form by weight of its free form; None where the record is the free form."""
    parent = _find_parent(subject)
    if parent is None:
        return None
    return EXACT.divide(compute_molecular_weight(subject.formula), compute_molecular_weight(parent))


def _compute_other_factors(subject: Subject) -> dict[str, Decimal]:
    """The salt factors of the other forms of the same parent, by record id."""
    factors = {}
    for form in subject.siblings:
        try:
            factor = _compute_salt_factor(form)
        except (FormulaError, StructureError, WeightError):
            continue
        if factor is not None:
            factors[form.record.id] = factor
    return factors


def _read_mass(digits: str, unit: str) -> tuple[Decimal, Decimal]:
    """A printed mass and half a unit of its last place, both in grams.

    A whole number is taken as exact: doses are nominal.
    """
    number = parse_printed_number(digits.rstrip(".,"))
    scale = Decimal(10) ** _GRAMS[unit]
    half = Decimal(0) if number.places == 0 else number.half_unit
    return number.value * scale, half * scale


def _find_parent(subject: Subject) -> Formula | None:
    """The formula of the free form: the parent's record, else the largest fragment made neutral."""
    parent = subject.forms.get(subject.record.form_of)
    if parent is not None:
        return Subject(parent, limits=subject.limits).formula
    fragments = split_fragments(subject.structure.mol)
    if len(fragments) < 2:
        return None
    whole = compute_formula(fragments[0])
    protons = Formula.from_counts({"H": abs(whole.charge)})
    neutral = whole + protons if whole.charge < 0 else whole - protons
    return neutral.without_charge()


_ION = re.compile(r"\[\d?M[^\]]*\]\d?[+-]")
_NUMBER = re.compile(r"\d{2,4}\.\d+")


def check_mz(subject: Subject, claim: Claim) -> Outcome:
    """An m/z, calculated (to the printed digits) or found (within 5 ppm), of an ion.

    The ion is the one printed, `[M+H]+` where none is and the structure is neutral; the last
    number of `calcd ... found ...` is the found one.
    """
    printed = [parse_printed_number(text) for text in _NUMBER.findall(claim.value)]
    if not printed:
        return unreadable(claim, "no m/z with decimals in it")
    named = _ION.search(claim.value)
    try:
        ion = get_adduct(named[0]) if named else _default_ion(subject)
    except UnknownName as error:
        return Outcome(Status.UNCHECKABLE, message=str(error))
    mz = compute_mz(subject.formula, ion)
    if mz is None:
        return Outcome(Status.UNCHECKABLE, message=f"{ion.name} cannot be made of the structure")
    computed = f"{mz:.4f} {ion.name}"
    found = "found" in claim.value.lower() or "obs" in claim.value.lower()
    for number in printed:
        is_found = found and number is printed[-1]
        if not _mz_agrees(number, mz, is_found=is_found):
            ppm = EXACT.divide(number.value - mz, mz) * 1_000_000
            message = f"m/z {number.value} is claimed, {computed} computed ({ppm:+.1f} ppm)"
            return Outcome(Status.DISAGREE, computed=computed).with_finding(MZ_DISAGREES, message)
    return Outcome(Status.AGREE, computed=computed, decided_by=ion.name)


def _default_ion(subject: Subject) -> Adduct:
    if subject.formula.charge:
        return Adduct("the drawn ion", 1, "", "", subject.formula.charge)
    return ADDUCTS[0]


def _mz_agrees(number: PrintedNumber, mz: Decimal, *, is_found: bool) -> bool:
    distance = abs(number.value - mz)
    if is_found:
        return distance <= max(mz * FOUND_PPM / 1_000_000, number.half_unit)
    return distance <= max(number.half_unit, Decimal("0.0001"))


def check_percent(subject: Subject, claim: Claim) -> Outcome:
    """An elemental percentage, calculated (to the printed digits) or found (within 0.4)."""
    element = claim.field.value.removeprefix("percent_").upper()
    numbers = re.findall(r"\d+(?:[.,]\d+)?", claim.value)
    if not numbers:
        return unreadable(claim, "no percentage in it")
    try:
        whole = compute_molecular_weight(subject.formula)
        count = subject.formula.elements.get(element)
        part = compute_molecular_weight(Formula({Nuclide(element): count})) if count else Decimal(0)
    except WeightError as error:
        return Outcome(Status.UNCHECKABLE, message=str(error))
    share = EXACT.divide(part * 100, whole)
    computed = f"{share:.2f}"
    found = "found" in claim.value.lower()
    for place, text in enumerate(numbers):
        number = parse_printed_number(text)
        is_found = found and place == len(numbers) - 1
        allowed = FOUND_PERCENT if is_found else max(number.half_unit, Decimal("0.01"))
        if abs(number.value - share) > allowed:
            message = f"{element} {text} % is claimed, {computed} % computed for {subject.formula}"
            return Outcome(Status.DISAGREE, computed=computed).with_finding(
                _PERCENT_DISAGREES[claim.field], message
            )
    return Outcome(Status.AGREE, computed=computed, decided_by="IUPAC 2021")
