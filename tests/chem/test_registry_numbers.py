"""CAS RNs as registries print them and as spreadsheets spoil them."""

from __future__ import annotations

import pytest

from molinfo.chem.registry_numbers import is_damaged_date, read_cas_numbers, undo_date


@pytest.mark.parametrize(
    ("text", "numbers", "how"),
    [
        ("75-09-2", ("75-09-2",), ""),
        ("000075-09-2", ("75-09-2",), "noughts"),
        ("0103-05-09", ("103-05-9",), "noughts"),
        ("75-09 -2", ("75-09-2",), "blanks inside"),
        (" 75-09-2 ", ("75-09-2",), "blanks around"),
        ("75\u201109\u20112", ("75-09-2",), "other dashes"),
        ("75\u00a0-\u00a009-2", ("75-09-2",), "blanks inside"),
        ("[64-17-5]", ("64-17-5",), "other text"),
        ("CAS RN: 64-17-5", ("64-17-5",), "other text"),
        ("64175", ("64-17-5",), "no hyphens"),
        ("64175.0", ("64-17-5",), "no hyphens"),
        ("000064175", ("64-17-5",), "no hyphens"),
        ("75-09-2; 64-17-5", ("75-09-2", "64-17-5"), "2 numbers"),
        ("75-09-2/64-17-5", ("75-09-2", "64-17-5"), "2 numbers"),
        ("75-09-2 64-17-5\n7732-18-5", ("75-09-2", "64-17-5", "7732-18-5"), "3 numbers"),
        ("75-09-2 (not 75-09-3)", ("75-09-2",), "another number"),
        ("75-09-3", (), ""),
        ("none", (), ""),
        ("2024-75-09-2", (), ""),
    ],
)
def test_the_numbers_of_a_cell_are_read_and_how_they_are_written(text, numbers, how):
    reading = read_cas_numbers(text)
    assert reading.numbers == numbers
    assert how in reading.how
    assert bool(reading.how) == bool(how)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1954-11-05", ("54-11-5",)),
        ("1954-11-05 00:00:00", ("54-11-5",)),
        ("11/5/1954", ("54-11-5",)),
        ("05.11.1954", ("54-11-5",)),
        ("5-Nov-54", ("54-11-5",)),
        ("5-Nov-1954", ("54-11-5",)),
        ("20033", ("54-11-5",)),
        ("1954-11-07", ()),
        ("1954-11-15", ()),
        ("Nov-54", ()),
    ],
)
def test_a_date_is_turned_back_where_the_check_digit_fits(text, numbers):
    assert is_damaged_date(text) or text == "20033"
    assert undo_date(text) == numbers
