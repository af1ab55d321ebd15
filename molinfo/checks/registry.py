"""CAS RN, UNII and ChEMBL ID: right in themselves, and carried by one record of a store only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from molinfo.checks.outcome import Outcome
from molinfo.checks.result import Finding, Status, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.registry_numbers import (
    find_cas_in_text,
    is_cas_number,
    is_chembl_id,
    is_unii,
)
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def check_cas(subject: Subject, claim: Claim) -> Outcome:
    """A CAS RN with the right check digit is well formed, which proves nothing more."""
    text = claim.value.strip()
    if is_cas_number(text):
        return Outcome(Status.WELL_FORMED, decided_by="check digit")
    inside = find_cas_in_text(text)
    if inside:
        outcome = Outcome(Status.WELL_FORMED, computed=inside, decided_by="check digit")
        return outcome.with_finding("registry-notation", f"{text[:60]!r} holds the CAS RN {inside}")
    return _broken("CAS RN", "cas-disagrees", text)


def check_unii(subject: Subject, claim: Claim) -> Outcome:
    """A UNII with the right check character is well formed."""
    return _check_syntax(claim, "UNII", is_unii, "check character")


def check_chembl_id(subject: Subject, claim: Claim) -> Outcome:
    """A ChEMBL ID has no check digit; only its syntax can be looked at."""
    return _check_syntax(claim, "ChEMBL ID", is_chembl_id, "syntax")


def _check_syntax(
    claim: Claim, what: str, is_right: Callable[[str], bool], decided_by: str
) -> Outcome:
    text = claim.value.strip()
    if is_right(text):
        return Outcome(Status.WELL_FORMED, decided_by=decided_by)
    return _broken(what, f"{claim.field.value}-disagrees", text)


def _broken(what: str, code: str, text: str) -> Outcome:
    message = f"{text[:60]!r} is no {what}: its syntax or its check digit is broken"
    return Outcome(Status.DISAGREE).with_finding(code, message)


_SHARED = "shared-identifier"
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
                waived = any(each.code == _SHARED for each in claim.waivers)
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
                finding = make_finding(_SHARED, message, field=field.value, claim=index)
                findings[record_id].append(finding)
    return findings
