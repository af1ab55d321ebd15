"""`molinfo.compare` of a large store: seconds, of CPU too, bytes and peak memory.

    python benchmarks/studies/compare_scale.py CLAIMS [--records 2000] [--potencies] [--pairs]

CLAIMS is the folder that report_scale.py reads. With --potencies every record gets four IC50s that
are made up, for the load alone. Matched pairs take long and are found only with --pairs.
"""

import argparse
import io
import resource
import tempfile
import time
from pathlib import Path

from report_scale import CONSOLE, make_store

from molinfo.comparison.panel import TABLES, compare
from molinfo.reports.comparison import render_panel_page
from molinfo.reports.comparison_xlsx import write_panel_workbook
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Source

TARGETS = ("JAK1", "JAK2", "JAK3", "TYK2")


def make_up_potencies(record, row):
    """The record with an IC50 on each target, from its number alone."""
    claims = tuple(
        Claim(
            field="ic50",
            target=target,
            value=str(1 + (row * 7919 + place * 104729) % 10000),
            unit="nM",
            assay="biochemical",
            sources=(Source(id="made-up"),),
        )
        for place, target in enumerate(TARGETS)
    )
    return record.model_copy(update={"claims": record.claims + claims})


def clock(name, act):
    """Run a step, print its seconds and the peak memory so far, and hand its result on."""
    start, start_cpu = time.perf_counter(), time.process_time()
    result = act()
    seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = f", {len(result) / 1e6:.1f} MB" if isinstance(result, str | bytes) else ""
    CONSOLE.print(f"{name}: {seconds:.1f} s, {cpu:.1f} s of CPU{size} (peak {peak:.0f} MiB)")
    return result


def write_workbook(panel):
    """The workbook's bytes."""
    stream = io.BytesIO()
    write_panel_workbook(panel, stream)
    return stream.getvalue()


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--potencies", action="store_true")
    parser.add_argument("--pairs", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_store(options.claims, folder, options.records)
        store = clock("open the store", lambda: open_store(folder))
        records = list(store.values())
    if options.potencies:
        records = [make_up_potencies(record, row) for row, record in enumerate(records)]
    readable = next(record for record in records if record.id.startswith("drugcentral"))
    panel = clock("read the series", lambda: compare(records, readable.id))
    CONSOLE.print(f"{len(panel.compounds)} compounds against {panel.reference.name}")
    for table in TABLES:
        clock(table, lambda table=table: getattr(panel, table).size)
    clock("scaffolds", lambda: panel.scaffolds.size)
    clock("R groups", lambda: panel.r_groups().size)
    clock("page", lambda: render_panel_page(panel, {}))
    clock("workbook", lambda: write_workbook(panel))
    clock("plot: coordinates", lambda: panel.plot_parallel_coordinates().svg)
    clock("plot: property space", lambda: panel.plot_property_space().svg)
    clock("plot: similarity", lambda: panel.plot_similarity().svg)
    if options.potencies:
        clock("plot: selectivity", lambda: panel.plot_selectivity("JAK1").svg)
    if options.pairs:
        clock("matched pairs", lambda: panel.matched_pairs.size)


if __name__ == "__main__":
    main()
