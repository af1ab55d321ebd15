"""What the rows of a file and the records of a store know of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from molinfo.checks.registry import find_shared_identifiers
from molinfo.checks.result import Code, Finding, Severity
from molinfo.store.record import Record

DUPLICATE_ID = Code(
    "duplicate-id",
    Severity.WARNING,
    "Two rows of one input carry the same id.",
    "Give each record an id of its own.",
)

MOST_IDS = 1_000_000
"""How many ids are kept in mind, so that memory does not grow with the file."""


class Neighbourhood(NamedTuple):
    """A record with what those around it say of it.

    A row of a file has the rows beside it, and whether a row before it carries its id; a record of
    a store has the other forms that its claims may be about, and the findings on numbers that it
    shares with others.
    """

    row: int
    record: Record
    before: Record | None = None
    after: Record | None = None
    is_repeated: bool = False
    is_in_store: bool = False
    forms: Mapping[str, Record] = {}
    shared: tuple[Finding, ...] = ()


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


def look_around_store(store: Mapping[str, Record]) -> Iterator[Neighbourhood]:
    """Each record of a store with the forms that it is held against, in the store's order."""
    shared = find_shared_identifiers(store)
    family: dict[str, list[str]] = defaultdict(list)
    for record in store.values():
        family[record.form_of or record.id].append(record.id)
    order = {record_id: number for number, record_id in enumerate(store)}
    for row, record in enumerate(store.values()):
        named = {claim.of for claim in record.claims}
        related = {*family[record.form_of or record.id], record.form_of, *named}
        forms = {
            each: store[each] for each in sorted(related & order.keys(), key=order.__getitem__)
        }
        found = tuple(shared.get(record.id, ()))
        yield Neighbourhood(row, record, is_in_store=True, forms=forms, shared=found)


def _is_repeated(record_id: str, seen: set[int]) -> bool:
    if not record_id or (len(seen) >= MOST_IDS and hash(record_id) not in seen):
        return False
    if hash(record_id) in seen:
        return True
    seen.add(hash(record_id))
    return False
