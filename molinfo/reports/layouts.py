"""Layouts as a table for people: who made them, what is wrong with them, how they lie on a core."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from molinfo.figures.layouts import STORED, LaidOut
from molinfo.reports.text import show

_HEADS = ("record", "engine", "overlaps", "crossings", "odd angles", "core", "RMSD", "")


def print_layouts(console: Console, layouts: Sequence[LaidOut]) -> None:
    """Print one row a record, in their order; RMSD is of core atoms, in bond lengths."""
    table = Table(box=box.SIMPLE_HEAD)
    for head in _HEADS:
        table.add_column(head, justify="right" if head in _HEADS[2:5] or head == "RMSD" else "left")
    for row, each in enumerate(layouts):
        name = show(each.record.id or f"row-{row}")
        if each.fault or each.score is None:
            table.add_row(name, "", "", "", "", "", "", show(each.fault))
            continue
        rmsd = "" if each.core_rmsd is None else f"{each.core_rmsd:.3f}"
        numbers = map(str, each.score)
        table.add_row(name, each.engine, *numbers, show(each.core), rmsd, _remark(each))
    console.print(table)


def summarize_layouts(layouts: Sequence[LaidOut]) -> str:
    """How many layouts were made and by whom, kept, and turned, and how many lie on their core.

    >>> from molinfo.store.record import Record
    >>> summarize_layouts([LaidOut(Record(), "rdkit"), LaidOut(Record(), fault="no structure")])
    '1 rdkit, 1 failed'
    """
    kinds = Counter(_kind(each) for each in layouts)
    told = [f"{count} {kind}" for kind, count in sorted(kinds.items(), reverse=True)]
    on_core = [each for each in layouts if each.core_rmsd is not None]
    if on_core:
        told.append(f"{sum(each.is_aligned for each in on_core)} of {len(on_core)} lie on the core")
    return ", ".join(told)


def _kind(each: LaidOut) -> str:
    if each.fault:
        return "failed"
    return "turned" if each.engine == STORED and each.is_changed else each.engine


def _remark(each: LaidOut) -> str:
    if each.is_aligned:
        return "turned" if _kind(each) == "turned" else ""
    turnable = each.engine == STORED and not each.is_changed
    return "lies another way; see --align" if turnable else "its core has another shape"
