"""What the rows of one file know of each other: those beside them, and ids that stand twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from molinfo.store.record import Record

MOST_IDS = 1_000_000
"""How many ids are kept in mind, so that memory does not grow with the file."""


class Neighbourhood(NamedTuple):
    """A row of a file with the rows beside it, and whether a row before it carries its id."""

    row: int
    record: Record
    before: Record | None = None
    after: Record | None = None
    is_repeated: bool = False


def look_around(records: Iterable[Record]) -> Iterator[Neighbourhood]:
    """Each record of a stream with those beside it."""
    seen: set[int] = set()
    before: Record | None = None
    stream = iter(records)
    record = next(stream, None)
    row = 0
    while record is not None:
        after = next(stream, None)
        yield Neighbourhood(row, record, before, after, _is_repeated(record.id, seen))
        before, record, row = record, after, row + 1


def _is_repeated(record_id: str, seen: set[int]) -> bool:
    if not record_id or (len(seen) >= MOST_IDS and hash(record_id) not in seen):
        return False
    if hash(record_id) in seen:
        return True
    seen.add(hash(record_id))
    return False
