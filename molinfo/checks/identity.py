"""InChI and InChIKey claimed, and the molfile beside the SMILES."""

from __future__ import annotations

from molinfo.checks.outcome import Outcome, disagrees
from molinfo.checks.result import Code, Finding, Severity, Status, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.identifiers import (
    StereoDifference,
    is_standard_inchi,
    locate_stereo_difference,
    name_different_blocks,
    name_different_layers,
    normalise_inchi,
    parse_inchikey,
)
from molinfo.errors import IdentifierError, StructureError
from molinfo.store.record import Claim

STRUCTURE_UNREADABLE = Code(
    "structure-unreadable",
    Severity.ERROR,
    "The structure text cannot be read, so nothing can be checked against it.",
    "Correct the SMILES or the molfile; the message carries the parser's reason.",
)
INCHI_DISAGREES = disagrees("inchi-disagrees", "InChI")
INCHIKEY_DISAGREES = disagrees("inchikey-disagrees", "InChIKey")
MOLFILE_DISAGREES = Code(
    "molfile-disagrees",
    Severity.ERROR,
    "The molfile and the SMILES of one record are different structures.",
    "Draw both; keep the one that the source shows.",
)
STRUCTURE_FROM_INCHI = Code(
    "structure-from-inchi",
    Severity.INFO,
    "There is no SMILES and no molfile; the claimed InChI stands for the structure, and the "
    "other claims are held against it.",
    "Nothing, or give the structure: an InChI proves only the claims beside it.",
)
INCHI_NOTATION = Code(
    "inchi-notation",
    Severity.INFO,
    "The InChI is right, but its prefix is missing or of another version.",
    "Nothing, or write it as computed.",
)


def check_inchikey(subject: Subject, claim: Claim) -> Outcome:
    """Compare an InChIKey with that of the structure; a difference names its blocks."""
    computed = subject.inchi.key
    decided_by = "claimed InChI" if subject.structure.source == "inchi" else "standard InChI"
    if claim.value == computed:
        return Outcome(Status.AGREE, computed=computed, decided_by=decided_by)
    try:
        claimed = parse_inchikey(claim.value)
    except IdentifierError as error:
        outcome = Outcome(Status.DISAGREE, computed=computed)
        return outcome.with_finding(INCHIKEY_DISAGREES, str(error))
    if not claimed.standard:
        return Outcome(
            Status.UNCHECKABLE,
            computed=computed,
            message="a non-standard InChIKey cannot be compared with a standard one",
        )
    blocks = name_different_blocks(claimed, parse_inchikey(computed))
    if not blocks or claimed.text == subject.inchi_as_drawn.key:
        return Outcome(Status.AGREE, computed=claimed.text, decided_by=decided_by)
    return Outcome(Status.DISAGREE, computed=computed).with_finding(
        INCHIKEY_DISAGREES,
        f"InChIKey {claimed.text} is claimed, {computed} computed: "
        f"{' and '.join(blocks)} {'differs' if len(blocks) == 1 else 'differ'}",
    )


def check_inchi(subject: Subject, claim: Claim) -> Outcome:
    """Compare a standard InChI with that of the structure, as text; a difference names its layers.

    A prefix that is missing or of another version of the software is told, not faulted.
    """
    if subject.structure.source == "inchi":
        return Outcome(Status.WELL_FORMED, message="it stands for the structure, which is missing")
    computed = subject.inchi.inchi
    if claim.value == computed:
        return Outcome(Status.AGREE, computed=computed, decided_by="standard InChI")
    try:
        claimed = normalise_inchi(claim.value)
    except IdentifierError as error:
        outcome = Outcome(Status.DISAGREE, computed=computed)
        return outcome.with_finding(INCHI_DISAGREES, str(error))
    if not is_standard_inchi(claimed):
        return Outcome(
            Status.UNCHECKABLE,
            computed=computed,
            message="a non-standard InChI cannot be compared with a standard one",
        )
    if claimed == computed:
        outcome = Outcome(Status.AGREE, computed=computed, decided_by="standard InChI")
        message = f"the claim is written {claim.value[:12]}..., not {computed[:12]}..."
        return outcome.with_finding(INCHI_NOTATION, message)
    if claimed == subject.inchi_as_drawn.inchi:
        return Outcome(Status.AGREE, computed=claimed, decided_by="standard InChI")
    layers = " and ".join(name_different_layers(claimed, computed)) or "order of layers"
    where = locate_stereo_difference(subject.structure.mol, claimed)
    return Outcome(Status.DISAGREE, computed=computed).with_finding(
        INCHI_DISAGREES,
        f"InChI {claimed} is claimed, {computed} computed: {layers}{_describe(where)}",
        atoms=where.atoms,
        bonds=where.bonds,
    )


def check_molfile(subject: Subject) -> tuple[Finding, ...]:
    """The molfile must be the structure that the SMILES is."""
    if not (subject.record.smiles and subject.record.molblock):
        return ()
    try:
        drawn = subject.molfile_inchi
    except StructureError as error:
        return (make_finding(STRUCTURE_UNREADABLE, f"the molfile: {error}", field="molfile"),)
    if drawn.inchi == subject.inchi.inchi:
        return ()
    layers = " and ".join(name_different_layers(drawn.inchi, subject.inchi.inchi))
    where = locate_stereo_difference(subject.molfile_structure.mol, subject.inchi.inchi)
    message = (
        f"the molfile is {drawn.inchi} ({drawn.key}), the SMILES is "
        f"{subject.inchi.inchi} ({subject.inchi.key}): {layers}{_describe(where)}"
    )
    finding = make_finding(
        MOLFILE_DISAGREES, message, field="molfile", atoms=where.atoms, bonds=where.bonds
    )
    return (finding,)


def check_source(subject: Subject) -> tuple[Finding, ...]:
    """Tell when there is neither SMILES nor molfile, so that the claimed InChI is the structure."""
    if subject.structure.source != "inchi":
        return ()
    message = "there is no SMILES and no molfile: the claims are held against the claimed InChI"
    return (make_finding(STRUCTURE_FROM_INCHI, message, field="inchi"),)


def _describe(where: StereoDifference) -> str:
    """Say at which atoms and bonds, counted from 1, the stereo differs; "" where none is known."""
    parts = [
        f"{what}{'s' if len(indices) > 1 else ''} {', '.join(str(index + 1) for index in indices)}"
        for what, indices in (("atom", where.atoms), ("bond", where.bonds))
        if indices
    ]
    return f" at {' and '.join(parts)}" if parts else ""
