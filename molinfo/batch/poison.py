"""A hook for tests of the guard: rows that hang, die or eat memory because their id says so.

It does nothing unless the environment variable MOLINFO_TEST_POISON is set.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

POISON_VARIABLE = "MOLINFO_TEST_POISON"


class Poisoned:
    """A row function that obeys ids such as `poison-hang-7` before it looks at the row."""

    def __init__(self, function: Callable[[Sequence[Any]], Iterator[Any]]) -> None:
        self._function = function

    def __call__(self, rows: Sequence[Any]) -> Iterator[Any]:
        """The function's own results of the rows that it lives to see."""
        results = self._function(rows)
        for row in rows:
            _swallow(row.record.id)
            yield next(results)


def _swallow(record_id: str) -> None:
    if record_id.startswith("poison-hang"):
        time.sleep(3600)
    elif record_id.startswith("poison-crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    elif record_id.startswith("poison-abort"):
        os.abort()
    elif record_id.startswith("poison-eat"):
        import numpy as np

        eaten = []
        while True:
            eaten.append(np.empty(1 << 26, np.uint8))
