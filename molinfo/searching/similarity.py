"""How alike structures are: Tanimoto over packed bits, 64 at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from rdkit import Chem

from molinfo.chem.fingerprints import Fingerprint, get_fingerprint
from molinfo.chem.quiet import quiet
from molinfo.searching.index import Index, Slots
from molinfo.searching.schema import BLOCK_ROWS, NEAR_ROWS

Scores = npt.NDArray[np.float64]


def find_similar(
    index: Index, mol: Chem.Mol, threshold: float, fingerprint: str, among: Slots | None = None
) -> tuple[Slots, Scores]:
    """The rows at least as alike as a threshold, most alike first, equal ones in input order.

    Tanimoto: bits that both have over bits that either has (Willett et al., J. Chem. Inf. Comput.
    Sci. 1998, 38, 983). A fingerprint that the index does not hold is computed for every row.
    """
    kind = get_fingerprint(fingerprint)
    with quiet():
        wanted = np.frombuffer(kind.compute(mol), np.uint8)
    found, scores = [], []
    for first, bits in _read_bits(index, kind):
        alive = _find_alive(index, first, len(bits))
        if not alive.any():
            continue
        both = _count(bits & wanted)
        # no similarity is above the share of the query's bits that a row has
        places = np.flatnonzero(alive & (both >= threshold * _count(wanted[None, :]) - 1e-9))
        similarity = compute_tanimoto(bits[places], wanted)
        kept = similarity >= threshold
        found.append(first + places[kept])
        scores.append(similarity[kept])
    slots = np.concatenate([np.empty(0, np.int64), *found])
    values = np.concatenate([np.empty(0, np.float64), *scores])
    if among is not None:
        kept = np.isin(slots, among)
        slots, values = slots[kept], values[kept]
    if not index.is_ordered:
        told = index.put_in_order(slots)
        values = values[np.searchsorted(slots, told)]
        slots = told
    order = np.argsort(-values, kind="stable")
    return slots[order], values[order]


def _read_bits(index: Index, kind: Fingerprint) -> Iterator[tuple[int, npt.NDArray[np.uint8]]]:
    if index.meta["fingerprint"] == kind.name:
        yield from index.read_near()
        return
    size = -(-kind.bits // 8)
    for first in range(0, int(index.meta["slots"]), NEAR_ROWS):
        rows = min(NEAR_ROWS, int(index.meta["slots"]) - first)
        alive = first + np.flatnonzero(_find_alive(index, first, rows))
        bits = np.zeros((rows, size), np.uint8)
        with quiet():
            for slot, mol in index.read_mols(alive.tolist()):
                bits[slot - first] = np.frombuffer(kind.compute(mol), np.uint8)
        yield first, bits


def _find_alive(index: Index, first: int, rows: int) -> npt.NDArray[np.bool_]:
    block = index.blocks[first // BLOCK_ROWS]
    flags = np.unpackbits(block.alive, bitorder="little", count=block.rows)
    start = first % BLOCK_ROWS
    return flags[start : start + rows].astype(bool)


def compute_tanimoto(bits: npt.NDArray[np.uint8], wanted: npt.NDArray[np.uint8]) -> Scores:
    """The similarity of each row of packed bits to one; 0 where neither has a bit.

    >>> compute_tanimoto(np.array([[1], [3]], np.uint8), np.array([3], np.uint8)).tolist()
    [0.5, 1.0]
    """
    both = _count(bits & wanted)
    either = _count(bits) + int(_count(wanted[None, :])[0]) - both
    similarity: Scores = np.zeros(len(bits))
    np.divide(both, either, out=similarity, where=either > 0)
    return similarity


def _count(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Bits that are set in each row, eight bytes at a time where rows are that long."""
    wide = bits.view(np.uint64) if bits.shape[1] % 8 == 0 else bits
    ones = np.ones(wide.shape[1], np.float32)  # sums of small whole numbers are exact
    counts: npt.NDArray[np.int64] = (np.bitwise_count(wide) @ ones).astype(np.int64)
    return counts
