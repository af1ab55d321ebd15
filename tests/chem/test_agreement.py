"""When a printed weight or mass agrees with a formula."""

import csv
from pathlib import Path

import pytest

from molinfo.chem.agreement import decide_mass, decide_weight
from molinfo.chem.formula import parse_formula
from molinfo.chem.numbers import parse_printed_number
from molinfo.chem.weights import get_weight_table

BARICITINIB = "C16H17N7O2S"
PRINTED = Path(__file__).parents[1] / "data" / "printed_weights.csv"


def weigh(text, formula, **options):
    return decide_weight(parse_printed_number(text), parse_formula(formula), **options)


def measure(text, formula, **options):
    return decide_mass(parse_printed_number(text), parse_formula(formula), **options)


@pytest.mark.parametrize(
    ("text", "formula", "table"),
    [
        ("371.42", BARICITINIB, "IUPAC 2024"),
        ("371.4", BARICITINIB, "IUPAC 2024"),
        ("371.43", BARICITINIB, "RDKit 2026.3.5"),
        ("404.36", "C17H18N6.H3PO4", "IUPAC 2007"),
        ("404.37", "C17H18N6.H3PO4", "IUPAC 2024"),
    ],
)
def test_the_first_table_that_gives_the_digits_decides(text, formula, table):
    verdict = weigh(text, formula)
    assert (verdict.status, verdict.table.name) == ("agree", table)


def test_two_digits_swapped_disagree_and_the_computed_weight_has_the_claims_decimals():
    verdict = weigh("371.24", BARICITINIB)
    assert verdict.status == "disagree"
    assert verdict.computed_printed == "371.42"


def test_only_the_tables_that_are_given_are_asked():
    tables = [get_weight_table("RDKit 2026.3.5"), get_weight_table("IUPAC 2024")]
    verdict = weigh("371.4", BARICITINIB, tables=tables)
    assert verdict.table.name == "RDKit 2026.3.5"


def test_a_weight_within_natural_variation_only_is_said_to_be_that():
    verdict = weigh("371.4000", BARICITINIB)
    assert verdict.status == "in-interval"
    assert verdict.table is None


def test_an_integer_is_never_plain_agreement():
    assert weigh("371", BARICITINIB).status == "nominal"
    assert weigh("380", BARICITINIB).status == "disagree"
    assert measure("371", BARICITINIB).status == "nominal"


def test_an_exact_tie_is_accepted_either_way():
    assert weigh("371.419", BARICITINIB).status == "agree"
    by_2021 = get_weight_table("IUPAC 2024").weights
    methane = by_2021["C"] + 4 * by_2021["H"]  # 16.043
    assert str(methane) == "16.0430"
    assert weigh("16.04", "CH4").table.name == weigh("16.043", "CH4").table.name == "IUPAC 2024"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("371.1164", "agree"),
        ("371.11644", "agree"),
        ("371.1165", "agree"),  # truncated or rounded elsewhere: within 1e-4 Da
        ("371.12", "agree"),
        ("371.1168", "disagree"),
        ("371.42", "disagree"),
    ],
)
def test_masses_agree_within_half_a_printed_unit_or_a_ten_thousandth(text, status):
    assert measure(text, BARICITINIB).status == status


def test_an_ions_mass_counts_its_electrons():
    assert measure("22.98922", "Na+").status == "agree"
    assert measure("22.98977", "Na+").status == "electron-mass"
    assert measure("34.96885", "Cl-").status == "electron-mass"


def test_the_most_abundant_mass_is_another_kind():
    assert measure("159.8346", "Br2").status == "disagree"
    assert measure("159.8346", "Br2", kind="most-abundant").status == "agree"


def test_printed_weights_of_a_database_are_reproduced_by_a_named_table():
    with PRINTED.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 200
    verdicts = {row["record"]: weigh(row["molecular_weight"], row["formula"]) for row in rows}
    missed = [record for record, verdict in verdicts.items() if verdict.status != "agree"]
    assert missed == []
