"""Verdicts, statuses and claims in the words of the pages that people read."""

from __future__ import annotations

from collections.abc import Sequence

from molinfo.checks.result import ClaimResult, Explanation, Finding, Status, Verdict
from molinfo.store.fields import FieldName

VERDICTS = {
    Verdict.PASS: "every claim that can be checked agrees, or is waived with a reason",
    Verdict.UNCHECKED: "no claim was compared with the structure; this is not a pass",
    Verdict.WARN: "something is odd and wants a look",
    Verdict.FAIL: "a claim is not that of the structure",
    Verdict.ERROR: "the structure cannot be read, so nothing was checked",
}
"""What each verdict means."""

STATUSES = {
    Status.AGREE: "shown by the structure, another record or another claim",
    Status.WELL_FORMED: "syntax or check digit is right, which proves nothing more",
    Status.DISAGREE: "not what the structure gives",
    Status.UNCHECKABLE: "nothing was there to check it against; not the same as agreeing",
}
"""What each status of a claim means."""


def say_status(claim: ClaimResult, findings: Sequence[Finding] = ()) -> str:
    """What became of a claim and what decided it, in a phrase.

    >>> weight = ClaimResult(
    ...     field="molecular_weight", claimed="389.38", computed="389.39", status=Status.AGREE,
    ...     decided_by="IUPAC 1993", per="mole of parent",
    ... )
    >>> say_status(weight)
    'agrees by IUPAC 1993, per mole of parent'
    """
    per = "" if claim.per in ("", "drawn structure") else f", {_with_per(claim.per)}"
    by = f" by {claim.decided_by}" if claim.decided_by else ""
    match claim.status:
        case Status.AGREE:
            return f"agrees{by}{per}"
        case Status.WELL_FORMED:
            return f"well-formed{by}; this proves no more"
        case Status.DISAGREE:
            waived = any(each.waived is not None for each in findings)
            return f"disagrees{per}{', waived' if waived else ''}"
    if claim.note or findings:
        return "not checked"
    if FieldName(claim.field).is_measured:
        return "not checked: a measurement, which no structure shows"
    return "not checked"


def say_explanation(explanation: Explanation) -> str:
    """An explanation as a guess; that nothing explains a claim is no guess."""
    known = explanation.code != "different-compound"
    return f"perhaps {explanation.detail}" if known else explanation.detail


def _with_per(per: str) -> str:
    return per if per.startswith("of ") else f"per {per}"
