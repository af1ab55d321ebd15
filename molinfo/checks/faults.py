"""Rows that have no result, or none to the end, and why."""

from __future__ import annotations

from molinfo.checks.identity import STRUCTURE_UNREADABLE
from molinfo.checks.outcome import Outcome, make_claim_result
from molinfo.checks.result import (
    Code,
    Result,
    ResultError,
    Severity,
    Status,
    Verdict,
    make_finding,
)
from molinfo.store.record import Record

STRUCTURE_MISSING = Code(
    "structure-missing",
    Severity.ERROR,
    "The row has no structure: no SMILES, no molfile and no InChI.",
    "Give one of them, or name the column that holds it.",
)
ROW_UNREADABLE = Code(
    "row-unreadable",
    Severity.ERROR,
    "The row itself is damaged: cut off, not text, or longer than the limits.",
    "Repair the row in the input file; the rows around it are not affected.",
)
TIMED_OUT = Code(
    "timed-out",
    Severity.ERROR,
    "The row took longer than a row may (`--row-timeout`), so it was given up.",
    "Look at the structure: large cages and long chains can take InChI and RDKit minutes; "
    "give it more time, or leave it out.",
)
WORKER_DIED = Code(
    "worker-died",
    Severity.ERROR,
    "The process that worked on the row ended, and did so again with the row alone.",
    "Look at the structure, and tell the makers of RDKit; the other rows are not affected.",
)
OUT_OF_MEMORY = Code(
    "out-of-memory",
    Severity.ERROR,
    "The row needs more memory than a worker may use (`--memory-limit`).",
    "Give it more memory, or leave it out.",
)
UNEXPECTED_ERROR = Code(
    "unexpected-error",
    Severity.ERROR,
    "RDKit or molinfo failed in a way that nobody foresaw; the message says how.",
    "Report it with the structure; the other rows are not affected.",
)

_FAULTS = {
    each.name: each
    for each in (
        STRUCTURE_UNREADABLE,
        STRUCTURE_MISSING,
        ROW_UNREADABLE,
        TIMED_OUT,
        WORKER_DIED,
        OUT_OF_MEMORY,
        UNEXPECTED_ERROR,
    )
}


def make_failed_result(record: Record, row: int, input: str, code: str, message: str) -> Result:
    """The result of a row that could not be checked to the end, for what reason.

    `code` is that of a fault: of the row itself or of the batch that worked on it.
    """
    claims = tuple(make_claim_result(claim, Outcome(Status.UNCHECKABLE)) for claim in record.claims)
    return Result(
        record=record.id or f"row-{row}",
        name=record.name,
        row=row,
        place=record.place,
        input=input,
        verdict=Verdict.ERROR,
        claims=claims,
        findings=(make_finding(_FAULTS[code], message),),
        error=ResultError(code=code, message=message),
    )
