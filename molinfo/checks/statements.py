"""What a record says of its stereo in words, against the drawing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from rdkit import Chem
from rdkit.Chem import rdCIPLabeler

from molinfo.checks.outcome import Outcome, disagrees
from molinfo.checks.result import Status
from molinfo.checks.stereo import leaves_stereo_open
from molinfo.checks.subject import Subject
from molinfo.chem.stereo_groups import StereoGroups, find_stereo_groups
from molinfo.errors import StructureError
from molinfo.store.record import Claim

STEREO_DISAGREES = disagrees("stereo-disagrees", "stereo")

Kind = Literal["achiral", "single", "racemic", "relative", "count", "labels", ""]
Answer = bool | str
"""Whether a statement agrees, or why that cannot be said."""

_SINGLE = "single stereoisomer|enantiopure|single enantiomer|absolute|homochiral|optically pure"
_RACEMIC = (
    "racemic|racemic mixture|racemate|rac|dl|mixture of enantiomers"
    r"|\(? ?(?:±|\+ ?/ ?-) ?\)?"
)
_ACHIRAL = "achiral|achiral molecule|meso"
_NO_CENTRES = "no (?:stereo|chiral )cent(?:re|er)s"
_RELATIVE = "relative|rel|relative configuration"
_COUNT = re.compile(r"(\d+) (?:(defined) )?(?:stereo|chiral )?(?:genic )?cent(?:re|er)s?")
_BEFORE_LABELS = re.compile(r"(rac|rel|\(?±\)?|\(\+/-\)|dl)[-\s]+", re.IGNORECASE)
_LABEL = re.compile(r"\(?(?:\d*[a-z]?'*)([RSEZrs]{1,2})(\*?)\)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text says: its kind, and the CIP labels or the count that go with it."""

    kind: Kind
    labels: Counter[str]
    count: int = 0
    only_defined: bool = False


def read_statement(text: str) -> Statement:
    """Read a stereo statement such as `racemic`, `(3R,4R)`, `rac-(1R,2S)` or `2 stereocentres`.

    >>> read_statement("rac-(1R,2S)").kind, read_statement("(RS)-").kind, read_statement("S").kind
    ('racemic', 'racemic', 'labels')
    """
    plain = " ".join(text.lower().split()).strip(" .-")
    for kind, words in (
        ("achiral", _ACHIRAL),
        ("single", _SINGLE),
        ("racemic", _RACEMIC),
        ("relative", _RELATIVE),
    ):
        if re.fullmatch(words, plain):
            return Statement(kind, Counter())  # type: ignore[arg-type]
    if re.fullmatch(_NO_CENTRES, plain):
        return Statement("count", Counter(), 0)
    if match := _COUNT.fullmatch(plain):
        return Statement("count", Counter(), int(match[1]), bool(match[2]))
    return _read_labels(text.strip().rstrip("-"))


def _read_labels(text: str) -> Statement:
    before = _BEFORE_LABELS.match(text)
    rest = text[before.end() :] if before else text
    parts = [part for part in re.split(r"[,;\s]+", rest.strip("()[]")) if part]
    found = [_LABEL.fullmatch(part) for part in parts]
    labels: Counter[str] = Counter()
    racemic = relative = False
    for match in found:
        if match is None or match[1] not in ("R", "S", "E", "Z", "r", "s", "RS", "SR"):
            return Statement("", Counter())
        racemic = racemic or len(match[1]) == 2
        relative = relative or bool(match[2])
        labels[match[1][0]] += 1
    if not labels:
        return Statement("", Counter())
    if before and before[1].lower() == "rel":
        return Statement("relative", labels)
    if racemic or before:
        return Statement("racemic", labels)
    return Statement("relative" if relative else "labels", labels)


def check_stereo(subject: Subject, claim: Claim) -> Outcome:
    """Compare a stereo statement with the drawing, its CIP labels and its enhanced stereo.

    A drawing whose centres are in an AND group is a racemate or mixture, one in an OR group is one
    of two, not known which. The chiral flag alone never disagrees, because many programs write 0
    for single enantiomers. Locants are not compared. Source of the labels: Hanson et al., J. Chem.
    Inf. Model. 2018, 58, 1755, doi:10.1021/acs.jcim.8b00324, as RDKit implements them.
    """
    mol = subject.structure.mol
    centres, undefined = _count_centres(subject)
    labels = _find_labels(mol)
    groups = _find_groups(subject)
    computed = _describe(labels, undefined, groups)
    statement = read_statement(claim.value)
    if statement.kind == "achiral":
        answer: Answer = undefined == 0 and not _is_chiral(subject, centres)
    else:
        answer = _compare(statement, labels, centres, undefined, groups)
    if isinstance(answer, str):
        return Outcome(Status.UNCHECKABLE, computed=computed, message=answer)
    if answer:
        decided_by = "enhanced stereo" if groups.both or groups.either else "CIP labels"
        return Outcome(Status.AGREE, computed=computed, decided_by=decided_by)
    message = f"stereo {claim.value.strip()!r} is claimed, the structure has {computed}"
    return Outcome(Status.DISAGREE, computed=computed).with_finding(STEREO_DISAGREES, message)


def _find_groups(subject: Subject) -> StereoGroups:
    """The groups of the SMILES; where it has none, those of the molfile beside it."""
    groups = find_stereo_groups(subject.structure)
    beside = subject.record.smiles and subject.record.molblock
    if not beside or groups.both or groups.either:
        return groups
    drawn = find_stereo_groups(subject.molfile_structure)
    return drawn if drawn.both or drawn.either else groups


def _compare(
    statement: Statement,
    labels: Counter[str],
    centres: int,
    undefined: int,
    groups: StereoGroups,
) -> Answer:
    no_enantiomer = groups.flag is False and not (groups.both or groups.either)
    match statement.kind:
        case "count":
            return statement.count == (centres - undefined if statement.only_defined else centres)
        case "single":
            return _compare_single(groups, undefined, no_enantiomer and centres > 0)
        case "racemic":
            return _compare_racemic(statement, labels, centres, undefined, groups)
        case "relative":
            fits = _fit_labels(statement.labels, labels) or _fit_labels(
                _mirror(statement.labels), labels
            )
            return fits if undefined == 0 and statement.labels else "only the drawing knows more"
        case "labels":
            return _compare_labels(statement, labels, groups, no_enantiomer)
    return "the statement is not understood"


def _compare_single(groups: StereoGroups, undefined: int, no_enantiomer: bool) -> Answer:
    if groups.both or undefined:
        return False
    if no_enantiomer:
        return "the drawing has no chiral flag: it may be one enantiomer or a racemate"
    return True


def _compare_racemic(
    statement: Statement, labels: Counter[str], centres: int, undefined: int, groups: StereoGroups
) -> Answer:
    if not centres or groups.either:
        return False
    fits = not statement.labels or undefined > 0
    fits = fits or _fit_labels(statement.labels, labels)
    fits = fits or _fit_labels(_mirror(statement.labels), labels)
    if groups.both or undefined == centres:
        return fits
    if groups.flag is False and not undefined:
        return fits  # by the MDL rule; a flag of 1 or none says one enantiomer
    return undefined > 0 and fits


def _compare_labels(
    statement: Statement, labels: Counter[str], groups: StereoGroups, no_enantiomer: bool
) -> Answer:
    tetrahedral = any(label in "RSrs" for label in statement.labels)
    if tetrahedral and groups.both:
        return False
    if tetrahedral and groups.either:
        return "the drawing is one of two stereoisomers, not known which (OR)"
    fits = _fit_labels(statement.labels, labels)
    if tetrahedral and fits and no_enantiomer:
        return "the drawing has no chiral flag: it may be one enantiomer or a racemate"
    return fits


def _fit_labels(claimed: Counter[str], drawn: Counter[str]) -> bool:
    bonds = bool({"E", "Z"} & set(claimed))
    relevant = {k: v for k, v in drawn.items() if (k in "EZ") == bonds or k in claimed}
    return claimed == Counter(relevant)


def _mirror(labels: Counter[str]) -> Counter[str]:
    return Counter({_OTHER.get(label, label): count for label, count in labels.items()})


_OTHER = {"R": "S", "S": "R"}


def _is_chiral(subject: Subject, centres: int) -> bool:
    """Whether a structure without open centres differs from its mirror image, as InChI sees it: a
    meso compound has centres and no parity of the whole."""
    if not centres:
        return False
    try:
        return bool(re.search(r"/m[.01]*[01]", subject.inchi.inchi))
    except StructureError:
        return True


def _count_centres(subject: Subject) -> tuple[int, int]:
    """Tetrahedral stereocentres, and how many of them are undefined.

    RDKit also takes phosphates, arsenic and cages for centres whose configuration is open; where
    InChI sees that no stereo is open, they are none.
    """
    mol = subject.structure.mol
    found = Chem.FindPotentialStereo(Chem.Mol(mol), cleanIt=False, flagPossible=True)
    places = [place for place in found if place.type == Chem.StereoType.Atom_Tetrahedral]
    defined = sum(place.specified == Chem.StereoSpecified.Specified for place in places)
    undefined = len(places) - defined
    if undefined and not leaves_stereo_open(subject):
        undefined = 0
    return defined + undefined, undefined


def _find_labels(mol: Chem.Mol) -> Counter[str]:
    labelled = Chem.Mol(mol)
    try:
        rdCIPLabeler.AssignCIPLabels(labelled, maxRecursiveIterations=1_250_000)
    except RuntimeError:
        return Counter()
    places: list[Chem.Atom | Chem.Bond] = [*labelled.GetAtoms(), *labelled.GetBonds()]
    return Counter(place.GetProp("_CIPCode") for place in places if place.HasProp("_CIPCode"))


def _describe(labels: Counter[str], undefined: int, groups: StereoGroups) -> str:
    parts = [",".join(sorted(labels.elements()))] if labels else []
    if groups.both:
        parts.append(f"both configurations at {len(groups.both)} centres (AND)")
    if groups.either:
        parts.append(f"one of two configurations at {len(groups.either)} centres (OR)")
    if undefined:
        parts.append(f"{undefined} undefined")
    return "; ".join(parts) or "no stereo"
