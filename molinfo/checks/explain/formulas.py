"""What a claimed formula describes, when it is not that of the drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from molinfo.checks.explain.compositions import (
    CHARGE_STATE,
    HYDROGEN_COUNT,
    ISOTOPOLOGUE,
    Change,
    find_pairs,
    index_common_changes,
    list_own_changes,
)
from molinfo.checks.explain.precedence import Rank, explain_as
from molinfo.checks.explain.typos import DIGIT_TYPO, undo_slips
from molinfo.checks.result import Explanation, ExplanationCode
from molinfo.checks.subject import Subject
from molinfo.chem.formula import Formula, Nuclide, format_difference, parse_formula
from molinfo.chem.identifiers import parse_inchikey
from molinfo.chem.structure import parse_smiles
from molinfo.errors import FormulaError, IdentifierError, StructureError

WRONG_FIELD = ExplanationCode("wrong-field", "the value of another field")

_HYDROGEN = Nuclide("H")
_SIGNS = "0123456789CHNOSPFI"


def explain_formula(subject: Subject, printed: str, claimed: Formula) -> Iterator[Explanation]:
    """Every hypothesis that gives the claimed formula exactly.

    A claim without isotope symbols is held against the drawing without its labels, because
    formulas are often printed so.
    """
    drawn = subject.formula
    if drawn.has_isotopes and not claimed.has_isotopes:
        drawn = drawn.without_isotopes()
    yield from explain_difference(subject, claimed, drawn)
    yield from _find_slips(printed, subject.formula)


def explain_difference(subject: Subject, claimed: Formula, drawn: Formula) -> Iterator[Explanation]:
    """Chemical reasons for the difference of two formulas; slips of the pen are not among them."""
    signature = frozenset(claimed.difference(drawn).items())
    hydrogens = signature == {(n, c) for n, c in signature if n == _HYDROGEN}
    if hydrogens:
        yield _explain_hydrogens(claimed, drawn)
    else:
        yield from _match_common(claimed, drawn)
    for change in list_own_changes(subject):
        if change.signature == signature and not (hydrogens and change.code == CHARGE_STATE):
            yield _tell(change)
    if claimed.elements == drawn.elements and claimed.has_isotopes and signature:
        difference = format_difference(claimed, drawn)
        yield explain_as(Rank.RARE, ISOTOPOLOGUE, f"other labels than drawn: {difference}")


def _match_common(claimed: Formula, drawn: Formula) -> Iterator[Explanation]:
    signature = frozenset(claimed.difference(drawn).items())
    for change in index_common_changes().get(signature, ()):
        yield _tell(change)
    for first, second in find_pairs(signature):
        what = f"{first.detail} and {second.detail}"
        yield explain_as(Rank.RARE, first.code, what, components=[first.what, second.what])


def _tell(change: Change) -> Explanation:
    return explain_as(change.rank, change.code, change.detail, component=change.what)


def _explain_hydrogens(claimed: Formula, drawn: Formula) -> Explanation:
    """Only hydrogens differ: a proton where the charge follows or is left out, else a slip."""
    count = claimed.elements.get("H", Fraction()) - drawn.elements.get("H", Fraction())
    if not count:
        change = claimed.charge - drawn.charge
        detail = f"the same atoms with the charge {claimed.charge:+d} ({change:+d})"
        return explain_as(Rank.HYDROGEN, CHARGE_STATE, detail)
    protons = claimed.charge - drawn.charge == count
    code = CHARGE_STATE if protons else HYDROGEN_COUNT
    what = "H+" if protons else "H"
    detail = f"{abs(count)} {what} {'more' if count > 0 else 'fewer'} than drawn"
    return explain_as(Rank.HYDROGEN if abs(count) <= 2 else Rank.RARE, code, detail)


def _find_slips(printed: str, drawn: Formula) -> Iterator[Explanation]:
    """Slips in a plain formula; one that is also a hydrogen more or fewer fits as well."""
    text = printed.strip()
    if len(text) > 60 or not re.fullmatch(r"[A-Za-z0-9\[\]]+", text):
        return
    told: set[str] = set()
    for meant, slip in undo_slips(text, _SIGNS):
        if not _is_written_so(meant, text):
            continue
        try:
            formula = parse_formula(meant)
        except FormulaError:
            continue
        if formula.has_isotopes and formula.counts != drawn.counts:
            continue
        if formula.elements == drawn.elements and meant not in told:
            told.add(meant)
            change = text and f"{slip}: {text} for {meant}"
            yield explain_as(_rank_slip(formula, text), DIGIT_TYPO, change, meant=meant)


def _is_written_so(meant: str, printed: str) -> bool:
    """Whether people would print a formula so: no count of 0, none of 1 and no element twice,
    unless the printed one has them."""
    if not meant or meant[0].isdigit() or re.search(r"(?<!\d)0", meant):
        return False
    return not (
        (_has_count_of_one(meant) and not _has_count_of_one(printed))
        or (_repeats_element(meant) and not _repeats_element(printed))
    )


def _has_count_of_one(formula: str) -> bool:
    return bool(re.search(r"[A-Za-z]1(?!\d)", formula))


def _repeats_element(formula: str) -> bool:
    symbols = re.findall(r"[A-Z][a-z]?", formula)
    return len(symbols) > len(set(symbols))


def _rank_slip(meant: Formula, printed: str) -> Rank:
    try:
        claimed = parse_formula(printed)
    except FormulaError:
        return Rank.TYPO
    difference = claimed.difference(meant)
    hydrogens_only = set(difference) == {_HYDROGEN} and abs(difference[_HYDROGEN]) <= 2
    return Rank.HYDROGEN if hydrogens_only else Rank.TYPO


def find_wrong_field(printed: str) -> Explanation | None:
    """Another field's value where this one's was expected, by its looks."""
    text = printed.strip()
    kind = ""
    if text.lower().startswith(("inchi=", "1s/")):
        kind = "an InChI"
    elif re.fullmatch(r"\d{2,7}-\d\d-\d", text):
        kind = "a CAS RN"
    elif re.fullmatch(r"CHEMBL\d+", text, re.IGNORECASE):
        kind = "a ChEMBL ID"
    elif re.fullmatch(r"\d+(\.\d+)?", text):
        kind = "a number"
    else:
        try:
            parse_inchikey(text)
            kind = "an InChIKey"
        except IdentifierError:
            if not _looks_like_smiles(text):
                return None
            kind = "a SMILES"
    return explain_as(Rank.WRONG_KIND, WRONG_FIELD, f"{text[:60]} is {kind}")


def _looks_like_smiles(text: str) -> bool:
    """Whether a text is read as a SMILES of some size; short words such as NO may be one too."""
    try:
        return len(text.split()) == 1 and parse_smiles(text).mol.GetNumAtoms() >= 5
    except StructureError:
        return False
