"""`molinfo compare`: a series against one of its records, as a page, a workbook or a table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from molinfo.cli.inputs import (
    list_input_files,
    parse_columns,
    read_sources,
    stream_records,
    with_input_options,
)
from molinfo.cli.outputs import refuse_input_as_output
from molinfo.reports.formats import COMPARISON_FORMATS, choose_format

if TYPE_CHECKING:
    import pandas as pd

    from molinfo.comparison.panel import Panel
    from molinfo.comparison.plots import Plot

TABLES = ("table", "potency", "selectivity", "statements", "efficiency", "similarity")


@click.command("compare")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@with_input_options
@click.option(
    "--reference",
    required=True,
    metavar="ID",
    help="The record, by id or name, that the others are compared with.",
)
@click.option(
    "--set",
    "descriptors",
    default="druglike",
    show_default=True,
    metavar="NAMES",
    help="Descriptors to compare, by commas; see `molinfo describe --list`.",
)
@click.option(
    "--fingerprint",
    default="morgan:2:2048",
    show_default=True,
    metavar="NAME",
    help="What similarity is computed from.",
)
@click.option(
    "--unprinted-assays",
    is_flag=True,
    help="Compare values of one article also where the kind of assay is not printed.",
)
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="table",
    show_default=True,
    help="The table that CSV and Parquet hold; pages and workbooks hold them all.",
)
@click.option(
    "--plots", metavar="FOLDER", help="Write the plots as SVG into this folder; extra [plots]."
)
@click.option(
    "--against",
    metavar="TARGET",
    help="The target that the plot of folds compares with; else the first that has one.",
)
@click.option(
    "--format", "output_format", type=click.Choice(list(COMPARISON_FORMATS)), help="How to write."
)
@click.option("-o", "--output", help="Write to this file; its ending picks the format.")
def command(
    inputs: tuple[str, ...],
    columns: tuple[str, ...],
    id_column: str | None,
    input_format: str | None,
    bundled: bool,
    reference: str,
    descriptors: str,
    fingerprint: str,
    unprinted_assays: bool,
    table: str,
    plots: str | None,
    against: str | None,
    output_format: str | None,
    output: str | None,
) -> None:
    """Compare the records of INPUT with one of them: properties, potencies, folds, efficiencies.

    INPUT is a store folder, a .mol, .sdf, .smi, .csv, .tsv, .xlsx or .parquet file, or `-`.
    With neither -o nor --plots the chosen table is printed as CSV. Exit code 0; 2: wrong usage, an
    unreadable input, or a reference that is not in it.
    """
    chosen = choose_format(COMPARISON_FORMATS, output, output_format).name
    if output is not None:
        refuse_input_as_output(output, inputs)
    records = list(stream_records(inputs, bundled, input_format, id_column, parse_columns(columns)))

    from molinfo.comparison.panel import compare

    panel = compare(
        records,
        reference,
        descriptors=descriptors.split(","),
        fingerprint=fingerprint,
        unprinted_assays=unprinted_assays,
    )
    if plots is not None:
        _write_plots(panel, Path(plots), against)
    if output is None and plots is not None:
        return
    if output is None:
        _get_frame(panel, table).to_csv(sys.stdout, index=False, lineterminator="\n")
        return
    panel = replace(panel, sources=read_sources(inputs, bundled))
    _write(panel, chosen, Path(output), table)

    from molinfo.store.provenance import write_provenance

    options = {
        "reference": reference,
        "set": descriptors,
        "fingerprint": fingerprint,
        "unprinted_assays": unprinted_assays,
        "table": table,
        "columns": list(columns),
    }
    write_provenance(Path(output), list_input_files(inputs, bundled), options)
    click.echo(f"{output}: {len(panel.compounds)} compounds against {panel.reference.name}")


def _write_plots(panel: Panel, folder: Path, against: str | None) -> None:
    """Write every plot of a panel; the one of folds only where a fold is known."""
    from molinfo.store.files import make_folder, write_atomically

    plots: dict[str, Callable[[], Plot]] = {
        "parallel_coordinates": panel.plot_parallel_coordinates,
        "property_space": panel.plot_property_space,
        "similarity": panel.plot_similarity,
    }
    known = sorted(set(panel.selectivity.dropna(subset=["fold"])["against"]))
    if against is not None or known:
        plots["selectivity"] = partial(panel.plot_selectivity, against or known[0])
    drawn = {name: plot() for name, plot in plots.items()}
    make_folder(folder)
    for name, plot in drawn.items():
        write_atomically(folder / f"{name}.svg", plot.svg)
    click.echo(f"{folder}: {len(drawn)} plots")


def _get_frame(panel: Panel, table: str) -> pd.DataFrame:
    """A table of the panel, its texts safe in a spreadsheet and its index a column."""
    from molinfo.reports.tables import guard_cell

    frame: pd.DataFrame = getattr(panel, table)
    if table in ("table", "similarity"):
        frame = frame.rename_axis("compound").reset_index()
    return frame.map(lambda cell: guard_cell(cell) if isinstance(cell, str) else cell)


def _write(panel: Panel, chosen: str, output: Path, table: str) -> None:
    from molinfo.store.files import open_beside

    if chosen == "html":
        from molinfo.reports.comparison import render_panel_page
        from molinfo.store.provenance import collect_versions

        with open_beside(output) as stream:
            stream.write(render_panel_page(panel, collect_versions()))
        return
    with open_beside(output, binary=True) as stream:
        if chosen == "xlsx":
            from molinfo.reports.comparison_xlsx import write_panel_workbook

            write_panel_workbook(panel, stream)
        elif chosen == "csv":
            text = _get_frame(panel, table).to_csv(index=False, lineterminator="\n")
            stream.write(text.encode("utf-8"))
        else:
            getattr(panel, table).to_parquet(stream)
