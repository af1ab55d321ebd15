"""InChI and InChIKey claimed, and the molfile beside the SMILES."""

from __future__ import annotations

from dataclasses import replace

from rdkit import Chem

from molinfo.checks.nonstandard import check_nonstandard_inchi, check_nonstandard_key
from molinfo.checks.outcome import Outcome, disagrees
from molinfo.checks.result import Code, Finding, Severity, Status, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.coordination import METALS
from molinfo.chem.identifiers import (
    InchiKey,
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
    "The InChI or InChIKey is right, but written otherwise or in part: without its prefix, of "
    "another version, with options of its own, in lower case, without hyphens, or as its first "
    "block alone.",
    "Nothing, or write it as computed.",
)
READINGS_DIFFER = Code(
    "molfile-readings-differ",
    Severity.INFO,
    "RDKit and InChI's own reader take the molfile for different structures, of which one is the "
    "SMILES beside it.",
    "Look at the wedges and at bonds to metals; draw what both read alike.",
)
OFFICIAL = "InChI's own reading of the molfile"
_RACEMIC = "the standard InChI is the same for one enantiomer and for the groups of the drawing"


def check_inchikey(subject: Subject, claim: Claim) -> Outcome:
    """Compare an InChIKey with that of the structure; a difference names its blocks.

    Where there is a molfile, the key that InChI's own reader gives agrees as well.
    """
    if subject.indefinite:
        return _refuse(subject)
    computed = subject.inchi.key
    decided_by = "claimed InChI" if subject.structure.source == "inchi" else "standard InChI"
    outcome = Outcome(Status.AGREE, computed=computed, decided_by=decided_by)
    if claim.value == computed:
        return _note_groups(subject, outcome)
    try:
        claimed = parse_inchikey(claim.value)
    except IdentifierError as error:
        return replace(outcome, status=Status.DISAGREE, decided_by="").with_finding(
            INCHIKEY_DISAGREES, str(error)
        )
    if not claimed.standard:
        return check_nonstandard_key(subject, claimed, INCHIKEY_DISAGREES)
    blocks = name_different_blocks(claimed, parse_inchikey(computed))
    if not blocks or claimed.text == subject.inchi_as_drawn.key:
        whole = claimed.text if claimed.protonation else computed
        return _note_groups(subject, _note_notation(replace(outcome, computed=whole), claimed))
    official = subject.official_inchi
    if official and not name_different_blocks(claimed, parse_inchikey(official.key)):
        by_official = replace(outcome, computed=official.key, decided_by=OFFICIAL)
        return _note_notation(by_official, claimed)
    return Outcome(Status.DISAGREE, computed=computed).with_finding(
        INCHIKEY_DISAGREES,
        f"InChIKey {claimed.text} is claimed, {computed} computed: "
        f"{' and '.join(blocks)} {'differs' if len(blocks) == 1 else 'differ'}"
        f"{_tell_of_metals(subject)}",
    )


def _tell_of_metals(subject: Subject) -> str:
    """What is to come: Blanke et al., Faraday Discuss. 2025, 256, 503, doi:10.1039/D4FD00145A."""
    if not any(atom.GetAtomicNum() in METALS for atom in subject.structure.mol.GetAtoms()):
        return ""
    return (
        "; today's standard InChI cuts the bonds to metals, and one that keeps them (molecular "
        "inorganics) has another key"
    )


def _note_notation(outcome: Outcome, claimed: InchiKey) -> Outcome:
    if not claimed.notation:
        return outcome
    given = "" if claimed.protonation else "; what it does not give is not compared"
    return outcome.with_finding(INCHI_NOTATION, f"the key is written {claimed.notation}{given}")


def _note_groups(subject: Subject, outcome: Outcome) -> Outcome:
    if "|" not in subject.record.smiles and "STE" not in subject.record.molblock:
        return outcome  # no enhanced stereo is written
    groups = subject.structure.mol.GetStereoGroups()
    racemic = any(each.GetGroupType() in _NOT_ABSOLUTE for each in groups)
    return replace(outcome, message=_RACEMIC) if racemic else outcome


_NOT_ABSOLUTE = (Chem.StereoGroupType.STEREO_AND, Chem.StereoGroupType.STEREO_OR)


def _refuse(subject: Subject) -> Outcome:
    message = f"{subject.indefinite}: the standard InChI does not hold it"
    return Outcome(Status.UNCHECKABLE, message=message)


def check_inchi(subject: Subject, claim: Claim) -> Outcome:
    """Compare an InChI with that of the structure, as text; a difference names its layers.

    A prefix that is missing or of another version of the software is told, not faulted. Where there
    is a molfile, what InChI's own reader gives agrees as well. A non-standard InChI is computed
    with the options that it shows.
    """
    if subject.structure.source == "inchi":
        return Outcome(Status.WELL_FORMED, message="it stands for the structure, which is missing")
    if subject.indefinite:
        return _refuse(subject)
    computed = subject.inchi.inchi
    outcome = Outcome(Status.AGREE, computed=computed, decided_by="standard InChI")
    if claim.value == computed:
        return _note_groups(subject, outcome)
    try:
        claimed = normalise_inchi(claim.value)
    except IdentifierError as error:
        return replace(outcome, status=Status.DISAGREE, decided_by="").with_finding(
            INCHI_DISAGREES, str(error)
        )
    if not is_standard_inchi(claimed):
        return check_nonstandard_inchi(subject, claimed, INCHI_DISAGREES, INCHI_NOTATION)
    if claimed == computed:
        message = f"the claim is written {claim.value[:12]}..., not {computed[:12]}..."
        return _note_groups(subject, outcome).with_finding(INCHI_NOTATION, message)
    if claimed == subject.inchi_as_drawn.inchi:
        return replace(outcome, computed=claimed)
    if subject.official_inchi and claimed == subject.official_inchi.inchi:
        return replace(outcome, computed=claimed, decided_by=OFFICIAL)
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
    official = subject.official_inchi
    if official is not None and official.inchi == subject.inchi.inchi:
        message = f"InChI's own reader takes the molfile for the SMILES, RDKit for {drawn.inchi}"
        return (make_finding(READINGS_DIFFER, message, field="molfile"),)
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
