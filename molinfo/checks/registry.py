"""CAS RN, UNII and ChEMBL ID: right in themselves, and carried by one record of a store only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from molinfo.checks.outcome import Outcome
from molinfo.checks.result import Code, Finding, Severity, Status, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.registry_numbers import (
    is_cas_number,
    is_chembl_id,
    is_unii,
    read_cas_numbers,
)
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def _broken_code(name: str, what: str) -> Code:
    return Code(
        name,
        Severity.ERROR,
        f"The text is no {what}: its syntax or its check digit is broken.",
        "Look the number up at its source; candidates are hints, never to be applied unseen.",
    )


CAS_DISAGREES = _broken_code("cas-disagrees", "CAS RN")
UNII_DISAGREES = _broken_code("unii-disagrees", "UNII")
CHEMBL_ID_DISAGREES = _broken_code("chembl_id-disagrees", "ChEMBL ID")
REGISTRY_NOTATION = Code(
    "registry-notation",
    Severity.INFO,
    "The number is right, but written otherwise: with noughts in front, blanks or other dashes, "
    "among other text or beside another number.",
    "Nothing, or leave only the number in the field.",
)
SHARED_IDENTIFIER = Code(
    "shared-identifier",
    Severity.WARNING,
    "Two records of the store carry the same number, though they are different substances.",
    "Find out whose number it is; name the other form with `of`, or waive the claim.",
)


def check_cas(subject: Subject, claim: Claim) -> Outcome:
    """A CAS RN with the right check digit is well formed, which proves nothing more."""
    if is_cas_number(claim.value):
        return Outcome(Status.WELL_FORMED, decided_by="check digit")
    reading = read_cas_numbers(claim.value)
    if reading.numbers:
        read = ", ".join(reading.numbers)
        outcome = Outcome(Status.WELL_FORMED, computed=read, decided_by="check digit")
        what = "CAS RNs" if len(reading.numbers) > 1 else "CAS RN"
        message = f"{claim.value[:60]!r} was read as the {what} {read}: {reading.how}"
        return outcome.with_finding(REGISTRY_NOTATION, message)
    return _broken(claim, CAS_DISAGREES)


def check_unii(subject: Subject, claim: Claim) -> Outcome:
    """A UNII with the right check character is well formed."""
    return _check_syntax(claim, is_unii, "check character", UNII_DISAGREES)


def check_chembl_id(subject: Subject, claim: Claim) -> Outcome:
    """A ChEMBL ID has no check digit; only its syntax can be looked at."""
    return _check_syntax(claim, is_chembl_id, "syntax", CHEMBL_ID_DISAGREES)


def _check_syntax(
    claim: Claim, is_right: Callable[[str], bool], decided_by: str, code: Code
) -> Outcome:
    text = claim.value.strip()
    if is_right(text):
        return Outcome(Status.WELL_FORMED, decided_by=decided_by)
    return _broken(claim, code)


def _broken(claim: Claim, code: Code) -> Outcome:
    text = claim.value.strip()[:60]
    message = f"{text!r} is no {claim.field.printed}: its syntax or its check digit is broken"
    return Outcome(Status.DISAGREE).with_finding(code, message)


_UNIQUE = (FieldName.CAS, FieldName.UNII, FieldName.CHEMBL_ID, FieldName.INCHIKEY)


def find_shared_identifiers(records: Mapping[str, Record]) -> dict[str, list[Finding]]:
    """Findings by record id for numbers that stand in several records.

    A claim that names another form with `of` is that form's business; one with a waiver for this
    is not counted against the others.
    """
    owners: dict[tuple[FieldName, str], list[tuple[str, int, bool]]] = defaultdict(list)
    for record_id, record in records.items():
        for index, claim in enumerate(record.claims):
            if claim.field in _UNIQUE and claim.of in ("", record_id):
                waived = any(each.code == SHARED_IDENTIFIER.name for each in claim.waivers)
                owners[claim.field, claim.value.strip()].append((record_id, index, waived))
    findings: dict[str, list[Finding]] = defaultdict(list)
    for (field, value), places in owners.items():
        for record_id, index, waived in places:
            others = dict.fromkeys(
                name
                for name, _index, excused in places
                if name != record_id and (waived or not excused)
            )
            if others:
                what = field.printed
                message = f"{what} {value} stands in {' and '.join(others)} too"
                finding = make_finding(SHARED_IDENTIFIER, message, field=field.value, claim=index)
                findings[record_id].append(finding)
    return findings
