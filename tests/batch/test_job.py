"""Runs that are stopped and taken up again: no row lost, none twice, nothing done again."""

import csv
import json

import pytest

from molinfo.batch.job import Chunks, run_here
from molinfo.batch.merge import find_failed, finish, merge
from molinfo.batch.sink import Shard
from molinfo.errors import BatchError, InputError, OutputError
from tests.batch.shout import Counting, expect, make_job, write_input


def run(job, *, resume=False, fresh=False, most=None):
    """What the command line does with a job; how many rows were worked."""
    watcher = Counting(most)
    if not job.sink.begin(resume=resume, fresh=fresh):
        return 0
    run_here(job, 1, watcher)
    if job.sink.shard.count == 1:
        finish(job.sink, *job.sink.read_totals())
    return watcher.rows


@pytest.fixture
def stopped(tmp_path):
    """A run of 250 rows that ended after two of its nine chunks."""
    job = make_job(write_input(tmp_path), tmp_path / "out.txt")
    with pytest.raises(KeyboardInterrupt):
        run(job, most=90)
    return job


def test_the_output_appears_when_it_is_whole_and_nothing_else_stays(tmp_path):
    job = make_job(write_input(tmp_path), tmp_path / "out.txt")
    assert run(job) == 250
    assert (tmp_path / "out.txt").read_text() == expect()
    names = {entry.name for entry in tmp_path.iterdir()}
    assert names == {"in.smi", "out.txt", "out.txt.meta.json", "out.txt.failed.csv"}
    meta = json.loads((tmp_path / "out.txt.meta.json").read_text())
    assert (meta["chunks"], meta["rows"]) == (9, 250)


def test_failed_rows_stand_in_a_table_that_can_be_fed_again(tmp_path):
    run(make_job(write_input(tmp_path), tmp_path / "out.txt"))
    with find_failed(tmp_path / "out.txt").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["row"], row["smiles"], row["error"]) for row in rows] == [
        ("50", "C", "no-id"),
        ("150", "C", "no-id"),
    ]
    run(make_job(find_failed(tmp_path / "out.txt"), tmp_path / "again.txt"))
    assert (tmp_path / "again.txt").read_text() == "0 \n1 \n"


def test_a_resumed_run_does_what_is_missing_and_nothing_else(stopped, tmp_path):
    assert not (tmp_path / "out.txt").exists()
    done = {path: path.stat().st_mtime_ns for path in stopped.sink.folder.glob("part-*")}
    assert len(done) == 2
    manifest = json.loads((stopped.sink.folder / "_manifest.json").read_text())
    assert manifest["finished"] == "0-1"
    with pytest.raises(KeyboardInterrupt):
        run(stopped, resume=True, most=60)
    assert all(path.stat().st_mtime_ns == then for path, then in done.items())
    assert 0 < run(stopped, resume=True) < 190
    assert (tmp_path / "out.txt").read_text() == expect()
    assert run(stopped, resume=True) == 0


@pytest.mark.parametrize("sees_every_row", [False, True])
@pytest.mark.parametrize("wanted", [(), (0,), (3, 4), (8,)])
def test_chunks_that_are_not_wanted_are_counted_and_passed_by(tmp_path, sees_every_row, wanted):
    job = make_job(write_input(tmp_path), tmp_path / "out.txt")
    job.task.sees_every_row = sees_every_row
    whole = list(Chunks(job).read(lambda number: True))
    chunks = Chunks(job)
    assert list(chunks.read(lambda number: number in wanted)) == [whole[n] for n in wanted]
    assert (chunks.number, chunks.rows) == (9, 250)


def test_resume_starts_when_there_is_nothing_yet(tmp_path):
    assert run(make_job(write_input(tmp_path), tmp_path / "out.txt"), resume=True) == 250


def test_an_unfinished_run_is_not_touched_unasked(stopped):
    with pytest.raises(BatchError, match="--resume to finish it, or --fresh"):
        run(stopped)


def test_fresh_begins_anew(stopped, tmp_path):
    assert run(stopped, fresh=True) == 250
    assert (tmp_path / "out.txt").read_text() == expect()


def test_another_input_or_option_is_refused_with_the_difference(stopped, tmp_path):
    quiet = make_job(tmp_path / "in.smi", tmp_path / "out.txt", options={"loud": False})
    with pytest.raises(BatchError, match="loud was true, is false"):
        run(quiet, resume=True)
    write_input(tmp_path, 251)
    changed = make_job(tmp_path / "in.smi", tmp_path / "out.txt")
    with pytest.raises(BatchError, match=r"input in.smi sha256 was .*, is .*"):
        run(changed, resume=True)
    assert run(changed, fresh=True) == 251
    write_input(tmp_path, 250)
    with pytest.raises(BatchError, match="sha256"):
        run(make_job(tmp_path / "in.smi", tmp_path / "out.txt"), resume=True)


@pytest.mark.parametrize("name", ["_manifest.json", "_chunk-00000001.json"])
def test_a_damaged_note_is_an_error_that_says_what_to_do(stopped, name):
    (stopped.sink.folder / name).write_text("{")
    with pytest.raises(BatchError, match="damaged"):
        run(stopped, resume=True)


def test_a_part_that_was_lost_is_made_again(stopped, tmp_path):
    stopped.sink.part_path(0).unlink()
    run(stopped, resume=True)
    assert (tmp_path / "out.txt").read_text() == expect()


def test_an_input_without_rows_gives_an_output_without_rows(tmp_path):
    (tmp_path / "in.smi").write_text("# nothing\n")
    assert run(make_job(tmp_path / "in.smi", tmp_path / "out.txt")) == 0
    assert (tmp_path / "out.txt").read_text() == ""


def test_an_output_that_cannot_be_made_is_an_error(tmp_path):
    path = write_input(tmp_path)
    with pytest.raises(InputError, match="folder does not exist"):
        run(make_job(path, tmp_path / "none" / "out.txt"))
    (tmp_path / "out.txt.partial").write_text("in the way")
    with pytest.raises(OutputError, match="cannot be made"):
        run(make_job(path, tmp_path / "out.txt"))


class TestShards:
    """Shares of one run, worked without knowing of each other."""

    def make(self, folder, index, count=3):
        return make_job(folder / "in.smi", folder / "out.txt", shard=Shard(index, count))

    @pytest.fixture
    def two_of_three(self, tmp_path):
        write_input(tmp_path)
        assert run(self.make(tmp_path, 1)) == 90
        assert run(self.make(tmp_path, 3)) == 70
        return tmp_path

    def test_shards_merged_are_the_whole_run(self, two_of_three):
        run(self.make(two_of_three, 2))
        merged = merge(two_of_three / "out.txt")
        assert (merged.rows, merged.shards) == (250, 3)
        assert (two_of_three / "out.txt").read_text() == expect()
        assert not (two_of_three / "out.txt.partial").exists()
        assert len(find_failed(two_of_three / "out.txt").read_text().splitlines()) == 3

    def test_a_missing_shard_is_named(self, two_of_three):
        with pytest.raises(BatchError, match="shard 2/3 is missing"):
            merge(two_of_three / "out.txt.partial")
        assert not (two_of_three / "out.txt").exists()

    def test_an_unfinished_shard_is_named_and_can_be_resumed(self, two_of_three):
        with pytest.raises(KeyboardInterrupt):
            run(self.make(two_of_three, 2), most=60)
        with pytest.raises(BatchError, match="shard 2/3 is not finished"):
            merge(two_of_three / "out.txt")
        with pytest.raises(BatchError, match="--resume"):
            run(self.make(two_of_three, 2))
        assert run(self.make(two_of_three, 2), resume=True) == 60
        assert run(self.make(two_of_three, 2), resume=True) == 0
        assert merge(two_of_three / "out.txt").rows == 250

    def test_a_lost_part_is_named_with_its_shard(self, two_of_three):
        run(self.make(two_of_three, 2))
        (two_of_three / "out.txt.partial" / "part-00000004.txt").unlink()
        with pytest.raises(BatchError, match="chunks 4 are missing; run --shard 2/3 --resume"):
            merge(two_of_three / "out.txt")
        assert run(self.make(two_of_three, 2), resume=True) == 30
        assert merge(two_of_three / "out.txt").rows == 250

    def test_shares_of_another_run_are_refused(self, two_of_three):
        with pytest.raises(BatchError, match="other shares"):
            run(self.make(two_of_three, 2, count=4))
        with pytest.raises(BatchError, match="other shares"):
            run(make_job(two_of_three / "in.smi", two_of_three / "out.txt"))

    def test_a_fresh_shard_leaves_the_others_alone(self, two_of_three):
        assert run(self.make(two_of_three, 1), fresh=True) == 90
        run(self.make(two_of_three, 2))
        assert merge(two_of_three / "out.txt").rows == 250

    def test_a_folder_without_shards_is_an_error(self, tmp_path):
        with pytest.raises(InputError, match="no shards"):
            merge(tmp_path / "out.txt")
