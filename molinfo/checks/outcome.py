"""What one claim check hands back, before the run makes a result of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from molinfo.checks.result import Finding, Status, make_finding
from molinfo.store.record import Claim


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
        self, code: str, message: str, *, atoms: tuple[int, ...] = (), bonds: tuple[int, ...] = ()
    ) -> Outcome:
        """The outcome with one more finding, of its code's severity."""
        finding = make_finding(code, message, atoms=atoms, bonds=bonds)
        return replace(self, findings=(*self.findings, finding))


def unreadable(claim: Claim, reason: str, computed: str | None = None) -> Outcome:
    """The outcome of a claim whose printed value is not what its field says."""
    what = claim.field.printed
    return Outcome(Status.UNCHECKABLE, computed=computed).with_finding(
        "claim-unreadable", f"{what} {claim.value[:80]!r} cannot be read: {reason}"
    )
