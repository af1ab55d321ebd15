"""What RDKit has to look at, in processes that can be killed, so that no query runs for hours."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from molinfo.batch.guard import Fault, Guard, GuardLimits
from molinfo.errors import BatchError
from molinfo.searching.index import Slots, open_file
from molinfo.searching.query import StructureQuery
from molinfo.searching.verify import Scanned, Verifier

MOST_FAULTS = 5
"""Structures that may fail before a search ends: all others would take as long."""


@dataclass
class AskRdkit:
    """Runs in the workers: whether rows of an index have a query."""

    path: str
    query: StructureQuery

    @cached_property
    def _verifier(self) -> Verifier:
        return Verifier(open_file(Path(self.path)), self.query)

    def __call__(self, rows: Sequence[int]) -> Iterator[bool]:
        """The answers one by one."""
        return self._verifier.ask_rdkit(rows)

    def simplify(self, row: int) -> None:
        """There is nothing to leave out."""


@dataclass
class GuardedSearch:
    """How a search is guarded, and the slots that could not be compared with the reason."""

    limits: GuardLimits
    workers: int = 1
    faults: list[tuple[str, int, Fault]] = field(default_factory=list)

    def verify(
        self, path: str, query: StructureQuery, pieces: Iterator[Scanned]
    ) -> Iterator[Slots]:
        """The hits of each piece, those found by the scanner and those by RDKit.

        Raises BatchError when too many structures could not be compared.
        """
        first: list[Scanned] = []
        for piece in pieces:  # workers are started only when there is something for them to do
            if len(piece.left):
                first.append(piece)
                break
            yield piece.found
        if not first:
            return
        waiting: deque[Slots] = deque()

        def cut() -> Iterator[list[int]]:
            for piece in (*first, *pieces):
                waiting.append(piece.found)
                yield piece.left.tolist()

        task = AskRdkit(path, query)
        with Guard(task, workers=self.workers, limits=self.limits) as guard:
            for slots, answers in guard.run(cut()):
                told = [slot for slot, each in zip(slots, answers, strict=True) if each is True]
                for slot, each in zip(slots, answers, strict=True):
                    if isinstance(each, Fault):
                        self._note(path, slot, each, query)
                yield np.sort(np.concatenate([waiting.popleft(), np.array(told, np.int64)]))

    def _note(self, path: str, slot: int, fault: Fault, query: StructureQuery) -> None:
        self.faults.append((path, slot, fault))
        if len(self.faults) >= MOST_FAULTS:
            asked = query.text[:200] or "the query"
            raise BatchError(
                f"query {asked}: {len(self.faults)} structures could not be compared "
                f"({fault.code}: {fault.message}); the search was ended. Make the query simpler, "
                "or allow more with --row-timeout"
            )
