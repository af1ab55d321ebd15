"""A claimed IUPAC name against the structure, read by OPSIN."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterable, Iterator
from itertools import islice

from molinfo.checks.outcome import Outcome, disagrees
from molinfo.checks.result import Code, Finding, Severity, Status, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.identifiers import compute_inchi, name_different_layers
from molinfo.chem.structure import parse_smiles
from molinfo.errors import MissingExtra, StructureError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

IUPAC_NAME_DISAGREES = disagrees("iupac_name-disagrees", "IUPAC name")
NAME_DISAGREES = Code(
    "name-disagrees",
    Severity.WARNING,
    "OPSIN reads the name of the record as another compound than the structure.",
    "Compare both with the source; a trade name or a loose one may mean something else.",
)

_STEREO = {"double-bond stereo", "tetrahedral stereo", "tetrahedral parity", "stereo type"}
_AT_ONCE = 1000


def check_iupac_name(subject: Subject, claim: Claim) -> Outcome:
    """Turn a name into a structure by OPSIN and compare the InChIs layer by layer.

    A name that OPSIN cannot read is uncheckable, and so is every name without Java. Raises
    MissingExtra without py2opsin. Source: Lowe et al., J. Chem. Inf. Model. 2011, 51, 739,
    doi:10.1021/ci100384d.
    """
    if shutil.which("java") is None:
        return Outcome(Status.UNCHECKABLE, message="OPSIN needs Java, which is not installed")
    smiles = read_name(" ".join(claim.value.split()))
    if not smiles:
        return Outcome(Status.UNCHECKABLE, message="OPSIN cannot read the name")
    try:
        named = compute_inchi(parse_smiles(smiles).mol)
    except StructureError as error:
        return Outcome(Status.UNCHECKABLE, message=str(error))
    computed = named.inchi
    if computed == subject.inchi.inchi:
        return Outcome(Status.AGREE, computed=computed, decided_by="OPSIN")
    layers = name_different_layers(computed, subject.inchi.inchi)
    if set(layers) <= _STEREO and "/t" not in computed and "/b" not in computed:
        message = "the name states no stereo; without it the structures agree"
        return Outcome(Status.AGREE, computed=computed, decided_by="OPSIN", message=message)
    message = f"the name {claim.value[:120]!r} is {computed}: {' and '.join(layers)}"
    return Outcome(Status.DISAGREE, computed=computed).with_finding(IUPAC_NAME_DISAGREES, message)


def check_name(subject: Subject) -> tuple[Finding, ...]:
    """Read the record's name by OPSIN; one that it reads as another compound is a warning.

    A name that it cannot read, or that leaves out stereo, is passed over in silence: most names
    are no systematic ones. Raises MissingExtra without py2opsin.
    """
    name = " ".join(subject.record.name.split())
    smiles = read_name(name) if name and shutil.which("java") is not None else ""
    if not smiles:
        return ()
    try:
        named = compute_inchi(parse_smiles(smiles).mol).inchi
        layers = name_different_layers(named, subject.inchi.inchi)
    except StructureError:
        return ()
    if not layers or (set(layers) <= _STEREO and "/t" not in named and "/b" not in named):
        return ()
    message = f"OPSIN reads the name {name[:120]!r} as {named}: {' and '.join(layers)}"
    return (make_finding(NAME_DISAGREES, message, field="name"),)


def prepare_names(names: Iterable[str]) -> None:
    """Read many names in one run of Java and keep what they are; one at a time is slow."""
    wanted = [name for name in dict.fromkeys(" ".join(each.split()) for each in names) if name]
    new = [name for name in wanted if name not in _KNOWN]
    if new and shutil.which("java") is not None:
        _KNOWN.update(zip(new, _run_opsin(new), strict=True))


_KNOWN: dict[str, str] = {}


def list_names(records: Iterable[Record]) -> list[str]:
    """The names of records, and the IUPAC names that they claim."""
    names = []
    for record in records:
        names += [record.name] if record.name else []
        names += [each.value for each in record.claims if each.field is FieldName.IUPAC_NAME]
    return names


def prepare_in_blocks(records: Iterable[Record]) -> Iterator[Record]:
    """The same records, the names of a block of them read in one run of Java."""
    stream = iter(records)
    while block := list(islice(stream, _AT_ONCE)):
        prepare_names(list_names(block))
        yield from block


def read_name(name: str) -> str:
    """The SMILES of a name, "" when OPSIN cannot read it. Raises MissingExtra."""
    if name not in _KNOWN:
        prepare_names([name])
    return _KNOWN.get(name, "")


def _run_opsin(names: list[str]) -> list[str]:
    try:
        from py2opsin import py2opsin
    except ImportError:
        raise MissingExtra("py2opsin", "names") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # OPSIN's word on each name that it cannot read
        read = py2opsin(names, output_format="SMILES")
    return [str(smiles or "") for smiles in (read if isinstance(read, list) else [read])]
