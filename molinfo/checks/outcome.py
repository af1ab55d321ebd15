"""What one claim check hands back, before the run makes a result of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from molinfo.checks.result import CODES, Explanation, Finding, Severity, Status
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
    explanations: tuple[Explanation, ...] = ()

    def with_finding(self, code: str, message: str, severity: Severity | None = None) -> Outcome:
        """The outcome with one more finding, of the registered severity unless given."""
        finding = Finding(
            code=code,
            severity=severity or CODES[code].severity,
            message=message,
            explanations=self.explanations,
        )
        return replace(self, findings=(*self.findings, finding))

    def explained_by(self, *explanations: Explanation) -> Outcome:
        """The outcome with explanations that the next finding carries."""
        return replace(self, explanations=(*self.explanations, *explanations))


def unreadable(claim: Claim, reason: str, computed: str | None = None) -> Outcome:
    """The outcome of a claim whose printed value is not what its field says."""
    what = claim.field.value.replace("_", " ")
    return Outcome(Status.UNCHECKABLE, computed=computed).with_finding(
        "claim-unreadable", f"{what} {claim.value[:80]!r} cannot be read: {reason}"
    )
