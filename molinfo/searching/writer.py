"""Writes the tables of an index, block by block; where rows come from is not its matter."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from molinfo.chem.formula import parse_formula
from molinfo.chem.weights import compute_molecular_weight, compute_monoisotopic_mass
from molinfo.errors import MolinfoError
from molinfo.searching.bitmaps import Stored, count_bits, extend, store, transpose
from molinfo.searching.rows import IndexedRow
from molinfo.searching.schema import (
    BLOCK_ROWS,
    KEYS,
    NEAR_ROWS,
    PART_ROWS,
    PATTERN_BITS,
    collect_versions,
    number_bitmap,
    sum_up,
)

_PATTERN_BYTES = PATTERN_BITS // 8
_ROW_COLUMNS = 14


class IndexWriter:
    """Adds rows to an index at its end; `finish` makes it whole.

    An index that holds rows already is opened by `resume`; its last block is taken up again.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.slots = self._base = 0
        self._formulas: dict[str, int] = {}
        self._block: list[bytes] = []
        self._alive: list[bool] = []
        self._scanned: list[bytes] = []
        self._near: list[bytes] = []
        self._rows: list[tuple[Any, ...]] = []
        self._drawings: list[tuple[int, bytes]] = []
        self._words: list[tuple[int, str]] = []
        self._claims: list[tuple[Any, ...]] = []
        connection.execute("BEGIN")

    def add(self, row: IndexedRow, input_number: int, place: int) -> int:
        """Add a row; the slot that it has."""
        slot = self.slots
        self.slots += 1
        self._block.append(row.pattern or bytes(_PATTERN_BYTES))
        self._alive.append(bool(row.pattern))
        self._scanned.append(row.scanned)
        self._near.append(row.near)
        formula = self._number_formula(row.formula) if row.formula else None
        inchikey, exact, flat, tautomer, parent = row.keys
        self._rows.append(
            (
                slot, input_number, place, row.id, row.name, row.smiles, formula,
                inchikey or None, exact, flat, tautomer, parent,
                row.verdict or None, row.error or None,
            )
        )  # fmt: skip
        if row.drawing is not None:
            self._drawings.append((slot, row.drawing))
        if row.words:
            self._words.append((slot, row.words))
        if row.claims:
            self._claims += [(slot, *claim) for claim in row.claims]
        self._flush_full()
        return slot

    def _flush_full(self) -> None:
        if self.slots % PART_ROWS == 0:
            self.write_rows()
            self._write_part()
        if self.slots % NEAR_ROWS == 0:
            self._write_near()
        if self.slots % BLOCK_ROWS == 0:
            self._write_block()

    def write_rows(self) -> None:
        """Put the rows that wait into their tables; those tables alone can be asked about them."""
        run = self.connection.executemany
        run(f"INSERT INTO row VALUES ({', '.join('?' * _ROW_COLUMNS)})", self._rows)
        run("INSERT INTO drawing VALUES (?, ?)", self._drawings)
        run("INSERT INTO words (rowid, text) VALUES (?, ?)", self._words)
        run("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._claims)
        for pending in (self._rows, self._drawings, self._words, self._claims):
            pending.clear()

    def _number_formula(self, text: str) -> int:
        number = self._formulas.get(text)
        if number is None:
            number = self._formulas[text] = self._store_formula(text)
        return number

    def _store_formula(self, text: str) -> int:
        run = self.connection.execute
        found = run("SELECT number FROM formula WHERE text = ?", (text,)).fetchone()
        if found is not None:
            return int(found[0])
        try:
            formula = parse_formula(text)
            weight: float | None = float(compute_molecular_weight(formula))
            mass: float | None = float(compute_monoisotopic_mass(formula))
        except MolinfoError:  # open atoms, elements without a weight
            weight = mass = None
        cursor = run(
            "INSERT INTO formula (text, molecular_weight, monoisotopic_mass) VALUES (?, ?, ?)",
            (text, weight, mass),
        )
        return int(cursor.lastrowid or 0)

    def _write_part(self) -> None:
        if not self._scanned:
            return
        starts = np.zeros(len(self._scanned) + 1, "<u4")
        np.cumsum([len(each) for each in self._scanned], out=starts[1:])
        number = (self.slots - 1) // PART_ROWS
        smiles = b"".join(self._scanned)
        self.connection.execute(
            "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)",
            (number, starts.tobytes(), smiles, sum_up(smiles)),
        )
        self._scanned = []

    def _write_near(self) -> None:
        if not self._near:
            return
        size = max(map(len, self._near), default=0) or _PATTERN_BYTES
        bits = b"".join(each or bytes(size) for each in self._near)
        number = (self.slots - 1) // NEAR_ROWS
        self.connection.execute(
            "INSERT OR REPLACE INTO near VALUES (?, ?, ?)", (number, bits, sum_up(bits))
        )
        self._near = []

    def _write_block(self) -> None:
        """Put the bits of new rows into the bitmaps of their block."""
        if not self._block:
            return
        number, base = (self.slots - 1) // BLOCK_ROWS, self._base
        rows = base + len(self._block)
        table = np.frombuffer(b"".join(self._block), np.uint8).reshape(-1, _PATTERN_BYTES)
        alive, counts = self._read_block(number, rows)
        alive[base:] = self._alive
        for bit, stored in self._make_bitmaps(number, table, counts):
            self.connection.execute(
                "INSERT OR REPLACE INTO pattern VALUES (?, ?, ?, ?)",
                (number_bitmap(number, bit), *stored, sum_up(stored.data)),
            )
        packed = np.packbits(alive, bitorder="little").tobytes()
        self.connection.execute(
            "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?)",
            (number, rows, packed, counts.tobytes()),
        )
        self._block, self._alive = [], []
        self._base = rows % BLOCK_ROWS

    def _read_block(
        self, number: int, rows: int
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
        """Which rows of a block are alive, for so many rows, and how many have each bit."""
        found = self.connection.execute(
            "SELECT alive, counts FROM block WHERE number = ?", (number,)
        ).fetchone()
        alive = np.zeros(rows, np.uint8)
        if found is None:
            return alive, np.zeros(PATTERN_BITS, "<u4")
        there = np.unpackbits(np.frombuffer(found[0], np.uint8), bitorder="little")[:rows]
        alive[: len(there)] = there
        return alive, np.frombuffer(found[1], "<u4").copy()

    def _make_bitmaps(
        self, number: int, table: npt.NDArray[np.uint8], counts: npt.NDArray[np.uint32]
    ) -> Iterator[tuple[int, Stored]]:
        """Each bitmap that changes, whole or grown by new rows; their counts are kept in step."""
        base, rows = self._base, self._base + len(table)
        if not base:
            for bit, bitmap in transpose(table):
                counts[bit] = count_bits(bitmap)
                yield bit, store(bitmap, int(counts[bit]))
            return
        flags = np.unpackbits(table, axis=1, bitorder="little")
        bits, places = np.nonzero(flags.T)
        for bit in np.unique(bits).tolist():
            found = places[bits == bit] + base
            counts[bit] += len(found)
            stored = self._read_bitmap(number, bit)
            yield bit, extend(stored, found.tolist(), int(counts[bit]), rows)

    def _read_bitmap(self, number: int, bit: int) -> Stored:
        found = self.connection.execute(
            "SELECT bitmap, as_places FROM pattern WHERE number = ?", (number_bitmap(number, bit),)
        ).fetchone()
        return Stored(b"", True) if found is None else Stored(found[0], bool(found[1]))

    def resume(self, slots: int) -> None:
        """Go on after so many rows: take the last block and the last parts up again."""
        self.slots = slots
        self._base = slots % BLOCK_ROWS
        self._scanned = self._reread_part()
        self._near = self._reread_near()

    def _reread_part(self) -> list[bytes]:
        number, rows = divmod(self.slots, PART_ROWS)
        if not rows:
            return []
        found = self.connection.execute(
            "SELECT starts, smiles FROM part WHERE number = ?", (number,)
        ).fetchone()
        starts = np.frombuffer(found[0], "<u4").tolist()
        return [found[1][one:end] for one, end in pairwise(starts)]

    def _reread_near(self) -> list[bytes]:
        number, rows = divmod(self.slots, NEAR_ROWS)
        if not rows:
            return []
        found = self.connection.execute(
            "SELECT bits FROM near WHERE number = ?", (number,)
        ).fetchone()[0]
        size = len(found) // rows
        return [found[at : at + size] for at in range(0, len(found), size)]

    def forget(self, slots: Iterable[int]) -> None:
        """Take rows out: they stay in bitmaps, but nothing finds them any more.

        To be called before rows are added.
        """
        gone = sorted(slots)
        for table in ("row", "claim", "drawing"):
            self.connection.executemany(
                f"DELETE FROM {table} WHERE slot = ?", [(each,) for each in gone]
            )
        for number, places in groupby(gone, key=lambda slot: slot // BLOCK_ROWS):
            (rows,) = self.connection.execute(
                "SELECT rows FROM block WHERE number = ?", (number,)
            ).fetchone()
            alive, _counts = self._read_block(number, rows)
            alive[[place % BLOCK_ROWS for place in places]] = 0
            packed = np.packbits(alive, bitorder="little").tobytes()
            self.connection.execute("UPDATE block SET alive = ? WHERE number = ?", (packed, number))

    def finish(self, **meta: str) -> None:
        """Write what is left, the indexes of keys and what the file says of itself."""
        self.write_rows()
        self._write_part()
        self._write_near()
        self._write_block()
        run = self.connection.execute
        for column in KEYS:
            run(f"CREATE INDEX IF NOT EXISTS row_{column} ON row ({column})")
        run("CREATE INDEX IF NOT EXISTS claim_field ON claim (field, target, number)")
        run("CREATE INDEX IF NOT EXISTS claim_slot ON claim (slot)")
        (rows,) = run("SELECT count(*) FROM row").fetchone()
        (read,) = run("SELECT count(*) FROM row WHERE error IS NULL").fetchone()
        told = {**collect_versions(), "rows": str(rows), "structures": str(read), **meta}
        told["slots"] = str(self.slots)
        self.connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", [*told.items(), ("whole", "1")]
        )
        run("COMMIT")
