"""How a run goes on, told on standard error: a line on a terminal, or JSON lines for machines."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from types import TracebackType
from typing import Any, Self

_LOG_EVERY_S = 5.0


class Progress:
    """Counts rows and failures.

    `total` is about the number of rows to come, where it is known.
    """

    def __init__(self, *, log_json: bool = False, total: int | None = None) -> None:
        self.rows = 0
        self.failed: Counter[str] = Counter()
        self._resumed = 0
        self._log_json, self._total = log_json, total
        self._begun = self._logged = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self._log_json:
            self._log("begin", total=self._total)
        elif sys.stderr.isatty():
            self._open_bar()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if self._log_json:
            told = {} if error is None else {"error": str(error) or type(error).__name__}
            self._log("end", **self._count(), **told)

    def _open_bar(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            BarColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._bar.add_task("", total=self._total)

    def advance(self, rows: int, failed: Counter[str]) -> None:
        """So many more rows are done; `failed` counts error codes."""
        self.rows += rows
        self.failed.update(failed)
        if self._bar is not None:
            self._bar.update(0, completed=self.rows, description=self._describe())
        elif self._log_json and time.monotonic() - self._logged > _LOG_EVERY_S:
            self._logged = time.monotonic()
            self._log("progress", **self._count())

    def resume(self, rows: int, failed: Counter[str]) -> None:
        """So many rows were done in an earlier run."""
        self._resumed += rows
        self.advance(rows, failed)

    def tell_duplicates(self, keys: Counter[str]) -> None:
        """Say how many structures occur more than once, where their keys were counted."""
        if not keys:
            return
        repeated = [number for number in keys.values() if number > 1]
        self.say(
            f"{len(keys):,} different structures; {len(repeated):,} occur more than once, in "
            f"{sum(repeated):,} rows"
        )

    def say(self, text: str) -> None:
        """One line that matters."""
        if self._log_json:
            self._log("note", text=text)
        elif self._bar is not None:
            self._bar.console.print(text, highlight=False, markup=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{text}\n")

    def summarise(self) -> str:
        """Rows, and failed rows by code.

        >>> progress = Progress()
        >>> progress.advance(3, Counter(["timed-out"]))
        >>> progress.summarise()
        '3 rows, 1 of them failed: 1 timed-out'
        """
        failed = sum(self.failed.values())
        if not failed:
            return f"{self.rows:,} rows, none failed"
        codes = ", ".join(f"{number:,} {code}" for code, number in sorted(self.failed.items()))
        return f"{self.rows:,} rows, {failed:,} of them failed: {codes}"

    def _rate(self) -> float:
        return (self.rows - self._resumed) / max(time.monotonic() - self._begun, 1e-9)

    def _describe(self) -> str:
        told = f"{self.rows:,} rows, {self._rate():,.0f} a second"
        failed = sum(self.failed.values())
        return f"{told}, {failed:,} failed" if failed else told

    def _count(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "ok": self.rows - sum(self.failed.values()),
            "failed": dict(sorted(self.failed.items())),
            "rows_per_second": round(self._rate(), 1),
        }

    def _log(self, event: str, **details: Any) -> None:
        line = {"time": round(time.time(), 3), "event": event, **details}
        sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stderr.flush()
