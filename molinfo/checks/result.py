"""What a check says: results, claims, findings, explanations, and the registry of codes."""

from __future__ import annotations

from collections.abc import Iterable
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


def _broken(what: str) -> Code:
    return Code(
        Severity.ERROR,
        f"The text is no {what}: its syntax or its check digit is broken.",
        "Look the number up at its source; candidates are hints, never to be applied unseen.",
    )


CODES: dict[str, Code] = {
    "formula-disagrees": _disagrees("formula"),
    "molecular_weight-disagrees": _disagrees("molecular weight"),
    "monoisotopic_mass-disagrees": _disagrees("monoisotopic mass"),
    "exact_mass-disagrees": _disagrees("exact mass"),
    "inchi-disagrees": _disagrees("InChI"),
    "inchikey-disagrees": _disagrees("InChIKey"),
    "cas-disagrees": _broken("CAS RN"),
    "unii-disagrees": _broken("UNII"),
    "chembl_id-disagrees": _broken("ChEMBL ID"),
    "registry-notation": Code(
        Severity.INFO,
        "The number is right, but stands among other text or with other dashes.",
        "Nothing, or leave only the number in the field.",
    ),
    "shared-identifier": Code(
        Severity.WARNING,
        "Two records of the store carry the same number, though they are different substances.",
        "Find out whose number it is; name the other form with `of`, or waive the claim.",
    ),
    "molfile-disagrees": Code(
        Severity.ERROR,
        "The molfile and the SMILES of one record are different structures.",
        "Draw both; keep the one that the source shows.",
    ),
    "stereo-disagrees": _disagrees("stereo"),
    "equivalent-disagrees": _disagrees("ratio of equivalent masses"),
    "mz-disagrees": _disagrees("m/z"),
    "percent_c-disagrees": _disagrees("percentage of carbon"),
    "percent_h-disagrees": _disagrees("percentage of hydrogen"),
    "percent_n-disagrees": _disagrees("percentage of nitrogen"),
    "iupac_name-disagrees": _disagrees("IUPAC name"),
    "chembl-penalty": Code(
        Severity.INFO,
        "ChEMBL's structure checker gives the structure a penalty.",
        "Read the message; from 5 on ChEMBL asks for a look by eye.",
    ),
    "parent-missing": Code(
        Severity.ERROR,
        "The record names a parent whose structure is not in its own.",
        "Correct form_of, or one of the two structures.",
    ),
    "form-name": Code(
        Severity.WARNING,
        "The name of the form counts other counter-ions or waters than the drawing.",
        "Compare both with the source.",
    ),
    "sources-conflict": Code(
        Severity.WARNING,
        "Two sources give values by the same kind of assay that cannot both be right.",
        "Read both sources; keep both claims, and waive this on the one that you doubt.",
    ),
    "undefined-stereocentre": Code(
        Severity.INFO,
        "A stereocentre has no configuration.",
        "Nothing if a mixture or an unknown is meant; else draw the configuration.",
    ),
    "partly-defined-stereo": Code(
        Severity.WARNING,
        "Some stereocentres have a configuration and others have none.",
        "Compare with the source; an epimeric mixture is rarer than a forgotten wedge.",
    ),
    "undefined-double-bond": Code(
        Severity.INFO,
        "A double bond that can be E or Z is neither.",
        "Draw it crossed if a mixture is meant; else state the configuration.",
    ),
    "impossible-stereo": Code(
        Severity.WARNING,
        "A configuration is written at an atom that is no stereocentre.",
        "Compare with the source: a neighbour may be wrong or missing.",
    ),
    "chiral-flag": Code(
        Severity.INFO,
        "The molfile has wedges but chiral flag 0, which means a racemate by the MDL rule.",
        "Set the flag if one enantiomer is meant, or use enhanced stereo groups.",
    ),
    "meaningless-wedge": Code(
        Severity.WARNING,
        "A wedge starts at an atom that is no stereocentre.",
        "Turn the wedge round if its wide end is at the stereocentre; else draw a plain bond.",
    ),
    "overlapping-atoms": Code(
        Severity.WARNING,
        "Atoms of the drawing lie on one another.",
        "Lay the structure out anew.",
    ),
    "crowded-atoms": Code(
        Severity.INFO,
        "Atoms of the drawing nearly lie on one another.",
        "Lay the structure out anew if labels overlap.",
    ),
    "odd-bond-length": Code(
        Severity.WARNING,
        "A bond of the drawing is much longer or shorter than the others.",
        "Lay the structure out anew, unless it is a coordinate bond drawn on purpose.",
    ),
    "atom-on-bond": Code(
        Severity.WARNING,
        "An atom lies on a bond between others, as if it were bonded there.",
        "Lay the structure out anew.",
    ),
    "three-dimensional": Code(
        Severity.INFO,
        "The molfile holds a three-dimensional model, not a drawing.",
        "Nothing, or lay the structure out in two dimensions for figures.",
    ),
    "no-coordinates": Code(
        Severity.INFO,
        "All atoms lie at the origin.",
        "Lay the structure out for figures; wedges mean nothing without places.",
    ),
    "odd-unit": Code(
        Severity.INFO,
        "The drawing has another unit of length than molfiles usually have.",
        "Nothing: only the proportions count.",
    ),
    "ambiguous-wedge": Code(
        Severity.WARNING,
        "Two of three bonds at a wedged stereocentre lie in one line, so programs may differ.",
        "Move a neighbour, or draw the wedge on another bond.",
    ),
    "counts-line": Code(
        Severity.WARNING,
        "The counts line of the molfile is damaged.",
        "Export the molfile again.",
    ),
    "abbreviation": Code(
        Severity.INFO,
        "Text such as Boc stands for atoms in the molfile.",
        "Expand it, so that nobody has to guess what was meant.",
    ),
    "radical": Code(
        Severity.INFO,
        "The structure has unpaired electrons.",
        "Nothing if a radical is meant; else look for a missing hydrogen or bond.",
    ),
    "open-atom": Code(
        Severity.INFO,
        "The structure has R groups or query atoms, so that it has no definite composition.",
        "Name the substituents, or do not claim a formula.",
    ),
    "covalent-metal": Code(
        Severity.INFO,
        "An alkali or alkaline earth metal is drawn with a covalent bond.",
        "Draw ions: it is the same compound for InChI, but not for everyone.",
    ),
    "unbalanced-charge": Code(
        Severity.WARNING,
        "The charges of cations and anions do not add up to nothing.",
        "Look for a missing or surplus counter-ion.",
    ),
    "lone-ion": Code(
        Severity.INFO,
        "The structure is an ion without counter-ion.",
        "Nothing if the ion is meant; else add the counter-ion.",
    ),
    "structure-unreadable": Code(
        Severity.ERROR,
        "The structure text cannot be read, so nothing can be checked against it.",
        "Correct the SMILES or the molfile; the message carries the parser's reason.",
    ),
    "structure-missing": Code(
        Severity.ERROR,
        "The row has no structure: no SMILES, no molfile and no InChI.",
        "Give one of them, or name the column that holds it.",
    ),
    "row-unreadable": Code(
        Severity.ERROR,
        "The row itself is damaged: cut off, not text, or longer than the limits.",
        "Repair the row in the input file; the rows around it are not affected.",
    ),
    "timed-out": Code(
        Severity.ERROR,
        "The row took longer than a row may (`--row-timeout`), so it was given up.",
        "Look at the structure: large cages and long chains can take InChI and RDKit minutes; "
        "give it more time, or leave it out.",
    ),
    "worker-died": Code(
        Severity.ERROR,
        "The process that worked on the row ended, and did so again with the row alone.",
        "Look at the structure, and tell the makers of RDKit; the other rows are not affected.",
    ),
    "out-of-memory": Code(
        Severity.ERROR,
        "The row needs more memory than a worker may use (`--memory-limit`).",
        "Give it more memory, or leave it out.",
    ),
    "unexpected-error": Code(
        Severity.ERROR,
        "RDKit or molinfo failed in a way that nobody foresaw; the message says how.",
        "Report it with the structure; the other rows are not affected.",
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
    "structure-from-inchi": Code(
        Severity.INFO,
        "There is no SMILES and no molfile; the claimed InChI stands for the structure, and the "
        "other claims are held against it.",
        "Nothing, or give the structure: an InChI proves only the claims beside it.",
    ),
    "inchi-notation": Code(
        Severity.INFO,
        "The InChI is right, but its prefix is missing or of another version.",
        "Nothing, or write it as computed.",
    ),
    "unused-waiver": Code(
        Severity.WARNING,
        "A waiver silences a finding that is not there.",
        "Remove the waiver, or correct its code.",
    ),
    "expired-waiver": Code(
        Severity.WARNING,
        "A waiver has reached its date and silences nothing any more.",
        "Look at the claim again; renew the waiver or correct the claim.",
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


def make_finding(
    code: str,
    message: str,
    *,
    field: str = "",
    claim: int | None = None,
    atoms: Iterable[int] = (),
    bonds: Iterable[int] = (),
) -> Finding:
    """A finding of the severity of its code; atoms and bonds are counted from 0."""
    return Finding(
        code=code,
        severity=CODES[code].severity,
        field=field,
        claim=claim,
        atoms=tuple(atoms),
        bonds=tuple(bonds),
        message=message,
    )


EXPLANATIONS: dict[str, str] = {
    "salt-form": "a salt of the drawn structure",
    "free-form": "the free form of a drawn salt",
    "hydrate": "the structure with water, or with more of it",
    "anhydrous": "the structure without the drawn water, or with less of it",
    "solvate": "the structure with a solvent",
    "unsolvated": "the structure without a drawn solvent",
    "formula-multiple": "a dimer, half a unit or a reduced formula",
    "charge-state": "the structure with protons more or fewer, and the charge to match",
    "hydrogen-count": "the structure with hydrogens more or fewer and the same charge",
    "isotopologue": "the structure with isotope labels that the drawing lacks",
    "unlabelled": "the structure without isotope labels that the drawing has",
    "isotopomer": "the same isotope labels at other atoms",
    "stereo-specified": "the structure with stereo that the drawing leaves open",
    "stereo-missing": "the structure without stereo that the drawing has",
    "enantiomer": "the other enantiomer",
    "diastereomer": "a stereoisomer with some centres of the other configuration",
    "double-bond-isomer": "the E isomer where Z is drawn, or the reverse",
    "tautomer": "a tautomer that the standard InChI tells apart, such as the enol of a ketone",
    "constitutional-isomer": "another compound of the same formula",
    "monoisotopic-mass": "the monoisotopic mass where the average weight belongs",
    "average-weight": "the average weight where a mass belongs",
    "nominal-mass": "the nominal mass, printed with decimals",
    "most-abundant-mass": "the mass of the most abundant isotopologue",
    "adduct": "the m/z of an ion such as [M+H]+, [M+Na]+ or [M-H]-",
    "electron-mass": "the mass of an ion with the electron ignored",
    "other-weight-table": "the weight under other atomic weights",
    "truncated": "the right number, cut instead of rounded",
    "digit-typo": "the right text but for one character changed, dropped, added or two swapped",
    "malformed": "nothing: the identifier is broken",
    "excel-date": "a number that a spreadsheet turned into a date",
    "ec-number": "an EC number where a CAS RN belongs",
    "wrong-field": "the value of another field",
    "other-record": "another row of the file, or another form in the store",
    "different-compound": "another compound: nothing above explains the claim",
}
"""What a disagreeing claim may describe. Stable once released."""
