"""What every command over many rows has in common: guard, runners, shares, resuming, progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

import rich_click as click

from molinfo.cli.inputs import choose_inputs

if TYPE_CHECKING:
    from molinfo.batch.inputs import Inputs
    from molinfo.batch.runs import RunOptions, RunReport
    from molinfo.batch.sink import Shard
    from molinfo.batch.task import Task
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

    @property
    def run(self) -> RunOptions:
        """How the run is to be worked."""
        from molinfo.batch.runs import RunOptions

        return RunOptions(
            workers=self.workers,
            row_timeout=self.row_timeout,
            memory_limit=self.memory_limit,
            chunk_rows=self.chunk_rows,
            resume=self.resume,
            fresh=self.fresh,
            shard=self._parse_shard(),
            runner=self.runner,
            scheduler=self.scheduler,
        )

    def _parse_shard(self) -> Shard:
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


def make_inputs(
    paths: Sequence[str],
    *,
    bundled: bool,
    input_format: str | None,
    id_column: str | None,
    columns: dict[str, str],
    options: BatchOptions,
    only: Sequence[str] = (),
) -> Inputs:
    """What to read; raises UsageError where INPUT and --bundled are both there."""
    from molinfo.batch.inputs import Inputs

    inputs = Inputs(
        choose_inputs(paths, bundled),
        input_format,
        id_column,
        tuple(columns.items()),
        options.limit,
        options.sample,
        tuple(only),
    )
    if not inputs.can_be_read_again:
        if options.needs_file:
            raise click.UsageError(
                f"{options.needs_file} reads the input again; write standard input to a file first"
            )
        if options.dry_run:
            raise click.UsageError("--dry-run would use up standard input; write it to a file")
    return inputs


def open_progress(inputs: Inputs | None, options: BatchOptions) -> Progress:
    """What tells how a run over its inputs goes on."""
    from molinfo.batch.estimate import estimate_rows
    from molinfo.cli.progress import Progress

    total = None if inputs is None else estimate_rows(inputs)
    return Progress(log_json=options.log_json, total=total)


def try_out(task: Task, inputs: Inputs, options: BatchOptions, progress: Progress) -> None:
    """Try a run and say what it would do."""
    from molinfo.batch import runs

    trial = runs.try_out(task, inputs, options.run, progress)
    progress.say(f"of the first rows: {progress.summarise()}")
    told = f"{trial.rows:,} rows, {trial.damaged:,} of them damaged, in {trial.chunks:,} chunks"
    if trial.seconds is not None:
        told += f"; about {trial.seconds:,.0f} s with {options.workers} workers"
    progress.say(f"{told}; nothing was written")


def tell_run(
    report: RunReport | None,
    keys: Counter[str],
    output: str,
    options: BatchOptions,
    progress: Progress,
) -> None:
    """Say what a run into a file came to, beyond its rows."""
    is_shared = options.shard is not None
    name = f"shard {options.shard} of {output}" if is_shared else output
    if report is not None and report.was_complete:
        progress.say(f"{name}: complete, nothing to do")
        return
    progress.tell_duplicates(keys)
    if is_shared:
        progress.say(f"{name}: complete; once all are, run molinfo merge {output}")


def is_plain_file(output: str | None) -> TypeGuard[str]:
    """Whether an output is a file of its own, which can be resumed; not a device or a pipe."""
    from molinfo.store.files import is_device

    return output is not None and not is_device(Path(output))
