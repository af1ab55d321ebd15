"""Equivalent masses, m/z and elemental percentages."""

import pytest

from molinfo.checks.result import Status
from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Record

STORE = open_store()
BARICITINIB = STORE["baricitinib"].smiles


def look_at(record, field, value):
    claims = (Claim(field=FieldName(field), value=value),)
    return check(record.model_copy(update={"claims": claims}), forms=STORE).claims[0]


def look_at_smiles(smiles, field, value):
    return look_at(Record(smiles=smiles), field, value)


@pytest.mark.parametrize(
    ("record", "text", "status"),
    [
        (
            "fedratinib-dihydrochloride-monohydrate",
            "100 mg fedratinib = 117.33 mg of the dihydrochloride monohydrate",
            Status.AGREE,
        ),
        ("tofacitinib-citrate", "5 mg tofacitinib = 8.08 mg citrate", Status.AGREE),
        ("tofacitinib-citrate", "8.078 mg citrate = 5 mg tofacitinib", Status.DISAGREE),
        ("tofacitinib-citrate", "5 mg tofacitinib = 7.80 mg citrate", Status.DISAGREE),
        ("tofacitinib-citrate", "a tablet of 5 mg", Status.UNCHECKABLE),
        ("tofacitinib-citrate", "0 mg tofacitinib = 0 mg citrate", Status.UNCHECKABLE),
        ("baricitinib", "2 mg baricitinib = 3 mg of a salt", Status.UNCHECKABLE),
    ],
)
def test_equivalent_masses_are_held_against_the_ratio_of_weights(record, text, status):
    assert look_at(STORE[record], "equivalent", text).status is status


def test_the_salt_factor_is_in_the_result():
    claim = look_at(STORE["tofacitinib-citrate"], "equivalent", "5 mg = 8.08 mg")
    assert claim.computed == "salt factor 1.6150"
    assert claim.note == ""  # the store has no other form of tofacitinib


def test_the_free_form_has_the_ratio_of_a_form_at_hand():
    claim = look_at(STORE["fedratinib"], "equivalent", "100 mg fedratinib = 117.33 mg of the salt")
    assert claim.status is Status.AGREE
    assert claim.decided_by == "ratio of weights, fedratinib-dihydrochloride-monohydrate"
    assert "fedratinib-dihydrochloride-monohydrate 1.1733" in claim.note


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("372.1237", Status.AGREE),
        ("[M+H]+ 372.1237", Status.AGREE),
        ("[M+Na]+ 394.1056", Status.AGREE),
        ("calcd for C16H18N7O2S+ 372.1237, found 372.1250", Status.AGREE),
        ("calcd for C16H18N7O2S+ 372.1237, found 372.1290", Status.DISAGREE),
        ("[M+H]+ 372.1337", Status.DISAGREE),
        ("[M+Au]+ 568.0", Status.UNCHECKABLE),
    ],
)
def test_mz_is_exact_when_calculated_and_within_5_ppm_when_found(text, status):
    assert look_at_smiles(BARICITINIB, "mz", text).status is status


@pytest.mark.parametrize(
    ("field", "text", "status"),
    [
        ("percent_c", "51.74", Status.AGREE),
        ("percent_h", "4.61", Status.AGREE),
        ("percent_n", "26.40", Status.AGREE),
        ("percent_c", "51.94", Status.DISAGREE),
        ("percent_c", "calcd 51.74, found 51.40", Status.AGREE),
        ("percent_c", "calcd 51.74, found 51.20", Status.DISAGREE),
    ],
)
def test_percentages_are_exact_when_calculated_and_within_0_4_when_found(field, text, status):
    assert look_at_smiles(BARICITINIB, field, text).status is status
