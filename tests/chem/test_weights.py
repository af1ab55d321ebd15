"""Atomic-weight tables, molecular weights and masses."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdkit import Chem
from rdkit.Chem import Descriptors
from rdkit.Chem.rdMolDescriptors import CalcExactMolWt, CalcMolFormula

from molinfo.chem.formula import Formula, Nuclide, parse_formula
from molinfo.chem.weights import (
    ELECTRON_MASS,
    compute_molecular_weight,
    compute_monoisotopic_mass,
    compute_most_abundant_mass,
    compute_nominal_mass,
    compute_weight_interval,
    get_weight_table,
    is_natural_isotope,
    weight_tables,
)
from molinfo.errors import FormulaError, UnknownName, WeightError

BARICITINIB = parse_formula("C16H17N7O2S")
organic = st.dictionaries(
    st.sampled_from([Nuclide(symbol) for symbol in ("C", "H", "N", "O", "S", "Cl", "Br", "P")]),
    st.integers(1, 60).map(Fraction),
    min_size=1,
).map(Formula)


def weigh_in(name, formula):
    return compute_molecular_weight(parse_formula(formula), get_weight_table(name))


def test_tables_stand_in_the_order_in_which_they_are_asked():
    names = [table.name for table in weight_tables()]
    assert names[:4] == ["IUPAC 2024", "IUPAC 2021", "IUPAC 2021 abridged", "IUPAC 2013 abridged"]
    kinds = [table.kind for table in weight_tables()]
    assert kinds == sorted(kinds)
    assert len(set(names)) == len(names)
    assert all(table.source for table in weight_tables())


@pytest.mark.parametrize(
    ("table", "weight"),
    [("IUPAC 2024", "371.419"), ("IUPAC 2001", "371.417"), ("RDKit 2026.3.5", "371.426")],
)
def test_the_weight_of_baricitinib_depends_on_the_table(table, weight):
    computed = compute_molecular_weight(BARICITINIB, get_weight_table(table))
    assert round(computed, 3) == Decimal(weight)


def test_rdkits_table_is_what_rdkit_computes():
    mol = Chem.MolFromSmiles("CCS(=O)(=O)N1CC(CC#N)(n2cc(-c3ncnc4[nH]ccc34)cn2)C1")
    by_rdkit = Decimal(str(round(Descriptors.MolWt(mol), 6)))
    assert compute_molecular_weight(BARICITINIB, get_weight_table("RDKit 2026.3.5")) == by_rdkit


def test_the_conventional_value_stands_in_for_an_interval():
    assert get_weight_table("IUPAC 2017").weights["S"] == Decimal("32.06")
    assert get_weight_table("IUPAC 2021").weights["Zn"] == Decimal("65.38")


@pytest.mark.parametrize(
    ("element", "weight"), [("I", "126.90447"), ("Ar", "39.95"), ("Pb", "207.2")]
)
def test_the_first_table_is_the_newest_full_one_with_abridged_values_for_intervals(element, weight):
    assert weight_tables()[0].weights[element] == Decimal(weight)
    iohexol = parse_formula("C19H26I3N3O9")
    assert round(compute_molecular_weight(iohexol), 2) == Decimal("821.14")


def test_an_unknown_table_is_told_with_names_that_come_close():
    with pytest.raises(UnknownName, match="IUPAC 2024"):
        get_weight_table("IUPAC 2022")


def test_an_element_without_a_weight_is_named():
    with pytest.raises(WeightError, match="Tc has no atomic weight in the table IUPAC 2024"):
        weigh_in("IUPAC 2024", "TcO4")


@given(organic)
def test_the_weight_lies_within_the_natural_interval(formula):
    low, high = compute_weight_interval(formula)
    full = compute_molecular_weight(formula, get_weight_table("IUPAC 2021"))
    slack = Decimal("0.001") * sum(int(count) for count in formula.counts.values())
    assert low - slack <= full <= high + slack
    assert low < high


@given(organic, organic)
def test_weights_and_masses_add_up(a, b):
    for compute in (compute_molecular_weight, compute_monoisotopic_mass):
        assert compute(a + b) == compute(a) + compute(b)


def test_sums_do_not_depend_on_the_callers_decimal_context():
    expected = compute_molecular_weight(BARICITINIB)
    with decimal.localcontext(prec=3):
        assert compute_molecular_weight(BARICITINIB) == expected


def test_a_labelled_atom_weighs_its_isotope_mass():
    light, heavy = parse_formula("C20H22N8O3"), parse_formula("C20H19D3N8O3")
    difference = compute_molecular_weight(heavy) - compute_molecular_weight(light)
    assert round(compute_molecular_weight(heavy), 3) == Decimal("425.467")
    assert difference == 3 * (Decimal("2.014101777844") - Decimal("1.0080"))


def test_half_a_water_weighs_half():
    half = parse_formula("CaSO4.0.5H2O") - parse_formula("CaSO4")
    assert compute_molecular_weight(half) * 2 == compute_molecular_weight(parse_formula("H2O"))


@pytest.mark.parametrize(
    "smiles",
    ["CCO", "C[N+](C)(C)C", "[Cl-]", "[13CH4]", "[2H]OC", "BrCBr", "[Na+].[O-]C(=O)C", "c1ccsc1"],
)
def test_monoisotopic_masses_equal_rdkits_electrons_included(smiles):
    mol = Chem.MolFromSmiles(smiles)
    formula = parse_formula(CalcMolFormula(mol, True, False))
    computed = float(compute_monoisotopic_mass(formula))
    assert computed == pytest.approx(CalcExactMolWt(mol), abs=2e-6)  # its masses are older


def test_the_electron_can_be_left_out():
    sodium = parse_formula("Na+")
    lighter = compute_monoisotopic_mass(sodium)
    assert compute_monoisotopic_mass(sodium, electron=False) - lighter == ELECTRON_MASS


@pytest.mark.parametrize(
    ("formula", "isotopologue"),
    [
        ("Br2", "[79Br][81Br]"),
        ("CCl4", "[12C][35Cl]3[37Cl]"),
        ("C16H17N7O2S", "C16H17N7O2S"),
        ("C200H402", "[13C]2C198H402"),
    ],
)
def test_the_most_abundant_isotopologue_is_the_mode_of_the_distribution(formula, isotopologue):
    expected = compute_monoisotopic_mass(parse_formula(isotopologue))
    assert compute_most_abundant_mass(parse_formula(formula)) == expected


def test_fractional_counts_have_no_most_abundant_isotopologue():
    with pytest.raises(FormulaError, match="no most abundant"):
        compute_most_abundant_mass(parse_formula("CaSO4.0.5H2O"))


def test_nominal_mass_adds_mass_numbers():
    assert compute_nominal_mass(BARICITINIB) == 371
    assert compute_nominal_mass(parse_formula("CD3OH")) == 35


def test_natural_isotopes_are_told_from_radioactive_ones():
    assert is_natural_isotope("C", 13)
    assert not is_natural_isotope("I", 125)
