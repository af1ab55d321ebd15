"""The interface of a batch: a row function, and how its results become a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol

from molinfo.batch.guard import Fault
from molinfo.batch.inputs import Row


class RowOutcome(NamedTuple):
    """The outcome of a row: the value that its task computed, and why it failed, "" if it did not.

    `key` identifies duplicates, where they are counted.
    """

    value: Any
    code: str = ""
    message: str = ""
    key: str = ""


class Task(Protocol):
    """A row function and its output; picklable, with the same results wherever it runs."""

    sees_every_row: ClassVar[bool]
    """Whether `prepare` has to see the rows of every chunk, including those that others process."""

    def prepare(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Add to each row what it needs to know of other rows; sees all rows in order."""

    def __call__(self, rows: Sequence[Row]) -> Iterator[RowOutcome]:
        """Process rows, in a worker that may be killed."""

    def simplify(self, row: Row) -> Row | None:
        """The row without its context; None where it has none."""

    def fail(self, row: Row, fault: Fault) -> RowOutcome:
        """Make the outcome of a row that has no result, without parsing the row."""

    def write(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome], path: Path) -> None:
        """Write a part; columns and their types are the same for every part."""

    def summarise(self, rows: Sequence[Row], outcomes: Sequence[RowOutcome]) -> Mapping[str, Any]:
        """What a part adds to the summary of a run, as JSON types."""
