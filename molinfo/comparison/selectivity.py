"""Folds between targets, and printed statements of selectivity held against them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import Any, NamedTuple

import pandas as pd

from molinfo.checks.result import Status
from molinfo.comparison.frames import list_rows, make_frame
from molinfo.comparison.potency import NO_COMMON_ASSAY, find_articles
from molinfo.comparison.series import Compound
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim

SELECTIVITY_COLUMNS = {
    "compound": "id of the record that the values are of",
    "target": "the target that is inhibited fold times less; a mutant or domain is named with it",
    "against": "the target that it is compared with",
    "measure": "IC50, Ki or Kd; they are never mixed",
    "relation": "of the fold: =, ~, > or <",
    "fold": "value on target / value on against; NaN where reason says why",
    "log_fold": "log10 of the fold",
    "target_nm": "the value on target in nM",
    "against_nm": "the value on against in nM",
    "assay": "the kind of assay that both come from; not printed where it is not",
    "source": "ids of the sources that print both values",
    "warhead": "acrylamide: may be covalent, then its IC50 depends on the time of incubation",
    "reason": "no-common-assay, or censored: bounds that fix no ratio",
}
"""What each column of a selectivity table holds, in their order."""

STATEMENT_COLUMNS = {
    "compound": "id of the record",
    "statement": "the fold as printed",
    "target": "the target that it is about",
    "quote": "the words printed",
    "source": "ids of the sources that print it",
    "against": "the target that was tried as denominator",
    "relation": "of the computed fold",
    "fold": "the exact ratio of the source's own values",
    "log_difference": "log10 of the fold less log10 of the printed one",
    "status": "agree within 0.1 log unit, disagree or uncheckable",
    "reason": "why it is uncheckable",
}
"""What each column of a table of printed statements holds, in their order."""

LOG_TOLERANCE = 0.1
"""How far, in log units, a printed fold may lie from the exact ratio."""

MAIN_TARGETS_LOG = 0.5
"""A statement that names no denominator means the targets within this of the most potent one."""

NOT_PRINTED = "not printed"
_MIXED = "aggregate"
_ABOVE, _BELOW = (">", ">="), ("<", "<=")


class _Assay(NamedTuple):
    """What two values must share to be compared."""

    compound: str
    measure: str
    assay: str
    domain: str
    atp_um: str
    source: str
    articles: tuple[str, ...]


class _Value(NamedTuple):
    claim: int
    relation: str
    value_nm: float


_Table = Mapping[_Assay, Mapping[str, Sequence[_Value]]]
"""Values by what they must share to be compared, then by target."""


def tabulate_selectivity(potency: pd.DataFrame, *, unprinted_assays: bool = False) -> pd.DataFrame:
    """Folds between each two targets of a compound (SELECTIVITY_COLUMNS), from a potency table.

    A fold is computed only where one source prints both values for one article, kind of assay,
    domain and ATP concentration; else there is one row for the pair, with the reason
    `no-common-assay`. Medians over mixed assays are in none. Where a source does not print the
    kind of assay, values cannot be known to share it; `unprinted_assays` takes those that name
    one and the same article all the same.

    >>> from molinfo.comparison.potency import tabulate_potency
    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.folder import open_store
    >>> table = tabulate_selectivity(tabulate_potency(read_series([open_store()["baricitinib"]])))
    >>> folds = table.query("target == 'JAK3' and relation == '~'").set_index("against")["fold"]
    >>> folds[["JAK1", "JAK2"]].round(1).tolist()
    [94.9, 98.2]
    """
    tables = _sort_by_compound(potency, unprinted_assays)
    warheads = dict(zip(potency["compound"], potency["warhead"], strict=True))
    rows: list[dict[str, Any]] = []
    for (compound, measure), targets in _list_targets(potency).items():
        table = tables.get(compound, {})
        assays = {assay: values for assay, values in table.items() if assay.measure == measure}
        for target, against in permutations(targets, 2):
            found = _find_folds(assays, target, against)
            for row in found or [{"reason": NO_COMMON_ASSAY}]:
                rows.append(
                    {
                        "compound": compound,
                        "target": target,
                        "against": against,
                        "measure": measure,
                        "warhead": warheads[compound],
                        **row,
                    }
                )
    numbers = ("fold", "log_fold", "target_nm", "against_nm")
    return make_frame(rows, SELECTIVITY_COLUMNS, dict.fromkeys(numbers, "float64"))


def name_target(row: Mapping[str, Any]) -> str:
    """A target with its variant and domain: a mutant and JH2 are targets of their own.

    >>> name_target({"target": "TYK2", "variant": "", "domain": "JH2"})
    'TYK2 JH2'
    """
    return " ".join(filter(None, (row["target"], row["variant"], row["domain"])))


def _list_targets(potency: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """The targets of each compound and measure, sorted."""
    targets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in list_rows(potency):
        targets[row["compound"], row["measure"]].add(name_target(row))
    return {key: sorted(names) for key, names in targets.items()}


def _sort_by_compound(potency: pd.DataFrame, unprinted_assays: bool) -> Mapping[str, _Table]:
    """The values of each compound that can be compared at all."""
    tables: dict[str, dict[_Assay, dict[str, list[_Value]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for row in list_rows(potency):
        articles = find_articles(row["locator"], row["via"])
        if row["assay"] == _MIXED or not row["source"] or len(articles) > 1:
            continue
        if not row["assay"] and not unprinted_assays:
            continue
        if math.isnan(row["value_nm"]):
            continue
        key = _Assay(
            row["compound"],
            row["measure"],
            row["assay"] or NOT_PRINTED,
            row["domain"],
            row["atp_um"],
            row["source"],
            articles,
        )
        value = _Value(row["claim"], row["relation"], row["value_nm"])
        tables[key.compound][key][name_target(row)].append(value)
    return tables


def _find_folds(assays: _Table, target: str, against: str) -> list[dict[str, Any]]:
    """The folds of two targets, one a pair of claims, with every source that prints the pair."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for assay, values in assays.items():
        for upper, lower in product(values.get(target, ()), values.get(against, ())):
            row = found.setdefault((upper.claim, lower.claim), _compute_fold(upper, lower))
            row["assay"] = assay.assay
            row["source"] = ", ".join(filter(None, (row.get("source", ""), assay.source)))
    return list(found.values())


def _compute_fold(upper: _Value, lower: _Value) -> dict[str, Any]:
    relation = _divide_relations(upper.relation, lower.relation)
    row = {"target_nm": upper.value_nm, "against_nm": lower.value_nm}
    if relation is None:
        return {**row, "reason": "censored"}
    fold = upper.value_nm / lower.value_nm
    return {**row, "relation": relation, "fold": fold, "log_fold": math.log10(fold), "reason": ""}


def _divide_relations(upper: str, lower: str) -> str | None:
    """The relation of a ratio; None where two bounds leave it open."""
    above = upper in _ABOVE or lower in _BELOW
    below = upper in _BELOW or lower in _ABOVE
    if above and below:
        return None
    if above or below:
        return ">" if above else "<"
    return "~" if "~" in (upper, lower) else "="


def check_statements(
    compounds: Iterable[Compound], potency: pd.DataFrame, *, unprinted_assays: bool = False
) -> pd.DataFrame:
    """Printed statements of selectivity against the ratios of their own sources.

    A statement such as "100-fold less selectivity for JAK3" names no denominator, so the targets
    that the compound inhibits best are tried, each of them: the most potent in that source and
    assay, and those within half a log unit of it. A printed fold agrees within 0.1 log unit.
    One row a statement and denominator (STATEMENT_COLUMNS).

    >>> from molinfo.comparison.potency import tabulate_potency
    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.folder import open_store
    >>> series = read_series([open_store()["baricitinib"]])
    >>> table = check_statements(series, tabulate_potency(series))
    >>> print(table[["statement", "target", "against", "fold", "status"]].round(1))
      statement target against  fold status
    0  100-fold   JAK3    JAK1  94.9  agree
    1  100-fold   JAK3    JAK2  98.2  agree
    2   10-fold   TYK2    JAK1   9.0  agree
    3   10-fold   TYK2    JAK2   9.3  agree
    """
    tables = _sort_by_compound(potency, unprinted_assays)
    rows: list[dict[str, Any]] = []
    for compound in compounds:
        for claim in compound.record.claims:
            if claim.field is FieldName.SELECTIVITY:
                head = {
                    "compound": claim.of or compound.id,
                    "statement": " ".join(filter(None, (claim.relation, claim.value))),
                    "target": claim.target,
                    "quote": claim.quote,
                    "source": ", ".join(source.id for source in claim.sources),
                }
                table = tables.get(head["compound"], {})
                rows += [{**head, **row} for row in _check_statement(claim, table)]
    numbers = dict.fromkeys(("fold", "log_difference"), "float64")
    return make_frame(rows, STATEMENT_COLUMNS, numbers)


_FOLD = re.compile(r"(\d+(?:\.\d+)?)\s*[-‐-– ]?\s*(?:fold|times|x|×)?", re.IGNORECASE)


def _check_statement(claim: Claim, table: _Table) -> Iterator[dict[str, Any]]:
    printed = _FOLD.fullmatch(claim.value.strip())
    if printed is None or float(printed[1]) <= 0:
        yield {"status": Status.UNCHECKABLE.value, "reason": "not one number"}
        return
    told = False
    for folds in _list_statement_folds(claim, table):
        told = True
        difference = math.log10(folds["fold"]) - math.log10(float(printed[1]))
        status, reason = _judge(claim.relation, folds["relation"], difference)
        yield {**folds, "log_difference": difference, "status": status.value, "reason": reason}
    if not told:
        yield {"status": Status.UNCHECKABLE.value, "reason": NO_COMMON_ASSAY}


def _list_statement_folds(claim: Claim, table: _Table) -> Iterator[dict[str, Any]]:
    """The folds that a statement may mean: the named target against the main ones, from 1 up."""
    sources = {source.id for source in claim.sources}
    for assay, values in table.items():
        if assay.source not in sources or claim.target not in values:
            continue
        best = {name: min(each.value_nm for each in given) for name, given in values.items()}
        lowest = min(best.values())
        main = [name for name in best if math.log10(best[name] / lowest) <= MAIN_TARGETS_LOG]
        greater = claim.target in main  # "greater selectivity for" a main target: over the others
        others = [name for name in best if name not in main] if greater else main
        for other in sorted(others):
            upper, lower = (other, claim.target) if greater else (claim.target, other)
            for above, below in product(values[upper], values[lower]):
                row = _compute_fold(above, below)
                if not row["reason"]:
                    yield {"against": other, "relation": row["relation"], "fold": row["fold"]}


def _judge(printed: str, computed: str, difference: float) -> tuple[Status, str]:
    """Whether a computed fold bears out a printed one; a bound may leave it open."""
    enough, few = difference >= -LOG_TOLERANCE, difference <= LOG_TOLERANCE
    needs_enough, needs_few = printed not in _BELOW, printed not in _ABOVE
    if computed == ">":  # the true fold is this or more
        if needs_few and not few:
            return Status.DISAGREE, ""
        agrees = needs_enough and not needs_few and enough
    elif computed == "<":
        if needs_enough and not enough:
            return Status.DISAGREE, ""
        agrees = needs_few and not needs_enough and few
    else:
        fits = (enough or not needs_enough) and (few or not needs_few)
        return (Status.AGREE if fits else Status.DISAGREE), ""
    return (Status.AGREE, "") if agrees else (Status.UNCHECKABLE, "censored")
