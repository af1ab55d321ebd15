"""What molinfo.chem.formula reads, refuses, prints and counts."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from molinfo.chem.formula import (
    ELEMENTS,
    Formula,
    Nuclide,
    format_difference,
    parse_formula,
    parse_formula_every_way,
)
from molinfo.errors import FormulaError

STYLES = [str, Formula.to_unicode, Formula.to_html, Formula.to_latex]

nuclides = st.one_of(
    st.sampled_from(ELEMENTS).map(Nuclide),
    st.sampled_from(
        [("H", 1), ("H", 2), ("H", 3), ("C", 13), ("N", 15), ("O", 18), ("I", 125)]
    ).map(lambda pair: Nuclide(*pair)),
)
counts = st.one_of(
    st.integers(1, 400).map(Fraction),
    st.fractions(min_value=Fraction(1, 100), max_value=60, max_denominator=100),
)
formulas = st.builds(
    Formula,
    st.dictionaries(nuclides, counts, min_size=1, max_size=8),
    st.integers(-30, 30),
    open_multiplier=st.sampled_from(["", "", "xH2O", "nCH4O", "xH2O·nClH"]),
)


@pytest.mark.parametrize("style", STYLES, ids=lambda f: f.__name__)
@given(formula=formulas)
def test_printing_then_reading_gives_the_same_formula(style, formula):
    assert parse_formula(style(formula)) == formula


@given(text=st.text(alphabet="CHONaClDT[]()0123456789+-^_{}.·,/ ½x<sub>\\$", max_size=30))
def test_any_text_is_read_or_refused_with_a_formula_error(text):
    try:
        formula = parse_formula(text)
    except FormulaError:
        return
    assert parse_formula(str(formula)) == formula


@given(formulas, formulas)
def test_addition_commutes_in_counts_and_subtraction_undoes_it(a, b):
    a, b = Formula(a.counts, a.charge), Formula(b.counts, b.charge)
    assert a + b == b + a
    assert (a + b) - b == a
    assert a <= a + b


@pytest.mark.parametrize(
    ("text", "hill"),
    [
        ("C16H17N7O2S", "C16H17N7O2S"),
        ("SO2N7H17C16", "C16H17N7O2S"),
        ("C16 H17 N7 O2 S", "C16H17N7O2S"),
        ("C₁₆H₁₇N₇O₂S", "C16H17N7O2S"),
        ("C16\u00a0H17\u2009N7O2S", "C16H17N7O2S"),
        ("C<sub>16</sub>H<sub>17</sub>N<sub>7</sub>O<sub>2</sub>S", "C16H17N7O2S"),
        (r"$\mathrm{C_{16}H_{17}N_7O_2S}$", "C16H17N7O2S"),
        (r"\ce{C16H17N7O2S}", "C16H17N7O2S"),
        ("Al2(SO4)3", "Al2O12S3"),
        ("K4[Fe(CN)6]", "C6FeK4N6"),
        ("{[Co(NH3)6]}Cl3", "Cl3CoH18N6"),
        ("CuSO4.5H2O", "CuH10O9S"),
        ("CuSO4·5H2O", "CuH10O9S"),
        ("CuSO4 • 5 H2O", "CuH10O9S"),
        ("CuSO4∙5H2O", "CuH10O9S"),
        ("CuSO4⋅5H2O", "CuH10O9S"),
        ("CuSO4*5H2O", "CuH10O9S"),
        ("CuSO4 × 5H2O", "CuH10O9S"),
        ("CuSO4&middot;5H2O", "CuH10O9S"),
        ("CuSO4 ∗ 5H2O", "CuH10O9S"),
        ("CuSO4●5H2O", "CuH10O9S"),
        ("CuSO4 x 5 H2O", "CuH10O9S"),
        ("CuSO4x5H2O", "CuH10O9S"),
        ("CaCl2.2H2O", "CaCl2H4O2"),
        ("Na2CO3.10H2O", "CH20Na2O13"),
        ("CaSO4.0.5H2O", "CaH(O4.5)S"),
        ("CaSO4.1.5H2O", "CaH3(O5.5)S"),
        ("CaSO4·½H2O", "CaH(O4.5)S"),
        ("CaSO4·1½H2O", "CaH3(O5.5)S"),
        ("CaSO4·¼H2O", "Ca(H0.5)(O4.25)S"),
        ("CaSO4·¾H2O", "Ca(H1.5)(O4.75)S"),
        ("CaSO4.1/2H2O", "CaH(O4.5)S"),
        ("CaSO4·⅔H2O", "Ca(H4/3)(O14/3)S"),
        ("CaSO4·0,5H2O", "CaH(O4.5)S"),
        ("0.5H2O", "HO0.5"),
        ("2(C6H8O7)", "C12H16O14"),
        ("C6H12.5", "C6H12.5"),
        ("C17H20N2O6.2C4H4O4", "C25H28N2O14"),
        ("D2O", "D2O"),
        ("DyT3", "T3Dy"),
        ("TiTbTlD", "DTbTiTl"),
        ("[13C]6H12O6", "[13C]6H12O6"),
        ("[13C6]H12O6", "[13C]6H12O6"),
        ("[13C6 15N2]H4", "[13C]6H4[15N]2"),
        ("(13C)H4", "[13C]H4"),
        ("^13CH4", "[13C]H4"),
        ("¹³CH₄", "[13C]H4"),
        ("[2H]2O", "D2O"),
        ("CO", "CO"),
        ("Co", "Co"),
        ("NO", "NO"),
        ("No", "No"),
        ("SI", "IS"),
    ],
)
def test_reads_and_prints_in_hill_order(text, hill):
    formula = parse_formula(text)
    assert formula.notes == ()
    assert formula == parse_formula(hill)


@pytest.mark.parametrize(
    ("text", "hill"),
    [
        ("SO2N7H17C16", "C16H17N7O2S"),
        ("CuSO4.5H2O", "CuH10O9S"),
        ("CD3OH", "CHD3O"),
        ("HCl", "ClH"),
    ],
)
def test_output_is_in_hill_order(text, hill):
    assert str(parse_formula(text)) == hill


@pytest.mark.parametrize(
    ("text", "plain", "charge"),
    [
        ("Na+", "Na", 1),
        ("Cl−", "Cl", -1),
        ("Ca2+", "Ca", 2),
        ("Ca+2", "Ca", 2),
        ("Ca++", "Ca", 2),
        ("NH4+", "NH4", 1),
        ("NO3-", "NO3", -1),
        ("C10H12+", "C10H12", 1),
        ("SO4-2", "SO4", -2),
        ("SO4 2-", "SO4", -2),
        ("SO4^2-", "SO4", -2),
        ("[SO4]2-", "SO4", -2),
        ("[NH4]+", "NH4", 1),
        ("SO₄²⁻", "SO4", -2),
        ("SO₄2-", "SO4", -2),
        ("NH₄⁺", "NH4", 1),
        ("SO<sub>4</sub><sup>2-</sup>", "SO4", -2),
        ("SO_4^{2-}", "SO4", -2),
        ("[Fe(CN)6]4-", "C6N6Fe", -4),
        ("I3⁻", "I3", -1),
        ("SO4(2-)", "SO4", -2),
        ("Fe(+3)", "Fe", 3),
        ("NH4(+)", "NH4", 1),
        ("K+·NO3(-)", "KNO3", 0),
        ("[NH4]+[Cl]-", "NH4Cl", 0),
        ("(NH4+)2·SO4^2-", "N2H8SO4", 0),
        ("2Na+·SO4^2-", "Na2SO4", 0),
        ("H+", "H", 1),
    ],
)
def test_reads_charges(text, plain, charge):
    formula = parse_formula(text)
    assert (formula.without_charge(), formula.charge) == (parse_formula(plain), charge)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("SO42-", ("O4 2-", "O42 -")),
        ("C6H5O73-", ("O7 3-", "O73 -")),
        ("O2-", ("O 2-", "O2 -")),
        ("C12.3H3.5", ("12.3", "12·3")),
        ("C12.5H20N2", ("12.5", "12·5")),
        ("[18O]2-", ("2-", "2 of it")),
        ("(2H2O)", ("[2H]", "2 times")),
        ("sno2", ("SNO", "SnO")),
        ("CuSO4/5H2O", ("count", "multiplier")),
        ("C6H6½H2O", ("count", "multiplier")),
        ("C17H20N2O6 x HCl", ("multiplication", "unknown")),
        ("2(C6H8O7) x H2O", ("multiplication", "unknown")),
        ("Fe(III)Cl3", ("oxidation number", "iodine")),
        ("FeIIICl3", ("oxidation number", "iodine")),
        ("Mn(IV)O2", ("oxidation number", "elements")),
    ],
)
def test_refuses_what_has_two_readings_and_names_both(text, readings):
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert all(reading in str(caught.value) for reading in readings)


@pytest.mark.parametrize(
    ("text", "same", "note"),
    [
        ("C27H36N6O3S•2HCL•H2O", "C27H40Cl2N6O4S", "'HCL' was read as HCl"),
        ("NACL", "NaCl", "'NACL' was read as NaCl"),
        ("NaCL", "NaCl", "'NaCL' was read as NaCl"),
        ("c6h12o6", "C6H12O6", "'c' was read as C"),
        ("NA2SIO3", "INa2O3S", "'SIO' was read as written, not as SiO"),
    ],
)
def test_wrong_case_is_read_with_a_note(text, same, note):
    formula = parse_formula(text)
    assert formula == parse_formula(same)
    assert note in formula.notes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("C6H6X", "unspecified"),
        ("RCOOH", "unspecified"),
        ("[M+H]+", "unspecified"),
        ("C6Jj", "no element"),
        ("PhOH", "no element"),
        ("C6(H6", "close it"),
        ("C6H6)", "closes nothing"),
        ("C6(H6]", "close it"),
        ("C" + "9" * 20, "above"),
        ("(C999999999)9", "more than"),
        ("(" * 60 + "C" + ")" * 60, "nested"),
        ("C" * 10_001, "characters"),
        ("C0", "zero"),
        ("C6H6·", "missing"),
        ("C6H6+H2", "inside"),
        ("Na+Cl-", "inside"),
        ("CuSO4 5H2O", "belongs to nothing"),
        ("[99C]", "no mass number"),
        ("C1/0", "zero"),
        ("xH2O", "open"),
        ("(C2H4)n", "n times over"),
        ("[C6H10O5]x", "x times over"),
        ("C6?6", "no meaning"),
    ],
)
def test_refuses_with_the_reason(text, message):
    with pytest.raises(FormulaError, match=message):
        parse_formula(text)


@pytest.mark.parametrize(
    ("text", "same", "note"),
    [
        ("12C", "[12C]", "isotope"),
        ("79BrCH3", "CH3[79Br]", "isotope"),
        ("13CO2", "[13C]O2", "isotope"),
        ("1H+", "[1H]+", "isotope"),
        ("NaCl(s)", "NaCl", "phase (s)"),
        ("CuSO4.5H2O (aq)", "CuSO4.5H2O", "phase (aq)"),
        ("H2(g)", "H2", "phase (g)"),
        ("C2H6O+0", "C2H6O", "charge of 0"),
        ("C8H9N1O2", "C8H9NO2", "count of 1"),
        ("[C8H9N1O2]+", "C8H9NO2^+", "count of 1"),
        ("C4H12ClN.Cl.C4H12N", "C4H12ClN", "total"),
        ("CH26Al2Mg6O24" + ".H2O" * 12 + ".O" * 9 + ".Mg" * 6 + ".Al.Al.CH2O3", "CH26Al2Mg6O24",
         "total"),
        ("no2", "NO2", "'no' was read as NO"),
        ("ch3cn", "C2H3N", "'cn' was read as CN"),
    ],
)  # fmt: skip
def test_notations_are_read_with_a_note(text, same, note):
    formula = parse_formula(text)
    assert formula == parse_formula(same)
    assert any(note in each for each in formula.notes)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("[81]BrCH3", "CH3[81Br]"),
        ("[12]C4[13]C2Br6", "[12C]4[13C]2Br6"),
        ("C2H3[18O]2-", "C2H3[18O]2^-"),
        ("SO4_2-", "SO4^2-"),
        ("CO3(--)", "CO3^2-"),
        ("CuSO4 + 5H2O", "CuSO4·5H2O"),
        ("2HCl", "H2Cl2"),
        ("C6H12.5O6", "C6H12,5O6"),
        ("La1.85Sr0.15CuO4", "La1,85Sr0,15CuO4"),
        ("Fe1.05O", "Fe1,05O"),
    ],
)
def test_notations_with_one_reading_are_read(text, same):
    assert parse_formula(text) == parse_formula(same)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("SO42-", ["SO4^2-", "SO42^-"]),
        ("O2-", ["O^2-", "O2^-"]),
        ("[18O]2-", ["[18O]^2-", "[18O]2^-"]),
        ("Na+Cl-", ["NaCl^-", "NaCl"]),
        ("2H2O", ["H4O2", "D2O"]),
        ("13CO2", ["[13C]O2", "C13O26"]),
        ("C12.3H3.5", ["(C12.3)H3.5", "C12H10.5"]),
        ("co", ["CO", "Co"]),
        ("C2H4.CH2.CH2", ["C2H4", "C4H8"]),
        ("C2H6O", ["C2H6O"]),
    ],
)
def test_every_reading_can_be_had_so_that_a_structure_decides(text, readings):
    assert list(parse_formula_every_way(text)) == [parse_formula(each) for each in readings]


@given(text=st.text(alphabet="CHONaClDT[]()0123456789+-^_{}.·,/ ½x<sub>\\$", max_size=30))
def test_the_reading_that_is_preferred_is_the_one_that_is_read(text):
    try:
        formula = parse_formula(text)
    except FormulaError:
        return
    assert parse_formula_every_way(text)[0] == formula


def test_an_error_names_the_position():
    with pytest.raises(FormulaError, match="position 3 of 'C6X'"):
        parse_formula("C6X")


@pytest.mark.parametrize("letter", ["x", "n"])
def test_an_open_multiplier_is_said_and_not_counted(letter):
    formula = parse_formula(f"CuSO4·{letter}H2O")
    assert formula.open_multiplier == f"{letter}H2O"
    assert formula.elements == parse_formula("CuSO4").elements
    assert formula != parse_formula("CuSO4")


@pytest.mark.parametrize(
    ("claimed", "computed", "text"),
    [
        ("C6H6.H2O", "C6H6", "+H2O"),
        ("C6H6", "C6H7Cl", "-HCl"),
        ("C6H8O", "C6H6Na", "+H2O -Na"),
        ("CH3D", "CH4", "-H +D"),
        ("C2H6O", "CH3OCH3", ""),
        ("NH4+", "NH4", "charge +1"),
    ],
)
def test_a_difference_is_printed_element_by_element(claimed, computed, text):
    assert format_difference(parse_formula(claimed), parse_formula(computed)) == text


def test_arithmetic_is_exact_and_refuses_less_than_nothing():
    water = parse_formula("H2O")
    assert water * Fraction(1, 2) == parse_formula("0.5H2O")
    assert 2 * water == parse_formula("H4O2")
    with pytest.raises(FormulaError, match="not contained"):
        water - parse_formula("CH4")
    assert water.difference(parse_formula("H3O")) == {Nuclide("H"): -1}


def test_a_formula_is_an_immutable_hashable_picklable_value():
    formula = parse_formula("[13C]H4+")
    assert {formula: 1}[parse_formula("H4[13C]+")] == 1
    assert pickle.loads(pickle.dumps(formula)) == formula
    with pytest.raises(TypeError):
        formula.counts[Nuclide("H")] = Fraction(1)


def test_isotopes_can_be_merged():
    assert parse_formula("CD3OH").without_isotopes() == parse_formula("CH4O")
    assert parse_formula("CD3OH").same_elements(parse_formula("CH4O"))
    assert Formula.from_counts({"D": 2, "O": 1}) == parse_formula("D2O")
