"""A whole run of descriptors: from inputs to a table, resumed where it was cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from molinfo.batch.inputs import Given, Inputs, choose_inputs
from molinfo.batch.runs import RunOptions, RunReport, run, stream
from molinfo.batch.sink import Sink
from molinfo.batch.watching import UNWATCHED, Callback, OnProgress, Watcher
from molinfo.descriptors.describe import Form, prepare_task
from molinfo.errors import InputError
from molinfo.reports.describe_task import DescribeTask
from molinfo.reports.formats import TABLE_FORMATS, TableFormat, Target, choose_format
from molinfo.store.files import is_device, open_beside
from molinfo.store.provenance import collect_versions


@dataclass(frozen=True)
class DescribePlan:
    """What to describe, by which descriptors, how to write it; `with_keys` counts duplicates."""

    inputs: Inputs
    wanted: str
    form: Form
    table: TableFormat
    run: RunOptions
    with_keys: bool = False

    def describe(self) -> dict[str, Any]:
        """Versions and options, for the metadata of the table."""
        return {
            "versions": collect_versions(),
            "options": {
                "set": self.wanted,
                "form": self.form,
                **self.inputs.describe(),
                **self.run.describe(),
                "duplicates": self.with_keys,
            },
        }

    def make_task(self) -> DescribeTask:
        """The row function. Raises UnknownName for a descriptor that does not exist."""
        task = prepare_task(self.wanted, self.form)
        return DescribeTask(task, self.table.name, self.describe(), self.with_keys)


@dataclass
class DescribedRun:
    """What a run came to: its rows, those that failed, and how often each structure occurs."""

    rows: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    report: RunReport | None = None


def run_describe(
    inputs: Given,
    output: str | Path,
    *,
    set: str | Iterable[str] = "rdkit",
    form: Form = "as-drawn",
    output_format: str | None = None,
    run: RunOptions = RunOptions(),  # noqa: B008 frozen
    input_format: str | None = None,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
) -> DescribedRun:
    """Describe files or stores of any size into a table, as `molinfo describe -o OUTPUT` does.

    `inputs` is a path, a glob, an address, a list of these, or None for the bundled store; the
    ending of `output` picks the format (.csv, .jsonl, .parquet). Rows are worked in processes that
    can be killed, and the output grows in OUTPUT.partial/: call again with
    `RunOptions(resume=True)` to finish a run that was cut off. `on_progress` is called with the
    number of rows that were finished and a Counter of the error codes among them.

    Raises InputError, StoreError, OutputError, BatchError, UnknownName, MissingExtra.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "in.smi").write_text("CCO ethanol\\n")
    ...     run_describe(Path(folder) / "in.smi", Path(folder) / "out.csv", set="MolWt").rows
    1
    """
    chosen = choose_inputs(inputs, input_format=input_format, id_column=id_column, columns=columns)
    wanted = set if isinstance(set, str) else ",".join(set)
    table = choose_format(TABLE_FORMATS, output, output_format)
    plan = DescribePlan(chosen, wanted, form, table, run)
    return describe_inputs(plan, Path(output), Callback(on_progress))


def describe_inputs(
    plan: DescribePlan, target: Target, watcher: Watcher = UNWATCHED
) -> DescribedRun:
    """Carry out a plan into a file or onto a stream.

    Raises InputError, StoreError, OutputError, BatchError, MissingExtra.
    """
    task = plan.make_task()
    if isinstance(target, Path) and not is_device(target):
        head = plan.table.print_head(task.task.columns)
        about = {"inputs": plan.inputs.identify(), **task.about}
        sink = Sink(target, plan.table.name, about, head=head, shard=plan.run.shard)
        report = run(task, plan.inputs, sink, plan.run, watcher)
        return DescribedRun(report.rows, report.failed, report.keys, report)
    if plan.run.needs_file:
        raise InputError(f"{plan.run.needs_file} needs an output file; name one with -o")
    done = DescribedRun()
    with ExitStack() as stack:
        opened: Any = target
        if isinstance(target, Path):
            opened = stack.enter_context(open_beside(target, binary=plan.table.is_binary))
        if not plan.table.is_binary:
            opened.write(plan.table.print_head(task.task.columns))
        frames = plan.table.open_frames(opened, task.task.columns, task.about)
        writer = stack.enter_context(frames)
        for rows, outcomes in stream(task, plan.inputs, plan.run, watcher):
            writer.write(task.make_table(rows, outcomes))
            done.rows += len(rows)
            done.failed.update(each.code for each in outcomes if each.code)
            done.keys.update(each.key for each in outcomes if each.key)
    return done
