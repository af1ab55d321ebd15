"""A run on a Dask cluster: each worker reads its own chunks and writes its own parts.

The client sends chunk numbers and receives counts; rows and results never pass through it. The
chunks of a lost worker are repeated by another. Inputs and output must be on storage that all
workers share.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, NamedTuple, TypeVar

from molinfo.batch.guard import Guard
from molinfo.batch.job import Chunks, Job, work_chunks
from molinfo.batch.watching import UNWATCHED, Watcher
from molinfo.errors import BatchError, MissingExtra
from molinfo.store.streams import is_address

Value = TypeVar("Value")
Returned = TypeVar("Returned")

_CHUNKS_AHEAD = 2
"""Chunks that each thread of the cluster is sent ahead."""
_PATIENCE_S = 60


def run_on_dask(job: Job, scheduler: str | None, workers: int, watcher: Watcher) -> None:
    """Process the missing chunks on a scheduler's cluster; without one, on a cluster started here.

    Raises MissingExtra without Dask, BatchError where the cluster cannot be reached or has no
    workers, and whatever a chunk raises.
    """
    try:
        from distributed import as_completed
    except ImportError:
        raise MissingExtra("dask.distributed", "cluster") from None
    sink = job.sink
    done = sink.find_finished()
    numbers = (number for number in count() if number not in done)
    sent = _make_portable(job)
    name = uuid.uuid4().hex
    totals: tuple[int, int] | None = None
    with _connect(scheduler, workers) as client:
        threads = sum(client.nthreads().values())
        waiting = as_completed()
        for _ in range(max(threads, 1) * _CHUNKS_AHEAD):
            waiting.add(client.submit(_work_chunk, sent, name, next(numbers), pure=False))
        try:
            for future in waiting:
                told: _Told = future.result()
                if told.totals is not None:
                    totals = told.totals
                    continue
                done.add(told.number)
                watcher.advance(told.rows, told.failed)
                sink.note(done)
                if totals is None:
                    waiting.add(client.submit(_work_chunk, sent, name, next(numbers), pure=False))
        finally:
            client.run(_close_stations, name)
    assert totals is not None
    chunks, rows = totals
    if not chunks:
        sink.write(job.task, 0, [], [])
        done.add(0)
    sink.note(done, (max(chunks, 1), rows))


def map_on_dask(
    function: Callable[[Value], Returned],
    values: Sequence[Value],
    scheduler: str | None,
    workers: int,
) -> Iterator[Returned]:
    """What a function gives for each value, in their order, on a cluster.

    Raises MissingExtra without Dask, BatchError where the cluster cannot be reached or has no
    workers, and what the function raises.
    """
    try:
        import distributed  # noqa: F401  proved here, used below
    except ImportError:
        raise MissingExtra("dask.distributed", "cluster") from None
    with _connect(scheduler, workers) as client:
        for future in client.map(function, values, pure=False):
            yield future.result()


def _make_portable(job: Job) -> Job:
    """The job with paths that mean the same in another process."""
    inputs = tuple(
        each if each is None or is_address(each) else os.path.abspath(each)
        for each in job.source.inputs
    )
    sink = job.sink.at(job.sink.output.absolute())
    return replace(job, source=replace(job.source, inputs=inputs), sink=sink)


@contextmanager
def _connect(scheduler: str | None, workers: int) -> Iterator[Any]:
    from distributed import Client, LocalCluster

    if scheduler is None:
        with (
            LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=None,
                host="127.0.0.1",
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(scheduler, timeout=_PATIENCE_S)
    except (OSError, ValueError) as error:
        raise BatchError(f"{scheduler}: no Dask scheduler answers: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE_S)
        except TimeoutError as error:
            raise BatchError(
                f"{scheduler}: the cluster has no workers; start some first"
            ) from error
        yield client


class _Told(NamedTuple):
    """What a worker reports of a chunk; `totals` (chunks, rows) where the input ends before it."""

    number: int
    rows: int
    failed: Counter[str]
    totals: tuple[int, int] | None = None


@dataclass
class _Station:
    """What a thread of a Dask worker keeps between chunks: its reader and its guard."""

    chunks: Chunks
    guard: Guard


_free_stations: dict[str, list[_Station]] = {}


def _work_chunk(job: Job, name: str, number: int) -> _Told:
    """Run on a Dask worker: read up to a chunk, process it under guard and write its part."""
    free = _free_stations.setdefault(name, [])
    try:
        station = free.pop()
    except IndexError:
        station = _Station(Chunks(job), Guard(job.task, workers=1, limits=job.limits))
    try:
        if station.chunks.number > number:  # a lost worker's chunk, which this reader has passed
            station.chunks = Chunks(job)
        rows: list[Any] | None = []
        while rows is not None and station.chunks.number <= number:
            rows = station.chunks.take(station.chunks.number == number)
        if rows is not None:
            for _ in work_chunks(job, station.guard, iter([(number, rows)]), UNWATCHED):
                pass
    except BaseException:
        station.guard.close()
        raise
    free.append(station)
    if rows is None:
        return _Told(number, 0, Counter(), (station.chunks.number, station.chunks.rows))
    failed = Counter(code for *_row, code, _message in job.sink.read_report(number).failed)
    return _Told(number, len(rows), failed)


def _close_stations(name: str) -> None:
    """Run on every Dask worker at the end of a run."""
    for station in _free_stations.pop(name, []):
        station.guard.close()
