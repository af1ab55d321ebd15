"""Build a store: check, draw and describe its records, and write one HTML report of all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from molinfo.checks.result import Result, Verdict
from molinfo.checks.rows import check_store
from molinfo.comparison.panel import compare
from molinfo.descriptors.describe import describe
from molinfo.errors import OutputError, StructureError
from molinfo.figures.draw import draw
from molinfo.reports.html import Entry, render_report
from molinfo.store.fields import FieldName
from molinfo.store.files import open_beside, write_atomically
from molinfo.store.folder import Store, list_store_files
from molinfo.store.provenance import collect_versions, write_provenance
from molinfo.store.record import Record

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """How many records were built, and how many have each verdict."""

    records: int
    verdicts: Mapping[Verdict, int]


def build(
    store: Store,
    folder: str | Path,
    *,
    reference: str | None = None,
    on_progress: Progress | None = None,
) -> BuildSummary:
    """Write check.jsonl, figures/, descriptors.csv and .parquet and report.html into a folder.

    The records of a store of more than 200 are on pages of their own, records/001.html and so on.
    The report compares the records with `reference`, an id or a name; without one, with the record
    that has the most potencies, if several have any. The folder is made if it does not exist.
    `on_progress` is called with the stage, the records done and the total.

    Raises OutputError when the folder cannot be written to, RecordNotFound for a reference that is
    not in the store, InputError for one that has no structure.
    """
    folder = Path(folder)
    against = _choose_reference(store) if reference is None else reference
    panel = compare(store, against) if against else None
    try:
        (folder / "figures").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder}: the folder cannot be made: {error.strerror}; choose another"
        ) from error
    tell = on_progress or (lambda stage, done, total: None)
    results = []
    with open_beside(folder / "check.jsonl") as stream:
        for _record, result in check_store(store):
            stream.write(result.to_json() + "\n")
            results.append(result)
            tell("check", len(results), len(store))
    entries = []
    for record, result in zip(store.values(), results, strict=True):
        entries.append(_draw_entry(folder, record, result))
        tell("draw", len(entries), len(store))
    descriptors = describe(_tell_each(store, tell), set=("druglike", "rdkit"))
    write_atomically(folder / "descriptors.csv", descriptors.to_csv(lineterminator="\n"))
    with open_beside(folder / "descriptors.parquet", binary=True) as stream:
        descriptors.to_parquet(stream)
    pages = render_report(store, entries, descriptors, collect_versions(), panel)
    _write_pages(folder, pages)
    options = {"store": store.name, "reference": reference}
    for name in ("check.jsonl", "descriptors.csv", "descriptors.parquet", "report.html"):
        write_provenance(folder / name, list_store_files(store.path), options)
    return BuildSummary(len(results), Counter(result.verdict for result in results))


_POTENCIES = {FieldName.IC50, FieldName.KI, FieldName.KD}


def _choose_reference(store: Store) -> str:
    """The first record with the most potencies; "" where fewer than two have any."""
    counts = {
        record.id: sum(claim.field in _POTENCIES for claim in record.claims)
        for record in store.values()
        if record.has_structure
    }
    several = sum(count > 0 for count in counts.values()) > 1
    return max(counts, key=lambda name: counts[name]) if several else ""


def _draw_entry(folder: Path, record: Record, result: Result) -> Entry:
    """Draw a record into figures/; one that cannot be drawn has no picture in the report."""
    try:
        svg = draw(record).svg
    except StructureError:
        svg = ""
    if svg:
        write_atomically(folder / "figures" / f"{record.id}.svg", svg)
    return Entry(record, result, svg)


def _write_pages(folder: Path, pages: Mapping[str, str]) -> None:
    """Write the report, and remove pages of records that only an earlier build had."""
    for path, page in pages.items():
        (folder / path).parent.mkdir(exist_ok=True)
        write_atomically(folder / path, page)
    for old in (folder / "records").glob("*.html"):
        if old.relative_to(folder).as_posix() not in pages:
            old.unlink()


def _tell_each(store: Store, tell: Progress) -> Iterator[Record]:
    for done, record in enumerate(store.values(), 1):
        yield record
        tell("describe", done, len(store))
