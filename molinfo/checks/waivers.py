"""Waivers: the finding that each silences, and those that silence nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.store.record import Claim, Record

UNUSED_WAIVER = Code(
    "unused-waiver",
    Severity.WARNING,
    "A waiver silences a finding that is not there.",
    "Remove the waiver, or correct its code.",
)
EXPIRED_WAIVER = Code(
    "expired-waiver",
    Severity.WARNING,
    "A waiver has reached its date and silences nothing any more.",
    "Look at the claim again; renew the waiver or correct the claim.",
)


def find_waiver(claim: Claim, code: str) -> str | None:
    """The reason of the waiver that silences a code on a claim today; None where there is none."""
    if not claim.waivers:
        return None
    today = datetime.date.today()
    for waiver in claim.waivers:
        if waiver.code == code and (waiver.until is None or waiver.until >= today):
            return waiver.reason
    return None


def check_waivers(record: Record, findings: Iterable[Finding]) -> list[Finding]:
    """Waivers that silence nothing, because nothing is there or because their date has passed."""
    found = {(each.claim, each.code): each.waived for each in findings}
    told = []
    for index, claim in enumerate(record.claims):
        for waiver in claim.waivers:
            waived = found.get((index, waiver.code), "")
            if waived == "":
                code, message = UNUSED_WAIVER, f"nothing to waive: no {waiver.code} here"
            elif waived is None:
                code, message = (
                    EXPIRED_WAIVER,
                    f"the waiver of {waiver.code} ended {waiver.until}",
                )
            else:
                continue
            told.append(make_finding(code, message, field=claim.field.value, claim=index))
    return told
