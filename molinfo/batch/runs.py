"""A whole run, for Python and the command line alike: what to read, what to do, where to put it.

`run` brings a run to its output, wherever its last attempt ended; `stream` hands its rows back as
they are done, for an output that is no file of its own; `try_out` reads everything, works on the
first rows and writes nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from molinfo.batch.guard import Guard, GuardLimits
from molinfo.batch.inputs import Inputs, Row
from molinfo.batch.job import BLOCK_ROWS, CHUNK_ROWS, Job, run_guarded, run_here
from molinfo.batch.merge import finish
from molinfo.batch.run import make_chunks
from molinfo.batch.sink import ChunkReport, Shard, Sink
from molinfo.batch.task import RowOutcome, Task
from molinfo.batch.watching import UNWATCHED, Watcher
from molinfo.errors import InputError, RecordNotFound, StoreError, UnknownName

RUNNERS = ("local", "dask")
_TRIED_ROWS = 500


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is worked; what decides its results is in its task and its inputs.

    A row may take `row_timeout` seconds, a worker use `memory_limit` MiB (0: as much as there is).
    `chunk_rows` are the rows of a part, the unit of resuming and of shares. With `resume` an
    unfinished output is finished, with `fresh` begun anew. `runner` is "local" or "dask", with the
    address of a `scheduler` or, without one, a cluster started here.
    """

    workers: int = 1
    row_timeout: float = 10.0
    memory_limit: int = 2048
    chunk_rows: int = CHUNK_ROWS
    resume: bool = False
    fresh: bool = False
    shard: Shard = field(default_factory=Shard)
    runner: str = "local"
    scheduler: str | None = None

    def __post_init__(self) -> None:
        if self.runner not in RUNNERS:
            raise UnknownName(f"no runner {self.runner!r}; known: {', '.join(RUNNERS)}")

    @property
    def limits(self) -> GuardLimits:
        """The limits of a row and of a worker."""
        return GuardLimits(self.row_timeout, self.memory_limit)

    @property
    def needs_file(self) -> str:
        """An option that makes no sense without an output in parts, "" where there is none."""
        named = {
            "resume": self.resume,
            "fresh": self.fresh,
            "shard": self.shard.count > 1,
            "runner dask": self.runner == "dask",
        }
        return next((f"--{name}" for name, given in named.items() if given), "")

    def describe(self) -> dict[str, Any]:
        """What of these options decides results, for the meta file."""
        return {
            "row_timeout": self.row_timeout,
            "memory_limit": self.memory_limit,
            "chunk_rows": self.chunk_rows,
        }


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did: its rows, its failures by code, and what its task said of each part.

    `was_complete` where an earlier run had left nothing to do. `keys` counts structures by their
    InChIKeys, where they were asked for.
    """

    reports: tuple[ChunkReport, ...] = ()
    was_complete: bool = False

    @property
    def rows(self) -> int:
        """All rows, those of an earlier attempt included."""
        return sum(report.rows for report in self.reports)

    @property
    def failed(self) -> Counter[str]:
        """How many rows failed, by code."""
        codes = (code for report in self.reports for *_row, code, _message in report.failed)
        return Counter(codes)

    @property
    def keys(self) -> Counter[str]:
        """How often each structure occurs, by InChIKey, where duplicates are counted."""
        return Counter(key for report in self.reports for key in report.keys)


def run(
    task: Task,
    inputs: Inputs,
    sink: Sink,
    options: RunOptions = RunOptions(),
    watcher: Watcher = UNWATCHED,
) -> RunReport:
    """Bring a run to its output; of a share of it, as far as the share goes.

    Raises InputError, StoreError, OutputError, BatchError, MissingExtra.
    """
    if not sink.begin(resume=options.resume, fresh=options.fresh):
        return RunReport(was_complete=True)
    for report in _read_own_reports(sink):
        codes = Counter(code for *_row, code, _message in report.failed)
        watcher.resume(report.rows, codes)
    job = Job(inputs, task, sink, options.limits, options.chunk_rows)
    try:
        if options.runner == "dask":
            from molinfo.batch.cluster import run_on_dask

            run_on_dask(job, options.scheduler, options.workers, watcher)
        else:
            run_here(job, options.workers, watcher)
    except (
        InputError,
        StoreError,
        RecordNotFound,
    ):  # the input has to be repaired, which makes another run
        sink.withdraw()
        raise
    reports = tuple(_read_own_reports(sink))
    if sink.shard.count == 1:
        finish(sink, *sink.read_totals())
    return RunReport(reports)


def _read_own_reports(sink: Sink) -> Iterator[ChunkReport]:
    return (report for number, report in sink.read_reports() if sink.shard.owns(number))


def stream(
    task: Task,
    inputs: Inputs,
    options: RunOptions = RunOptions(),
    watcher: Watcher = UNWATCHED,
) -> Iterator[tuple[Sequence[Row], list[RowOutcome]]]:
    """Rows with what became of them, in input order, block by block.

    Raises InputError, StoreError, BatchError.
    """
    blocks = make_chunks(task.prepare(inputs.read()), BLOCK_ROWS)
    with Guard(task, workers=options.workers, limits=options.limits) as guard:
        for rows, outcomes in run_guarded(task, guard, blocks):
            codes = Counter(each.code for each in outcomes if each.code)
            watcher.advance(len(rows), codes)
            yield rows, outcomes


@dataclass(frozen=True, slots=True)
class TriedRun:
    """What trying a run showed: its rows, those damaged, its chunks, and the seconds it may take.

    `seconds` is None where too few rows were tried to say.
    """

    rows: int
    damaged: int
    chunks: int
    seconds: float | None


def try_out(
    task: Task,
    inputs: Inputs,
    options: RunOptions = RunOptions(),
    watcher: Watcher = UNWATCHED,
) -> TriedRun:
    """Read every row, work on the first ones, and tell what a run would do; nothing is written.

    Raises InputError, StoreError, BatchError.
    """
    first = replace(inputs, limit=min(inputs.limit or _TRIED_ROWS, _TRIED_ROWS))
    begun = 0.0
    tried = 0
    for rows, _outcomes in stream(task, first, options, watcher):
        begun = begun or time.perf_counter()  # workers have started by the end of the first block
        tried += len(rows)
    seconds = time.perf_counter() - begun
    total = damaged = 0
    for row in inputs.read():
        total += 1
        damaged += bool(row.record.defect)
    timed = tried - BLOCK_ROWS
    needed = total / timed * seconds if timed > 0 else None
    return TriedRun(total, damaged, -(-total // options.chunk_rows), needed)
