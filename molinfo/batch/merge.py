"""The end of a run: proof that no chunk is missing, then the output and the files beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from molinfo.batch.sink import (
    ChunkReport,
    Shard,
    Sink,
    find_partial,
    read_manifest,
    refuse_differences,
    write_ranges,
)
from molinfo.errors import InputError, ResumeError
from molinfo.store.files import open_beside
from molinfo.store.provenance import write_meta

FAILED_COLUMNS = ("row", "id", "smiles", "molfile", "error", "reason")


def find_failed(output: Path) -> Path:
    """The table of failed rows beside an output."""
    return output.with_name(f"{output.name}.failed.csv")


def finish(sink: Sink, chunks: int, rows: int) -> None:
    """Prove that a run is complete, write its failed rows and its meta file, and join the parts.

    Raises ResumeError that names the missing chunks, OutputError.
    """
    finished = sink.find_finished()
    missing = set(range(chunks)) - finished
    if missing:
        raise ResumeError(
            f"{sink.folder}: chunks {write_ranges(missing)} are missing; finish them with --resume"
        )
    if finished - set(range(chunks)):
        raise ResumeError(f"{sink.folder} holds parts of another run; start again with --fresh")
    counted = sum(report.rows for _number, report in sink.read_reports())
    if counted != rows:
        raise ResumeError(
            f"{sink.folder}: its parts hold {counted} of {rows} rows; start again with --fresh"
        )
    sink.note(finished, (chunks, rows))
    _write_failed(sink)
    write_meta(sink.output, {**sink.about, "chunks": chunks, "rows": rows})
    sink.join()


def _write_failed(sink: Sink) -> None:
    path = find_failed(sink.output)
    failed = (row for _number, report in sink.read_reports() for row in report.failed)
    first = next(failed, None)
    if first is None:
        path.unlink(missing_ok=True)
        return
    with open_beside(path) as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(FAILED_COLUMNS)
        table.writerow(first)
        table.writerows(failed)


@dataclass(frozen=True)
class Merged:
    """What was joined: the output, its shards and rows, and the reports of its chunks."""

    output: Path
    shards: int
    rows: int
    reports: tuple[ChunkReport, ...]


def merge(folder: Path) -> Merged:
    """Join the shards of a run, named by its folder NAME.partial or by NAME.

    Raises InputError where there is no such run, ResumeError where a shard or a chunk is missing or
    the shards are of different runs, OutputError.
    """
    if folder.name.endswith(".partial"):
        output = folder.with_name(folder.name.removesuffix(".partial"))
    else:
        output, folder = folder, find_partial(folder)
    manifests = dict(_read_shards(folder))
    if not manifests:
        raise InputError(f"{folder}: no shards found; name the output of the run, or NAME.partial")
    counts = {shard.count for shard in manifests}
    if len(counts) > 1:
        listed = " and ".join(map(str, sorted(counts)))
        raise ResumeError(
            f"{folder} holds runs of {listed} shards; remove the files of all but one"
        )
    (count,) = counts
    first = next(iter(manifests.values()))
    for index in range(1, count + 1):
        manifest = manifests.get(Shard(index, count))
        if manifest is None:
            raise ResumeError(
                f"{folder}: shard {index}/{count} is missing; run it with --shard {index}/{count}"
            )
        refuse_differences(first, manifest, folder / Shard(index, count).manifest)
        if manifest["chunks"] is None:
            raise ResumeError(
                f"{folder}: shard {index}/{count} is not finished; "
                f"run --shard {index}/{count} --resume"
            )
        if (manifest["chunks"], manifest["rows"]) != (first["chunks"], first["rows"]):
            raise ResumeError(
                f"{folder}: shard {index}/{count} counted another number of rows; the input may "
                f"have changed: run --shard {index}/{count} --fresh"
            )
    about = {part: first[part] for part in ("inputs", "options", "versions")}
    sink = Sink(output, first["ending"], about, head=first["head"])
    missing = set(range(first["chunks"])) - sink.find_finished()
    if missing:
        shares = sorted({chunk % count + 1 for chunk in missing})
        hint = ", ".join(f"--shard {share}/{count} --resume" for share in shares)
        raise ResumeError(f"{folder}: chunks {write_ranges(missing)} are missing; run {hint}")
    reports = tuple(report for _number, report in sink.read_reports())
    finish(sink, first["chunks"], first["rows"])
    return Merged(output, count, first["rows"], reports)


def _read_shards(folder: Path) -> Iterator[tuple[Shard, Any]]:
    for path in sorted(folder.glob("_manifest-*-of-*.json")):
        index, _, count = path.stem.removeprefix("_manifest-").partition("-of-")
        yield Shard(int(index), int(count)), read_manifest(path)
