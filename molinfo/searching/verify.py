"""From candidates to hits: the scanner of SMILES decides what it can, RDKit the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rdkit import Chem

from molinfo.chem.quiet import quiet
from molinfo.searching.index import Index, Slots
from molinfo.searching.programs import symbols
from molinfo.searching.query import StructureQuery
from molinfo.searching.schema import PART_ROWS

_NO, _YES = 0, 1
_AS_WRITTEN = Chem.SmilesParserParams()
for _name in ("sanitize", "removeHs", "parseName"):
    setattr(_AS_WRITTEN, _name, False)


class Scanned(NamedTuple):
    """Candidates that have the query, and those that RDKit is to be asked about."""

    found: Slots
    left: Slots


class Verifier:
    """Tells which candidates have a query; a scanner is made once for all of them."""

    def __init__(self, index: Index, query: StructureQuery) -> None:
        self._index, self._query = index, query
        self._scanner = None
        tables = query.tables
        self._is_plain = tables is not None and tables.plain and not query.needs_stereo
        if tables is not None:
            from molinfo.searching.kernels.scan import Scanner

            self._scanner = Scanner(tables.programs, tables.patterns, symbols())

    def scan(self, slots: Slots) -> Scanned:
        """Look at some slots of one part without making molecules."""
        none = np.empty(0, np.int64)
        if self._scanner is None:
            return Scanned(none, slots)
        number = int(slots[0]) // PART_ROWS
        text, starts = self._index.read_part(number)
        wanted = (slots - number * PART_ROWS).astype(np.uint16)
        answers: npt.NDArray[np.uint8]
        answers = np.frombuffer(self._scanner.scan(text, starts, wanted), np.uint8)
        if self._query.is_decided:
            return Scanned(slots[answers == _YES], slots[answers > _YES])
        return Scanned(none, slots[answers != _NO])

    def ask_rdkit(self, slots: Sequence[int]) -> Iterator[bool]:
        """Whether each of some slots has the query, one by one."""
        make = self._make_plain if self._is_plain else self._index.read_mols
        with quiet():
            for _slot, mol in make(slots):
                yield self._query.matches(mol)

    def _make_plain(self, slots: Sequence[int]) -> Iterator[tuple[int, Chem.Mol]]:
        """Molecules of RDKit's own SMILES: aromaticity need not be found again.

        They know their atoms, bonds, hydrogens and rings, and nothing else.
        """
        number, text, starts = -1, b"", np.empty(0, np.uint32)
        for slot in slots:
            if slot // PART_ROWS != number:
                number = slot // PART_ROWS
                text, starts = self._index.read_part(number)
            place = slot % PART_ROWS
            smiles = text[starts[place] : starts[place + 1]].decode().removeprefix("!")
            mol = Chem.MolFromSmiles(smiles, _AS_WRITTEN)
            if mol is None:  # what RDKit wrote and does not read again
                yield from self._index.read_mols([slot])
                continue
            mol.UpdatePropertyCache(strict=False)
            Chem.GetSymmSSSR(mol)
            yield slot, mol


def cut_by_part(slots: Slots) -> Iterator[Slots]:
    """Slots in pieces of one part each, in their order; they need not be sorted.

    >>> [piece.tolist() for piece in cut_by_part(np.array([0, 7, 1024]))]
    [[0, 7], [1024]]
    """
    if len(slots):
        parts = slots // PART_ROWS
        yield from np.split(slots, np.flatnonzero(np.diff(parts)) + 1)
