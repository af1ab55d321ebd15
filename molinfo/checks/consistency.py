"""Which of several claims is the odd one out, or whether it is the structure itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from rdkit.Chem import rdinchi

from molinfo.checks.result import Code, Finding, Severity, Status, make_finding
from molinfo.chem.agreement import decide_mass, decide_weight
from molinfo.chem.formula import Formula, parse_formula
from molinfo.chem.identifiers import normalise_inchi, parse_inchi_formula, split_layers
from molinfo.chem.numbers import parse_printed_number
from molinfo.chem.quiet import quiet
from molinfo.errors import MolinfoError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

STRUCTURE_SUSPECT = Code(
    "structure-suspect",
    Severity.WARNING,
    "The claims agree with each other, but not with the structure.",
    "Suspect the structure first: compare it with the source of the claims.",
)
ODD_ONE_OUT = Code(
    "odd-one-out",
    Severity.INFO,
    "Most claims agree with the structure and with each other; the ones named do not.",
    "Suspect the claims named first.",
)

_MASSES = (FieldName.MONOISOTOPIC_MASS, FieldName.EXACT_MASS)
_COMPARED = {
    FieldName.FORMULA,
    FieldName.MOLECULAR_WEIGHT,
    *_MASSES,
    FieldName.INCHI,
    FieldName.INCHIKEY,
}


def find_odd_ones(claims: Sequence[tuple[Claim, Status]]) -> tuple[Finding, ...]:
    """Name the smallest set that, if wrong, makes the rest consistent.

    Claims of which two can be compared with each other, and agree, outweigh a structure that
    none agrees with.
    """
    if all(status is not Status.DISAGREE for _claim, status in claims):
        return ()
    compared = [(claim, status) for claim, status in claims if claim.field in _COMPARED]
    wrong = [claim for claim, status in compared if status is Status.DISAGREE and not claim.waivers]
    right = [claim for claim, status in compared if status is Status.AGREE]
    if not wrong or len(wrong) + len(right) < 2:
        return ()
    pairs = [_agree(left, other) for left, other in combinations(wrong, 2)]
    if not right and any(pairs) and False not in pairs:
        return (make_finding(STRUCTURE_SUSPECT, f"{_name(wrong)} agree with each other"),)
    if len(right) > len(wrong):
        verb = "disagrees" if len({claim.field for claim in wrong}) == 1 else "disagree"
        message = f"only {_name(wrong)} {verb}; {_name(right)} and the structure agree"
        return (make_finding(ODD_ONE_OUT, message),)
    return ()


def _name(claims: Sequence[Claim]) -> str:
    names = list(dict.fromkeys(claim.field.printed for claim in claims))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _agree(left: Claim, right: Claim) -> bool | None:
    """Whether two claims can both be right; None when they say nothing about each other."""
    first, second = sorted((left, right), key=lambda claim: _ORDER.index(claim.field))
    compare = _COMPARISONS.get((first.field, second.field))
    if compare is None:
        return None
    try:
        return compare(first.value, second.value)
    except MolinfoError:
        return None


def _formula_of(inchi: str) -> Formula:
    return parse_inchi_formula(split_layers(normalise_inchi(inchi)))


def _formula_and_weight(formula: str, weight: str) -> bool:
    return decide_weight(parse_printed_number(weight), parse_formula(formula)).status == "agree"


def _formula_and_mass(formula: str, mass: str) -> bool:
    return decide_mass(parse_printed_number(mass), parse_formula(formula)).status == "agree"


def _formula_and_inchi(formula: str, inchi: str) -> bool:
    return parse_formula(formula).elements == _formula_of(inchi).elements


def _weight_and_inchi(weight: str, inchi: str) -> bool | None:
    if "/i" in inchi:
        return None
    return decide_weight(parse_printed_number(weight), _formula_of(inchi)).status == "agree"


def _mass_and_inchi(mass: str, inchi: str) -> bool | None:
    if "/i" in inchi:
        return None
    return decide_mass(parse_printed_number(mass), _formula_of(inchi)).status == "agree"


def _inchi_and_key(inchi: str, key: str) -> bool:
    with quiet():
        computed: str = rdinchi.InchiToInchiKey(normalise_inchi(inchi))
    return computed == key.strip()


_ORDER = (
    FieldName.FORMULA,
    FieldName.MOLECULAR_WEIGHT,
    *_MASSES,
    FieldName.INCHI,
    FieldName.INCHIKEY,
)
_COMPARISONS: Mapping[tuple[FieldName, FieldName], Callable[[str, str], bool | None]] = {
    (FieldName.FORMULA, FieldName.MOLECULAR_WEIGHT): _formula_and_weight,
    **{(FieldName.FORMULA, mass): _formula_and_mass for mass in _MASSES},
    (FieldName.FORMULA, FieldName.INCHI): _formula_and_inchi,
    (FieldName.MOLECULAR_WEIGHT, FieldName.INCHI): _weight_and_inchi,
    **{(mass, FieldName.INCHI): _mass_and_inchi for mass in _MASSES},
    (FieldName.INCHI, FieldName.INCHIKEY): _inchi_and_key,
}
