"""An index that is open: what can be asked of its tables, block by block."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from rdkit import Chem

from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_structure
from molinfo.searching import schema
from molinfo.searching.bitmaps import Bits, Stored, count_bits, find_rows, intersect

Slots = npt.NDArray[np.int64]
_AT_ONCE = 500
"""Rows that are asked for in one statement."""


class Block(NamedTuple):
    """Some 65,536 rows: their number, which are alive, and how many have each pattern bit."""

    number: int
    rows: int
    alive: Bits
    counts: npt.NDArray[np.uint32]


class IndexedRecord(NamedTuple):
    """A row of an index as it is told: its input, its place there from 0, its id and SMILES."""

    slot: int
    input: str
    row: int
    id: str
    name: str
    smiles: str
    verdict: str


@dataclass(frozen=True)
class Index:
    """An index to search; close it, or use it in a `with`.

    Open one with `open_index`. `name` is what it is called in messages.
    """

    connection: sqlite3.Connection
    name: str

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
        """Close the file."""
        self.connection.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise schema.damaged(self.name, str(error)) from error

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of an SQL query. Raises IndexDamaged."""
        with self._reading():
            return self.connection.execute(statement, values).fetchall()

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of an SQL query as they are found. Raises IndexDamaged."""
        with self._reading():
            yield from self.connection.execute(statement, values)

    def _ask_one(self, statement: str, number: int) -> Any:
        found = self.ask(statement, (number,))
        if not found:
            raise schema.damaged(self.name, "a part of it is missing")
        return found[0]

    def _prove(self, data: bytes, checksum: int) -> bytes:
        if schema.sum_up(data) != checksum:
            raise schema.damaged(self.name, "its bytes are not those that were written")
        return data

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the index says of itself."""
        with self._reading():
            return schema.read_meta(self.connection)

    def __len__(self) -> int:
        return int(self.meta["rows"])

    @property
    def structures(self) -> int:
        """Rows whose structure could be read."""
        return int(self.meta["structures"])

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of rows, in order."""
        found = self.ask("SELECT number, rows, alive, counts FROM block ORDER BY number")
        return [
            Block(number, rows, np.frombuffer(alive, np.uint8), np.frombuffer(counts, "<u4"))
            for number, rows, alive, counts in found
        ]

    @cached_property
    def inputs(self) -> dict[int, str]:
        """The names of the inputs by their numbers."""
        return dict(self.ask("SELECT number, name FROM input"))

    @cached_property
    def is_ordered(self) -> bool:
        """Whether slots follow the order of the input; not after rows were put in later."""
        return self.meta.get("ordered") == "1"

    def screen(self, screens: Sequence[Sequence[int]], enough: int = 0) -> Iterator[Slots]:
        """The slots of each block that have all bits of one of the sets."""
        for block in self.blocks:
            found = np.zeros_like(block.alive)
            for bits in screens:
                found = found | self._screen_block(block, bits, enough)
            base = block.number * schema.BLOCK_ROWS
            yield base + find_rows(found)

    def _screen_block(self, block: Block, bits: Sequence[int], enough: int) -> Bits:
        def read(bit: int) -> Stored:
            number = schema.number_bitmap(block.number, bit)
            statement = "SELECT bitmap, as_places, checksum FROM pattern WHERE number = ?"
            bitmap, as_places, checksum = self._ask_one(statement, number)
            return Stored(self._prove(bitmap, checksum), bool(as_places))

        return intersect(block.alive, block.rows, bits, block.counts, read, enough)

    def count_alive(self) -> int:
        """How many structures there are to search."""
        return sum(count_bits(block.alive) for block in self.blocks)

    def put_in_order(self, slots: Slots) -> Slots:
        """Slots in the order of the input."""
        if self.is_ordered or not len(slots):
            return slots
        found = []
        for some in _cut(slots.tolist()):
            found += self.ask(
                f"SELECT input, place, slot FROM row WHERE slot IN ({_marks(some)})", some
            )
        return np.array([slot for _input, _place, slot in sorted(found)], np.int64)

    def read_part(self, number: int) -> tuple[bytes, npt.NDArray[np.uint32]]:
        """The SMILES of some rows, one after the other, and where each begins."""
        statement = "SELECT starts, smiles, checksum FROM part WHERE number = ?"
        starts, smiles, checksum = self._ask_one(statement, number)
        return self._prove(smiles, checksum), np.frombuffer(starts, "<u4")

    def read_near(self) -> Iterator[tuple[int, npt.NDArray[np.uint8]]]:
        """Fingerprints for similarity, rows x bytes, each time with the slot of the first row."""
        (count,) = self.ask("SELECT count(*) FROM near")[0]
        for number in range(count):
            statement = "SELECT bits, checksum FROM near WHERE number = ?"
            bits = self._prove(*self._ask_one(statement, number))
            rows = min(schema.NEAR_ROWS, int(self.meta["slots"]) - number * schema.NEAR_ROWS)
            yield number * schema.NEAR_ROWS, np.frombuffer(bits, np.uint8).reshape(rows, -1)

    def read_records(self, slots: Iterable[int]) -> Iterator[IndexedRecord]:
        """Rows by their slots, in the order that these are given in."""
        for some in _cut(list(slots)):
            found = {
                row[0]: row
                for row in self.ask(
                    "SELECT slot, input, place, id, name, smiles, verdict FROM row "
                    f"WHERE slot IN ({_marks(some)})",
                    some,
                )
            }
            for slot in some:
                _slot, number, place, name, title, smiles, verdict = found[slot]
                told = smiles or self._write_smiles(slot)
                yield IndexedRecord(
                    slot, self.inputs[number], place, name, title, told, verdict or ""
                )

    def read_mols(self, slots: Sequence[int]) -> Iterator[tuple[int, Chem.Mol]]:
        """Structures by their slots, as they are read from the record."""
        for some in _cut(list(slots)):
            texts = self.ask(f"SELECT slot, smiles FROM row WHERE slot IN ({_marks(some)})", some)
            by_slot = dict(texts)
            for slot in some:
                if by_slot[slot]:
                    yield slot, parse_structure(by_slot[slot], "").mol
                else:
                    yield slot, self._read_drawing(slot)

    def _read_drawing(self, slot: int) -> Chem.Mol:
        ((stored,),) = self.ask("SELECT mol FROM drawing WHERE slot = ?", (slot,))
        return Chem.Mol(stored)

    def _write_smiles(self, slot: int) -> str:
        found = self.ask("SELECT mol FROM drawing WHERE slot = ?", (slot,))
        if not found:
            return ""
        with quiet():
            return str(Chem.MolToSmiles(Chem.Mol(found[0][0])))


def _cut(slots: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(slots), _AT_ONCE):
        yield slots[at : at + _AT_ONCE]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def open_file(path: Path) -> Index:
    """Open an index file.

    Raises InputError where there is none, IndexDamaged for one that is not whole or was made by
    other versions.
    """
    index = Index(schema.connect(path), str(path))
    others = schema.find_other_versions(index.meta)
    if others:
        index.close()
        raise schema.damaged(path, "made by " + "; ".join(others))
    return index
