"""Matrices of a comparison as plots: folds between targets, similarities in clusters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from molinfo.comparison.frames import list_rows
from molinfo.comparison.plots import (
    REFERENCE_COLOUR,
    Plot,
    cut_name,
    finish_plot,
    make_figure,
    plot_settings,
)
from molinfo.comparison.selectivity import NOT_PRINTED
from molinfo.errors import UnknownName

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from molinfo.comparison.panel import Panel

MOST_ROWS = 60
"""How many rows a plot shows; of a larger series those most like the reference."""

_RELATIONS = ("=", "~", ">", "<")
_WIDEST_LOG = 3.0
_FOLD_TICKS = ("1", "10", "100", "1000")


def choose_folds(folds: pd.DataFrame, against: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    """One fold of each compound, measure and target: exact before approximate before a bound.

    Of two that are alike in that, the first printed in the record.
    """
    chosen: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in list_rows(folds[(folds["against"] == against) & folds["fold"].notna()]):
        key = row["compound"], row["measure"], row["target"]
        known = chosen.get(key)
        if known is None or _RELATIONS.index(row["relation"]) < _RELATIONS.index(known["relation"]):
            chosen[key] = row
    return chosen


def plot_selectivity(panel: Panel, against: str = "JAK1") -> Plot:
    """How many times less potent each compound is on the other targets than on one: a heat map.

    Only what shares an assay has a colour; the rest is hatched. A compound without any fold has no
    row, and of many compounds those most like the reference are shown. Raises UnknownName when no
    fold against the target is known, MissingExtra without matplotlib.
    """
    chosen = choose_folds(panel.selectivity, against)
    if not chosen:
        known = ", ".join(sorted(set(panel.selectivity.dropna(subset=["fold"])["against"])))
        raise UnknownName(
            f"no fold against {against!r} is known; {f'there is {known}' if known else 'none is'}"
        )
    rows = _choose_rows(panel, [(compound, measure) for compound, measure, _ in chosen])
    targets = sorted({target for _, _, target in chosen})
    names = {compound.id: compound.name for compound in panel.compounds}
    logs = np.array(
        [
            [_read_log(chosen.get((compound, measure, target))) for target in targets]
            for compound, measure in rows
        ]
    )
    with plot_settings():
        figure = make_figure(2.6 + 0.75 * len(targets), 1.5 + 0.3 * len(rows))
        axes = figure.add_subplot()
        axes.set_facecolor("white")
        image = axes.pcolormesh(
            np.ma.masked_invalid(logs),
            cmap="PuOr_r",
            vmin=-_WIDEST_LOG,
            vmax=_WIDEST_LOG,
            edgecolors="white",
            linewidth=1,
        )
        for i, (compound, measure) in enumerate(rows):
            for j, target in enumerate(targets):
                _fill_cell(axes, i, j, chosen.get((compound, measure, target)))
        labels = [
            cut_name(names.get(compound, compound)) + ("" if measure == "IC50" else f" ({measure})")
            for compound, measure in rows
        ]
        axes.set_yticks(np.arange(len(rows)) + 0.5, labels)
        axes.set_xticks(np.arange(len(targets)) + 0.5, targets)
        axes.invert_yaxis()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        legend = "hatched: no common assay"
        if any(row["assay"] == NOT_PRINTED for row in chosen.values()):
            legend += "; *: kind of assay not printed"
        axes.set_xlabel(f"fold less potent than on {against}\n({legend})")
        for text, (compound, _measure) in zip(axes.get_yticklabels(), rows, strict=True):
            if compound == panel.reference.id:
                text.set_color(REFERENCE_COLOUR)
                text.set_fontweight("bold")
        bar = _add_bar(figure, image, axes, label="fold", shrink=0.9)
        bar.set_ticks([-3, -2, -1, 0, 1, 2, 3], labels=["1/1000", "1/100", "1/10", *_FOLD_TICKS])
        return finish_plot(figure)


def _choose_rows(panel: Panel, rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Compounds and measures, each once, in their order; of many those most like the reference."""
    unique = list(dict.fromkeys(rows))
    similarity = panel.table["similarity"].to_dict()
    nearest = sorted(unique, key=lambda row: -similarity.get(row[0], 0.0))[:MOST_ROWS]
    return [row for row in unique if row in set(nearest)]


def _add_bar(figure: Any, image: Any, axes: Axes, **options: Any) -> Any:
    """A colour bar of vectors; matplotlib makes pixels of more than fifty colours."""
    bar = figure.colorbar(image, ax=axes, **options)
    bar.solids.set_rasterized(False)
    bar.solids.set_edgecolor("face")  # no seams between the colours
    return bar


def _read_log(row: Mapping[str, Any] | None) -> float:
    return math.nan if row is None else float(row["log_fold"])


def _fill_cell(axes: Axes, i: int, j: int, row: Mapping[str, Any] | None) -> None:
    """The fold in its cell, or a hatch where there is none."""
    from matplotlib.patches import Rectangle

    if row is None:
        axes.add_patch(
            Rectangle((j, i), 1, 1, fill=False, hatch="////", edgecolor="#BBBBBB", linewidth=0)
        )
        return
    relation = "" if row["relation"] == "=" else row["relation"]
    mark = "*" if row["assay"] == NOT_PRINTED else ""
    shown = f"{relation}{row['fold']:.3g}{mark}"
    colour = "white" if abs(row["log_fold"]) > 0.6 * _WIDEST_LOG else "black"
    axes.text(j + 0.5, i + 0.5, shown, ha="center", va="center", color=colour)


def plot_similarity(panel: Panel) -> Plot:
    """Similarities of the parents, those alike side by side, with the tree that orders them.

    Clustered by average linkage (UPGMA) of 1 - Tanimoto, by RDKit's Murtagh. Raises MissingExtra
    without matplotlib.
    """
    matrix = _choose_matrix(panel)
    order, lines = cluster(matrix.to_numpy())
    ordered = matrix.iloc[order, order]
    names = {compound.id: compound.name for compound in panel.compounds}
    labels = [cut_name(names[str(name)]) for name in ordered.index]
    side = max(2.6, 0.17 * len(labels))
    with plot_settings():
        figure = make_figure(side + 3.0, side + 1.6)
        tree, axes = figure.subplots(1, 2, width_ratios=[1, side])
        for xs, ys in lines:
            tree.plot(xs, ys, color="black", linewidth=0.7)
        tree.set_xlim(1.02, -0.02)
        tree.set_ylim(len(labels), 0)
        tree.set_yticks([])
        tree.set_xlabel("1 - similarity")
        tree.spines[["left", "right", "top"]].set_visible(False)
        image = axes.pcolormesh(
            ordered.to_numpy(), cmap="cividis", vmin=0, vmax=1, edgecolors="face", linewidth=0.3
        )
        axes.set_aspect("equal", anchor="W")
        axes.invert_yaxis()
        axes.yaxis.tick_right()
        places = np.arange(len(labels)) + 0.5
        axes.set_yticks(places, labels, fontsize=7)
        axes.set_xticks(places, labels, fontsize=7, rotation=90)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for texts in (axes.get_yticklabels(), axes.get_xticklabels()):
            for text, name in zip(texts, ordered.index, strict=True):
                if name == panel.reference.id:
                    text.set_color(REFERENCE_COLOUR)
                    text.set_fontweight("bold")
        label = f"Tanimoto similarity, {panel.fingerprint}"
        _add_bar(figure, image, axes, label=label, shrink=0.6, location="top")
        return finish_plot(figure)


def _choose_matrix(panel: Panel) -> pd.DataFrame:
    """The similarities of one compound a parent, of those that can be read."""
    similarity = panel.similarity
    near = similarity[panel.reference.id].dropna().sort_values(ascending=False, kind="stable")
    parents = {compound.id: compound.parent for compound in panel.compounds}
    kept: dict[str, str] = {panel.reference.parent: panel.reference.id}
    for name in near.index:
        if len(kept) < MOST_ROWS:
            kept.setdefault(parents[str(name)], str(name))
    chosen = [name for name in similarity.index if name in set(kept.values())]
    return similarity.loc[chosen, chosen]


Lines = Sequence[tuple[tuple[float, ...], tuple[float, ...]]]


def cluster(similarity: npt.NDArray[np.float64]) -> tuple[list[int], Lines]:
    """Order what is alike side by side: places in that order, and the lines of the tree.

    Lines are in units of 1 - similarity across and of rows down, the middle of the first 0.5.
    """
    from rdkit.ML.Cluster import Murtagh

    number = len(similarity)
    if number < 2:
        return list(range(number)), ()
    distances = np.array([1 - similarity[i, j] for j in range(number) for i in range(j)])
    cluster_data: Any = Murtagh.ClusterData  # untyped
    (root,) = cluster_data(distances, number, Murtagh.UPGMA, isDistData=1)
    order: list[int] = []
    lines: list[tuple[tuple[float, ...], tuple[float, ...]]] = []

    def walk(node: Any) -> tuple[float, float]:
        """The height of a node and its place down; a leaf takes the next row."""
        if node.IsTerminal():
            order.append(node.GetData())
            return 0.0, len(order) - 0.5
        (left, upper), (right, lower) = (walk(child) for child in node.GetChildren())
        height = float(node.GetMetric())
        lines.append(((left, height, height, right), (upper, upper, lower, lower)))
        return height, (upper + lower) / 2

    walk(root)
    return order, lines
