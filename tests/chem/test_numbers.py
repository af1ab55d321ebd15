"""Printed numbers: units and decoration are read, digits never change."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from molinfo.chem.numbers import parse_printed_number
from molinfo.errors import NumberError


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("371.42", "371.42", ""),
        (" 371.420 ", "371.420", ""),
        ("371.42 g/mol", "371.42", "g/mol"),
        ("371.42 g·mol⁻¹", "371.42", "g/mol"),
        ("371.42 g mol-1", "371.42", "g/mol"),
        ("371.42 grams per mole", "371.42", "g/mol"),
        ("371.42 Da", "371.42", "Da"),
        ("371.4 Daltons", "371.4", "Da"),
        ("371.42 u", "371.42", "u"),
        ("371.42 amu", "371.42", "u"),
        ("25 kDa", "25000", "kDa"),
        ("371,42", "371.42", ""),
        ("Mr = 371.42", "371.42", ""),
        ("MW: 371.42", "371.42", ""),
        ("Molecular weight 371.42 g/mol", "371.42", "g/mol"),
        ("1,234.56", "1234.56", ""),
        ("1.234,56", "1234.56", ""),
        ("1 234,56", "1234.56", ""),
        ("1\u202f234.56", "1234.56", ""),
        ("1'234.56", "1234.56", ""),
        ("12,345,678.9", "12345678.9", ""),
        ("ca. 371.4", "371.4", ""),
        ("1.5e5", "1.5e5", ""),
    ],
)
def test_reads_what_labels_print(text, value, unit):
    number = parse_printed_number(text)
    assert number.value == Decimal(value)
    assert number.unit == unit
    assert number.text == text


@given(st.integers(1, 10**6), st.integers(0, 8))
def test_no_digit_is_lost_or_added(whole, places):
    text = f"{Decimal(whole).scaleb(-places):f}"
    number = parse_printed_number(text)
    assert f"{number.value:f}" == text
    assert number.places == places
    assert number.half_unit * 2 == Decimal(1).scaleb(-places)
    assert number.is_integer == (places == 0)


@pytest.mark.parametrize(
    ("text", "read"), [("1,234", 1234), ("148,000", 148000), ("371,418", Decimal("371.418"))]
)
def test_one_comma_before_three_digits_is_read_and_said(text, read):
    number = parse_printed_number(text)
    assert number.value == read
    assert "one comma" in number.notes[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no number"),
        ("n/a", "no number"),
        ("> 400", "bound"),
        ("371.42 ± 0.01", "tolerance"),
        ("504.5 (or 312.4)", "more than one"),
        ("370-372", "more than one"),
        ("371.42 mg", "unit"),
        ("1.234.5", "thousands"),
        ("-371.42", "unit"),
        ("9" * 61, "digits"),
    ],
)
def test_refuses_what_is_not_one_number_with_the_reason(text, said):
    with pytest.raises(NumberError, match=said):
        parse_printed_number(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_number_error(text):
    try:
        number = parse_printed_number(text)
    except NumberError:
        return
    assert number.value.is_finite()
