"""Which explanation comes first: the one place where the order stands, with its reasons.

Explanations of one rank fit equally well and are shown as equal. Only those of the best rank that
fits, and of the next two that do, are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from molinfo.checks.result import Explanation, ExplanationCode

MALFORMED = ExplanationCode("malformed", "nothing: the identifier is broken")
DIFFERENT_COMPOUND = ExplanationCode(
    "different-compound", "another compound: nothing above explains the claim"
)

MOST_TOLD = 12


class Rank(IntEnum):
    """Ranks of explanations, the most likely first."""

    WRONG_KIND = 1
    """Not a value of this field at all; nothing else can be meant."""
    OTHER_ROW = 2
    """Several claims of the record, or one that cannot fit by chance, are those of another row."""
    OTHER_MASS = 3
    """The other kind of mass in this field: one claim in ten of MassBank."""
    ION = 4
    """An ion of mass spectrometry, by the names that spectra are stored under."""
    HYDROGEN = 5
    """A hydrogen or a proton: the commonest slip in a formula."""
    STEREO = 6
    """The same skeleton with other stereo."""
    FORM = 7
    """One common counter-ion or solvent, in the ratios that forms have."""
    LABEL = 8
    """Few labelled atoms of D, 13C or 15N."""
    TYPO = 9
    """One character wrong: after what is chemically meant, because any digit can be wrong."""
    RARE = 10
    """Rare isotopes, pairs and odd ratios: so many that they fit by chance."""
    NEIGHBOUR = 11
    """A single weight that a neighbouring row would have too."""
    NOTHING = 12
    """Nothing explains the claim."""


def explain_as(rank: Rank, code: ExplanationCode, detail: str, **data: object) -> Explanation:
    """An explanation of a rank."""
    return Explanation(code=code.name, rank=int(rank), detail=detail, data=data)


def put_in_order(explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """The explanations worth telling, best first, each once, ranks counted from 1."""
    ordered = sorted(explanations, key=lambda each: each.rank)
    ranks = list(dict.fromkeys(each.rank for each in ordered))[:3]
    told: dict[tuple[str, str], Explanation] = {}
    for each in ordered:
        if each.rank in ranks:
            placed = each.model_copy(update={"rank": ranks.index(each.rank) + 1})
            told.setdefault((each.code, each.detail), placed)
    return tuple(told.values())[:MOST_TOLD]
