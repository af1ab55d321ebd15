"""What one claim check hands back, before the run makes a result of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from molinfo.checks.result import ClaimResult, Code, Finding, Severity, Status, make_finding
from molinfo.store.record import Claim

CLAIM_UNREADABLE = Code(
    "claim-unreadable",
    Severity.WARNING,
    "The printed value cannot be read as what its field says it is.",
    "Correct the value, or put it into the field that it belongs to.",
)


def disagrees(name: str, what: str) -> Code:
    """The code of a claim that is not that of the structure."""
    return Code(
        name,
        Severity.ERROR,
        f"The {what} claimed is not that of the structure.",
        "Compare claim and structure with the source; correct whichever is wrong, "
        "or waive the claim with a reason.",
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of one claim, what was computed for it, and the findings on it."""

    status: Status
    computed: str | None = None
    decided_by: str = ""
    per: str = ""
    message: str = ""
    findings: tuple[Finding, ...] = ()

    def with_finding(
        self, code: Code, message: str, *, atoms: tuple[int, ...] = (), bonds: tuple[int, ...] = ()
    ) -> Outcome:
        """The outcome with one more finding, of its code's severity."""
        finding = make_finding(code, message, atoms=atoms, bonds=bonds)
        return replace(self, findings=(*self.findings, finding))


def unreadable(claim: Claim, reason: str, computed: str | None = None) -> Outcome:
    """The outcome of a claim whose printed value is not what its field says."""
    what = claim.field.printed
    return Outcome(Status.UNCHECKABLE, computed=computed).with_finding(
        CLAIM_UNREADABLE, f"{what} {claim.value[:80]!r} cannot be read: {reason}"
    )


def make_claim_result(claim: Claim, outcome: Outcome) -> ClaimResult:
    """A claim beside what became of it."""
    return ClaimResult(
        field=claim.field.value,
        claimed=claim.value,
        computed=outcome.computed,
        status=outcome.status,
        decided_by=outcome.decided_by,
        per=outcome.per or (f"of {claim.of}" if claim.of else ""),
        note=outcome.message,
        sources=tuple(source.id for source in claim.sources),
    )
