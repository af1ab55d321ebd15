"""The SMARTS that descriptors count, read from RDKit where it shows them, and their matcher."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from rdkit.Chem import QED, Fragments

from molinfo.descriptors.kernels import matching
from molinfo.descriptors.kernels.graph import Graph
from molinfo.descriptors.smarts import PatternBook

_ROTOR_END = "!$(*#*)&!D1&!$(C(F)(F)F)&!$(C(Cl)(Cl)Cl)&!$(C(Br)(Br)Br)&!$(C([CH3])([CH3])[CH3])"
_ROTATABLE_BOND = (
    f"[{_ROTOR_END}&!$([CD3](=[N,O,S])-!@[#7,O,S!D1])&!$([#7,O,S!D1]-!@[CD3]=[N,O,S])"
    f"&!$([CD3](=[N+])-!@[#7!D1])&!$([#7!D1]-!@[CD3]=[N+])]-,:;!@[{_ROTOR_END}]"
)
_ACCEPTOR = (
    "[$([O,S;H1;v2]-[!$(*=[O,N,P,S])]),$([O,S;H0;v2]),$([O,S;-]),$([N;v3;!$(N-*=!@[O,N,P,S])]),"
    "$([nH0X2,o,s;+0])]"
)
_DONOR = "[N&!H0&v3,N&!H0&+1&v4,O&H1&+0,S&H1&+0,n&H1&+0]"
_AMIDE_BOND = "C(=[O;!R])N"
"""RDKit keeps these in C++ (Code/GraphMol/Descriptors/Lipinski.cpp; version 2.0.2 of acceptors,
2.0.1 of donors, 1.0.0 of amide bonds)."""


class _Patterns(NamedTuple):
    """Every counted pattern, and where each kind of them stands."""

    matcher: tuple[Any, ...]
    fragment_names: tuple[str, ...]
    starts: tuple[int, int, int, int, int]


@cache
def _read_patterns() -> _Patterns:
    fragments: dict[str, str] = {}
    with open(Fragments.defaultPatternFileName, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if not line.startswith("#") and len(fields) >= 3:
                fragments[fields[0].replace("=", "_").replace("-", "_")] = fields[2].strip()
    kinds = (
        list(fragments.values()),
        list(QED.AcceptorSmarts),
        list(QED.StructuralAlertSmarts),
        [_ACCEPTOR, _ROTATABLE_BOND, _DONOR, _AMIDE_BOND],
    )
    ends = [0]
    for kind in kinds:
        ends.append(ends[-1] + len(kind))
    smarts = [text for kind in kinds for text in kind]
    return _Patterns(
        compile_patterns(smarts), tuple(fragments), (ends[0], ends[1], ends[2], ends[3], ends[4])
    )


def compile_patterns(smarts: list[str], *, rooted: bool = False) -> tuple[Any, ...]:
    """The arguments of a matcher for these patterns; rooted ones start at their first atom only."""
    book = PatternBook()
    queries = [book.add(text) for text in smarts]
    walks = [
        [query.walk_from(root) for root in range(1 if rooted else len(query.atoms))]
        for query in queries
    ]
    return (
        list(book.primitives),
        list(book.programs),
        [[query.walk_from(0)] for query in book.recursive_queries],
        walks,
    )


def read_fragment_names() -> tuple[str, ...]:
    """The names of RDKit's fragment counts, in the order of its file."""
    return _read_patterns().fragment_names


class PatternMatcher:
    """Counts every pattern in the structure that it was last given; -1 where RDKit has to."""

    def __init__(self) -> None:
        found = _read_patterns()
        self._matcher = matching.Matcher(*found.matcher)
        self._starts = found.starts

    def load(self, graph: Graph) -> None:
        """Take over a structure."""
        self._matcher.load(graph)

    def count_fragments(self) -> list[int]:
        """The fr_* counts, in the order of `read_fragment_names`."""
        return self._matcher.count_all(self._starts[0], self._starts[1])

    def count_qed_acceptors(self) -> list[int]:
        """Matches of each of QED's acceptor patterns."""
        return self._matcher.count_all(self._starts[1], self._starts[2])

    def count_qed_alerts(self) -> int:
        """How many of QED's structural alerts are there."""
        return self._matcher.count_present(self._starts[2], self._starts[3])

    def count_acceptors(self) -> int:
        """Hydrogen-bond acceptors as RDKit counts them."""
        return self._matcher.count(self._starts[3])

    def count_rotatable_bonds(self) -> int:
        """Rotatable bonds, RDKit's strict definition."""
        return self._matcher.count(self._starts[3] + 1)

    def count_donors(self) -> int:
        """Hydrogen-bond donors as RDKit counts them."""
        return self._matcher.count(self._starts[3] + 2)

    def count_amide_bonds(self) -> int:
        """Amide bonds as RDKit counts them."""
        return self._matcher.count(self._starts[3] + 3)
