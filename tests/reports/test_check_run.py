"""Checks of files and stores from Python, as the command line does them."""

import json

import pytest

import molinfo as mi

TABLE = "id,smiles,mw\na,CCO,46.07\nb,C1CC,1\nc,CCO,46.70\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_file_is_checked_into_a_file_and_counted(table, tmp_path):
    seen = []
    summary = mi.run_check(table, tmp_path / "out.jsonl", on_progress=lambda n, _f: seen.append(n))
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["pass", "error", "fail"]
    assert summary.verdicts == {"pass": 1, "error": 1, "fail": 1}
    assert sum(seen) == 3
    meta = json.loads((tmp_path / "out.jsonl.meta.json").read_text(encoding="utf-8"))
    assert meta["inputs"][0]["name"] == "in.csv"


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.html", "out.xml", "out.sarif"])
def test_every_report_is_written_by_its_ending(name, table, tmp_path):
    summary = mi.run_check(table, tmp_path / name)
    assert summary.records == 3
    assert (tmp_path / name).stat().st_size > 0
    assert (tmp_path / f"{name}.meta.json").exists()


def test_what_python_began_the_same_call_finishes(table, tmp_path):
    output = tmp_path / "out.jsonl"
    (tmp_path / "whole").mkdir()
    mi.run_check(table, tmp_path / "whole" / "out.jsonl", run=mi.RunOptions(chunk_rows=1))

    def stop(_rows, _failed):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mi.run_check(table, output, run=mi.RunOptions(chunk_rows=1), on_progress=stop)
    assert not output.exists()
    with pytest.raises(mi.ResumeError):
        mi.run_check(table, output, run=mi.RunOptions(chunk_rows=1))
    mi.run_check(table, output, run=mi.RunOptions(chunk_rows=1, resume=True))
    assert output.read_bytes() == (tmp_path / "whole" / "out.jsonl").read_bytes()


def test_the_bundled_store_is_checked_with_the_files_and_lines_of_its_findings(tmp_path):
    summary = mi.run_check(None, tmp_path / "out.jsonl")
    results = list(mi.check_many(mi.open_store()))
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines == [result.to_json() for result in results]
    assert summary.records == len(results)


def test_a_report_that_is_written_as_one_cannot_be_resumed(table, tmp_path):
    with pytest.raises(mi.InputError, match=r"\.jsonl or \.csv"):
        mi.run_check(table, tmp_path / "out.html", run=mi.RunOptions(resume=True))


def test_an_ending_that_no_format_has_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(mi.InputError, match="no format has the ending"):
        mi.run_check(tmp_path / "not-there.csv", tmp_path / "out.doc")
