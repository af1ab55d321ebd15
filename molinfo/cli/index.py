"""`molinfo index`: an index to search, made or brought up to date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from molinfo.cli.inputs import choose_inputs, parse_columns, with_input_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from molinfo.batch.sink import Shard
    from molinfo.searching.build import BuildPlan, Built
    from molinfo.store.record import Record


@click.command("index")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option("-o", "--output", help="The index; NAME.molindex beside a single INPUT by default.")
@click.option("--no-keys", is_flag=True, help="Leave out InChIKeys and what tells duplicates.")
@click.option(
    "--fingerprint",
    default="morgan:2:2048",
    show_default=True,
    metavar="NAME",
    help="What similarity is measured by.",
)
@click.option("--verdicts", is_flag=True, help="Check every record, to search by verdict.")
@click.option("--fresh", is_flag=True, help="Read everything again.")
@click.option("--shard", metavar="I/N", help="Index the I-th of N shares of the rows.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(
    "--row-timeout",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1),
    metavar="SECONDS",
    help="Time that a row may take.",
)
@click.option(
    "--memory-limit",
    default=2048,
    show_default=True,
    type=click.IntRange(0),
    metavar="MIB",
    help="Memory that a worker may use; 0 for no limit.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 when a structure cannot be read.")
@click.option("--log-json", is_flag=True, help="Tell of progress in JSON lines.")
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    output: str | None,
    no_keys: bool,
    fingerprint: str,
    verdicts: bool,
    fresh: bool,
    shard: str | None,
    workers: int,
    row_timeout: float,
    memory_limit: int,
    strict: bool,
    log_json: bool,
) -> None:
    """Index the structures in INPUT, so that `molinfo search` finds them.

    INPUT is a store folder or a file of structures. Where the index is there, only what changed is
    read again: changed records of a store, changed files as a whole. The old index can be searched
    until the new one takes its place. Rows whose structure cannot be read stay in the index and
    are counted. Exit code 0; with --strict 1 when there were such; 2: wrong usage, or an
    unreadable input.
    """
    from molinfo.batch.estimate import estimate_rows
    from molinfo.batch.guard import GuardLimits
    from molinfo.batch.inputs import Inputs
    from molinfo.chem.fingerprints import get_fingerprint
    from molinfo.cli.progress import Progress
    from molinfo.searching.build import BuildPlan
    from molinfo.searching.rows import IndexTask
    from molinfo.searching.update import update_index

    chosen = choose_inputs(inputs, bundled)
    source = Inputs(chosen, input_format, id_column, tuple(parse_columns(columns).items()))
    path = _choose_output(chosen, output)
    task = IndexTask(not no_keys, get_fingerprint(fingerprint).name, _find_judge(verdicts))
    limits = GuardLimits(row_timeout, memory_limit)
    plan = BuildPlan(source, task, workers, limits, _parse_shard(shard))
    with Progress(log_json=log_json, total=estimate_rows(source)) as progress:
        built = update_index(plan, path, progress, fresh=fresh)
        for line in _describe(path, plan, built):
            progress.say(line)
    if strict and built.unread:
        sys.exit(1)


def _choose_output(inputs: tuple[str | None, ...], output: str | None) -> Path:
    from molinfo.errors import InputError
    from molinfo.searching.opening import name_index
    from molinfo.store.files import is_device

    if output is not None:
        path = Path(output)
        if path.is_dir() or is_device(path):
            raise InputError(f"{output} is no file; name the index, such as library.molindex")
        if not path.absolute().parent.is_dir():
            raise InputError(f"{output}: its folder does not exist; make it first")
        return path
    if len(inputs) != 1 or inputs[0] in (None, "-"):
        raise click.UsageError("name the index with -o, such as -o library.molindex")
    return name_index(Path(str(inputs[0])))


def _find_judge(verdicts: bool) -> Callable[[Record], str] | None:
    if not verdicts:
        return None
    from molinfo.reports.verdicts import judge

    return judge


def _parse_shard(text: str | None) -> Shard:
    from molinfo.batch.sink import Shard

    if text is None:
        return Shard()
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and 1 <= int(index) <= int(count)):
        raise click.BadParameter(f"{text!r} is not I/N with I from 1 to N", param_hint="--shard")
    return Shard(int(index), int(count))


def _describe(path: Path, plan: BuildPlan, built: Built) -> list[str]:
    lines = []
    if built.why:
        lines.append(f"{path} was built anew: {built.why}")
    told = f"{path}: {built.rows:,} rows"
    if built.unread:
        told += f", {built.unread:,} of them without a structure"
    if built.is_unchanged:
        told += "; up to date"
    elif built.removed or built.added < built.rows:
        told += f"; {built.added:,} read again, {built.removed:,} taken out"
    return [*lines, told]
