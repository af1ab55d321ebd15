"""Rows of files and records of stores, each checked with what those around it say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path

from molinfo.checks.names import list_names, prepare_in_blocks, prepare_names
from molinfo.checks.neighbourhood import (
    DUPLICATE_ID,
    Neighbourhood,
    look_around,
    look_around_store,
)
from molinfo.checks.options import DEFAULT_OPTIONS, CheckOptions
from molinfo.checks.result import Finding, Result, make_finding
from molinfo.checks.run import check_subject, judge, make_subject, place_finding
from molinfo.checks.subject import Subject
from molinfo.checks.waivers import check_waivers
from molinfo.store.folder import Store, open_store
from molinfo.store.record import Record
from molinfo.store.tables import read_records


def check_many(
    records: Iterable[Record] | Store | str | Path, *, options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[Result]:
    """Check records, a store, or a file of any input kind; results stream in input order.

    Raises InputError or StoreError when the input cannot be read as a whole.
    """
    name = ""
    if isinstance(records, str | Path):
        path = Path(records)
        name = path.name
        records = open_store(path) if path.is_dir() else read_records(path)
    if isinstance(records, Store):
        pairs = check_store(records, options=options)
    else:
        pairs = check_records(records, input=name, options=options)
    for _record, result in pairs:
        yield result


def check_store(
    store: Store, *, options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[tuple[Record, Result]]:
    """Check every record of a store; findings carry the file and line of their claim."""
    if options.names:
        prepare_names(list_names(store.values()))
    rows = look_around_store(store)
    return zip(store.values(), check_rows(rows, input=store.name, options=options), strict=True)


def check_records(
    records: Iterable[Record], *, input: str = "", options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[tuple[Record, Result]]:
    """Check a stream of rows, each with a look at the rows before and after it.

    A neighbour only helps to explain what disagrees (shifted or swapped rows). An id that repeats
    is reported as far as the first MOST_IDS rows go, so that memory does not grow.
    """
    if options.names:
        records = prepare_in_blocks(records)
    rows, kept = tee(look_around(records))
    for row, result in zip(kept, check_rows(rows, input=input, options=options), strict=True):
        yield row.record, result


def check_rows(
    rows: Iterable[Neighbourhood], *, input: str = "", options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[Result]:
    """Check rows that know those around them; they may be any part of an input, in its order."""
    subjects: dict[int, Subject] = {}
    for row in rows:
        around = (row.before, row.record, row.after)
        subjects = {
            id(each): subjects.get(id(each)) or make_subject(each, options, forms=row.forms)
            for each in around
            if each is not None
        }
        neighbours = [subjects[id(each)] for each in (row.before, row.after) if each is not None]
        result = check_subject(
            subjects[id(row.record)],
            row=row.row,
            input=input,
            neighbours=neighbours,
            options=options,
        )
        more = [each for each in _look_at_others(row, result) if options.codes.keeps(each.code)]
        findings = [*result.findings, *more]
        if row.record.lines is not None:
            findings = [_locate(finding, row.record) for finding in findings]
        elif not more:
            yield result
            continue
        verdict = result.verdict if result.error else judge(findings, result.claims)
        yield result.model_copy(update={"findings": tuple(findings), "verdict": verdict})


def _look_at_others(row: Neighbourhood, result: Result) -> list[Finding]:
    """What only the whole input tells of a record: ids and numbers that others carry, waivers."""
    record = row.record
    found: list[Finding] = []
    if row.is_repeated:
        found.append(make_finding(DUPLICATE_ID, f"the id {record.id!r} stands in another row"))
    for each in row.shared:
        if each.claim is not None:
            found.append(place_finding(each, record.claims[each.claim], each.claim))
    if row.is_in_store and not result.error:
        found += check_waivers(record, [*result.findings, *found])
    return found


def _locate(finding: Finding, record: Record) -> Finding:
    """Say where in the store's files a finding is."""
    lines = record.lines
    if lines is None:
        return finding
    if finding.claim is not None:
        line = lines.claims[finding.claim]
    else:
        line = lines.molfile if finding.field == "molfile" else lines.smiles
    return finding.model_copy(update={"file": lines.file, "line": line})
