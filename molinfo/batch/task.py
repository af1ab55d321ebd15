"""What a command gives to a batch: a row function, and how its results become a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol

from molinfo.batch.guard import Fault
from molinfo.batch.source import Row


class Outcome(NamedTuple):
    """What became of a row: what its task makes of it, and why it failed, "" where it did not.

    `key` tells duplicates, where they are counted.
    """

    value: Any
    code: str = ""
    message: str = ""
    key: str = ""


class Task(Protocol):
    """A row function and its output; picklable, and the same wherever it runs."""

    sees_every_row: ClassVar[bool]
    """Whether `prepare` has to see the rows of every chunk, also of those that others work."""

    def prepare(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Give rows what they need to know of others; sees them in order."""

    def __call__(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        """Work on rows, in a process that may be killed."""

    def simplify(self, row: Row) -> Row | None:
        """A row without what it knows of others; None when that is nothing."""

    def fail(self, row: Row, fault: Fault) -> Outcome:
        """The outcome of a row that has no result; parses nothing."""

    def write(self, rows: Sequence[Row], outcomes: Sequence[Outcome], path: Path) -> None:
        """Write a part; its columns and their types are the same for every part."""

    def summarise(self, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> Mapping[str, Any]:
        """What a part adds to the summary of a run, as plain JSON types."""
