"""What stands in an index twice, or in two indexes: the first question of a registrar."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from molinfo.searching.exact import find_layer, require_keys
from molinfo.searching.index import Index, IndexedRecord

DUPLICATE_COLUMNS = ("group", "index", "record", "row", "input", "smiles", "shared")


class Member(NamedTuple):
    """A record in a group: the number of the index that has it, and its slot there."""

    owner: int
    slot: int


class Group(NamedTuple):
    """Records of one structure; `shared` where more than one index has it."""

    members: tuple[Member, ...]
    shared: bool


@dataclass(frozen=True)
class Overlap:
    """What indexes have in common by a layer.

    For each index `names`, `records` with a structure, `without` one, and `distinct` structures;
    `shared` counts structures that more than one has, `groups` those with more than one record, in
    the order of the first.
    """

    layer: str
    names: tuple[str, ...]
    records: tuple[int, ...]
    without: tuple[int, ...]
    distinct: tuple[int, ...]
    shared: int
    groups: tuple[Group, ...]

    def describe(self) -> list[str]:
        """What a reader wants to know first, a line each."""
        lines = []
        for name, records, distinct, without in zip(
            self.names, self.records, self.distinct, self.without, strict=True
        ):
            line = f"{name}: {records:,} records, {distinct:,} different structures ({self.layer})"
            if without:
                line += f"; {without:,} rows have no structure and were not compared"
            lines.append(line)
        if len(self.names) > 1:
            lines.append(f"structures in more than one index: {self.shared:,}")
        lines.append(f"structures with more than one record: {len(self.groups):,}")
        return lines


def find_duplicates(indexes: Sequence[Index], layer: str = "exact") -> Overlap:
    """Records of the same structure, within an index and between indexes.

    `layer` is exact (InChIKey and enhanced stereo), no-stereo, tautomer or parent (the largest
    fragment). Raises UnknownName for another, InputError for an index without keys.
    """
    column = find_layer(layer)
    for index in indexes:
        require_keys(index)
    counts, distinct = [0] * len(indexes), [0] * len(indexes)
    groups, shared = [], 0
    streams = [_read_keys(index, number, column) for number, index in enumerate(indexes)]
    for _key, found in groupby(heapq.merge(*streams), key=lambda each: each[0]):
        members = tuple(member for _, member in found)
        owners = {member.owner for member in members}
        for member in members:
            counts[member.owner] += 1
        for owner in owners:
            distinct[owner] += 1
        shared += len(owners) > 1
        if len(members) > 1:
            groups.append(Group(members, len(owners) > 1))
    return Overlap(
        layer,
        tuple(index.name for index in indexes),
        tuple(counts),
        tuple(len(index) - count for index, count in zip(indexes, counts, strict=True)),
        tuple(distinct),
        shared,
        tuple(sorted(groups)),
    )


def _read_keys(index: Index, number: int, column: str) -> Iterator[tuple[int, Member]]:
    """Keys in rising order with the rows that have them."""
    for key, slot in index.stream(
        f"SELECT {column}, slot FROM row WHERE {column} IS NOT NULL ORDER BY {column}, slot"
    ):
        yield key, Member(number, slot)


def tell_members(
    indexes: Sequence[Index], overlap: Overlap
) -> Iterator[tuple[int, str, IndexedRecord, bool]]:
    """The records of all groups: number of the group from 1, index, record, whether shared."""
    for number, group in enumerate(overlap.groups, 1):
        for member in group.members:
            (record,) = indexes[member.owner].read_records([member.slot])
            yield number, indexes[member.owner].name, record, group.shared
