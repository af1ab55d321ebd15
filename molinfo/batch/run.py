"""Run a function over chunks of rows, in this process or in several, in input order.

Processes are spawned, which is safe on Linux, macOS and Windows, and each uses one BLAS thread:
more threads make small matrices slower. Each worker has only a few chunks at a time, so that memory
use does not grow with the input.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from molinfo.errors import BatchError

Row = TypeVar("Row")
Block = TypeVar("Block")

_THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_AHEAD = 4


def make_chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """Divide a stream into lists of a size; the last may be shorter.

    >>> list(make_chunks("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    stream = iter(rows)
    while chunk := list(islice(stream, size)):
        yield chunk


def run_chunks(
    function: Callable[[list[Row]], Block], chunks: Iterable[list[Row]], *, workers: int = 1
) -> Iterator[Block]:
    """Yield what a function returns for each chunk, in order.

    With one worker it runs in this process; with more, the function and its results are pickled.
    Raises BatchError when a worker dies, and whatever the function raises.

    >>> list(run_chunks(sum, [[1, 2], [3]]))
    [3, 3]
    """
    if workers <= 1:
        yield from map(function, chunks)
        return
    waiting: deque[Future[Block]] = deque()
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=use_one_thread)
    try:
        for chunk in chunks:
            waiting.append(pool.submit(function, chunk))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise BatchError(
            "a worker process died, perhaps because memory is short; use fewer workers"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def use_one_thread() -> None:
    """Limit numpy's linear algebra to one thread; call it in a worker before numpy is loaded."""
    os.environ.update(dict.fromkeys(_THREAD_SETTINGS, "1"))
