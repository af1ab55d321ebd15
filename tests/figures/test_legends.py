"""Legends: filled from claims, computed where nobody claims, nothing half said."""

import pytest

from molinfo.errors import UnknownName
from molinfo.figures.draw import draw
from molinfo.figures.legends import check_legend, fill_legend
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Record, Waiver

STORE = open_store()
TEMPLATE = r"{name}\n{molecular_weight} · JAK1 {ic50.JAK1} nM"


def fill(template, **claims):
    record = Record(id="x", name="y").model_copy(
        update={"claims": tuple(Claim(field=field, **claim) for field, claim in claims.items())}
    )
    return fill_legend(template, record)


def test_claims_stand_as_printed():
    lines = fill_legend(TEMPLATE, STORE["baricitinib"])
    assert lines == ["baricitinib", "371.42 · JAK1 5.9 nM"]


def test_weight_and_formula_are_computed_where_nobody_claims_them():
    said = draw("C([2H])([2H])([2H])O").metadata
    record = Record(id="methanol-d3")
    assert fill_legend("{formula} · {molecular_weight}", record, said) == ["CHD₃O · 35.06"]
    assert fill_legend("{formula}", record) == []


def test_a_part_without_a_value_is_left_out_with_its_words():
    assert fill_legend(TEMPLATE, STORE["abrocitinib"])[1] == "323.42"
    assert fill(TEMPLATE) == ["y"]


def test_a_relation_is_printed_and_other_units_are_not_taken_for_nm():
    potency = {"target": "JAK1", "value": "400", "unit": "nM"}
    assert fill("JAK1 {ic50.JAK1} nM", ic50={**potency, "relation": ">"}) == ["JAK1 > 400 nM"]
    assert fill("JAK1 {ic50.jak1} nM", ic50={**potency, "relation": "="}) == ["JAK1 400 nM"]
    assert fill("JAK1 {ic50.JAK1} nM", ic50={**potency, "unit": "pIC50"}) == []
    assert fill("JAK2 {ic50.JAK2} nM", ic50=potency) == []


def test_waived_claims_and_claims_on_other_forms_are_passed_over():
    waiver = Waiver(code="c", reason="r", by="b")
    assert fill("{molecular_weight}", molecular_weight={"value": "1", "waivers": (waiver,)}) == []
    assert fill("{molecular_weight}", molecular_weight={"value": "1", "of": "other"}) == []


def test_the_id_stands_for_a_missing_name_and_texts_stay_on_their_line():
    assert fill_legend("{name}", Record(id="x")) == ["x"]
    assert fill_legend("{name}", Record(name="a\nb\x00")) == ["a b"]


@pytest.mark.parametrize("template", ["{nonsense}", "{ic50}", "{name.JAK1}", "{}"])
def test_fields_that_no_record_has_are_told(template):
    with pytest.raises(UnknownName, match="known: id, name"):
        check_legend(template)
