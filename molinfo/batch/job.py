"""A run: numbered chunks of a source, each processed under guard and written as a part."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from molinfo.batch.guard import Fault, Guard, GuardLimits
from molinfo.batch.inputs import Inputs, Row
from molinfo.batch.sink import Sink
from molinfo.batch.task import RowOutcome, Task
from molinfo.batch.watching import Watcher
from molinfo.store.streams import Skip

BLOCK_ROWS = 250
"""Rows that are sent to a worker at once."""
CHUNK_ROWS = 10_000
"""Rows of a part: the most that is repeated after a kill, and what a cluster distributes."""


@dataclass(frozen=True)
class Job:
    """What to run; picklable, so that it can run in another process."""

    source: Inputs
    task: Task
    sink: Sink
    limits: GuardLimits = field(default_factory=GuardLimits)
    chunk_rows: int = CHUNK_ROWS


class Chunks:
    """The chunks of a source, read one after the other; only the wanted ones are kept in memory.

    After the last chunk, `number` and `rows` are those of the whole source. Of a chunk that is not
    kept only the first row is read, unless the task has to see all rows.
    """

    def __init__(self, job: Job) -> None:
        self._skip = Skip()
        self._may_skip = job.source.is_whole and not job.task.sees_every_row
        self._rows = job.task.prepare(job.source.read(self._skip))
        self._size = job.chunk_rows
        self._made = self.number = 0

    @property
    def rows(self) -> int:
        """Rows that have been read or skipped."""
        return self._made + self._skip.taken

    def read(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, list[Row]]]:
        """Yield the wanted chunks with their rows."""
        while (found := self.take(wanted(self.number))) is not None:
            if found:
                yield self.number - 1, found

    def take(self, keep: bool) -> list[Row] | None:
        """Take the next chunk: its rows, [] where they are not kept, None at the end."""
        passes_by = self._may_skip and not keep
        taken = islice(self._rows, 1 if passes_by else self._size)
        rows = list(taken) if keep else []
        made = len(rows) if keep else sum(1 for _row in taken)
        self._made += made
        if not made:
            return None
        if passes_by:
            self._skip.ahead = self._size - 1
        self.number += 1
        return rows


def run_here(job: Job, workers: int, watcher: Watcher) -> None:
    """Process the missing chunks of the sink's share in processes on this machine.

    At the end the totals are in the manifest. Raises InputError, OutputError, BatchError.
    """
    done = job.sink.find_finished()
    chunks = Chunks(job)

    def wants(number: int) -> bool:
        return number not in done and job.sink.shard.owns(number)

    with Guard(job.task, workers=workers, limits=job.limits) as guard:
        for number in work_chunks(job, guard, chunks.read(wants), watcher):
            done.add(number)
            job.sink.note(done)
    if not chunks.number and job.sink.shard.owns(0):  # no rows: write a part with columns only
        job.sink.write(job.task, 0, [], [])
        done.add(0)
    job.sink.note(done, (max(chunks.number, 1), chunks.rows))


def work_chunks(
    job: Job, guard: Guard, chunks: Iterator[tuple[int, list[Row]]], watcher: Watcher
) -> Iterator[int]:
    """Process chunks under guard, write each when it is complete, and yield its number."""
    plan: deque[tuple[int, bool]] = deque()

    def cut() -> Iterator[Sequence[Row]]:
        for number, rows in chunks:
            for start in range(0, len(rows), BLOCK_ROWS):
                plan.append((number, start + BLOCK_ROWS >= len(rows)))
                yield rows[start : start + BLOCK_ROWS]

    rows: list[Row] = []
    outcomes: list[RowOutcome] = []
    for block, told in run_guarded(job.task, guard, cut()):
        number, is_last = plan.popleft()
        rows += block
        outcomes += told
        watcher.advance(len(block), Counter(each.code for each in told if each.code))
        if is_last:
            job.sink.write(job.task, number, rows, outcomes)
            yield number
            rows, outcomes = [], []


def run_guarded(
    task: Task, guard: Guard, blocks: Iterator[Sequence[Row]]
) -> Iterator[tuple[Sequence[Row], list[RowOutcome]]]:
    """Yield blocks of rows with the outcome of each row, in order."""
    for block, results in guard.run(blocks):
        yield (
            block,
            [
                task.fail(row, result) if isinstance(result, Fault) else result
                for row, result in zip(block, results, strict=True)
            ],
        )
