"""What a chemist reads on a terminal."""

import io

from rich.console import Console

from molinfo.checks.rows import check_records
from molinfo.checks.run import check
from molinfo.checks.summary import RunSummary
from molinfo.reports.text import TextWriter
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def make_record(id, weight, name="", smiles="CCO"):
    claims = (Claim(field=FieldName.MOLECULAR_WEIGHT, value=weight),)
    return Record(id=id, name=name, smiles=smiles, claims=claims)


def print_all(records, width=100, **options):
    stream = io.StringIO()
    summary = RunSummary()
    with TextWriter(Console(file=stream, width=width, **options), summary) as writer:
        for record, result in check_records(records):
            summary.add(record, result)
            writer.write(record, result)
    return stream.getvalue()


def test_one_record_is_shown_in_full_verdict_first():
    text = print_all([make_record("a", "46.07", name="ethanol")])
    assert text.startswith("PASS a (ethanol)")
    assert "molecular_weight" in text
    assert "IUPAC 2024" in text


def test_what_is_wrong_is_said_in_words_with_what_it_may_be():
    text = print_all([make_record("a", "46.70")])
    assert text.startswith("FAIL a")
    assert "46.70 is claimed, 46.07 computed" in text
    assert "two characters swapped: 46.70 for 46.07" in text


def test_what_nothing_explains_is_not_called_a_guess():
    text = print_all([make_record("a", "1.5")])
    assert "nothing known makes" in text
    assert "perhaps" not in text


def test_of_many_records_only_those_with_something_to_tell_are_shown():
    text = print_all(
        [make_record("a", "46.07"), make_record("b", "1.5"), make_record("c", "46.07")]
    )
    assert "FAIL b" in text
    assert " a" not in text.split("3 records")[0].replace(" and", "").split("FAIL b")[0]
    assert "3 records: 2 pass, 1 fail" in text


def test_text_of_the_users_is_neither_markup_nor_control():
    text = print_all([make_record("[red]x[/red]\x1b[31m", "46.07", name="\u202eevil")])
    assert "[red]x[/red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_name_of_a_megabyte_is_cut_and_its_length_said():
    text = print_all([make_record("a", "46.07", name="n" * 1_000_000)])
    assert len(text) < 5000
    assert "1,000,0" in text


def test_no_colour_codes_reach_a_file():
    assert "\x1b" not in print_all([make_record("a", "46.70")], force_terminal=False)


def test_identifiers_are_folded_not_cut():
    key = "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"
    record = Record(smiles="CCO", claims=(Claim(field=FieldName.INCHIKEY, value=key),))
    stream = io.StringIO()
    with TextWriter(Console(file=stream, width=80), RunSummary()) as writer:
        writer.write(record, check(record))
    joined = "".join(stream.getvalue().split())
    assert "…" not in joined
    assert joined.count("UHF") >= 2
