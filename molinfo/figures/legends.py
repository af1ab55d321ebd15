"""What stands below a structure on a sheet: a template filled from the record's claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from molinfo.chem.formula import parse_formula
from molinfo.chem.weights import compute_molecular_weight, compute_monoisotopic_mass
from molinfo.errors import FormulaError, UnknownName, WeightError
from molinfo.figures.metadata import FigureMetadata, clean_text
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

_FIELD = re.compile(r"\{([^{}]*)\}")
_SEPARATOR = " · "
_TEXTS = ("id", "name", "smiles", "form_of")
_POTENCIES = (FieldName.IC50, FieldName.KI, FieldName.KD)
_LONGEST = 400  # characters of one value


def check_legend(template: str) -> None:
    """Raise UnknownName for a field that no record has.

    >>> check_legend("{name} · JAK1 {ic50.JAK1} nM")
    """
    for field in _FIELD.findall(template):
        head, _, target = field.partition(".")
        known = field in _TEXTS or head in {each.value for each in FieldName}
        if not known or (bool(target) != (head in _POTENCIES)):
            fields = ", ".join([*_TEXTS, *(each.value for each in FieldName)])
            raise UnknownName(
                f"no field {{{field}}}; known: {fields}; potencies with their target: {{ic50.JAK1}}"
            )


def fill_legend(template: str, record: Record, said: FigureMetadata | None = None) -> list[str]:
    r"""The lines of a template such as `{name}\n{molecular_weight} · JAK1 {ic50.JAK1} nM`.

    A field is the record's first claim on it that no waiver silences, as printed; a formula, weight
    or InChIKey that nobody claims is computed from `said`, what the figure says of itself.
    Potencies are those in nM. Where a field has no value, the part of the line between two ` · `
    that it stands in is left out, and with it a line of which nothing is left.

    >>> fill_legend("{name}\n{formula} · {cas}", Record(id="a", name="b"))
    ['b']
    """
    lines = []
    for line in template.replace("\\n", "\n").split("\n"):
        parts = [_fill_part(part, record, said) for part in line.split(_SEPARATOR)]
        if filled := _SEPARATOR.join(filter(None, parts)):
            lines.append(filled)
    return lines


def _fill_part(part: str, record: Record, said: FigureMetadata | None) -> str:
    values = {field: _find_value(field, record, said) for field in _FIELD.findall(part)}
    if not all(values.values()):
        return ""
    return _FIELD.sub(lambda match: values[match[1]], part)


def _find_value(field: str, record: Record, said: FigureMetadata | None) -> str:
    if field in _TEXTS:
        value: str = getattr(record, field)
        return clean_text(value or (record.id if field == "name" else ""), _LONGEST)
    head, _, target = field.partition(".")
    claim = next(_list_claims(record, FieldName(head), target), None)
    if claim is not None:
        relation = claim.relation if claim.relation not in ("", "=") else ""
        value = f"{relation} {claim.value}".strip() if relation else claim.value
    else:
        value = _compute(FieldName(head), said)
    return _dress(value, FieldName(head))


def _list_claims(record: Record, field: FieldName, target: str) -> Iterator[Claim]:
    """The claims of a record on itself, exact ones of a potency first."""
    claims = [
        claim
        for claim in record.claims
        if claim.field is field and not claim.waivers and claim.of in ("", record.id)
    ]
    if field in _POTENCIES:
        claims = [
            claim
            for claim in claims
            if claim.target.casefold() == target.casefold()
            and claim.unit == "nM"
            and ".." not in claim.value
        ]
    yield from sorted(claims, key=lambda claim: claim.assay == "aggregate")


def _compute(field: FieldName, said: FigureMetadata | None) -> str:
    if said is None:
        return ""
    if field is FieldName.FORMULA:
        return said.formula
    if field is FieldName.INCHIKEY:
        return said.inchikey
    try:
        if field is FieldName.MOLECULAR_WEIGHT:
            weight = compute_molecular_weight(parse_formula(said.formula))
            return str(weight.quantize(Decimal("0.01")))
        if field is FieldName.MONOISOTOPIC_MASS:
            return f"{compute_monoisotopic_mass(parse_formula(said.formula)):.4f}"
    except (FormulaError, WeightError):  # R groups have no weight
        return ""
    return ""


def _dress(value: str, field: FieldName) -> str:
    if field is FieldName.FORMULA:
        try:
            return parse_formula(value).to_unicode()
        except FormulaError:
            return clean_text(value, _LONGEST)
    return clean_text(value, _LONGEST)
