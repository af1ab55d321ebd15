"""Formulas and weights claimed, in the notations that people print."""

from __future__ import annotations

from pathlib import Path

import pytest

from molinfo.checks.result import Status
from molinfo.checks.run import check, check_structure
from molinfo.store.record import Claim, Record

DATA = Path(__file__).parent.parent / "data"
PEG = "*CCO* |Sg:n:1,2,3:n:ht|"


@pytest.mark.parametrize(
    ("smiles", "formula", "note"),
    [
        ("[O-]S(=O)(=O)[O-]", "SO42-", "the structure is O4S^2-"),
        ("[2H]O[2H]", "2H2O", "the structure is D2O"),
        ("O=[13C]=O", "13CO2", "isotope"),
        ("[Na+].[Cl-]", "Na+Cl-", "the structure is ClNa"),
        ("[Na+].CC(=O)[O-]", "C2H3NaO2.Na.C2H3O2", "total"),
        ("[C-]#[O+]", "co", "the structure is CO"),
        ("COc1ccc(C)cc1N", "C8H11N1O1", "count of 1"),
        ("[Na+].[Cl-]", "NaCl(s)", "phase"),
        ("CCO", "C2H6O+0", "charge of 0"),
    ],
)
def test_a_notation_agrees_with_a_note(smiles, formula, note):
    result = check_structure(smiles, formula=formula)
    assert result.claims[0].status is Status.AGREE
    assert [finding.code for finding in result.findings if note in finding.message] == [
        "formula-notation"
    ]


def test_readings_of_which_none_is_the_structure_are_not_agreed_with():
    result = check_structure("CCO", formula="SO42-")
    assert result.claims[0].status is Status.UNCHECKABLE
    assert check_structure("CCO", formula="13CO2").claims[0].status is Status.DISAGREE


def test_na_is_sodium_only_where_the_structure_is():
    assert check_structure("CCO", formula="NA").claims[0].status is Status.UNCHECKABLE
    assert check_structure("[Na]", formula="NA").claims[0].status is Status.AGREE


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("formula", "(C2H4O)n", Status.AGREE),
        ("formula", "[C2H4O]n", Status.AGREE),
        ("formula", "(C3H6O)n", Status.DISAGREE),
        ("formula", "C2H4O", Status.UNCHECKABLE),
        ("molecular_weight", "44.05 n", Status.AGREE),
        ("molecular_weight", "(44.05)n", Status.AGREE),
        ("molecular_weight", "46.07 n", Status.DISAGREE),
        ("molecular_weight", "44.05", Status.UNCHECKABLE),
        ("monoisotopic_mass", "44.0262", Status.UNCHECKABLE),
    ],
)
def test_a_polymer_is_compared_by_its_repeating_unit_or_not_at_all(field, value, status):
    assert check_structure(PEG, **{field: value}).claims[0].status is status


def test_brackets_around_a_whole_molecule_leave_nothing_to_compare():
    block = (DATA / "polymer_sru.mol").read_text()
    claims = (
        Claim(field="formula", value="(C2H6O)n"),
        Claim(field="molecular_weight", value="46.07"),
    )
    result = check(Record(molblock=block, claim=claims))
    assert [claim.status for claim in result.claims] == [Status.UNCHECKABLE] * 2
    assert all("repeats (SRU)" in claim.note for claim in result.claims)


@pytest.mark.parametrize(
    ("smiles", "weight", "table", "codes"),
    [
        ("CNC(=O)I", "184.96", "IUPAC 2024", []),
        (
            "CC(=O)N(CC(O)CO)c1c(I)c(C(=O)NCC(O)CO)c(I)c(C(=O)NCC(O)CO)c1I",
            "821.14",
            "IUPAC 2024",
            [],
        ),
        (
            "CC(=O)N(CC(O)CO)c1c(I)c(C(=O)NCC(O)CO)c(I)c(C(=O)NCC(O)CO)c1I",
            "821.13",
            "IUPAC 2021 abridged",
            ["other-weight-table"],
        ),
    ],
)
def test_todays_full_weights_come_first(smiles, weight, table, codes):
    result = check_structure(smiles, molecular_weight=weight)
    assert result.claims[0].decided_by == table
    assert [f.code for f in result.findings if f.field == "molecular_weight"] == codes


def test_a_mass_difference_agrees_by_either_reading_and_both_are_named():
    block = "bromide\n  hand    2D\n\n  2  1  0  0  0  0  0  0  0  0999 V2000\n"
    block += "    0.0000    0.0000    0.0000 C   0  0\n    1.5000    0.0000    0.0000 Br  1  0\n"
    block += "  1  2  1  0\nM  END\n"
    for formula, per in (("CH3[81Br]", "InChI"), ("CH3[80Br]", "drawn structure")):
        claims = (Claim(field="formula", value=formula),)
        claim = check(Record(molblock=block, claim=claims)).claims[0]
        assert claim.status is Status.AGREE
        assert per in claim.per
