"""What a check says: results, claims, findings, explanations, and the codes that name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from molinfo.store.frozen import Frozen
from molinfo.store.record import Place


class Status(StrEnum):
    """What became of a claim."""

    AGREE = "agree"
    WELL_FORMED = "well-formed"
    DISAGREE = "disagree"
    UNCHECKABLE = "uncheckable"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What became of a record, the best first.

    It is an error where no structure can be had; else the worst unwaived severity decides, and
    a record of which no claim was compared is unchecked.
    """

    PASS = "pass"
    UNCHECKED = "unchecked"
    WARN = "warn"
    FAIL = "fail"
    ERROR = "error"


class Safety(StrEnum):
    """Whether a correction may be applied without a person naming it."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class StructureSource(StrEnum):
    """What the structure of a record was read from."""

    SMILES = "smiles"
    MOLFILE = "molfile"
    INCHI = "inchi"


class ClaimResult(Frozen):
    """A claim beside what the structure gives."""

    field: str
    claimed: str
    computed: str | None = None
    status: Status
    decided_by: str = ""
    per: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()


class Explanation(Frozen):
    """What a disagreeing claim really describes; rank 1 is the most likely."""

    code: str
    rank: int
    detail: str
    data: dict[str, Any] = Field(default_factory=dict)


class Finding(Frozen):
    """One thing worth telling about a record."""

    code: str
    severity: Severity
    field: str = ""
    claim: int | None = None
    atoms: tuple[int, ...] = ()
    bonds: tuple[int, ...] = ()
    file: str | None = None
    line: int | None = None
    waived: str | None = None
    message: str
    explanations: tuple[Explanation, ...] = ()


class ResultError(Frozen):
    """Why a row could not be read at all."""

    code: str
    message: str


class Suspect(Frozen):
    """A statement of the record that the others speak against."""

    field: str
    supported_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()


class Correction(Frozen):
    """What a field of the record should say, and on what evidence.

    `field` is a claim field, smiles or molfile; `claim` is the number of the claim, from 0.
    """

    field: str
    claim: int | None = None
    before: str
    after: str
    safety: Safety
    codes: tuple[str, ...] = ()
    supported_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    message: str = ""


class Result(Frozen):
    """Everything found about one record."""

    schema_version: Literal[2] = Field(default=2, alias="schema")
    record: str
    name: str = ""
    row: int
    place: Place | None = None
    input: str
    structure_from: StructureSource | None = None
    verdict: Verdict
    claims: tuple[ClaimResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    corrections: tuple[Correction, ...] = ()
    error: ResultError | None = None

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON types, in the order of the published schema."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self) -> str:
        """The result as one line of JSON."""
        return self.model_dump_json(by_alias=True)


@dataclass(frozen=True, slots=True)
class Code:
    """A finding code: how much it matters, what it means, what to do.

    It stands beside the check that raises it, and is stable once released.
    """

    name: str
    severity: Severity
    meaning: str
    advice: str


@dataclass(frozen=True, slots=True)
class ExplanationCode:
    """A code of explanations: what the claim describes. It stands beside what finds it."""

    name: str
    meaning: str


def make_finding(
    code: Code,
    message: str,
    *,
    field: str = "",
    claim: int | None = None,
    atoms: Iterable[int] = (),
    bonds: Iterable[int] = (),
) -> Finding:
    """A finding of the severity of its code; atoms and bonds are counted from 0."""
    return Finding(
        code=code.name,
        severity=code.severity,
        field=field,
        claim=claim,
        atoms=tuple(atoms),
        bonds=tuple(bonds),
        message=message,
    )
