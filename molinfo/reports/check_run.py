"""A whole run of checks: from inputs to a report, resumed where it was cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from molinfo.batch.inputs import Given, Inputs, choose_inputs
from molinfo.batch.runs import RunOptions, RunReport, run, stream
from molinfo.batch.sink import Sink
from molinfo.batch.watching import UNWATCHED, Callback, OnProgress, Watcher
from molinfo.checks.options import DEFAULT_OPTIONS, CheckOptions
from molinfo.checks.summary import RunSummary
from molinfo.errors import InputError
from molinfo.reports.check_task import CheckTask
from molinfo.reports.formats import (
    REPORT_FORMATS,
    ReportFormat,
    Target,
    WriterContext,
    choose_format,
)
from molinfo.store.files import is_device
from molinfo.store.provenance import collect_versions, write_meta


@dataclass(frozen=True)
class CheckPlan:
    """What to check, by which options, and how to report it; `with_keys` counts duplicates."""

    inputs: Inputs
    options: CheckOptions
    report: ReportFormat
    run: RunOptions
    with_keys: bool = False

    @property
    def task(self) -> CheckTask:
        """The row function."""
        return CheckTask(self.options, self.report.name, self.with_keys)

    def describe(self) -> dict[str, Any]:
        """Inputs, versions and options, for the meta file."""
        return {
            "inputs": self.inputs.identify(),
            "versions": collect_versions(),
            "options": {
                **self.options.describe(),
                **self.inputs.describe(),
                **self.run.describe(),
                "duplicates": self.with_keys,
            },
        }


@dataclass
class CheckedRun:
    """What a run of checks came to: its counts and, where it wrote a file in parts, its report."""

    summary: RunSummary = field(default_factory=RunSummary)
    keys: Counter[str] = field(default_factory=Counter)
    report: RunReport | None = None


def run_check(
    inputs: Given,
    output: str | Path,
    *,
    output_format: str | None = None,
    options: CheckOptions = DEFAULT_OPTIONS,
    run: RunOptions = RunOptions(),  # noqa: B008 frozen
    input_format: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
) -> RunSummary:
    """Check files or stores of any size into a report, as `molinfo check INPUT -o OUTPUT` does.

    `inputs` is a path, a glob, an address, a list of these, or None for the bundled store; the
    ending of `output` picks the format (.jsonl, .csv, .xlsx, .html, .xml, .sarif, .txt). Rows are
    worked in processes that can be killed, so one that hangs or crashes costs only itself. A
    JSON lines or CSV output grows in OUTPUT.partial/: call again with `RunOptions(resume=True)`
    to finish a run that was cut off. `on_progress` is called with the number of rows that were
    finished and a Counter of the error codes among them. Returns the counts of the run.

    Raises InputError, StoreError, OutputError, BatchError, UnknownName, MissingExtra.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "in.csv").write_text("smiles,formula\\nCCO,C2H6O\\n")
    ...     run_check(Path(folder) / "in.csv", Path(folder) / "out.jsonl").records
    1
    """
    chosen = choose_inputs(inputs, input_format=input_format, id_column=id_column, columns=columns)
    report = choose_format(REPORT_FORMATS, output, output_format)
    plan = CheckPlan(chosen, options, report, run)
    return check_inputs(plan, Path(output), Callback(on_progress)).summary


def check_inputs(plan: CheckPlan, target: Target, watcher: Watcher = UNWATCHED) -> CheckedRun:
    """Carry out a plan into a file or onto a stream.

    Raises InputError, StoreError, OutputError, BatchError, MissingExtra.
    """
    file = target if isinstance(target, Path) and not is_device(target) else None
    if file is not None and plan.report.is_resumable:
        return _check_in_parts(plan, file, watcher)
    if plan.run.needs_file:
        raise InputError(
            f"{plan.run.needs_file} needs an output that grows in parts; name a .jsonl or .csv file"
        )
    done = CheckedRun()
    context = WriterContext(done.summary, plan.inputs.single_file)
    with plan.report.open(target, context) as writer:
        for rows, outcomes in stream(plan.task, plan.inputs, plan.run, watcher):
            for row, outcome in zip(rows, outcomes, strict=True):
                result, tally = outcome.value
                done.summary.count(tally)
                writer.write(row.record, result)
                if outcome.key:
                    done.keys[outcome.key] += 1
    if file is not None:
        write_meta(file, plan.describe())
    return done


def _check_in_parts(plan: CheckPlan, output: Path, watcher: Watcher) -> CheckedRun:
    head = plan.report.print_head()
    sink = Sink(output, plan.report.name, plan.describe(), head=head, shard=plan.run.shard)
    report = run(plan.task, plan.inputs, sink, plan.run, watcher)
    done = CheckedRun(keys=report.keys, report=report)
    for chunk in report.reports:
        done.summary.merge(chunk.extra)
    return done
