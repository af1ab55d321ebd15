"""A question put to one index: screen, restrict, verify, in the order in which hits are told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from molinfo.searching.guarded import GuardedSearch
from molinfo.searching.hits import Hit
from molinfo.searching.index import Index, Slots
from molinfo.searching.question import Question
from molinfo.searching.similarity import Scores, find_similar
from molinfo.searching.verify import Verifier, cut_by_part

_TOLD_AT_ONCE = 200


class Found(NamedTuple):
    """Some hits by their slots, with scores where similarity was asked for."""

    slots: Slots
    scores: Scores | None = None


class Engine:
    """One question and one index."""

    def __init__(
        self, index: Index, question: Question, guard: GuardedSearch | None = None
    ) -> None:
        self.index, self.question, self._guard = index, question, guard

    @cached_property
    def _restriction(self) -> Slots | None:
        return self.question.restrict(self.index)

    def find_candidates(self) -> Iterator[Slots]:
        """The rows that can have the substructure, by their fingerprints, in pieces."""
        query = self.question.substructure
        assert query is not None
        restriction = self._restriction
        for slots in self.index.screen(query.screens):
            if restriction is not None:
                slots = np.intersect1d(slots, restriction, assume_unique=True)
            yield slots

    @cached_property
    def upper_bound(self) -> int:
        """How many hits there can be at most."""
        if self.question.substructure is not None:
            return sum(map(len, self.find_candidates()))
        if self._restriction is not None:
            return len(self._restriction)
        return self.index.count_alive()

    def find(self) -> Iterator[Found]:
        """Hits in the order in which they are told, in pieces."""
        if self.question.similar is not None:
            yield self._find_similar()
        elif self.question.substructure is None:
            assert self._restriction is not None
            yield Found(self.index.put_in_order(self._restriction))
        elif self.index.is_ordered:
            yield from map(Found, self.verify(self.find_candidates()))
        else:  # rows that were put in later come between the others
            slots = list(self.verify(self.find_candidates()))
            yield Found(self.index.put_in_order(np.concatenate([np.empty(0, np.int64), *slots])))

    def verify(self, candidates: Iterator[Slots]) -> Iterator[Slots]:
        """Those of the candidates that have the substructure."""
        query = self.question.substructure
        assert query is not None
        verifier = Verifier(self.index, query)
        pieces = (verifier.scan(piece) for slots in candidates for piece in cut_by_part(slots))
        if self._guard is not None:
            yield from self._guard.verify(self.index.name, query, pieces)
            return
        for piece in pieces:
            left = piece.left.tolist()
            asked = [slot for slot, has in zip(left, verifier.ask_rdkit(left), strict=True) if has]
            yield np.sort(np.concatenate([piece.found, np.array(asked, np.int64)]))

    def _find_similar(self) -> Found:
        question = self.question
        assert question.similar is not None
        among = self._restriction
        if question.substructure is not None:
            slots = list(self.verify(self.find_candidates()))
            among = np.concatenate([np.empty(0, np.int64), *slots])
        return Found(
            *find_similar(
                self.index, question.similar, question.threshold, question.fingerprint, among
            )
        )

    def count(self) -> int:
        """How many hits there are."""
        return sum(len(found.slots) for found in self.find())

    def tell(self) -> Iterator[Hit]:
        """The hits as records."""
        for found in self.find():
            for at in range(0, len(found.slots), _TOLD_AT_ONCE):
                yield from self._tell(found, slice(at, at + _TOLD_AT_ONCE))

    def _tell(self, found: Found, part: slice) -> Iterator[Hit]:
        slots = found.slots[part].tolist()
        scores = [None] * len(slots) if found.scores is None else found.scores[part].tolist()
        for told, score in zip(self.index.read_records(slots), scores, strict=True):
            yield Hit(
                told.id or f"row-{told.row}",
                told.row,
                told.input,
                told.smiles,
                score,
                told.name,
                told.verdict,
                self.question.substructure,
            )
