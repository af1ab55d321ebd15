"""What a check says: results, claims, findings, explanations, and the registry of codes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


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
    """What became of a record: the worst unwaived severity, or error where nothing was readable."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    ERROR = "error"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ClaimResult(_Frozen):
    """A claim beside what the structure gives."""

    field: str
    claimed: str
    computed: str | None = None
    status: Status
    decided_by: str = ""
    per: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()


class Explanation(_Frozen):
    """What a disagreeing claim really describes."""

    code: str
    detail: str
    residual: float = 0.0
    data: dict[str, Any] = Field(default_factory=dict)


class Finding(_Frozen):
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


class ResultError(_Frozen):
    """Why a row could not be read at all."""

    code: str
    message: str


class Result(_Frozen):
    """Everything found about one record."""

    schema_version: int = Field(default=1, alias="schema")
    record: str
    row: int
    input: str
    verdict: Verdict
    claims: tuple[ClaimResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    error: ResultError | None = None

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON types, in the order of the published schema."""
        return self.model_dump(mode="json", by_alias=True)

    def to_json(self) -> str:
        """The result as one line of JSON."""
        return self.model_dump_json(by_alias=True)


@dataclass(frozen=True, slots=True)
class Code:
    """A finding code: how much it matters, what it means, what to do."""

    severity: Severity
    meaning: str
    advice: str


def _disagrees(what: str) -> Code:
    return Code(
        Severity.ERROR,
        f"The {what} claimed is not that of the structure.",
        "Compare claim and structure with the source; correct whichever is wrong, "
        "or waive the claim with a reason.",
    )


CODES: dict[str, Code] = {
    "formula-disagrees": _disagrees("formula"),
    "molecular_weight-disagrees": _disagrees("molecular weight"),
    "monoisotopic_mass-disagrees": _disagrees("monoisotopic mass"),
    "exact_mass-disagrees": _disagrees("exact mass"),
    "inchi-disagrees": _disagrees("InChI"),
    "inchikey-disagrees": _disagrees("InChIKey"),
    "molfile-disagrees": Code(
        Severity.ERROR,
        "The molfile and the SMILES of one record are different structures.",
        "Draw both; keep the one that the source shows.",
    ),
    "structure-unreadable": Code(
        Severity.ERROR,
        "The structure text cannot be read, so nothing can be checked against it.",
        "Correct the SMILES or the molfile; the message carries the parser's reason.",
    ),
    "structure-missing": Code(
        Severity.ERROR,
        "The row has no structure.",
        "Give a SMILES or a molfile, or name the column that holds it.",
    ),
    "row-unreadable": Code(
        Severity.ERROR,
        "The row itself is damaged: cut off, not text, or longer than the limits.",
        "Repair the row in the input file; the rows around it are not affected.",
    ),
    "claim-unreadable": Code(
        Severity.WARNING,
        "The printed value cannot be read as what its field says it is.",
        "Correct the value, or put it into the field that it belongs to.",
    ),
    "other-weight-table": Code(
        Severity.INFO,
        "The printed weight is right under other atomic weights than today's; they are named.",
        "Nothing, unless the record should show the present weights.",
    ),
    "weight-in-interval": Code(
        Severity.WARNING,
        "No table gives the printed digits, yet they lie within the natural variation of "
        "the atomic weights that CIAAW allows.",
        "Ask the source which atomic weights it used.",
    ),
    "nominal-mass": Code(
        Severity.WARNING,
        "An integer is printed where digits after the point are expected.",
        "Print the mass with its decimals; an integer proves little.",
    ),
    "formula-notation": Code(
        Severity.INFO,
        "The formula has the right elements but is written in an unusual or incomplete way: "
        "wrong letter case, no isotope symbols, no charge, or per mole of parent.",
        "Nothing, or write it as computed.",
    ),
    "inchi-notation": Code(
        Severity.INFO,
        "The InChI is right, but its prefix is missing or of another version.",
        "Nothing, or write it as computed.",
    ),
    "structure-suspect": Code(
        Severity.WARNING,
        "The claims agree with each other, but not with the structure.",
        "Suspect the structure first: compare it with the source of the claims.",
    ),
    "odd-one-out": Code(
        Severity.INFO,
        "Most claims agree with the structure and with each other; the ones named do not.",
        "Suspect the claims named first.",
    ),
    "duplicate-id": Code(
        Severity.WARNING,
        "Two rows of one input carry the same id.",
        "Give each record an id of its own.",
    ),
}
"""Every finding code. Stable once released; `molinfo explain CODE` prints them."""
