"""Registry numbers as text: CAS RN, EC number, UNII, ChEMBL ID; syntax, check digits and damage."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CAS = re.compile(r"([1-9]\d{1,6})-(\d\d)-(\d)")
_EC = re.compile(r"([2-9]\d{2})-(\d{3})-(\d)")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATES = (
    re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"),
    re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?: \d{1,2}:\d\d(?::\d\d)?)?"),
    re.compile(rf"\d{{1,2}}[-/ ]{_MONTH}[-/ ]\d{{2,4}}", re.IGNORECASE),
    re.compile(rf"{_MONTH}[-/ ]\d{{2,4}}", re.IGNORECASE),
)
_SERIAL = re.compile(r"[1-6]?\d{4}(?:\.0)?")  # days since 1900, as Excel counts them


def is_cas_number(text: str) -> bool:
    """Whether a text is a CAS Registry Number with the right check digit.

    Source: www.cas.org/support/documentation/chemical-substances/checkdig.

    >>> is_cas_number("1187594-09-7"), is_cas_number("1187594-09-8")
    (True, False)
    """
    match = _CAS.fullmatch(text)
    return match is not None and _cas_digit(match[1] + match[2]) == int(match[3])


def has_cas_syntax(text: str) -> bool:
    """Whether a text looks like a CAS Registry Number, whatever its check digit.

    >>> has_cas_syntax("1187594-09-8")
    True
    """
    return _CAS.fullmatch(text) is not None


def _cas_digit(digits: str) -> int:
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10


def is_ec_number(text: str) -> bool:
    """Whether a text is an EC number (EINECS, ELINCS) with the right check digit.

    Source: Regulation (EC) No 1907/2006 and echa.europa.eu on the EC Inventory.

    >>> is_ec_number("200-001-8")
    True
    """
    match = _EC.fullmatch(text)
    if match is None:
        return False
    digits = match[1] + match[2]
    return sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 11 == int(match[3])


def is_damaged_date(text: str) -> bool:
    """Whether a text is what a spreadsheet makes of a number that it takes for a date.

    >>> is_damaged_date("2013-12-03"), is_damaged_date("12/3/2013"), is_damaged_date("64-17-5")
    (True, True, False)
    """
    return not has_cas_syntax(text) and any(date.fullmatch(text) for date in _DATES)


def is_serial_date(text: str) -> bool:
    """Whether a text is a spreadsheet's count of days, as a date turned to a number looks.

    >>> is_serial_date("41611")
    True
    """
    return _SERIAL.fullmatch(text) is not None


def find_cas_in_text(text: str) -> str:
    """The one CAS RN with the right check digit inside a text, "" when there is none or several.

    Dashes of other kinds and missing hyphens are read.

    >>> find_cas_in_text("CAS: 64\u201317\u20135 (ethanol)")
    '64-17-5'
    """
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    numbers = re.findall(r"(?<!\d)\d{2,7}-\d\d-\d(?!\d)", plain)
    found = {number for number in numbers if is_cas_number(number)}
    if not found and re.fullmatch(r"\d{5,10}", plain.strip()):
        found = set(_only_valid(plain.strip()))
    return found.pop() if len(found) == 1 else ""


def _only_valid(digits: str) -> Iterator[str]:
    number = f"{digits[:-3]}-{digits[-3:-1]}-{digits[-1]}"
    if is_cas_number(number):
        yield number


def find_cas_candidates(text: str) -> tuple[str, ...]:
    """Valid CAS RNs that differ by one digit or one swap of neighbours; never to be applied.

    >>> "64-17-5" in find_cas_candidates("64-17-6")
    True
    """
    digits = text.replace("-", "")
    changed = [
        digits[:i] + digit + digits[i + 1 :]
        for i in range(len(digits))
        for digit in "0123456789"
        if digit != digits[i]
    ]
    swapped = [
        digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1]
    ]
    return tuple(sorted({number for each in (*swapped, *changed) for number in _only_valid(each)}))


def is_chembl_id(text: str) -> bool:
    """Whether a text is a ChEMBL ID, which has no check digit.

    >>> is_chembl_id("CHEMBL2105759")
    True
    """
    return re.fullmatch(r"CHEMBL[1-9]\d*", text) is not None


_UNII_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def is_unii(text: str) -> bool:
    """Whether a text is a UNII: ten characters of which the last checks the sum of the others.

    The values 0-9, A-Z = 0-35 of the first nine are added, modulo 36. No text of the rule by the
    FDA was found; all UNIIs of the bundled store keep it.

    >>> is_unii("ISP4442I3Y"), is_unii("ISP4442I3Z")
    (True, False)
    """
    if not re.fullmatch(r"[0-9A-Z]{10}", text):
        return False
    values = [_UNII_CHARACTERS.index(character) for character in text]
    return sum(values[:9]) % 36 == values[9]
