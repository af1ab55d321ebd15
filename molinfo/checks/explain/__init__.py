"""Why a claim disagrees: what it really describes, most likely first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from molinfo.checks.explain.formulas import explain_formula, find_wrong_field
from molinfo.checks.explain.keys import explain_inchikey
from molinfo.checks.explain.layers import explain_inchi
from molinfo.checks.explain.metals import explain_metal_inchi, explain_metal_key
from molinfo.checks.explain.numbers import explain_mass, explain_weight
from molinfo.checks.explain.precedence import (
    DIFFERENT_COMPOUND,
    MALFORMED,
    Rank,
    explain_as,
    put_in_order,
)
from molinfo.checks.explain.registry import explain_cas, explain_syntax
from molinfo.checks.explain.typos import DIGIT_TYPO, name_slip
from molinfo.checks.result import Explanation
from molinfo.checks.subject import Subject
from molinfo.chem.formula import parse_formula
from molinfo.chem.identifiers import normalise_inchi, parse_inchikey
from molinfo.chem.numbers import parse_printed_number
from molinfo.errors import (
    FormulaError,
    IdentifierError,
    NumberError,
    StructureError,
    WeightError,
)
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

_UNREADABLE = (FormulaError, IdentifierError, NumberError)


def explain(
    subject: Subject, claim: Claim, others: Iterable[Explanation] = ()
) -> tuple[Explanation, ...]:
    """Ranked explanations of a claim that disagrees with its structure.

    `others` are explanations that the caller already has. A claim that nothing explains is of a
    different compound. Nothing is looked for when a field has no explanations.
    """
    known = _EXPLAINERS.get(claim.field)
    if known is None or _has_nothing_to_explain_from(subject, claim):
        return put_in_order(others)
    explanations = list(others)
    try:
        explanations += known(subject, claim.value)
    except _UNREADABLE as error:
        wrong_field = find_wrong_field(claim.value)
        malformed = explain_as(Rank.WRONG_KIND, MALFORMED, str(error))
        explanations.append(wrong_field or _find_slip(subject, claim) or malformed)
    except (StructureError, WeightError):
        pass  # the drawing has no composition or InChI to explain from
    if not explanations and claim.field in _METAL_EXPLAINERS:
        explanations += _METAL_EXPLAINERS[claim.field](subject, claim.value)
    return _finish(explanations)


def _has_nothing_to_explain_from(subject: Subject, claim: Claim) -> bool:
    """Whether the drawing has no definite composition, of which no other could be made."""
    return claim.field not in _OF_ITSELF and bool(subject.indefinite)


_METAL_EXPLAINERS: Mapping[FieldName, Callable[[Subject, str], Iterator[Explanation]]] = {
    FieldName.INCHI: explain_metal_inchi,
    FieldName.INCHIKEY: explain_metal_key,
}
_OF_ITSELF = (FieldName.CAS, FieldName.UNII, FieldName.CHEMBL_ID)


def explain_molfile(subject: Subject) -> tuple[Explanation, ...]:
    """Ranked explanations of a molfile that is another structure than the SMILES beside it."""
    explanations = []
    for each in explain_inchi(subject, subject.molfile_inchi.inchi):
        detail = re.sub("^claim", "molfile", each.detail).replace("drawing", "SMILES")
        explanations.append(each.model_copy(update={"detail": detail}))
    return _finish(explanations)


def _finish(explanations: list[Explanation]) -> tuple[Explanation, ...]:
    if not explanations:
        detail = "nothing known makes the drawn compound of what is claimed"
        explanations = [explain_as(Rank.NOTHING, DIFFERENT_COMPOUND, detail)]
    return put_in_order(explanations)


def _find_slip(subject: Subject, claim: Claim) -> Explanation | None:
    """The slip that broke an identifier or formula, when it is the right one but for that."""
    if claim.field is FieldName.INCHIKEY:
        meant = subject.inchi.key
    elif claim.field is FieldName.FORMULA:
        meant = str(subject.formula)
    else:
        return None
    slip = name_slip(claim.value.strip(), meant)
    detail = f"{slip}: {claim.value.strip()} for {meant}"
    return explain_as(Rank.WRONG_KIND, DIGIT_TYPO, detail, meant=meant) if slip else None


def _formula(subject: Subject, printed: str) -> Iterator[Explanation]:
    return explain_formula(subject, printed, parse_formula(printed))


def _weight(subject: Subject, printed: str) -> Iterator[Explanation]:
    return explain_weight(subject, parse_printed_number(printed))


def _mass(subject: Subject, printed: str) -> Iterator[Explanation]:
    return explain_mass(subject, parse_printed_number(printed))


def _inchikey(subject: Subject, printed: str) -> Iterator[Explanation]:
    return explain_inchikey(subject, parse_inchikey(printed))


def _inchi(subject: Subject, printed: str) -> Iterator[Explanation]:
    return explain_inchi(subject, normalise_inchi(printed))


_EXPLAINERS: Mapping[FieldName, Callable[[Subject, str], Iterator[Explanation]]] = {
    FieldName.FORMULA: _formula,
    FieldName.MOLECULAR_WEIGHT: _weight,
    FieldName.MONOISOTOPIC_MASS: _mass,
    FieldName.EXACT_MASS: _mass,
    FieldName.INCHI: _inchi,
    FieldName.INCHIKEY: _inchikey,
    FieldName.CAS: explain_cas,
    FieldName.UNII: explain_syntax,
    FieldName.CHEMBL_ID: explain_syntax,
}
