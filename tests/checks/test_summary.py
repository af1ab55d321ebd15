"""Counts over a run, and the weight table behind a file."""

from molinfo.checks.rows import check_records
from molinfo.checks.summary import RunSummary
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

BARICITINIB = "CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12"


def summarise(*rows):
    summary = RunSummary()
    records = [
        Record(
            id=id, smiles=smiles, claims=(Claim(field=FieldName.MOLECULAR_WEIGHT, value=weight),)
        )
        for id, smiles, weight in rows
    ]
    for record, result in check_records(records):
        summary.add(record, result)
    return summary


def test_the_table_that_reproduces_most_weights_is_named_with_the_rows_that_need_another():
    summary = summarise(
        ("a", BARICITINIB, "371.43"), ("b", BARICITINIB, "371.43"), ("c", BARICITINIB, "371.42")
    )
    name, count = summary.table
    assert name != "IUPAC 2024"
    assert count == 2
    assert summary.rows_of_other_tables == ["c"]
    assert "2 of 3 (66.7%); 1 rows need another table" in summary.describe_table()


def test_of_tables_that_do_equally_well_the_first_is_named():
    assert summarise(("a", "CCO", "46.07"), ("b", "C", "16.04")).table[0] == "IUPAC 2024"


def test_wrong_weights_do_not_count_for_any_table():
    summary = summarise(("a", "CCO", "46.70"))
    assert summary.table is None
    assert summary.describe_table() == ""


def test_a_summary_is_plain_json_types():
    told = summarise(("a", "CCO", "46.07"), ("b", "CCO", "46.70")).to_dict()
    assert told["records"] == 2
    assert told["verdicts"] == {"pass": 1, "unchecked": 0, "warn": 0, "fail": 1, "error": 0}
    assert told["claims"] == {"molecular_weight": {"agree": 1, "disagree": 1}}
    assert told["findings"] == {"molecular_weight-disagrees": 1}
    assert told["weight_table"]["name"] == "IUPAC 2024"
