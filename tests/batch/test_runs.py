"""A whole run from Python: to its output, handed back as rows, or tried out."""

from collections import Counter
from dataclasses import replace

import pytest

from molinfo.batch.runs import RunOptions, run, stream, try_out
from molinfo.batch.watching import Callback
from molinfo.errors import ResumeError, UnknownName
from tests.batch.shout import Counting, Shout, expect, make_job, write_input

OPTIONS = RunOptions(chunk_rows=30)


def test_a_run_reaches_its_output_and_says_what_it_came_to(tmp_path):
    job = make_job(write_input(tmp_path), tmp_path / "out.txt")
    seen = []
    watcher = Callback(lambda rows, failed: seen.append((rows, failed)))
    report = run(job.task, job.source, job.sink, OPTIONS, watcher)
    assert (tmp_path / "out.txt").read_text() == expect()
    assert (report.rows, report.failed) == (250, Counter({"no-id": 2}))
    assert sum(rows for rows, _failed in seen) == 250
    assert sum((failed for _rows, failed in seen), Counter()) == report.failed


def test_an_unfinished_run_is_finished_where_that_is_asked_for(tmp_path):
    job = make_job(write_input(tmp_path), tmp_path / "out.txt")
    with pytest.raises(KeyboardInterrupt):
        run(job.task, job.source, job.sink, OPTIONS, Counting(90))
    with pytest.raises(ResumeError, match="--resume"):
        run(job.task, job.source, job.sink, OPTIONS)
    watcher = Counting()
    report = run(job.task, job.source, job.sink, replace(OPTIONS, resume=True), watcher)
    assert (tmp_path / "out.txt").read_text() == expect()
    assert (report.rows, watcher.rows) == (250, 250)
    assert run(job.task, job.source, job.sink, replace(OPTIONS, resume=True)).was_complete


def test_rows_are_handed_back_in_their_order(tmp_path):
    job = make_job(write_input(tmp_path), tmp_path / "out.txt")
    texts = [each.value for _rows, outcomes in stream(job.task, job.source) for each in outcomes]
    assert "".join(texts) == expect()
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.smi"]


def test_trying_a_run_reads_everything_and_writes_nothing(tmp_path):
    job = make_job(write_input(tmp_path, 800), tmp_path / "out.txt")
    tried = try_out(job.task, job.source, OPTIONS)
    assert (tried.rows, tried.damaged, tried.chunks) == (800, 0, 27)
    assert tried.seconds > 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["in.smi"]


def test_of_too_few_rows_nothing_is_said_of_the_time(tmp_path):
    job = make_job(write_input(tmp_path, 3), tmp_path / "out.txt")
    assert try_out(Shout(), job.source, OPTIONS).seconds is None


def test_an_option_that_needs_an_output_in_parts_is_named():
    assert RunOptions().needs_file == ""
    assert RunOptions(resume=True).needs_file == "--resume"
    assert RunOptions(runner="dask").needs_file == "--runner dask"
    with pytest.raises(UnknownName, match="local, dask"):
        RunOptions(runner="slurm")
