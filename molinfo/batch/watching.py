"""Who is told how a run goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

OnProgress = Callable[[int, Counter[str]], None]
"""Is given how many more rows are done, and the error codes of those among them that failed."""


class Watcher(Protocol):
    """Receives the progress of a run."""

    def advance(self, rows: int, failed: Counter[str]) -> None:
        """Count rows that were finished; `failed` counts their error codes."""

    def resume(self, rows: int, failed: Counter[str]) -> None:
        """Count rows that an earlier attempt had finished."""


@dataclass(frozen=True, slots=True)
class Callback:
    """A function of the caller's as a watcher; without one nobody watches."""

    on_progress: OnProgress | None = None

    def advance(self, rows: int, failed: Counter[str]) -> None:
        """Call the function."""
        if self.on_progress is not None:
            self.on_progress(rows, failed)

    def resume(self, rows: int, failed: Counter[str]) -> None:
        """Call the function: rows done before count as well."""
        self.advance(rows, failed)


UNWATCHED = Callback()
"""The watcher of a run that nobody watches."""
