"""A panel as a piece of HTML: what a notebook shows and reports take in."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from molinfo.comparison.efficiency import METRICS
from molinfo.comparison.frames import group_claims, list_rows
from molinfo.comparison.potency import NO_COMMON_ASSAY
from molinfo.comparison.selectivity import name_target
from molinfo.comparison.series import Compound
from molinfo.descriptors.catalogue import read_catalogue
from molinfo.descriptors.sets import resolve_set
from molinfo.errors import MolinfoError
from molinfo.figures.draw import draw
from molinfo.store.record import SourceDetails

if TYPE_CHECKING:
    from molinfo.comparison.panel import Panel

MOST_ROWS = 100
"""How many compounds a page shows; of a larger series those most like the reference."""

_ASSAY_ORDER = ("biochemical", "binding", "cell", "blood", "", "aggregate")


def render_panel(panel: Panel, *, max_rows: int = MOST_ROWS) -> str:
    """A panel as HTML that needs nothing from elsewhere; every text is escaped.

    The piece has no ids, and its styles are for itself alone, so that it can stand in any page.

    >>> from molinfo.comparison.panel import compare
    >>> from molinfo.store.folder import open_store
    >>> "pIC50 8.229" in render_panel(compare(open_store(), reference="baricitinib"))
    True
    """
    shown = _choose_rows(panel, max_rows)
    ids = {compound.id for compound in shown}
    potencies = _show_potencies(panel, ids)
    names = {compound.id: compound.name for compound in panel.compounds}
    targets = list(dict.fromkeys(target for _, target in sorted(potencies)))
    targets.sort()
    chosen = resolve_set(panel.descriptors).descriptors
    catalogue = read_catalogue()
    table = dict(zip(panel.table.index, list_rows(panel.table), strict=True))
    rows = []
    for compound in shown:
        row = table[compound.id]
        rows.append(
            {
                "name": compound.name,
                "is_reference": compound.id == panel.reference.id,
                "form_of": "" if compound.parent == compound.id else compound.parent,
                "warhead": row["warhead"],
                "error": compound.error,
                "picture": _draw(compound),
                "similarity": _print(row["similarity"], "{:.2f}"),
                "potencies": {
                    target: potencies.get((compound.id, target), []) for target in targets
                },
                "cells": [_show_property(row, name) for name in chosen],
            }
        )
    folds = panel.selectivity
    return _get_template().render(
        panel=panel,
        counts={
            "compounds": len(panel.compounds),
            "parents": len({compound.parent for compound in panel.compounds}),
            "claims": len(panel.potency.drop_duplicates(["compound", "claim"])),
            "sources": panel.potency["source"].nunique(),
            "no_common_assay": int((folds["reason"] == NO_COMMON_ASSAY).sum()) // 2,
            "hidden": len(panel.compounds) - len(shown),
        },
        targets=targets,
        properties=[catalogue[name] for name in chosen],
        rows=rows,
        folds=list(_show_folds(folds[folds["compound"].isin(ids)], names)),
        statements=list(_show_statements(panel.statements, ids)),
        efficiencies=list(_show_efficiencies(panel.efficiency, names, ids)),
        metrics=METRICS,
    )


@cache
def _get_template() -> Template:
    environment = Environment(
        loader=PackageLoader("molinfo.comparison"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("panel.html")


def _choose_rows(panel: Panel, max_rows: int) -> list[Compound]:
    """The compounds of a page, the reference and its forms first: all, or the most similar."""
    chosen = {panel.reference.id, *panel.table.index}
    if len(panel.compounds) > max_rows:
        others = panel.table["similarity"].drop(panel.reference.id)
        chosen = {panel.reference.id, *others.nlargest(max_rows - 1).index}
    shown = [compound for compound in panel.compounds if compound.id in chosen]
    return sorted(
        shown, key=lambda each: (each != panel.reference, each.parent != panel.reference.parent)
    )


def _draw(compound: Compound) -> str:
    """A picture as a data address, "" where there is nothing to draw."""
    try:
        svg = draw(compound.record, width="38mm", metadata=False, inchikey="").svg
    except MolinfoError:
        return ""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}"


def _show_property(row: Mapping[str, Any], name: str) -> dict[str, str]:
    return {
        "value": _print(row[name], "{:.4g}" if abs(_to_float(row[name])) < 100 else "{:.1f}"),
        "difference": _print(row[f"{name}_difference"], "{:+.3g}"),
        "percentile": _print(row[f"{name}_percentile"], "{:.0f} %"),
    }


def _to_float(value: Any) -> float:
    return math.nan if pd.isna(value) else float(value)


def _print(value: Any, form: str) -> str:
    number = _to_float(value)
    return "" if math.isnan(number) else form.format(number)


def _show_potencies(panel: Panel, ids: set[str]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The potencies of each compound and target, single assays first."""
    efficiency = {(row["compound"], row["claim"]): row for row in list_rows(panel.efficiency)}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for rows in group_claims(panel.potency[panel.potency["compound"].isin(ids)]):
        first = rows[0]
        key = (first["compound"], first["claim"])
        shown = {
            "shown": _name_value(first),
            "is_mixed": first["assay"] == "aggregate",
            "order": _ASSAY_ORDER.index(first["assay"]),
            "facts": list(_list_facts(first, efficiency.get(key, {}))),
            "sources": [_show_source(row, panel.sources) for row in rows],
        }
        found.setdefault((first["compound"], name_target(first)), []).append(shown)
    for potencies in found.values():
        potencies.sort(key=lambda each: each["order"])
    return found


def _name_value(row: Mapping[str, Any]) -> str:
    measure = "" if row["measure"] == "IC50" else f"{row['measure']} "
    relation = "" if row["relation"] == "=" else f"{row['relation']} "
    if math.isnan(row["value_nm"]):
        return f"{measure}{relation}{row['value']} {row['unit']}"
    return f"{measure}{relation}{row['value_nm']:.4g} nM"


def _list_facts(row: Mapping[str, Any], efficiency: Mapping[str, Any]) -> Iterator[str]:
    relation = "" if row["p_relation"] == "=" else f"{row['p_relation']} "
    if not math.isnan(row["p_molar"]):
        yield f"p{row['measure']} {relation}{row['p_molar']:.3f}"
    yield f"printed: {row['value']} {row['unit']}"
    yield f"assay: {row['assay'] or 'kind not printed'}"
    if row["atp_um"]:
        yield f"ATP: {row['atp_um']} µM"
    if row["warhead"]:
        yield f"{row['warhead']}: may be covalent, the value depends on the time of incubation"
    if row["quote"]:
        yield f"“{row['quote']}”"
    if row["note"]:
        yield row["note"]
    if efficiency and not efficiency["reason"]:
        yield f"LE {relation}{efficiency['le_kcal_mol']:.3f} kcal/mol, LLE {efficiency['lle']:.2f}"
    elif efficiency:
        yield f"no efficiency: {efficiency['reason']}"


def _show_source(row: Mapping[str, Any], sources: Mapping[str, SourceDetails]) -> dict[str, str]:
    details = sources.get(row["source"])
    via = sources.get(row["via"])
    cited = f"citing {via.title if via else row['via']}" if row["via"] else ""
    return {
        "title": f"{row['source']}: {details.title}" if details else row["source"] or "no source",
        "link": details.link if details else "",
        "place": "; ".join(filter(None, (row["locator"], cited))),
    }


def _show_folds(folds: pd.DataFrame, names: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Folds from 1 up: of two that say the same, the one that is read more easily."""
    for row in list_rows(folds[folds["fold"] >= 1]):
        yield {
            **{key: row[key] for key in ("target", "against", "measure", "assay", "source")},
            "name": names.get(row["compound"], row["compound"]),
            "shown": _name_fold(row),
            "compared": f"{row['target_nm']:.4g} / {row['against_nm']:.4g} nM",
        }


def _name_fold(row: Mapping[str, Any]) -> str:
    if math.isnan(row["fold"]):
        return ""
    relation = "" if row["relation"] == "=" else f"{row['relation']} "
    return f"{relation}{row['fold']:.1f}"


def _show_statements(statements: pd.DataFrame, ids: set[str]) -> Iterator[dict[str, Any]]:
    for row in list_rows(statements[statements["compound"].isin(ids)]):
        yield {**row, "shown": _name_fold(row)}


def _show_efficiencies(
    efficiency: pd.DataFrame, names: Mapping[str, str], ids: set[str]
) -> Iterator[dict[str, Any]]:
    for row in list_rows(efficiency[efficiency["reason"] == ""]):
        if row["compound"] in ids:
            relation = "" if row["relation"] == "=" else f"{row['relation']} "
            yield {
                "name": names.get(row["compound"], row["compound"]),
                "target": name_target(row),
                "p": f"p{row['measure']} {relation}{row['p_molar']:.3f}",
                "cells": [_print(row[metric.column], metric.form) for metric in METRICS],
                "assay": row["assay"] or "not printed",
                "source": row["source"],
            }
