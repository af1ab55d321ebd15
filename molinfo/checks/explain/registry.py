"""What a broken registry number is instead."""

from __future__ import annotations

from collections.abc import Iterator

from molinfo.checks.explain.formulas import WRONG_FIELD, find_wrong_field
from molinfo.checks.explain.precedence import MALFORMED, Rank, explain_as
from molinfo.checks.explain.typos import DIGIT_TYPO
from molinfo.checks.result import Explanation, ExplanationCode
from molinfo.checks.subject import Subject
from molinfo.chem.registry_numbers import (
    find_cas_candidates,
    has_cas_syntax,
    is_chembl_id,
    is_damaged_date,
    is_ec_number,
    is_serial_date,
    is_unii,
    undo_date,
)

EXCEL_DATE = ExplanationCode("excel-date", "a number that a spreadsheet turned into a date")
EC_NUMBER = ExplanationCode("ec-number", "an EC number where a CAS RN belongs")

_MOST_CANDIDATES = 20


def explain_cas(subject: Subject, printed: str) -> Iterator[Explanation]:
    """A date, an EC number, another field's value, or a slip with the numbers it may have been."""
    text = printed.strip()
    if is_damaged_date(text) or is_serial_date(text):
        detail = f"{text} is what a spreadsheet makes of a CAS RN that it takes for a date"
        meant = undo_date(text)
        if len(meant) == 1:
            detail += f"; {meant[0]} alone fits"
            yield explain_as(Rank.WRONG_KIND, EXCEL_DATE, detail, meant=meant[0])
        else:
            if meant:
                detail += f"; {' and '.join(meant)} fit"
            yield explain_as(Rank.WRONG_KIND, EXCEL_DATE, detail, candidates=list(meant))
    elif is_ec_number(text):
        yield explain_as(Rank.WRONG_KIND, EC_NUMBER, f"{text} is an EC number")
    elif has_cas_syntax(text):
        candidates = find_cas_candidates(text)[:_MOST_CANDIDATES]
        detail = f"the check digit is wrong; one slip from {', '.join(candidates[:3])}, ..."
        yield explain_as(Rank.WRONG_KIND, DIGIT_TYPO, detail, candidates=list(candidates))
        yield explain_as(Rank.WRONG_KIND, MALFORMED, "the check digit is wrong")
    else:
        yield _find_other_field(text)


def explain_syntax(subject: Subject, printed: str) -> Iterator[Explanation]:
    """Another field's value, or a broken number."""
    yield _find_other_field(printed.strip())


def _find_other_field(text: str) -> Explanation:
    known = find_wrong_field(text)
    if known is None and is_unii(text):
        known = explain_as(Rank.WRONG_KIND, WRONG_FIELD, f"{text} is a UNII")
    if known is None and is_chembl_id(text):
        known = explain_as(Rank.WRONG_KIND, WRONG_FIELD, f"{text} is a ChEMBL ID")
    return known or explain_as(Rank.WRONG_KIND, MALFORMED, f"{text[:60]!r} is broken")
