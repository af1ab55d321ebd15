"""What InChI's own reader says of a molfile."""

from __future__ import annotations

from collections import Counter

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject

AMBIGUOUS_STEREO = Code(
    "ambiguous-stereo",
    Severity.WARNING,
    "InChI's own reader calls stereo in the molfile ambiguous and leaves it out.",
    "Draw one wedge at the centre, its narrow end there, and no neighbour opposite to another.",
)
PROTONS_MOVED = Code(
    "protons-moved",
    Severity.INFO,
    "InChI moved protons or charges before it made the identifier of the molfile.",
    "Nothing, unless the protonation is what is claimed: draw it in its neutral form to compare.",
)


def check_official_reading(subject: Subject) -> tuple[Finding, ...]:
    """What InChI's own reader warned of, where it was asked, or two wedges begin at one centre."""
    if not subject.record.molblock:
        return ()
    asked = "official_inchi" in vars(subject)
    starts = Counter(wedge.atom for wedge in subject.wedges)
    if not asked and max(starts.values(), default=0) < 2:
        return ()
    official = subject.official_inchi
    if official is None:
        return ()
    findings = []
    for warning in official.warnings:
        if "mbiguous stereo" in warning:
            atoms = sorted(atom for atom, count in starts.items() if count > 1)
            places = f", see atom {', '.join(str(atom + 1) for atom in atoms)}" if atoms else ""
            message = f"InChI's own reader says {warning!r} and leaves it out{places}"
            findings.append(make_finding(AMBIGUOUS_STEREO, message, field="molfile", atoms=atoms))
        elif warning.startswith(("Proton(s)", "Charges were")):
            message = f"InChI's own reader says {warning!r}"
            findings.append(make_finding(PROTONS_MOVED, message, field="molfile"))
    return tuple(findings)
