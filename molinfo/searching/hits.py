"""What a search finds: hits one by one, a page of them, or a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from rdkit import Chem

from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_smiles
from molinfo.searching.query import StructureQuery

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("record", "row", "input", "smiles", "score")


@dataclass(frozen=True)
class Hit:
    """A record that was found: its id, its place in its input from 0, the input, its SMILES.

    `score` is the similarity, None where none was asked for.
    """

    record: str
    row: int
    input: str
    smiles: str
    score: float | None = None
    name: str = ""
    verdict: str = ""
    query: StructureQuery | None = field(default=None, repr=False)

    @cached_property
    def mol(self) -> Chem.Mol:
        """The structure, its atoms as in `smiles`. Raises StructureError where there is none."""
        return parse_smiles(self.smiles).mol

    @cached_property
    def atoms(self) -> tuple[int, ...]:
        """The atoms of the first match of the substructure; () where none was asked for."""
        if self.query is None:
            return ()
        with quiet():
            return self.query.find_atoms(self.mol)


class Hits:
    """The hits of a search; nothing is searched before they are asked for.

    Iterate as often as you like: each time the search runs again. `upper_bound` is how many
    structures can be hits at most, by their fingerprints and by what is not drawn.
    """

    def __init__(
        self,
        run: Callable[[], Iterator[Hit]],
        find_bound: Callable[[], int],
        count: Callable[[], int],
        limit: int | None,
    ) -> None:
        self._run, self._find_bound, self._count, self._limit = run, find_bound, count, limit

    def __iter__(self) -> Iterator[Hit]:
        return islice(self._run(), self._limit)

    @cached_property
    def upper_bound(self) -> int:
        """How many hits there can be at most."""
        return self._find_bound()

    def count(self) -> int:
        """How many hits there are; faster than to make them."""
        found = self._count()
        return found if self._limit is None else min(found, self._limit)

    def page(self, number: int = 0, size: int = 100) -> list[Hit]:
        """The hits of a page, counted from 0."""
        return list(islice(self, number * size, (number + 1) * size))

    def to_frame(self) -> pd.DataFrame:
        """All hits as a table with the columns record, row, input, smiles, score."""
        import pandas as pd

        rows = [tuple(getattr(hit, name) for name in COLUMNS) for hit in self]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return frame.astype(
            {"record": "str", "row": "int64", "input": "str", "smiles": "str", "score": "float64"}
        )
