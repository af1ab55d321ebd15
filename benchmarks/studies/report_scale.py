"""`molinfo build` of a large store: seconds, bytes, and how the pages answer in a browser.

    python benchmarks/studies/report_scale.py CLAIMS [--records 2000] [--keep FOLDER]

CLAIMS is a folder of *.csv.gz with record_id, name, smiles, inchi, inchikey, formula, avg_mw,
mono_mass and cas; the store takes as many rows of each. The pages are opened in Chromium from
files; times are those between an event and the next painted frame.
"""

import argparse
import csv
import gzip
import re
import shutil
import statistics
import tempfile
import time
from functools import partial
from itertools import islice
from pathlib import Path

import tomlkit
from playwright.sync_api import sync_playwright
from rich.console import Console

from molinfo.building import build
from molinfo.store.folder import open_store

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)
FIELDS = {
    "formula": "formula",
    "avg_mw": "molecular_weight",
    "mono_mass": "monoisotopic_mass",
    "inchi": "inchi",
    "inchikey": "inchikey",
    "cas": "cas",
}
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"


def make_store(claims, folder, records):
    """Write a store of that many records with the claims printed on them."""
    paths = sorted(claims.glob("*.csv.gz"))
    sources = {path.name.partition(".")[0]: {"title": path.name} for path in paths}
    (folder / "sources.toml").write_text(tomlkit.dumps(sources), encoding="utf-8")
    for path, source in zip(paths, sources, strict=True):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
            rows = (row for row in csv.DictReader(lines) if row["smiles"].strip())
            for number, row in enumerate(islice(rows, records // len(paths))):
                name = re.sub(r"[^a-z0-9]+", "-", f"{source}-{number}".lower())
                printed = [
                    {"field": field, "value": row[column], "sources": [{"id": source}]}
                    for column, field in FIELDS.items()
                    if row[column].strip()
                ]
                record = {"id": name, "name": row["name"], "smiles": row["smiles"]}
                text = tomlkit.dumps({**record, "claim": printed})
                (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def measure_build(store, folder):
    """Print seconds by stage and bytes by kind."""
    stages, before, start = {}, ("open", time.perf_counter()), time.perf_counter()

    def note(stage, _done, _total):
        nonlocal before
        now = time.perf_counter()
        stages[stage] = stages.get(stage, 0) + now - before[1]
        before = (stage, now)

    summary = build(store, folder, on_progress=note)
    total = time.perf_counter() - start
    stages["write pages and tables"] = time.perf_counter() - before[1]
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items())
    CONSOLE.print(f"{summary.records} records built in {total:.1f} s ({parts})")
    for pattern in ("report.html", "records/*.html", "figures/*.svg"):
        sizes = [path.stat().st_size for path in folder.glob(pattern)]
        if sizes:
            CONSOLE.print(
                f"{pattern}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB, "
                f"largest {max(sizes) / 1e6:.2f} MB"
            )


def measure_pages(folder, runs):
    """Print the median milliseconds of what a reader does."""
    report = (folder / "report.html").as_uri()
    times = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for _ in range(runs):
            page = browser.new_page(viewport={"width": 1280, "height": 900})

            def clock(name, act, page=page):
                start = time.perf_counter()
                act()
                page.evaluate(PAINTED)
                times.setdefault(name, []).append(1000 * (time.perf_counter() - start))

            def open_record(page=page):
                with page.expect_navigation():
                    page.locator("#record-table a").first.click()

            clock("open the report", partial(page.goto, report))
            clock("sort the records", page.get_by_role("button", name="Disagree").click)
            clock("sort descriptors", page.get_by_role("button", name="MolLogP").click)
            clock("filter descriptors", partial(page.get_by_label("Filter TPSA").fill, "> 60"))
            find = page.get_by_label("Find", exact=True)
            clock("find a record", partial(find.fill, "drugcentral-77"))
            clock("open a record", open_record)
            heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
            page.close()
        browser.close()
    for name, values in times.items():
        CONSOLE.print(f"{name}: {statistics.median(values):.0f} ms")
    CONSOLE.print(f"script memory on the page of records: {heap:.0f} MB")


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", type=Path)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="write store and report here, and leave them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        (folder / "structures").mkdir(parents=True)
        make_store(options.claims, folder / "structures", options.records)
        start = time.perf_counter()
        store = open_store(folder / "structures")
        CONSOLE.print(f"store opened in {time.perf_counter() - start:.1f} s")
        measure_build(store, folder / "report")
        measure_pages(folder / "report", options.runs)


if __name__ == "__main__":
    main()
