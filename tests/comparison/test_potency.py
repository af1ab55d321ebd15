"""IC50, Ki and Kd as claimed: units, censored values, what is not one number."""

import math

import pytest

from molinfo.comparison.potency import POTENCY_COLUMNS, tabulate_potency
from molinfo.comparison.series import read_series
from molinfo.store.record import Claim, Record, Source


def tabulate(*claims, smiles="CCO"):
    record = Record(id="x", smiles=smiles, claims=[Claim.model_validate(each) for each in claims])
    return tabulate_potency(read_series([record]))


@pytest.fixture(scope="module")
def bundled(panel):
    return panel.potency


def test_the_table_has_its_columns_and_says_what_they_hold(bundled):
    assert list(bundled.columns) == list(POTENCY_COLUMNS)
    assert bundled.attrs["columns"] == POTENCY_COLUMNS


def test_every_claim_has_a_row_for_each_of_its_sources(bundled, store):
    wanted = [
        (record.id, number, source.id)
        for record in store.values()
        for number, claim in enumerate(record.claims)
        if claim.field in ("ic50", "ki", "kd")
        for source in claim.sources
    ]
    got = zip(bundled["compound"], bundled["claim"], bundled["source"], strict=True)
    assert sorted(got) == sorted(wanted)


def test_baricitinib_on_jak1_is_the_makers_and_its_pic50_that_of_hand(bundled):
    row = bundled.query(
        "compound == 'baricitinib' and target == 'JAK1' and source == 'lilly-moa-aa-2024'"
    ).iloc[0]
    assert (row["value"], row["unit"], row["value_nm"]) == ("5.9", "nM", 5.9)
    assert round(row["p_molar"], 3) == 8.229
    assert row["p_molar"] == pytest.approx(-math.log10(5.9e-9))
    assert (row["assay"], row["via"]) == ("biochemical", "fridman-2010")


@pytest.mark.parametrize(
    ("value", "unit", "value_nm"),
    [("5.9", "nM", 5.9), ("0.0059", "µM", 5.9), ("5900", "pM", 5.9), ("5.9e-9", "M", 5.9)],
)
def test_units_are_taken_to_nanomolar(value, unit, value_nm):
    row = tabulate({"field": "ic50", "target": "JAK1", "value": value, "unit": unit}).iloc[0]
    assert row["value_nm"] == pytest.approx(value_nm)
    assert row["reason"] == ""


def test_a_printed_pic50_turns_its_relation_with_its_value():
    row = tabulate({"field": "ic50", "value": "6", "unit": "pIC50", "relation": "<"}).iloc[0]
    assert (row["value_nm"], row["relation"]) == (pytest.approx(1000), ">")
    assert (row["p_molar"], row["p_relation"]) == (6, "<")


def test_a_censored_value_keeps_its_relation(bundled):
    rows = bundled.query("compound == 'baricitinib' and target == 'JAK3' and assay != 'aggregate'")
    shown = set(zip(rows["relation"], rows["value_nm"], rows["p_relation"], strict=True))
    assert shown == {("~", 560, "~"), (">", 400, "<")}


@pytest.mark.parametrize(
    ("value", "unit", "reason"),
    [
        ("210..1", "nM", "not one number"),
        ("5", "mg/mL", "unit 'mg/mL' is not one of concentration"),
        ("5", "", "unit '' is not one of concentration"),
        ("0", "nM", "not above zero"),
    ],
)
def test_what_is_no_potency_keeps_its_row_and_says_why(value, unit, reason):
    row = tabulate({"field": "ki", "value": value, "unit": unit}).iloc[0]
    assert math.isnan(row["value_nm"])
    assert math.isnan(row["p_molar"])
    assert (row["measure"], row["value"], row["reason"]) == ("Ki", value, reason)


def test_what_may_be_covalent_is_marked(bundled):
    assert set(bundled.query("warhead != ''")["compound"]) == {"ritlecitinib"}


def test_a_claim_without_a_source_has_a_row_all_the_same():
    assert tabulate({"field": "kd", "value": "1", "unit": "nM"})["source"].tolist() == [""]


def test_a_claim_printed_on_one_form_is_of_the_other():
    claim = Claim(field="ic50", value="1", unit="nM", of="base", sources=(Source(id="s"),))
    records = [
        Record(id="salt", smiles="CCN.Cl", form_of="base", claims=[claim]),
        Record(id="base", smiles="CCN"),
    ]
    row = tabulate_potency(read_series(records)).iloc[0]
    assert (row["compound"], row["parent"]) == ("base", "base")


def test_a_series_without_potencies_is_an_empty_table():
    assert tabulate_potency(read_series([Record(smiles="CCO")])).empty
