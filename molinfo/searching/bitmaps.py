"""Fingerprints turned on their side: for each bit, which rows have it.

A bitmap lies in the file as it is, or as the places of its bits where that is shorter, as in a
container of Roaring bitmaps (Lemire et al., Softw. Pract. Exp. 2018, 48, 867).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint8]


class Stored(NamedTuple):
    """A bitmap as it lies in the file: as it is, or as the places of its bits."""

    data: bytes
    as_places: bool


def transpose(fingerprints: Bits) -> Iterator[tuple[int, Bits]]:
    """Bit and bitmap of rows that have it, for every bit that some row has.

    `fingerprints` are rows x bytes, bit 0 in the lowest place of the first byte; so are bitmaps.

    >>> [bit for bit, _rows in transpose(np.array([[1], [3]], np.uint8))]
    [0, 1]
    """
    for byte in range(fingerprints.shape[1]):
        column = np.ascontiguousarray(fingerprints[:, byte])
        for place in range(8):
            bitmap = np.packbits((column >> place) & 1, bitorder="little")
            if bitmap.any():
                yield 8 * byte + place, bitmap


def store(bitmap: Bits, count: int) -> Stored:
    """A bitmap of so many bits as it lies in the file."""
    if 2 * count >= len(bitmap):
        return Stored(bitmap.tobytes(), False)
    return Stored(find_rows(bitmap).astype("<u2").tobytes(), True)


def load(stored: Stored, rows: int) -> Bits:
    """The bitmap of a block of some rows; those that came after it was stored have no bits.

    >>> load(store(np.array([0, 0, 0, 4], np.uint8), 1), 40).tolist()
    [0, 0, 0, 4, 0]
    """
    size = -(-rows // 8)
    if stored.as_places:
        flags = np.zeros(8 * size, np.uint8)
        flags[np.frombuffer(stored.data, "<u2")] = 1
        return np.packbits(flags, bitorder="little")
    bitmap = np.frombuffer(stored.data, np.uint8)
    return bitmap if len(bitmap) == size else np.pad(bitmap, (0, size - len(bitmap)))


def extend(stored: Stored, places: Sequence[int], count: int, rows: int) -> Stored:
    """A stored bitmap with bits at places behind all others: `count` bits in a block of `rows`."""
    if stored.as_places:
        longer = stored.data + np.array(places, "<u2").tobytes()
        if len(longer) < -(-rows // 8):
            return Stored(longer, True)
        return store(load(Stored(longer, True), rows), count)
    grown = bytearray(stored.data.ljust(-(-rows // 8), b"\0"))
    for place in places:
        grown[place >> 3] |= 1 << (place & 7)
    return Stored(bytes(grown), False)


def find_rows(bitmap: Bits) -> npt.NDArray[np.int64]:
    """The rows whose bit is set, in order.

    >>> find_rows(np.array([5], np.uint8)).tolist()
    [0, 2]
    """
    return np.flatnonzero(np.unpackbits(bitmap, bitorder="little"))


def intersect(
    alive: Bits,
    rows: int,
    bits: Sequence[int],
    counts: npt.NDArray[np.uint32],
    read: Callable[[int], Stored],
    enough: int,
) -> Bits:
    """The rows of a block that have all bits, rarest first; it ends where `enough` are left.

    `counts` tells how many rows of the block have each bit, `read` gives the stored bitmap of one.
    """
    found = alive
    for bit in sorted(bits, key=lambda each: int(counts[each])):
        if not counts[bit]:
            return np.zeros_like(alive)
        found = found & load(read(bit), rows)
        if count_bits(found) <= enough:
            break
    return found


def count_bits(bitmap: Bits) -> int:
    """How many bits are set.

    >>> count_bits(np.array([5, 255], np.uint8))
    10
    """
    return int.from_bytes(bitmap.tobytes()).bit_count()
