"""Conditions on what is not drawn, against the records themselves."""

import re

import pytest

from molinfo.batch.inputs import Inputs
from molinfo.errors import InputError
from molinfo.searching.build import BuildPlan, make_index
from molinfo.searching.opening import open_index
from molinfo.searching.rows import IndexTask
from molinfo.searching.search import search


def by_length(record):
    return "long" if len(record.id) > 11 else "short"


@pytest.fixture(scope="module")
def shelf():
    return make_index(BuildPlan(Inputs((None,)), IndexTask(judge=by_length)), "bundled")


def ids(hits):
    return [hit.record for hit in hits]


def test_potencies_are_compared_in_nm_and_by_what_their_relation_says(shelf, store):
    def has(record, least):
        return any(
            claim.field.value == "ic50"
            and claim.target.upper() == "JAK3"
            and claim.unit == "nM"
            and claim.relation in ("", "=", "~", ">", ">=")
            and re.fullmatch(r"\d+(\.\d+)?", claim.value)
            and float(claim.value) > least
            for claim in record.claims
        )

    found = ids(search(shelf, where="ic50.jak3 > 300 nM"))
    assert found == [name for name, record in store.items() if has(record, 300)]
    assert "baricitinib" in found
    assert found == ids(search(shelf, where="ic50.JAK3 > 0.3 uM"))


def test_a_censored_value_does_not_fulfil_what_it_does_not_say(tmp_path):
    for name, relation in (("a", ">"), ("b", "<"), ("c", "~"), ("d", "=")):
        (tmp_path / f"{name}.toml").write_text(
            f'id = "{name}"\nsmiles = "CC"\n[[claim]]\nfield = "ic50"\ntarget = "JAK1"\n'
            f'relation = "{relation}"\nvalue = "100"\nunit = "nM"\nsources = [{{ id = "s" }}]\n'
        )
    (tmp_path / "sources.toml").write_text('[s]\ntitle = "s"\n')
    assert ids(search(tmp_path, where="ic50.JAK1 < 200 nM")) == ["b", "c", "d"]
    assert ids(search(tmp_path, where="ic50.JAK1 > 50 nM")) == ["a", "c", "d"]
    assert ids(search(tmp_path, where="ic50.JAK1 = 100 nM")) == ["d"]


@pytest.mark.parametrize(
    ("where", "least", "most"),
    [("mw < 300", 0, 300), ("300 < mw", None, None), ("molecular_weight >= 450 Da", 450, 9999)],
)
def test_weights_are_those_of_the_structure(shelf, store, where, least, most):
    from molinfo.descriptors.describe import describe

    if least is None:
        with pytest.raises((InputError, LookupError)):
            list(search(shelf, where=where))
        return
    weights = describe(store, set="mw_iupac_da")["mw_iupac_da"]
    assert ids(search(shelf, where=where)) == [
        name for name, weight in weights.items() if least <= weight <= most
    ]


def test_claims_verdicts_and_names_are_compared_as_texts(shelf, store):
    assert ids(search(shelf, where="cas = 1187594-09-7")) == ["baricitinib"]
    assert ids(search(shelf, where=["verdict = long", "name ~ phosph"])) == [
        "ruxolitinib-phosphate"
    ]
    assert ids(search(shelf, where="id != baricitinib and mw > 0")) == [
        name for name in store if name != "baricitinib"
    ]


def test_all_that_is_asked_for_has_to_be_fulfilled(shelf):
    found = search(shelf, substructure="c1ncnc2[nH]ccc12", where="mw < 313", text="tofa")
    assert ids(found) == ["tofacitinib"]
    assert found.upper_bound == 1


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("C16H17N7O2S", ["baricitinib"]),
        ("C16 H17 N7 O2 S1", ["baricitinib"]),
        ("C16H*N7-O*S-", ["baricitinib"]),
        ("C15-17 H* N6 *", ["ruxolitinib-phosphate", "ruxolitinib", "tofacitinib"]),
    ],
)
def test_formulas_are_found_whole_and_by_ranges(shelf, store, formula, wanted):
    found = ids(search(shelf, formula=formula))
    assert set(wanted) <= set(found)
    if "*" not in formula:
        assert found == wanted


@pytest.mark.parametrize("formula", ["C6-x", "", "7", "C 6 - 7 q"])
def test_a_formula_that_cannot_be_read_says_so(shelf, formula):
    with pytest.raises(InputError, match="formula"):
        list(search(shelf, formula=formula))


def test_words_are_found_whatever_their_case_and_length(shelf, store):
    assert ids(search(shelf, text="BARICIT")) == ["baricitinib"]
    assert "baricitinib" in ids(search(shelf, text="1187594-09"))
    assert ids(search(shelf, text="up")) == ["upadacitinib"]
    assert ids(search(shelf, text='"')) == []
    with pytest.raises(InputError, match="empty"):
        list(search(shelf, text=" "))


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("ic50.JAK1 < 10", "give the unit"),
        ("ic50.JAK1 < 10 mg", "not one of concentration"),
        ("mw ~ 3", "give a number"),
        ("name < b", "compared by"),
        ("mw < 3 nM", "in Da"),
        ("cas", "cannot be read"),
    ],
)
def test_a_condition_that_cannot_be_compared_says_so(shelf, where, message):
    with pytest.raises(InputError, match=message):
        list(search(shelf, where=where))


def test_what_has_no_structure_is_found_by_its_words():
    (index,) = open_index(["C1CC", "CCO"])
    assert len(index) == 2
    assert index.structures == 1
    assert search(index, substructure="*").count() == 1
