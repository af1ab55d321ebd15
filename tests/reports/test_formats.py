"""One row a format: names, endings and writers come from it, and nothing else falls through."""

import io
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

import molinfo as mi
from molinfo.reports.formats import (
    COMPARISON_FORMATS,
    REPORT_FORMATS,
    TABLE_FORMATS,
    ReportFormat,
    choose_format,
)

TABLES = [REPORT_FORMATS, TABLE_FORMATS, COMPARISON_FORMATS]


@pytest.mark.parametrize("formats", TABLES)
def test_each_ending_picks_its_format(formats):
    for each in formats.values():
        for ending in each.endings:
            assert choose_format(formats, f"out.{ending}") is each
            assert choose_format(formats, Path(f"OUT.{ending.upper()}")) is each


@pytest.mark.parametrize("formats", TABLES)
def test_what_is_no_format_is_refused(formats):
    with pytest.raises(mi.UnknownName, match="no format 'docx'; known: "):
        choose_format(formats, None, "docx")
    with pytest.raises(mi.InputError, match="no format has the ending 'docx'"):
        choose_format(formats, "out.docx")
    with pytest.raises(mi.InputError, match="the ending ''"):
        choose_format(formats, "out")


@pytest.mark.parametrize("formats", TABLES)
def test_what_cannot_be_printed_needs_a_file(formats):
    for each in formats.values():
        if each.is_printable:
            assert choose_format(formats, None, each.name) is each
        else:
            with pytest.raises(mi.InputError, match=f"{each.name} cannot be printed"):
                choose_format(formats, None, each.name)


def test_a_format_added_in_one_row_is_written_from_end_to_end(tmp_path, monkeypatch):
    class Words:
        def __init__(self, target):
            self.target = target

        def write(self, record, result):
            self.target.write_text(f"{record.id} {result.verdict}")

    words = ReportFormat("words", ("words",), open_writer=lambda t, _c: nullcontext(Words(t)))
    monkeypatch.setitem(REPORT_FORMATS, "words", words)
    (tmp_path / "in.csv").write_text("id,smiles,formula\na,CCO,C2H6O\n", encoding="utf-8")
    plan_of_one_process = mi.RunOptions()
    from molinfo.batch.inputs import choose_inputs
    from molinfo.checks.options import DEFAULT_OPTIONS
    from molinfo.reports.check_run import CheckPlan, check_inputs

    inputs = choose_inputs(tmp_path / "in.csv")
    # workers know the rows of the package only; results travel to the writer as they are
    plan = CheckPlan(inputs, DEFAULT_OPTIONS, replace(words, name="html"), plan_of_one_process)
    check_inputs(plan, tmp_path / "out.words")
    assert choose_format(REPORT_FORMATS, tmp_path / "out.words") is words
    assert (tmp_path / "out.words").read_text() == "a pass"


def test_formats_that_grow_in_parts_print_what_their_writer_writes():
    result = mi.check_structure("CCO", formula="C2H6O")
    for each in REPORT_FORMATS.values():
        if each.is_resumable:
            stream = io.StringIO()
            with each.open(stream, None) as writer:
                writer.write(mi.Record(), result)
            assert stream.getvalue() == each.print_head() + each.print_part(result)
