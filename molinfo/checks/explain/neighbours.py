"""Claims that are those of another row of the file, or of a sibling form in the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from molinfo.checks.explain.precedence import Rank, explain_as
from molinfo.checks.outcome import Outcome
from molinfo.checks.result import Explanation, ExplanationCode, Status
from molinfo.checks.subject import Subject
from molinfo.errors import FormulaError, StructureError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

OTHER_RECORD = ExplanationCode(
    "other-record", "another row of the file, or another form in the store"
)

_UNMISTAKABLE = {FieldName.INCHI, FieldName.INCHIKEY}

CheckClaim = Callable[[Subject, Claim], Outcome]


def find_owners(
    claims: Sequence[Claim], others: Sequence[Subject], check: CheckClaim
) -> list[list[Explanation]]:
    """For each disagreeing claim, the other records that it fits.

    A weight or formula that fits another row may do so by chance: it counts for much only when a
    second claim, or an InChI or InChIKey, fits the same row.
    """
    fits: list[list[Subject]] = []
    for claim in claims:
        fits.append([other for other in others if _fits(other, claim, check)])
    support = Counter(id(other) for owners in fits for other in owners)
    told: list[list[Explanation]] = []
    for claim, owners in zip(claims, fits, strict=True):
        explanations = []
        for other in owners:
            sure = support[id(other)] > 1 or claim.field in _UNMISTAKABLE
            rank = Rank.OTHER_ROW if sure else Rank.NEIGHBOUR
            name = other.record.id or other.record.name or "a neighbouring row"
            detail = f"the claim is that of {name}"
            explanations.append(explain_as(rank, OTHER_RECORD, detail, record=other.record.id))
        told.append(explanations)
    return told


def _fits(other: Subject, claim: Claim, check: CheckClaim) -> bool:
    if not other.record.has_structure or other.record.defect:
        return False
    try:
        return check(other, claim).status is Status.AGREE
    except (FormulaError, StructureError):
        return False
