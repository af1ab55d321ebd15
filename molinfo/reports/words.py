"""Verdicts, statuses and claims in the words of the pages that people read."""

from __future__ import annotations

from collections.abc import Sequence

from molinfo.checks.result import ClaimResult, Explanation, Finding, Status, Verdict
from molinfo.store.record import FieldName

VERDICTS = {
    Verdict.PASS: "every claim that can be checked agrees, or is waived with a reason",
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

_NAMES: dict[str, str] = {
    FieldName.INCHI: "InChI",
    FieldName.INCHIKEY: "InChIKey",
    FieldName.CAS: "CAS RN",
    FieldName.UNII: "UNII",
    FieldName.CHEMBL_ID: "ChEMBL ID",
    FieldName.IUPAC_NAME: "IUPAC name",
    FieldName.IC50: "IC50",
    FieldName.KI: "Ki",
    FieldName.KD: "Kd",
    FieldName.MZ: "m/z",
    FieldName.PERCENT_C: "carbon, %",
    FieldName.PERCENT_H: "hydrogen, %",
    FieldName.PERCENT_N: "nitrogen, %",
}
_MEASURED: set[str] = {
    FieldName.IC50,
    FieldName.KI,
    FieldName.KD,
    FieldName.SELECTIVITY,
    FieldName.CYTOKINE_PAIRS,
}


def name_field(field: str) -> str:
    """A field's name as it is printed.

    >>> name_field("cas"), name_field("formula")
    ('CAS RN', 'formula')
    """
    return _NAMES.get(field, field.replace("_", " "))


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
    if claim.field in _MEASURED:
        return "not checked: a measurement, which no structure shows"
    return "not checked"


def say_explanation(explanation: Explanation) -> str:
    """An explanation as a guess; that nothing explains a claim is no guess."""
    known = explanation.code != "different-compound"
    return f"perhaps {explanation.detail}" if known else explanation.detail


def _with_per(per: str) -> str:
    return per if per.startswith("of ") else f"per {per}"
