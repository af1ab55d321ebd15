"""Hits of a search as CSV, JSON lines and SD files; groups of duplicates as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from molinfo.figures.draw import find_layout
from molinfo.reports.formats import OutputFormat
from molinfo.reports.tables import print_csv_line
from molinfo.searching.duplicates import DUPLICATE_COLUMNS, Overlap, tell_members
from molinfo.searching.hits import COLUMNS, Hit
from molinfo.searching.index import Index
from molinfo.store.record import Record
from molinfo.store.sdf import print_sd_record


class _Counted:
    """Hits, and how many have passed."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._hits, self.number = iter(hits), 0

    def __iter__(self) -> Iterator[Hit]:
        for hit in self._hits:
            self.number += 1
            yield hit


def _print_csv(hit: Hit) -> str:
    score = "" if hit.score is None else f"{hit.score:.6f}"
    return print_csv_line((hit.record, str(hit.row), hit.input, hit.smiles, score))


def _print_json(hit: Hit) -> str:
    told = {
        "record": hit.record,
        "name": hit.name,
        "row": hit.row,
        "input": hit.input,
        "smiles": hit.smiles,
        "score": hit.score,
        "atoms": list(hit.atoms),
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _print_sd(hit: Hit) -> str:
    """A hit with a layout; a record without a structure has none and stands alone with its data."""
    record = make_record(hit)
    if hit.smiles:
        record = record.model_copy(update={"molblock": find_layout(record)[0]})
    text = print_sd_record(record).removesuffix("$$$$\n")
    more = {"row": str(hit.row), "input": hit.input}
    if hit.score is not None:
        more["score"] = f"{hit.score:.6f}"
    if hit.atoms:
        more["matched_atoms"] = " ".join(str(atom + 1) for atom in hit.atoms)
    return text + "".join(f">  <{name}>\n{value}\n\n" for name, value in more.items()) + "$$$$\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class HitFormat(OutputFormat):
    """A format of hits: what prints one, and what stands before the first."""

    print_hit: Callable[[Hit], str]
    head: str = ""


HIT_FORMATS = {
    each.name: each
    for each in (
        HitFormat("csv", ("csv",), print_hit=_print_csv, head=print_csv_line(COLUMNS)),
        HitFormat("jsonl", ("jsonl", "ndjson"), print_hit=_print_json),
        HitFormat("sdf", ("sdf", "sd"), print_hit=_print_sd),
    )
}
"""What `molinfo search` writes as text, by name; the first is what it prints.

CSV has the columns record, row, input, smiles, score; JSON lines name and matched atoms (from 0, as
in the SMILES) as well; SD files a layout and the numbers of matched atoms, from 1.
"""


def write_hits(hits: Iterable[Hit], hit_format: HitFormat, stream: IO[str]) -> int:
    """Write hits one by one; how many there were."""
    counted = _Counted(hits)
    stream.write(hit_format.head)
    stream.writelines(map(hit_format.print_hit, counted))
    return counted.number


def make_record(hit: Hit) -> Record:
    """A hit as a record to draw."""
    return Record(id=hit.record, name=hit.name, smiles=hit.smiles)


def write_duplicates(indexes: list[Index], overlap: Overlap, stream: IO[str]) -> None:
    """Write every record of every group as CSV (DUPLICATE_COLUMNS)."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(DUPLICATE_COLUMNS)
    table.writerows(_print_members(indexes, overlap))


def _print_members(indexes: list[Index], overlap: Overlap) -> Iterator[list[str]]:
    for group, index, told, shared in tell_members(indexes, overlap):
        place = [index, told.id, str(told.row), told.input, told.smiles]
        yield [str(group), *place, "yes" if shared else "no"]
