"""Sources that cannot both be right."""

import pytest

from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Record, Source


def potency(relation, value, source, **more):
    kind = {"assay": "biochemical", "unit": "nM", "target": "JAK1", **more}
    return Claim(
        field=FieldName.IC50, relation=relation, value=value, sources=(Source(id=source),), **kind
    )


def conflicts(left, right):
    result = check(Record(smiles="CCO", claims=(left, right)))
    return [finding.message for finding in result.findings if finding.code == "sources-conflict"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("=", "5.9"), ("=", "5.9")),
        (("=", "5.9"), ("=", "5.92")),
        (("~", "560"), (">", "400")),
        (("~", "560"), ("=", "600")),
        ((">", "100"), (">", "400")),
        (("<", "5"), ("=", "3.5")),
    ],
)
def test_values_that_can_both_be_right_are_no_conflict(left, right):
    assert conflicts(potency(*left, "a"), potency(*right, "b")) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("=", "5.9"), ("=", "6.2")),
        (("~", "560"), ("=", "900")),
        ((">", "400"), ("=", "120")),
        ((">", "400"), ("<", "100")),
    ],
)
def test_values_that_cannot_both_be_right_name_both_sources(left, right):
    (message,) = conflicts(potency(*left, "a"), potency(*right, "b"))
    assert "(a)" in message
    assert "(b)" in message


@pytest.mark.parametrize(
    "other",
    [
        {"assay": "cell"},
        {"assay": ""},
        {"target": "JAK2"},
        {"domain": "JH2"},
        {"variant": "V617F"},
        {"atp_um": "1000"},
        {"unit": "pIC50"},
    ],
)
def test_other_assays_are_not_compared(other):
    assert conflicts(potency("=", "5.9", "a"), potency("=", "590", "b", **other)) == []


def test_units_are_made_the_same_before_comparing():
    assert conflicts(potency("=", "5.9", "a"), potency("=", "0.0059", "b", unit="uM")) == []
    assert conflicts(potency("=", "5.9", "a"), potency("=", "5.9", "b", unit="µM")) != []


def test_baricitinibs_two_jak3_values_are_compatible():
    result = check(open_store()["baricitinib"])
    assert "sources-conflict" not in {finding.code for finding in result.findings}
