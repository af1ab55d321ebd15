"""IC50, Ki and Kd as claimed: one row a claim and source, in nM and as pIC50."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pandas as pd

from molinfo.chem.concentrations import find_nanomolar_power
from molinfo.chem.numbers import parse_printed_number
from molinfo.comparison.frames import make_frame
from molinfo.comparison.series import Compound, find_warhead
from molinfo.errors import NumberError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

MEASURES = {FieldName.IC50: "IC50", FieldName.KI: "Ki", FieldName.KD: "Kd"}
NO_COMMON_ASSAY = "no-common-assay"
"""The reason of an empty cell: the values do not come from one source, assay kind and domain."""

POTENCY_COLUMNS = {
    "compound": "id of the record that the value is of",
    "name": "its name",
    "parent": "id of the record that the compound is a form of, else its own",
    "target": "the protein, as printed",
    "domain": "JH1, JH2, ... as printed; JH2 is a target of its own",
    "variant": "a mutation, as printed; a mutant is a target of its own",
    "measure": "IC50, Ki or Kd",
    "relation": "=, ~, >, <, >= or <= of the value in nM; those with > or < are censored",
    "value": "the value as printed",
    "unit": "its unit as printed",
    "value_nm": "the value in nM; NaN where none can be read, and reason says why",
    "p_molar": "-log10 of the value in mol/L: pIC50, pKi or pKd by measure",
    "p_relation": "relation of p_molar: > and < are turned",
    "assay": "biochemical, binding, cell, blood; aggregate is a median over mixed assays",
    "atp_um": "ATP in uM, where printed",
    "source": "id of the source",
    "locator": "the place in it, or the article that it names",
    "via": "id of the source that it cites",
    "quote": "the words printed, where they matter",
    "note": "what else the record says",
    "warhead": "acrylamide: may be covalent, then its IC50 depends on the time of incubation",
    "claim": "number of the claim in its record, from 0",
    "reason": "why value_nm is NaN",
}
"""What each column of a potency table holds, in their order."""

_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_P_UNITS = {"pic50", "pki", "pkd", "pchembl"}


def tabulate_potency(compounds: Iterable[Compound]) -> pd.DataFrame:
    """Every IC50, Ki and Kd claim of some compounds, one row a claim and source (POTENCY_COLUMNS).

    Nothing is averaged and nothing is dropped: censored values keep their relation, and a value
    that is no number (a range) keeps its row.

    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.folder import open_store
    >>> table = tabulate_potency(read_series([open_store()["baricitinib"]]))
    >>> jak1 = table.query("target == 'JAK1' and source == 'lilly-moa-aa-2024'")
    >>> jak1[["value_nm", "p_molar"]].round(3).values.tolist()
    [[5.9, 8.229]]
    """
    compounds = list(compounds)
    parents = {compound.id: compound.parent for compound in compounds}
    rows = [row for compound in compounds for row in _read_claims(compound, parents)]
    numbers = {"value_nm": "float64", "p_molar": "float64", "claim": "int64"}
    return make_frame(rows, POTENCY_COLUMNS, numbers)


def _read_claims(compound: Compound, parents: dict[str, str]) -> Iterator[dict[str, Any]]:
    warhead = find_warhead(compound.mol) if compound.mol is not None else ""
    for number, claim in enumerate(compound.record.claims):
        if claim.field not in MEASURES:
            continue
        described = claim.of or compound.id
        read = _read_value(claim)
        for source in claim.sources or (None,):
            yield {
                "compound": described,
                "name": compound.name if described == compound.id else described,
                "parent": parents.get(described, described),
                "target": claim.target,
                "domain": claim.domain,
                "variant": claim.variant,
                "measure": MEASURES[claim.field],
                "value": claim.value,
                "unit": claim.unit,
                **read,
                "assay": claim.assay,
                "atp_um": claim.atp_um,
                "source": source.id if source else "",
                "locator": source.locator if source else "",
                "via": source.via if source else "",
                "quote": claim.quote,
                "note": claim.note,
                "warhead": warhead,
                "claim": number,
            }


def _read_value(claim: Claim) -> dict[str, Any]:
    """The value of a claim in nM and as -log10 of mol/L, with the relation of each."""
    relation = claim.relation or "="
    nothing = {
        "relation": relation,
        "value_nm": math.nan,
        "p_molar": math.nan,
        "p_relation": _TURNED.get(relation, relation),
    }
    try:
        number = parse_printed_number(claim.value).value
    except NumberError:
        return {**nothing, "reason": "not one number"}
    if claim.unit.strip().casefold() in _P_UNITS:
        p_molar = float(number)
        turned = _TURNED.get(relation, relation)  # a printed relation is of the printed number
        return {
            "relation": turned,
            "value_nm": 10 ** (9 - p_molar),
            "p_molar": p_molar,
            "p_relation": relation,
            "reason": "",
        }
    power = find_nanomolar_power(claim.unit)
    if power is None:
        return {**nothing, "reason": f"unit {claim.unit!r} is not one of concentration"}
    if number <= 0:
        return {**nothing, "reason": "not above zero"}
    value_nm = float(number * Decimal(10) ** power)
    return {**nothing, "value_nm": value_nm, "p_molar": 9 - math.log10(value_nm), "reason": ""}


_PMID = re.compile(r"\b\d{6,8}\b")
_DOI = re.compile(r"\b10\.\d{4,}/\S+")


def find_articles(locator: str, via: str) -> tuple[str, ...]:
    """The articles that a source names for a value: those of its locator, else the one it cites.

    >>> find_articles("PMID 21106455 and 18394554", "")
    ('18394554', '21106455')
    >>> find_articles("isolated enzyme assays", "fridman-2010")
    ('fridman-2010',)
    """
    named = set(_DOI.findall(locator))
    if "PMID" in locator:
        named.update(_PMID.findall(locator))
    return tuple(sorted(named)) or ((via,) if via else ())
