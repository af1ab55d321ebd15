"""Properties of a series as plots: parallel coordinates, and a map with structures."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from molinfo.comparison.plots import (
    QUIET_COLOUR,
    REFERENCE_COLOUR,
    SIMILAR_COLOURS,
    SIMILAR_DASHES,
    Plot,
    cut_name,
    finish_plot,
    make_figure,
    plot_settings,
)
from molinfo.descriptors.catalogue import read_catalogue
from molinfo.errors import MolinfoError, UnknownName
from molinfo.figures.draw import draw
from molinfo.figures.lettering import trace_outline
from molinfo.figures.vector import Batch, Placed, make_batches

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from molinfo.comparison.panel import Panel

PARALLEL = {
    "mw_iupac_da": "molecular weight",
    "MolLogP": "log P (Crippen)",
    "TPSA": "TPSA",
    "NumHDonors": "H-bond donors",
    "NumHAcceptors": "H-bond acceptors",
    "NumRotatableBonds": "rotatable bonds",
    "FractionCSP3": "share of sp³ carbon",
    "qed": "QED",
}
"""What parallel coordinates show, as far as the panel has it, and how short it is called there."""

_UNITS = {"A^2": "Å²", "cm^3/mol": "cm³/mol"}
_THUMBNAIL_IN = (1.15, 0.95)
_STRIP = 5  # thumbnails above and below a map


def plot_parallel_coordinates(panel: Panel, names: Sequence[str] = ()) -> Plot:
    """Each parent of the series as a line over the axes of some descriptors.

    `names` are of the panel's descriptors, PARALLEL where none are given. An axis runs from the
    lowest value of the series to its highest, both printed. The reference is the thick line, the
    three parents most like it have colours and dashes of their own.
    Raises UnknownName for a descriptor that the panel lacks, MissingExtra without matplotlib.
    """
    table = _list_parents(panel)
    known = [name for name in PARALLEL if name in table.columns]
    chosen = list(names) or known or _list_descriptors(table)[:8]
    _require(table, chosen)
    values = table[chosen].apply(pd.to_numeric).astype("float64")
    lowest, highest = values.min(), values.max()
    scaled = (values - lowest) / (highest - lowest).replace(0, np.nan)
    scaled = scaled.fillna(0.5).where(values.notna())
    near = _find_nearest(table, panel.reference.id)
    names_of, similarities = table["name"].to_dict(), table["similarity"].to_dict()
    with plot_settings():
        figure = make_figure(max(4.5, 1.05 * len(chosen)), 3.8)
        axes = figure.add_subplot()
        places = range(len(chosen))
        for name, row in scaled.iterrows():
            if name not in (panel.reference.id, *near):
                axes.plot(places, row, color=QUIET_COLOUR, linewidth=0.6, alpha=0.6, zorder=1)
        for place, name in enumerate(near):
            axes.plot(
                places,
                scaled.loc[name],
                color=SIMILAR_COLOURS[place],
                linestyle=SIMILAR_DASHES[place],
                linewidth=1.3,
                zorder=2,
                label=f"{cut_name(names_of[name])} ({similarities[name]:.2f})",
            )
        axes.plot(
            places,
            scaled.loc[panel.reference.id],
            color=REFERENCE_COLOUR,
            linewidth=2.4,
            zorder=3,
            label=f"{cut_name(panel.reference.name)} (reference)",
        )
        for place, name in enumerate(chosen):
            axes.axvline(place, color="black", linewidth=0.6, zorder=0)
            axes.text(place, -0.03, f"{lowest[name]:.4g}", ha="center", va="top")
            axes.text(place, 1.03, f"{highest[name]:.4g}", ha="center", va="bottom")
        axes.set_xticks(list(places), [_label(name, wrap=True) for name in chosen])
        axes.tick_params(axis="x", length=0, pad=12)
        axes.set_yticks([])
        axes.set_ylim(-0.02, 1.02)
        axes.spines[:].set_visible(False)
        figure.legend(
            loc="outside lower center", ncols=4, frameon=False, handlelength=3.2, fontsize=7
        )
        return finish_plot(figure)


def plot_property_space(panel: Panel, x: str = "MolLogP", y: str = "TPSA") -> Plot:
    """The parents of a series by two descriptors, with structures of the most similar.

    The reference and the nine parents most like it have their structures above and below the map,
    each with a line to its point. Raises UnknownName for a descriptor that the panel lacks,
    MissingExtra without matplotlib.
    """
    table = _list_parents(panel)
    _require(table, [x, y])
    table = table.dropna(subset=[x, y]).astype({x: "float64", y: "float64"})
    near = _find_nearest(table, panel.reference.id, 2 * _STRIP - 1)
    pictured = [name for name in (panel.reference.id, *near) if name in table.index]
    across, up = (cast("dict[str, float]", table[each].to_dict()) for each in (x, y))
    upper = sorted(pictured, key=lambda name: -up[name])[: (len(pictured) + 1) // 2]
    strips = [
        sorted(names, key=lambda name: across[name])
        for names in (upper, [name for name in pictured if name not in upper])
    ]
    with plot_settings():
        figure = make_figure(6.9, 6.2)
        grid = figure.add_gridspec(3, _STRIP, height_ratios=[1, 3.4, 1])
        axes = figure.add_subplot(grid[1, :])
        others = table.drop(index=pictured)
        axes.scatter(others[x], others[y], s=14, color=QUIET_COLOUR, label="others")
        shown = table.loc[[name for name in pictured if name != panel.reference.id]]
        axes.scatter(
            shown[x], shown[y], s=22, marker="s", color=SIMILAR_COLOURS[0], label="most similar"
        )
        if panel.reference.id in table.index:
            row = table.loc[panel.reference.id]
            axes.scatter(
                row[x],
                row[y],
                s=80,
                marker="*",
                color=REFERENCE_COLOUR,
                label="reference",
                zorder=3,
            )
        axes.set_xlabel(_label(x))
        axes.set_ylabel(_label(y))
        axes.margins(0.06)
        axes.patch.set_visible(False)  # the lines to the structures lie below
        axes.legend(loc="best", fontsize=7, framealpha=1, edgecolor="none")
        compounds = {compound.id: compound for compound in panel.compounds}
        for strip, names in enumerate(strips):
            for place, name in enumerate(names):
                box = figure.add_subplot(grid[2 * strip, place])
                _draw_thumbnail(box, compounds[name].record)
                colour = REFERENCE_COLOUR if name == panel.reference.id else "black"
                box.set_title(
                    cut_name(str(table.loc[name, "name"]), 18),
                    fontsize=7,
                    color=colour,
                    pad=2,
                    y=-0.16 if strip else None,
                )
                _join(figure, box, axes, (across[name], up[name]), bool(strip))
        return finish_plot(figure)


def _join(figure: Any, box: Axes, axes: Axes, point: tuple[float, float], below: bool) -> None:
    """A thin line from the edge of a thumbnail to its point."""
    from matplotlib.patches import ConnectionPatch

    line = ConnectionPatch(
        xyA=(0.5, 1.0 if below else 0.0),
        coordsA="axes fraction",
        axesA=box,
        xyB=point,
        coordsB="data",
        axesB=axes,
        linewidth=0.5,
        color=QUIET_COLOUR,
        zorder=0,
    )
    line.set_in_layout(False)
    figure.add_artist(line)


def _draw_thumbnail(box: Axes, record: Any) -> None:
    """A structure as paths in axes of its own; nothing where there is none to draw."""
    box.set_xticks([])
    box.set_yticks([])
    box.spines[:].set_visible(False)
    width, height = (f"{each}in" for each in _THUMBNAIL_IN)
    try:
        figure = draw(record, width=width, height=height, metadata=False, inchikey="")
    except MolinfoError:
        return
    (picture,) = figure.pictures
    box.set_xlim(0, picture.width_pt)
    box.set_ylim(picture.height_pt, 0)
    box.set_aspect("equal")
    for part in picture.parts:
        for batch in make_batches(part):
            box.add_patch(_make_patch(batch, part))


def _make_patch(batch: Batch, part: Placed) -> Any:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    kinds = {
        "m": Path.MOVETO,
        "l": Path.LINETO,
        "q": Path.CURVE3,
        "c": Path.CURVE4,
        "h": Path.CLOSEPOLY,
    }
    points: list[tuple[float, float]] = []
    codes = []
    for shape in batch.shapes:
        for kind, given in trace_outline(shape):
            points += given or points[-1:]
            codes += [kinds[kind]] * max(len(given), 1)
    places = [(x * part.scale + part.x, y * part.scale + part.y) for x, y in points]
    return PathPatch(
        Path(places, codes),
        facecolor="none" if batch.width else batch.colour,
        edgecolor=batch.colour if batch.width else "none",
        linewidth=batch.width,
    )


def _list_parents(panel: Panel) -> pd.DataFrame:
    """The rows of the property table, one a parent; the reference stands for its own."""
    table = panel.table
    first = table["parent"].duplicated()
    own = table["parent"] == panel.reference.parent
    return table[(~first & ~own) | (table.index == panel.reference.id)]


def _list_descriptors(table: pd.DataFrame) -> list[str]:
    return [name for name in table.columns if f"{name}_difference" in table.columns]


def _require(table: pd.DataFrame, names: Sequence[str]) -> None:
    known = _list_descriptors(table)
    missing = [name for name in names if name not in known]
    if missing:
        raise UnknownName(
            f"the panel has no descriptor {', '.join(missing)}; it has {', '.join(known)}"
        )


def _find_nearest(table: pd.DataFrame, reference: str, number: int = 3) -> list[str]:
    others = table.drop(index=reference, errors="ignore")["similarity"]
    return [str(name) for name in others.nlargest(number).index]


def _label(name: str, *, wrap: bool = False) -> str:
    """A descriptor in words with its unit, and its own name where there is room."""
    entry = read_catalogue()[name]
    unit = f" ({_UNITS.get(entry.unit, entry.unit)})" if entry.unit else ""
    if wrap:
        return "\n".join(textwrap.wrap(PARALLEL.get(name, entry.meaning) + unit, 14))
    return f"{entry.meaning}{unit}, {name}"
