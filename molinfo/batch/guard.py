"""Run a function over rows in processes that can be killed, so that a bad row costs only itself.

A worker receives a block of rows and records which row it is working on. It returns early when the
block takes long, so a block that is overdue hangs in the recorded row. That row gets an error, and
another worker continues with the others. A row during which a worker died is tried a second time on
its own before it is blamed.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import pickle
import queue
import signal
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from multiprocessing import current_process, get_context
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self

from pebble import ProcessExpired, ProcessPool

from molinfo.batch.run import use_one_thread
from molinfo.errors import BatchError

_BUDGET_S = 1.0
"""A worker returns the rows that it has finished after this time, or a tenth of a row's limit."""
_ROWS_AHEAD = 20_000
"""Finished rows that may wait for a slow row before them."""
_TASKS_AHEAD = 3
_MOST_BREAKS = 5


class FaultCode(StrEnum):
    """Why a row has no result."""

    TIMED_OUT = "timed-out"
    WORKER_DIED = "worker-died"
    OUT_OF_MEMORY = "out-of-memory"
    UNEXPECTED = "unexpected-error"


class Fault(NamedTuple):
    """The code and the message of a row that has no result."""

    code: FaultCode
    message: str


@dataclass(frozen=True, slots=True)
class GuardLimits:
    """How long a row may take, and how much memory a worker may use (0: no limit)."""

    row_seconds: float = 10.0
    memory_mib: int = 2048


class RowFunction(Protocol):
    """What is run in the workers; picklable."""

    def __call__(self, rows: Sequence[Any]) -> Iterator[Any]:
        """Yield the result of each row, in order."""

    def simplify(self, row: Any) -> Any:
        """The row without its context, for a second try; None where it has none."""


@dataclass
class _Block:
    """A block of rows as it came in, and the results so far."""

    rows: Sequence[Any]
    results: list[Any]
    missing: int


@dataclass
class _Piece:
    """Consecutive rows of a block that are sent to one worker."""

    block: _Block
    start: int
    rows: Sequence[Any]
    number: int = 0
    simplified: bool = False


class Guard:
    """Worker processes for one function; they end when the context is left, or at `close`.

    Results come in the order of the blocks. Memory use does not grow with their number.
    """

    def __init__(self, function: RowFunction, *, workers: int, limits: GuardLimits) -> None:
        self._function, self._workers, self._limits = function, workers, limits
        self._budget = min(_BUDGET_S, limits.row_seconds / 10)
        self._folder = tempfile.TemporaryDirectory(prefix="molinfo-")
        self._done: queue.SimpleQueue[tuple[Any, int]] = queue.SimpleQueue()
        self._waiting: deque[_Piece] = deque()
        self._running: dict[int, _Piece] = {}
        self._count = self._breaks = 0
        self._pool = self._open_pool()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, even in the middle of a row."""
        self._close_pool()
        self._folder.cleanup()

    def _close_pool(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def run(self, blocks: Iterable[Sequence[Any]]) -> Iterator[tuple[Sequence[Any], list[Any]]]:
        """Yield each block with its results: what the function returned for a row, or a Fault.

        Raises BatchError when workers keep dying as soon as they start.
        """
        source = iter(blocks)
        order: deque[_Block] = deque()
        ahead, ended = 0, False
        while True:
            while not ended and len(self._waiting) < self._workers and ahead < _ROWS_AHEAD:
                rows = next(source, None)
                if rows is None:
                    ended = True
                    break
                block = _Block(rows, [None] * len(rows), len(rows))
                order.append(block)
                ahead += len(rows)
                if rows:
                    self._waiting.append(_Piece(block, 0, rows))
            self._submit()
            while order and not order[0].missing:
                block = order.popleft()
                ahead -= len(block.rows)
                yield block.rows, block.results
            if ended and not order:
                return
            if self._running:
                self._take_one()

    def _submit(self) -> None:
        while self._waiting and len(self._running) < self._workers * _TASKS_AHEAD:
            piece = self._waiting.popleft()
            self._count += 1
            piece.number = number = self._count
            self._running[number] = piece
            try:
                future = self._pool.schedule(
                    _work_block,
                    args=(number, piece.rows),
                    timeout=self._budget + self._limits.row_seconds,
                )
            except (RuntimeError, BrokenProcessPool) as error:
                self._recover(error)
                return
            future.add_done_callback(partial(self._note_done, number))

    def _note_done(self, number: int, future: Any) -> None:
        self._done.put((future, number))

    def _take_one(self) -> None:
        """Wait until one piece ends, and handle the way it ended."""
        patience = 4 * self._limits.row_seconds + 60  # a silent pool has lost its pipe
        try:
            future, number = self._done.get(timeout=patience)
        except queue.Empty:
            self._recover(None)
            return
        piece = self._running.pop(number, None)
        if piece is None:
            return  # from a pool that was replaced
        try:
            results = future.result()
        except TimeoutError:
            self._divide(piece, self._read_place(piece), None)
        except ProcessExpired as error:
            self._divide(piece, self._read_place(piece), error.exitcode or 0)
        except (BrokenProcessPool, CancelledError) as error:
            self._running[number] = piece
            self._recover(error)
        else:
            self._breaks = 0
            self._keep(piece, results)

    def _keep(self, piece: _Piece, results: Sequence[Any]) -> None:
        place = piece.start
        piece.block.results[place : place + len(results)] = results
        piece.block.missing -= len(results)
        self._queue(piece, len(results), len(piece.rows))

    def _divide(self, piece: _Piece, at: int, exit_code: int | None) -> None:
        """Queue the rows beside the one at which a worker hung (no exit code) or died."""
        if len(piece.rows) == 1 and not self._try_simpler(piece):
            self._keep(piece, [self._blame(exit_code)])
        elif len(piece.rows) > 1:
            self._queue(piece, at + 1, len(piece.rows))
            if exit_code is None and not self._try_simpler(piece, at):
                one = _Piece(piece.block, piece.start + at, piece.rows[at : at + 1])
                self._keep(one, [self._blame(None)])
            elif exit_code is not None:
                self._queue(piece, at, at + 1)
            self._queue(piece, 0, at)

    def _try_simpler(self, piece: _Piece, at: int = 0) -> bool:
        """Queue one row without its context, once: a neighbouring row may be at fault."""
        simpler = None if piece.simplified else self._function.simplify(piece.rows[at])
        if simpler is None:
            return False
        alone = _Piece(piece.block, piece.start + at, [simpler], simplified=True)
        self._waiting.appendleft(alone)
        return True

    def _queue(self, piece: _Piece, start: int, end: int) -> None:
        if start < end:
            rest = _Piece(piece.block, piece.start + start, piece.rows[start:end])
            rest.simplified = piece.simplified
            self._waiting.appendleft(rest)

    def _blame(self, exit_code: int | None) -> Fault:
        if exit_code is None:
            return Fault(FaultCode.TIMED_OUT, f"no result after {self._limits.row_seconds:g} s")
        how = f"with exit code {exit_code}"
        if exit_code < 0:
            how = f"by signal {-exit_code} ({signal.strsignal(-exit_code)})"
        return Fault(FaultCode.WORKER_DIED, f"the process that worked on this row was ended {how}")

    def _read_place(self, piece: _Piece) -> int:
        """The row that a worker was working on, counted within its piece."""
        path = _place_file(self._folder.name, piece.number)
        try:
            place = int.from_bytes(path.read_bytes(), "little")
            path.unlink()
        except OSError:
            return 0  # it died before the first row
        return min(place, len(piece.rows) - 1)

    def _recover(self, error: BaseException | None) -> None:
        """Start a new pool for the pieces that the old one did not finish."""
        self._breaks += 1
        if self._breaks > _MOST_BREAKS:
            raise BatchError(
                "worker processes end as soon as they start, perhaps because memory is short; use "
                "fewer workers or a higher --memory-limit"
            ) from error
        self._close_pool()
        self._pool = self._open_pool()
        self._waiting.extendleft(reversed(self._running.values()))
        self._running = {}

    def _open_pool(self) -> ProcessPool:
        _allow_children()
        function = pickle.dumps(self._function)  # loaded, with its imports, when a worker is set up
        arguments = (function, self._folder.name, self._budget, self._limits, os.getpid())
        return ProcessPool(
            self._workers,
            context=get_context("spawn"),
            initializer=_start_worker,
            initargs=arguments,
        )


def _allow_children() -> None:
    """Let a Dask worker, which is a daemon process, start processes of its own."""
    process = current_process()
    if process.daemon:
        process.daemon = False


class _Worker(NamedTuple):
    function: Callable[[Sequence[Any]], Iterator[Any]]
    folder: str
    budget_s: float


_worker: _Worker | None = None


def _start_worker(
    function: bytes, folder: str, budget_s: float, limits: GuardLimits, parent: int
) -> None:
    """Runs first in a new process."""
    global _worker
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends C++ code too, which no handler does
    _die_with(parent)
    use_one_thread()
    if limits.memory_mib:
        _limit_memory(limits.memory_mib << 20)
    loaded = pickle.loads(function)
    _worker = _Worker(loaded, folder, budget_s)


def _limit_memory(size: int) -> None:
    """Make allocations beyond the limit fail, on platforms that can."""
    if sys.platform == "win32":
        return
    import resource

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(kind, (size, hard))


def _die_with(parent: int) -> None:
    """End this process when its parent process ends."""
    if sys.platform == "linux":
        set_death_signal = 1  # PR_SET_PDEATHSIG of prctl(2)
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _place_file(folder: str, number: int) -> Path:
    return Path(folder) / str(number)


def _work_block(number: int, rows: Sequence[Any]) -> list[Any]:
    """Run in a worker: the results of the first rows, or of all if there is time."""
    assert _worker is not None
    results: list[Any] = []
    path = _place_file(_worker.folder, number)
    begun = time.monotonic()
    path.write_bytes(bytes(4))
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 4) as place:
        found = _worker.function(rows)
        for at in range(len(rows)):
            place[:] = at.to_bytes(4, "little")  # survives this process, however it ends
            try:
                results.append(next(found))
            except MemoryError:
                message = "the row needs more memory than a worker may use (--memory-limit)"
                results.append(Fault(FaultCode.OUT_OF_MEMORY, message))
                break
            except Exception as error:  # noqa: BLE001  a row must not end a run of millions
                results.append(Fault(FaultCode.UNEXPECTED, f"{type(error).__name__}: {error}"))
                break
            if time.monotonic() - begun > _worker.budget_s:
                break
    path.unlink()
    return results
