"""InChI and InChIKey claimed, and the molfile beside the SMILES."""

from __future__ import annotations

from molinfo.checks.outcome import Outcome
from molinfo.checks.result import CODES, Explanation, Finding, Status
from molinfo.checks.subject import Subject
from molinfo.chem.identifiers import name_different_blocks, parse_inchikey
from molinfo.errors import IdentifierError, StructureError
from molinfo.store.record import Claim


def check_inchikey(subject: Subject, claim: Claim) -> Outcome:
    """Compare an InChIKey with that of the structure; a difference names its blocks."""
    computed = subject.inchi.key
    if claim.value == computed:
        return Outcome(Status.AGREE, computed=computed, decided_by="standard InChI")
    try:
        claimed = parse_inchikey(claim.value)
    except IdentifierError as error:
        return (
            Outcome(Status.DISAGREE, computed=computed)
            .explained_by(Explanation(code="malformed", detail=str(error)))
            .with_finding("inchikey-disagrees", str(error))
        )
    if not claimed.standard:
        return Outcome(
            Status.UNCHECKABLE,
            computed=computed,
            message="a non-standard InChIKey cannot be compared with a standard one",
        )
    blocks = name_different_blocks(claimed, parse_inchikey(computed))
    if not blocks:
        return Outcome(Status.AGREE, computed=computed, decided_by="standard InChI")
    return Outcome(Status.DISAGREE, computed=computed).with_finding(
        "inchikey-disagrees",
        f"InChIKey {claimed.text} is claimed, {computed} computed: "
        f"{' and '.join(blocks)} {'differs' if len(blocks) == 1 else 'differ'}",
    )


def check_inchi(subject: Subject, claim: Claim) -> Outcome:
    """Compare a standard InChI with that of the structure, as text."""
    computed = subject.inchi.inchi
    claimed = claim.value.strip()
    if not claimed.startswith("InChI="):
        claimed = f"InChI={claimed}"
    if claimed == computed:
        return Outcome(Status.AGREE, computed=computed, decided_by="standard InChI")
    if not claimed.startswith("InChI=1S/"):
        return Outcome(
            Status.UNCHECKABLE,
            computed=computed,
            message="a non-standard InChI cannot be compared with a standard one",
        )
    return Outcome(Status.DISAGREE, computed=computed).with_finding(
        "inchi-disagrees", f"InChI {claimed} is claimed, {computed} computed"
    )


def check_molfile(subject: Subject) -> tuple[Finding, ...]:
    """The molfile must be the structure that the SMILES is."""
    if not (subject.record.smiles and subject.record.molblock):
        return ()
    try:
        drawn = subject.molfile_inchi
    except StructureError as error:
        return (_finding("structure-unreadable", f"the molfile: {error}", "molfile"),)
    if drawn.inchi == subject.inchi.inchi:
        return ()
    message = (
        f"the molfile is {drawn.inchi} ({drawn.key}), "
        f"the SMILES is {subject.inchi.inchi} ({subject.inchi.key})"
    )
    return (_finding("molfile-disagrees", message, "molfile"),)


def _finding(code: str, message: str, field: str) -> Finding:
    return Finding(code=code, severity=CODES[code].severity, field=field, message=message)
