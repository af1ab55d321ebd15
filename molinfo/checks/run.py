"""Every check over a record; their order stands here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from molinfo.checks.analysis import check_equivalent, check_mz, check_percent
from molinfo.checks.chembl import check_chembl
from molinfo.checks.composition import check_formula, check_mass, check_molecular_weight
from molinfo.checks.conflicts import check_conflicts
from molinfo.checks.consistency import find_odd_ones
from molinfo.checks.drawing import check_drawing, check_molfile_text
from molinfo.checks.explain import explain, explain_molfile
from molinfo.checks.explain.neighbours import find_owners
from molinfo.checks.faults import ROW_UNREADABLE, STRUCTURE_MISSING, make_failed_result
from molinfo.checks.forms import check_form
from molinfo.checks.identity import (
    MOLFILE_DISAGREES,
    STRUCTURE_UNREADABLE,
    check_inchi,
    check_inchikey,
    check_molfile,
    check_source,
)
from molinfo.checks.name_words import check_name_words
from molinfo.checks.names import check_iupac_name, check_name
from molinfo.checks.official import check_official_reading
from molinfo.checks.options import DEFAULT_OPTIONS, CheckOptions
from molinfo.checks.outcome import CLAIM_UNREADABLE, Outcome, make_claim_result
from molinfo.checks.registry import check_cas, check_chembl_id, check_unii
from molinfo.checks.result import (
    ClaimResult,
    Code,
    Explanation,
    Finding,
    Result,
    Severity,
    Status,
    StructureSource,
    Verdict,
    make_finding,
)
from molinfo.checks.sense import check_parents, check_sense, check_valences
from molinfo.checks.statements import check_stereo
from molinfo.checks.stereo import (
    check_chiral_flag,
    check_groups,
    check_lost_stereo,
    check_stereo_beyond_inchi,
    check_undefined_stereo,
    check_wedges,
)
from molinfo.checks.subject import Subject
from molinfo.checks.waivers import find_waiver
from molinfo.chem.quiet import quiet
from molinfo.errors import FormulaError, StructureError, UnknownName
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

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
    check_valences,
    check_parents,
    check_name_words,
    check_undefined_stereo,
    check_lost_stereo,
    check_stereo_beyond_inchi,
    check_chiral_flag,
    check_groups,
    check_wedges,
    check_molfile_text,
    check_drawing,
    check_official_reading,
)


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

    >>> record = Record(smiles="CCO", claims=[{"field": "molecular_weight", "value": "46.07"}])
    >>> check(record).verdict
    <Verdict.PASS: 'pass'>
    """
    subject = make_subject(record, options, forms=forms)
    return check_subject(subject, row=row, input=input, options=options)


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
        claims=tuple(Claim(field=FieldName(name), value=str(v)) for name, v in claims.items()),
    )
    return check(record)


def make_subject(
    record: Record, options: CheckOptions, *, forms: Mapping[str, Record] | None = None
) -> Subject:
    """What the checks of a run are given for a record."""
    return Subject(record, forms=forms, limits=options.limits, weight_table=options.weight_table)


def check_subject(
    subject: Subject,
    *,
    row: int,
    input: str,
    neighbours: Sequence[Subject] = (),
    options: CheckOptions = DEFAULT_OPTIONS,
) -> Result:
    """Run every check over a record; `neighbours` help to explain what disagrees."""
    record = subject.record
    with quiet():
        fault = _find_fault(subject)
        if fault is not None:
            code, message = fault
            return make_failed_result(record, row, input, code.name, message)
        outcomes = [_check_claim(subject, claim, options.names) for claim in record.claims]
        findings = _explain_outcomes(subject, outcomes, neighbours)
        findings += _check_record(subject, options)
        statuses = [outcome.status for outcome in outcomes]
        findings += find_odd_ones(list(zip(record.claims, statuses, strict=True)))
    kept = tuple(finding for finding in findings if options.codes.keeps(finding.code))
    claims = tuple(map(make_claim_result, record.claims, outcomes))
    return Result(
        record=record.id or f"row-{row}",
        name=record.name,
        row=row,
        place=record.place,
        input=input,
        structure_from=StructureSource(subject.structure.source),
        verdict=judge(kept, claims),
        claims=claims,
        findings=kept,
    )


def _find_fault(subject: Subject) -> tuple[Code, str] | None:
    """Why there is no structure to check anything against; None where there is one."""
    record = subject.record
    if record.defect:
        return ROW_UNREADABLE, record.defect
    if not record.has_structure and not subject.claimed_inchi:
        return STRUCTURE_MISSING, "the row has no structure"
    try:
        _ = subject.structure
    except StructureError as error:
        return STRUCTURE_UNREADABLE, str(error)
    return None


def _check_record(subject: Subject, options: CheckOptions) -> list[Finding]:
    """What the checks of the record as a whole find."""
    findings: list[Finding] = []
    more = [*([check_name] if options.names else []), *([check_chembl] if options.chembl else [])]
    for record_check in (*RECORD_CHECKS, *more):
        try:
            findings += [_tie(finding, subject) for finding in record_check(subject)]
        except StructureError as error:
            findings.append(make_finding(STRUCTURE_UNREADABLE, str(error)))
    return findings


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
            placed = place_finding(finding, claim, index)
            why = explanations.get(index, ())
            findings.append(placed.model_copy(update={"explanations": why}) if why else placed)
    return findings


def _is_unreadable(outcome: Outcome) -> bool:
    return any(finding.code == CLAIM_UNREADABLE.name for finding in outcome.findings)


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


def place_finding(finding: Finding, claim: Claim, index: int) -> Finding:
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
    if finding.code == MOLFILE_DISAGREES.name:
        return finding.model_copy(update={"explanations": explain_molfile(subject)})
    if finding.claim is None:
        return finding
    waived = find_waiver(subject.record.claims[finding.claim], finding.code)
    return finding.model_copy(update={"waived": waived})


_VERDICT_OF = {Severity.ERROR: Verdict.FAIL, Severity.WARNING: Verdict.WARN}


def judge(findings: Iterable[Finding], claims: Iterable[ClaimResult]) -> Verdict:
    """The verdict on a record that could be read.

    Its worst unwaived severity decides; where nothing is wrong, a record is unchecked unless a
    claim was compared with something.
    """
    verdicts = {_VERDICT_OF.get(each.severity) for each in findings if each.waived is None}
    for verdict in (Verdict.FAIL, Verdict.WARN):
        if verdict in verdicts:
            return verdict
    return Verdict.PASS if any(map(_was_compared, claims)) else Verdict.UNCHECKED


def _was_compared(claim: ClaimResult) -> bool:
    """Whether a claim was held against anything; an InChI that is the structure itself was not."""
    if claim.status is Status.WELL_FORMED:
        return bool(claim.decided_by)
    return claim.status is not Status.UNCHECKABLE
