"""Every check over a record; their order stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from molinfo.checks.analysis import check_equivalent, check_mz, check_percent
from molinfo.checks.chembl import check_chembl
from molinfo.checks.composition import check_formula, check_mass, check_molecular_weight
from molinfo.checks.conflicts import check_conflicts
from molinfo.checks.consistency import find_odd_ones
from molinfo.checks.drawing import check_drawing, check_molfile_text
from molinfo.checks.explain import explain, explain_molfile
from molinfo.checks.explain.neighbours import find_owners
from molinfo.checks.forms import check_form
from molinfo.checks.identity import check_inchi, check_inchikey, check_molfile, check_source
from molinfo.checks.names import (
    check_iupac_name,
    list_names,
    prepare_in_blocks,
    prepare_names,
)
from molinfo.checks.neighbourhood import Neighbourhood, look_around
from molinfo.checks.outcome import Outcome
from molinfo.checks.registry import (
    check_cas,
    check_chembl_id,
    check_unii,
    find_shared_identifiers,
)
from molinfo.checks.result import (
    CODES,
    ClaimResult,
    Explanation,
    Finding,
    Result,
    ResultError,
    Severity,
    Status,
    Verdict,
    make_finding,
)
from molinfo.checks.sense import check_sense
from molinfo.checks.stereo import (
    check_chiral_flag,
    check_lost_stereo,
    check_stereo,
    check_undefined_stereo,
    check_wedges,
)
from molinfo.checks.subject import Subject
from molinfo.checks.waivers import check_waivers, find_waiver
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import DEFAULT_LIMITS, Limits
from molinfo.chem.weights import WeightTable
from molinfo.errors import FormulaError, StructureError, UnknownName
from molinfo.store.fields import FieldName
from molinfo.store.folder import RecordFile, Store, open_store
from molinfo.store.record import Claim, Record
from molinfo.store.tables import read_records

ClaimCheck = Callable[[Subject, Claim], Outcome]

CLAIM_CHECKS: Mapping[FieldName, ClaimCheck] = {
    FieldName.FORMULA: check_formula,
    FieldName.MOLECULAR_WEIGHT: check_molecular_weight,
    FieldName.MONOISOTOPIC_MASS: check_mass,
    FieldName.EXACT_MASS: check_mass,
    FieldName.INCHI: check_inchi,
    FieldName.INCHIKEY: check_inchikey,
    FieldName.CAS: check_cas,
    FieldName.UNII: check_unii,
    FieldName.CHEMBL_ID: check_chembl_id,
    FieldName.STEREO: check_stereo,
    FieldName.EQUIVALENT: check_equivalent,
    FieldName.MZ: check_mz,
    FieldName.PERCENT_C: check_percent,
    FieldName.PERCENT_H: check_percent,
    FieldName.PERCENT_N: check_percent,
}
RECORD_CHECKS: tuple[Callable[[Subject], tuple[Finding, ...]], ...] = (
    check_molfile,
    check_source,
    check_form,
    check_conflicts,
    check_sense,
    check_undefined_stereo,
    check_lost_stereo,
    check_chiral_flag,
    check_wedges,
    check_molfile_text,
    check_drawing,
)


@dataclass(frozen=True, slots=True)
class CodeFilter:
    """Which finding codes count: the selected ones (all when empty) less the ignored."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    @classmethod
    def of(cls, select: Collection[str] = (), ignore: Collection[str] = ()) -> CodeFilter:
        """Make a filter; raises UnknownName for a code that does not exist."""
        for code in (*select, *ignore):
            if code not in CODES:
                raise UnknownName(f"no finding code {code!r}; known: {', '.join(sorted(CODES))}")
        return cls(frozenset(select), frozenset(ignore))

    def keeps(self, code: str) -> bool:
        """Whether findings of a code count."""
        return code not in self.ignore and (not self.select or code in self.select)


ALL_CODES = CodeFilter()


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What a whole run has in common: limits, the codes that count, the first weight table.

    With `names`, claimed IUPAC names are read by OPSIN, which needs Java and an extra package;
    with `chembl`, the penalties of ChEMBL's checker stand beside the findings.
    """

    limits: Limits = DEFAULT_LIMITS
    codes: CodeFilter = ALL_CODES
    weight_table: WeightTable | None = None
    names: bool = False
    chembl: bool = False


DEFAULT_OPTIONS = CheckOptions()


def check(
    record: Record,
    *,
    row: int = 0,
    input: str = "",
    forms: Mapping[str, Record] | None = None,
    options: CheckOptions = DEFAULT_OPTIONS,
) -> Result:
    """Check everything claimed about a record against its structure.

    `forms` are the records that a claim's `of` may name. Never raises on bad chemistry: what
    cannot be read is in the result.

    >>> record = Record(smiles="CCO", claim=[{"field": "molecular_weight", "value": "46.07"}])
    >>> check(record).verdict
    <Verdict.PASS: 'pass'>
    """
    return _check_subject(_make_subject(record, forms, options), row, input, (), options)


def _make_subject(
    record: Record, forms: Mapping[str, Record] | None, options: CheckOptions
) -> Subject:
    return Subject(record, forms=forms, limits=options.limits, weight_table=options.weight_table)


def _check_subject(
    subject: Subject,
    row: int,
    input: str,
    neighbours: Sequence[Subject],
    options: CheckOptions,
) -> Result:
    with quiet():
        return _check_quietly(subject, row, input, neighbours, options)


def _check_quietly(
    subject: Subject,
    row: int,
    input: str,
    neighbours: Sequence[Subject],
    options: CheckOptions,
) -> Result:
    record = subject.record
    name = record.id or f"row-{row}"
    fault = _find_fault(subject)
    if fault is None:
        try:
            _ = subject.structure
        except StructureError as error:
            fault = ResultError(code="structure-unreadable", message=str(error))
    if fault is not None:
        return _unreadable_result(record, name, row, input, fault)
    outcomes = [_check_claim(subject, claim, options.names) for claim in record.claims]
    findings = _explain_outcomes(subject, outcomes, neighbours)
    for record_check in (*RECORD_CHECKS, *([check_chembl] if options.chembl else [])):
        try:
            findings += [_tie(finding, subject) for finding in record_check(subject)]
        except StructureError as error:
            findings.append(make_finding("structure-unreadable", str(error)))
    statuses = [outcome.status for outcome in outcomes]
    findings += find_odd_ones(list(zip(record.claims, statuses, strict=True)))
    kept = tuple(finding for finding in findings if options.codes.keeps(finding.code))
    return Result(
        record=name,
        row=row,
        input=input,
        verdict=judge(kept),
        claims=tuple(
            _claim_result(claim, outcome)
            for claim, outcome in zip(record.claims, outcomes, strict=True)
        ),
        findings=kept,
    )


def _explain_outcomes(
    subject: Subject, outcomes: Sequence[Outcome], neighbours: Sequence[Subject]
) -> list[Finding]:
    """The findings on the claims; those of claims that disagree with their explanations."""
    claims = subject.record.claims
    wrong = [
        index
        for index, outcome in enumerate(outcomes)
        if outcome.status is Status.DISAGREE or _is_unreadable(outcome)
    ]
    explanations: dict[int, tuple[Explanation, ...]] = {}
    if wrong:
        others = (*neighbours, *subject.siblings)
        owners = find_owners([claims[index] for index in wrong], others, _run_claim_check)
        for index, owned in zip(wrong, owners, strict=True):
            described = subject.for_claim(claims[index]) or subject
            explanations[index] = explain(described, claims[index], owned)
    findings = []
    for index, (claim, outcome) in enumerate(zip(claims, outcomes, strict=True)):
        for finding in outcome.findings:
            placed = _place(finding, claim, index)
            why = explanations.get(index, ())
            findings.append(placed.model_copy(update={"explanations": why}) if why else placed)
    return findings


def _is_unreadable(outcome: Outcome) -> bool:
    return any(finding.code == "claim-unreadable" for finding in outcome.findings)


def check_structure(structure: str, *, molblock: str = "", id: str = "", **claims: str) -> Result:
    """Check claims about one structure given as SMILES; any claim field is a keyword.

    Raises UnknownName for a keyword that is no field.

    >>> check_structure("CCO", formula="C2H6O", molecular_weight="46.70").verdict
    <Verdict.FAIL: 'fail'>
    """
    known = {name.value for name in FieldName}
    for name in claims:
        if name not in known:
            raise UnknownName(f"no claim field {name!r}; known: {', '.join(sorted(known))}")
    record = Record(
        id=id,
        smiles=structure,
        molblock=molblock,
        claim=tuple(Claim(field=FieldName(name), value=str(v)) for name, v in claims.items()),
    )
    return check(record)


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
    shared = find_shared_identifiers(store)
    for row, file in enumerate(store.files.values()):
        result = check(file.record, row=row, input=store.name, forms=store, options=options)
        claims = file.record.claims
        more = [
            _place(each, claims[each.claim], each.claim)
            for each in shared.get(file.record.id, ())
            if each.claim is not None
        ]
        if not result.error:
            more += check_waivers(file.record, [*result.findings, *more])
        kept = [each for each in more if options.codes.keeps(each.code)]
        located = tuple(_locate(finding, file) for finding in (*result.findings, *kept))
        verdict = result.verdict if result.error else judge(located)
        yield file.record, result.model_copy(update={"findings": located, "verdict": verdict})


def check_records(
    records: Iterable[Record], *, input: str = "", options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[tuple[Record, Result]]:
    """Check a stream of rows, each with a look at the rows before and after it.

    A neighbour only helps to explain what disagrees (shifted or swapped rows). An id that stands
    twice is told of, as far as the first MOST_IDS rows go, so that memory does not grow.
    """
    if options.names:
        records = prepare_in_blocks(records)
    rows, kept = tee(look_around(records))
    for row, result in zip(kept, check_rows(rows, input=input, options=options), strict=True):
        yield row.record, result


def check_rows(
    rows: Iterable[Neighbourhood], *, input: str = "", options: CheckOptions = DEFAULT_OPTIONS
) -> Iterator[Result]:
    """Check rows that know their neighbours; they may be any part of a file, in its order."""
    subjects: dict[int, Subject] = {}
    for row in rows:
        around = (row.before, row.record, row.after)
        subjects = {
            id(each): subjects.get(id(each)) or _make_subject(each, None, options)
            for each in around
            if each is not None
        }
        neighbours = [subjects[id(each)] for each in (row.before, row.after) if each is not None]
        result = _check_subject(subjects[id(row.record)], row.row, input, neighbours, options)
        if row.is_repeated and options.codes.keeps("duplicate-id"):
            finding = make_finding(
                "duplicate-id", f"the id {row.record.id!r} stands in another row"
            )
            findings = (*result.findings, finding)
            verdict = result.verdict if result.error else judge(findings)
            result = result.model_copy(update={"findings": findings, "verdict": verdict})
        yield result


def make_failed_result(record: Record, row: int, input: str, code: str, message: str) -> Result:
    """The result of a row that could not be checked to the end, for what reason."""
    fault = ResultError(code=code, message=message)
    return _unreadable_result(record, record.id or f"row-{row}", row, input, fault)


def _check_claim(subject: Subject, claim: Claim, names: bool) -> Outcome:
    claim_check = CLAIM_CHECKS.get(claim.field)
    if names and claim.field is FieldName.IUPAC_NAME:
        claim_check = check_iupac_name
    if claim_check is None:
        return Outcome(Status.UNCHECKABLE)
    described = subject.for_claim(claim)
    if described is None:
        return Outcome(Status.UNCHECKABLE, message=f"form {claim.of!r} is not at hand")
    try:
        return claim_check(described, claim)
    except (FormulaError, StructureError) as error:
        return Outcome(Status.UNCHECKABLE, message=str(error))


def _run_claim_check(subject: Subject, claim: Claim) -> Outcome:
    claim_check = CLAIM_CHECKS.get(claim.field)
    return claim_check(subject, claim) if claim_check else Outcome(Status.UNCHECKABLE)


def _claim_result(claim: Claim, outcome: Outcome) -> ClaimResult:
    return ClaimResult(
        field=claim.field.value,
        claimed=claim.value,
        computed=outcome.computed,
        status=outcome.status,
        decided_by=outcome.decided_by,
        per=outcome.per or (f"of {claim.of}" if claim.of else ""),
        note=outcome.message,
        sources=tuple(source.id for source in claim.sources),
    )


def _place(finding: Finding, claim: Claim, index: int) -> Finding:
    """Tie a finding to its claim, and to the waiver that silences it if there is one."""
    return finding.model_copy(
        update={
            "field": claim.field.value,
            "claim": index,
            "waived": find_waiver(claim, finding.code),
        }
    )


def _tie(finding: Finding, subject: Subject) -> Finding:
    """What a check of the whole record found: silenced by a waiver of the claim that it is on, and
    explained where it is of the molfile."""
    if finding.code == "molfile-disagrees":
        return finding.model_copy(update={"explanations": explain_molfile(subject)})
    if finding.claim is None:
        return finding
    waived = find_waiver(subject.record.claims[finding.claim], finding.code)
    return finding.model_copy(update={"waived": waived})


def _locate(finding: Finding, file: RecordFile) -> Finding:
    if finding.claim is None:
        key = "molfile" if finding.field == "molfile" else "smiles"
        line = file.lines.get((key,), 1)
    else:
        line = file.claim_line(finding.claim)
    return finding.model_copy(update={"file": file.path.name, "line": line})


def _find_fault(subject: Subject) -> ResultError | None:
    record = subject.record
    if record.defect:
        return ResultError(code="row-unreadable", message=record.defect)
    if not record.has_structure and not subject.claimed_inchi:
        return ResultError(code="structure-missing", message="the row has no structure")
    return None


def _unreadable_result(
    record: Record, name: str, row: int, input: str, fault: ResultError
) -> Result:
    claims = tuple(_claim_result(claim, Outcome(Status.UNCHECKABLE)) for claim in record.claims)
    return Result(
        record=name,
        row=row,
        input=input,
        verdict=Verdict.ERROR,
        claims=claims,
        findings=(make_finding(fault.code, fault.message),),
        error=fault,
    )


_VERDICT_OF = {Severity.ERROR: Verdict.FAIL, Severity.WARNING: Verdict.WARN}
_ORDER = (Verdict.FAIL, Verdict.WARN)


def judge(findings: Iterable[Finding]) -> Verdict:
    """The verdict on a record that could be read: its worst unwaived severity."""
    verdicts = {_VERDICT_OF.get(each.severity) for each in findings if each.waived is None}
    return next((verdict for verdict in _ORDER if verdict in verdicts), Verdict.PASS)
