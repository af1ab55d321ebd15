"""What every command over many rows has in common: guard, runners, shares, resuming, progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import rich_click as click

from molinfo.cli.inputs import choose_inputs
from molinfo.errors import InputError, StoreError

_TRIED_ROWS = 500

if TYPE_CHECKING:
    from molinfo.batch.guard import GuardLimits
    from molinfo.batch.job import Job
    from molinfo.batch.sink import ChunkReport, Shard, Sink
    from molinfo.batch.source import Row, Source
    from molinfo.batch.task import Outcome, Task
    from molinfo.cli.progress import Progress


@dataclass(frozen=True)
class BatchOptions:
    """The options of a batch as they were given."""

    runner: str
    scheduler: str | None
    workers: int
    shard: str | None
    resume: bool
    fresh: bool
    row_timeout: float
    memory_limit: int
    chunk_rows: int
    limit: int | None
    sample: float
    dry_run: bool
    duplicates: bool
    log_json: bool

    def __post_init__(self) -> None:
        if self.scheduler is not None and self.runner != "dask":
            raise click.UsageError("--scheduler goes with --runner dask")
        if self.resume and self.fresh:
            raise click.UsageError("--resume finishes a run, --fresh begins anew: choose one")
        if self.shard is not None and self.runner == "dask":
            raise click.UsageError("--shard needs no scheduler; leave out --runner dask")

    @property
    def needs_file(self) -> str | None:
        """An option that makes no sense without an output file, None when there is none."""
        for name in ("resume", "fresh", "shard"):
            if getattr(self, name):
                return f"--{name}"
        return "--runner dask" if self.runner == "dask" else None

    def describe(self) -> dict[str, Any]:
        """What of these options decides results."""
        return {
            "row_timeout": self.row_timeout,
            "memory_limit": self.memory_limit,
            "chunk_rows": self.chunk_rows,
            "limit": self.limit,
            "sample": self.sample,
            "duplicates": self.duplicates,
        }

    def make_limits(self) -> GuardLimits:
        """The limits of a row and of a worker."""
        from molinfo.batch.guard import GuardLimits

        return GuardLimits(self.row_timeout, self.memory_limit)

    def make_shard(self) -> Shard:
        """The share of the chunks to work on."""
        from molinfo.batch.sink import Shard

        if self.shard is None:
            return Shard()
        index, _, count = self.shard.partition("/")
        if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
            raise click.BadParameter(
                f"{self.shard!r} is not I/N with I from 1 to N", param_hint="--shard"
            )
        return Shard(int(index), int(count))


_OPTIONS = (
    click.option(
        "--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes."
    ),
    click.option(
        "--row-timeout",
        default=10.0,
        show_default=True,
        type=click.FloatRange(0.1),
        metavar="SECONDS",
        help="A row that takes longer is given up.",
    ),
    click.option(
        "--memory-limit",
        default=2048,
        show_default=True,
        type=click.IntRange(0),
        metavar="MIB",
        help="Memory that a worker may use; 0 for no limit.",
    ),
    click.option("--resume", is_flag=True, help="Finish an unfinished output."),
    click.option("--fresh", is_flag=True, help="Begin an unfinished output anew."),
    click.option(
        "--runner",
        type=click.Choice(["local", "dask"]),
        default="local",
        show_default=True,
        help="Where to work: here, or on a Dask cluster (extra [cluster]).",
    ),
    click.option(
        "--scheduler", metavar="ADDRESS", help="The Dask cluster, tcp://...; else one started here."
    ),
    click.option(
        "--shard",
        metavar="I/N",
        help="Work on the I-th of N shares of the rows; `molinfo merge` joins them.",
    ),
    click.option(
        "--chunk-rows",
        default=10_000,
        show_default=True,
        type=click.IntRange(1),
        help="Rows of a part, the unit of resuming and sharing.",
    ),
    click.option("--limit", type=click.IntRange(0), metavar="N", help="Only the first N rows."),
    click.option(
        "--sample",
        type=click.FloatRange(0, 1, min_open=True),
        default=1.0,
        metavar="SHARE",
        help="Only this share of the rows, such as 0.01, the same in every run.",
    ),
    click.option("--dry-run", is_flag=True, help="Read everything, try some rows, write nothing."),
    click.option("--duplicates", is_flag=True, help="Count structures that stand more than once."),
    click.option("--log-json", is_flag=True, help="Tell of progress in JSON lines."),
)


def with_batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a batch; the command makes BatchOptions of those it does not name."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def make_source(
    inputs: Sequence[str],
    bundled: bool,
    input_format: str | None,
    id_column: str | None,
    columns: dict[str, str],
    options: BatchOptions,
) -> Source:
    """What to read; raises UsageError where INPUT and --bundled are both there."""
    from molinfo.batch.source import Source

    source = Source(
        choose_inputs(inputs, bundled),
        input_format,
        id_column,
        tuple(columns.items()),
        options.limit,
        options.sample,
    )
    if not source.can_be_read_again:
        if options.needs_file:
            raise click.UsageError(
                f"{options.needs_file} reads the input again; write standard input to a file first"
            )
        if options.dry_run:
            raise click.UsageError("--dry-run would use up standard input; write it to a file")
    return source


def stream_outcomes(
    source: Source, task: Task, options: BatchOptions, progress: Progress
) -> Iterator[tuple[Sequence[Row], list[Outcome]]]:
    """Rows with what became of them, for an output that is no file of its own."""
    from collections import Counter

    from molinfo.batch.guard import Guard
    from molinfo.batch.job import BLOCK_ROWS, run_guarded
    from molinfo.batch.run import make_chunks

    blocks = make_chunks(task.prepare(source.read()), BLOCK_ROWS)
    with Guard(task, workers=options.workers, limits=options.make_limits()) as guard:
        for rows, outcomes in run_guarded(task, guard, blocks):
            progress.advance(len(rows), Counter(each.code for each in outcomes if each.code))
            progress.keys.update(each.key for each in outcomes if each.key)
            yield rows, outcomes
    progress.tell_duplicates()


def open_progress(source: Source | None, options: BatchOptions) -> Progress:
    """What tells how a run over a source goes on."""
    from molinfo.batch.estimate import estimate_rows
    from molinfo.cli.progress import Progress

    total = None if source is None else estimate_rows(source)
    return Progress(log_json=options.log_json, total=total)


def try_out(source: Source, task: Task, options: BatchOptions, progress: Progress) -> None:
    """Read every row, work on the first ones, and say what a run would do; nothing is written."""
    from molinfo.batch.job import BLOCK_ROWS

    first = replace(source, limit=min(source.limit or _TRIED_ROWS, _TRIED_ROWS))
    begun = 0.0
    for _ in stream_outcomes(first, task, options, progress):
        begun = begun or time.perf_counter()  # workers have started by the end of the first block
    seconds = time.perf_counter() - begun
    rows = damaged = 0
    for row in source.read():
        rows += 1
        damaged += bool(row.record.defect)
    chunks = -(-rows // options.chunk_rows)
    progress.say(f"of the first rows: {progress.summarise()}")
    told = f"{rows:,} rows, {damaged:,} of them damaged, in {chunks:,} chunks"
    timed = progress.rows - BLOCK_ROWS
    if timed > 0:
        told += f"; about {rows / timed * seconds:,.0f} s with {options.workers} workers"
    progress.say(f"{told}; nothing was written")


def run_job(job: Job, options: BatchOptions, progress: Progress) -> list[ChunkReport]:
    """Bring a job as far as it goes; the reports of the chunks that are done.

    Of a run that was complete before there are none. Raises InputError, StoreError, OutputError,
    BatchError, MissingExtra.
    """
    from molinfo.batch.job import run_here
    from molinfo.batch.merge import finish

    sink = job.sink
    if not sink.begin(resume=options.resume, fresh=options.fresh):
        progress.say(f"{_name(sink)}: complete, nothing to do")
        return []
    for report in _read_own_reports(sink):
        progress.resume(report)
    try:
        if options.runner == "dask":
            from molinfo.batch.cluster import run_on_dask

            run_on_dask(job, options.scheduler, options.workers, progress)
        else:
            run_here(job, options.workers, progress)
    except (InputError, StoreError):  # what was read is to be repaired, which makes another run
        sink.withdraw()
        raise
    reports = _read_own_reports(sink)
    for report in reports:
        progress.keys.update(report.keys)
    progress.tell_duplicates()
    if sink.shard.count > 1:
        progress.say(f"{_name(sink)}: complete; once all are, run molinfo merge {sink.output}")
    else:
        finish(sink, *sink.read_totals())
    return reports


def _read_own_reports(sink: Sink) -> list[ChunkReport]:
    return [report for number, report in sink.read_reports() if sink.shard.owns(number)]


def _name(sink: Sink) -> str:
    if sink.shard.count == 1:
        return str(sink.output)
    return f"shard {sink.shard.index}/{sink.shard.count} of {sink.output}"


def is_plain_file(output: str | None) -> TypeGuard[str]:
    """Whether an output is a file of its own, which can be resumed; not a device or a pipe."""
    from molinfo.store.files import is_device

    return output is not None and not is_device(Path(output))
