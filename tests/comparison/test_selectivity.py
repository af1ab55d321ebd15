"""Folds within one source, kind of assay and domain, and printed statements against them."""

import pytest

from molinfo.comparison.potency import tabulate_potency
from molinfo.comparison.selectivity import check_statements, tabulate_selectivity
from molinfo.comparison.series import read_series
from molinfo.store.record import Claim, Record, Source


def make_claim(target, value, **more):
    source = more.pop("source", "paper")
    locator = more.pop("locator", "")
    claim = {"field": "ic50", "target": target, "value": value, "unit": "nM"}
    claim |= {"assay": "biochemical", "sources": [{"id": source, "locator": locator}], **more}
    return Claim.model_validate(claim)


def find_folds(*claims, **options):
    series = read_series([Record(id="x", smiles="CCO", claims=list(claims))])
    table = tabulate_selectivity(tabulate_potency(series), **options)
    return table[table["target"] > table["against"]]


def check(statement, *claims, relation=""):
    claim = Claim(
        field="selectivity",
        target="JAK3",
        value=statement,
        relation=relation,
        sources=(Source(id="paper"),),
    )
    series = read_series([Record(id="x", smiles="CCO", claims=[*claims, claim])])
    return check_statements(series, tabulate_potency(series))


@pytest.fixture(scope="module")
def bundled(panel):
    return panel.selectivity, panel.statements


@pytest.mark.parametrize(
    ("target", "against", "fold"),
    [("JAK3", "JAK1", 94.9), ("JAK3", "JAK2", 98.2), ("TYK2", "JAK1", 9.0), ("TYK2", "JAK2", 9.3)],
)
def test_the_folds_of_baricitinib_are_those_of_hand(bundled, target, against, fold):
    rows = bundled[0].query("compound == 'baricitinib' and target == @target")
    row = rows[(rows["against"] == against) & rows["source"].str.contains("lilly")].iloc[0]
    printed = {"JAK1": 5.9, "JAK2": 5.7, "JAK3": 560, "TYK2": 53}
    assert round(row["fold"], 1) == fold
    assert row["fold"] == pytest.approx(printed[target] / printed[against])
    assert row["relation"] == ("~" if target == "JAK3" else "=")


def test_a_bound_gives_a_bound(bundled):
    rows = bundled[0].query("compound == 'baricitinib' and target == 'JAK3' and relation == '>'")
    assert rows["fold"].round(1).tolist() == [67.8, 70.2, 7.5]
    assert "lilly-moa-aa-2024" not in " ".join(rows["source"])


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [("=", "=", "="), ("~", "=", "~"), (">", "=", ">"), ("=", ">", "<"), ("<", "~", "<")],
)
def test_relations_divide(left, right, relation):
    rows = find_folds(
        make_claim("JAK2", "10", relation=left), make_claim("JAK1", "1", relation=right)
    )
    assert rows[["fold", "relation", "reason"]].values.tolist() == [[10, relation, ""]]


def test_two_bounds_that_fix_no_ratio_leave_it_empty():
    rows = find_folds(make_claim("JAK2", "10", relation=">"), make_claim("JAK1", "1", relation=">"))
    assert rows["fold"].isna().all()
    assert rows["reason"].tolist() == ["censored"]


@pytest.mark.parametrize(
    "other",
    [
        {"source": "another"},
        {"assay": "cell"},
        {"assay": "binding"},
        {"assay": "aggregate"},
        {"assay": ""},
        {"field": "ki"},
        {"domain": "JH2"},
        {"atp_um": "1000"},
        {"locator": "PMID 12345678"},
    ],
    ids=str,
)
def test_values_that_do_not_share_an_assay_give_no_fold(other):
    rows = find_folds(make_claim("JAK1", "1"), make_claim("JAK2", "10", **other))
    assert rows["fold"].isna().all()
    assert set(rows["reason"]) <= {"no-common-assay"}


def test_medians_over_mixed_assays_give_no_fold_among_themselves():
    mixed = {"assay": "aggregate"}
    rows = find_folds(make_claim("JAK1", "1", **mixed), make_claim("JAK2", "10", **mixed))
    assert rows["reason"].tolist() == ["no-common-assay"]


def test_a_mutant_and_a_second_domain_are_targets_of_their_own():
    rows = find_folds(
        make_claim("JAK2", "1"),
        make_claim("JAK2", "10", variant="V617F"),
        make_claim("TYK2", "3", domain="JH2"),
    )
    found = rows.set_index(["target", "against"])["fold"]
    assert found["JAK2 V617F", "JAK2"] == 10
    assert found.drop(("JAK2 V617F", "JAK2")).isna().all()
    assert ("TYK2 JH2", "JAK2") in found.index


def test_an_unprinted_kind_of_assay_is_compared_only_when_asked_and_within_one_article():
    one, other = {"assay": "", "locator": "PMID 11111111"}, {"assay": "", "locator": "PMID 2222222"}
    both = {"assay": "", "locator": "PMID 11111111 and 2222222"}
    same = make_claim("JAK1", "1", **one), make_claim("JAK2", "10", **one)
    assert find_folds(*same)["reason"].tolist() == ["no-common-assay"]
    asked = find_folds(*same, unprinted_assays=True)
    assert asked[["fold", "assay"]].values.tolist() == [[10, "not printed"]]
    for left, right in ((one, other), (both, both)):
        claims = make_claim("JAK1", "1", **left), make_claim("JAK2", "10", **right)
        assert find_folds(*claims, unprinted_assays=True)["fold"].isna().all()


def test_every_fold_of_the_store_comes_from_one_source_and_assay(bundled, store):
    folds = bundled[0].dropna(subset=["fold"])
    assert len(folds)
    for row in folds.to_dict("records"):
        claims = [
            claim
            for claim in store[row["compound"]].claims
            if claim.field == row["measure"].lower() and claim.assay == row["assay"] != ""
        ]
        for source in row["source"].split(", "):
            printed = {
                claim.target: float(claim.value)
                for claim in claims
                if source in {each.id for each in claim.sources}
            }
            assert row["fold"] == pytest.approx(printed[row["target"]] / printed[row["against"]])


def test_both_denominators_of_the_makers_statements_are_tried_and_agree(bundled):
    rows = bundled[1].query("compound == 'baricitinib'")
    assert rows[["statement", "target", "against", "status"]].values.tolist() == [
        ["100-fold", "JAK3", "JAK1", "agree"],
        ["100-fold", "JAK3", "JAK2", "agree"],
        ["10-fold", "TYK2", "JAK1", "agree"],
        ["10-fold", "TYK2", "JAK2", "agree"],
    ]
    assert rows["fold"].round(1).tolist() == [94.9, 98.2, 9.0, 9.3]
    assert rows["log_difference"].abs().max() < 0.1


@pytest.mark.parametrize(
    ("printed", "relation", "jak3", "bound", "status"),
    [
        ("100-fold", "", "100", "=", "agree"),
        ("100-fold", "", "125.8", "=", "agree"),  # 0.0997 log units
        ("100-fold", "", "126", "=", "disagree"),  # 0.1004
        ("100-fold", "", "79.5", "=", "agree"),
        ("100-fold", "", "79", "=", "disagree"),
        ("100-fold", ">", "300", "=", "agree"),
        ("100-fold", ">=", "50", "=", "disagree"),
        ("100-fold", "<", "300", "=", "disagree"),
        ("100-fold", "", "90", ">", "uncheckable"),
        ("100-fold", "", "300", ">", "disagree"),
        ("100-fold", ">", "300", ">", "agree"),
        ("100-fold", ">", "50", ">", "uncheckable"),
        ("100-fold", "", "50", "<", "disagree"),
        ("100 fold", "", "100", "~", "agree"),
        ("100x", "", "100", "=", "agree"),
        ("10-99 fold", "", "100", "=", "uncheckable"),
        ("high", "", "100", "=", "uncheckable"),
    ],
)
def test_a_printed_fold_agrees_within_a_tenth_of_a_log_unit(printed, relation, jak3, bound, status):
    claims = make_claim("JAK1", "1"), make_claim("JAK3", jak3, relation=bound)
    rows = check(printed, *claims, relation=relation)
    assert rows["status"].tolist() == [status]


def test_a_statement_for_the_main_target_is_held_against_the_others():
    rows = check("50-fold", make_claim("JAK3", "1"), make_claim("JAK1", "50"))
    assert rows[["against", "fold", "status"]].values.tolist() == [["JAK1", 50, "agree"]]


def test_a_statement_is_held_only_against_values_of_its_own_source(bundled):
    rows = check("10-fold", make_claim("JAK1", "1", source="x"), make_claim("JAK3", "10"))
    assert rows[["status", "reason"]].values.tolist() == [["uncheckable", "no-common-assay"]]
    others = bundled[1].query("compound != 'baricitinib'")
    assert set(others["reason"]) == {"no-common-assay"}
