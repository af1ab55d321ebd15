"""Results in words."""

import pytest

from molinfo.checks.result import ClaimResult, Explanation, Finding, Severity, Status, Verdict
from molinfo.reports.words import STATUSES, VERDICTS, say_explanation, say_status
from molinfo.store.fields import FieldName, name_field


def make_claim(status, field="molecular_weight", **more):
    return ClaimResult(field=field, claimed="1", status=status, **more)


def test_every_verdict_and_status_has_its_words():
    assert set(VERDICTS) == set(Verdict)
    assert set(STATUSES) == set(Status)


@pytest.mark.parametrize("field", FieldName)
def test_no_field_is_named_with_an_underscore(field):
    assert "_" not in name_field(field)


def test_what_decided_a_claim_is_said():
    claim = make_claim(Status.AGREE, decided_by="IUPAC 2024", per="drawn structure")
    assert say_status(claim) == "agrees by IUPAC 2024"
    assert say_status(make_claim(Status.AGREE, per="of tofacitinib")) == "agrees, of tofacitinib"
    claim = make_claim(Status.WELL_FORMED, "cas", decided_by="check digit")
    assert say_status(claim) == "well-formed by check digit; this proves no more"


def test_a_waived_disagreement_says_so():
    finding = Finding(
        code="molecular_weight-disagrees", severity=Severity.ERROR, message="", waived="known"
    )
    claim = make_claim(Status.DISAGREE)
    assert say_status(claim, [finding]) == "disagrees, waived"
    assert say_status(claim, [finding.model_copy(update={"waived": None})]) == "disagrees"


def test_a_measurement_is_told_from_a_claim_that_could_not_be_read():
    assert "measurement" in say_status(make_claim(Status.UNCHECKABLE, "ic50"))
    assert say_status(make_claim(Status.UNCHECKABLE, "inchi")) == "not checked"


def test_an_explanation_is_a_guess_unless_there_is_none():
    assert say_explanation(Explanation(code="digit-typo", rank=1, detail="x")) == "perhaps x"
    assert say_explanation(Explanation(code="different-compound", rank=1, detail="x")) == "x"
