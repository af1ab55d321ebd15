"""Registry numbers as text: CAS RN, EC number, UNII, ChEMBL ID; syntax, check digits and damage."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

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


class CasReading(NamedTuple):
    """The CAS RNs with the right check digit that a text holds, and how they are written there."""

    numbers: tuple[str, ...]
    how: str = ""


_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff0d]")
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff]")
_LOOSE_CAS = re.compile(r"(?<![\d-])0*(\d{2,7})\s*-\s*(\d\d)\s*-\s*0?(\d)(?![\d-])")


def read_cas_numbers(text: str) -> CasReading:
    """Read the CAS RNs of a cell as registries and spreadsheets print them.

    Noughts in front, blanks, other dashes, missing hyphens, words around the number and several
    numbers are read; only those with the right check digit are given.

    >>> read_cas_numbers("000075-09-2")
    CasReading(numbers=('75-09-2',), how='it has noughts in front')
    >>> read_cas_numbers("75-09-2; 64-17-5").numbers
    ('75-09-2', '64-17-5')
    """
    if is_cas_number(text):
        return CasReading((text,))
    plain = _INVISIBLE.sub("", _DASHES.sub("-", text)).strip()
    if bare := re.fullmatch(r"0*(\d{5,10})(?:\.0+)?", plain):
        return CasReading(tuple(_only_valid(bare[1])), "it has no hyphens")
    found: dict[str, str] = {}
    for match in _LOOSE_CAS.finditer(plain):
        number = "-".join(match.groups())
        if is_cas_number(number):
            found.setdefault(number, match[0])
    numbers = tuple(found)
    if len(numbers) > 1:
        return CasReading(numbers, f"it holds {len(numbers)} numbers")
    if numbers and len(_LOOSE_CAS.findall(plain)) == 1:
        return CasReading(numbers, _describe_writing(text, found[numbers[0]], plain))
    return CasReading(numbers, "it stands beside another number" if numbers else "")


def _describe_writing(text: str, printed: str, plain: str) -> str:
    if printed != plain:
        return "it stands among other text"
    if re.search(r"\s", printed):
        return "it has blanks inside"
    if printed.startswith("0") or re.search(r"-0\d$", printed):
        return "it has noughts in front"
    return "it has other dashes" if text.strip() != plain else "it has blanks around it"


def find_cas_in_text(text: str) -> str:
    """The one CAS RN with the right check digit inside a text, "" when there is none or several.

    >>> find_cas_in_text("CAS: 64\u201317\u20135 (ethanol)")
    '64-17-5'
    """
    numbers = read_cas_numbers(text).numbers
    return numbers[0] if len(numbers) == 1 else ""


_SERIAL_EPOCH = datetime.date(1899, 12, 30)
_MONTHS = {name: i for i, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # fmt: skip


def undo_date(text: str) -> tuple[str, ...]:
    """The CAS RNs that a spreadsheet may have turned into this date or count of days.

    A spreadsheet takes year, month and day for the three parts, so that 54-11-5 is 5 November 1954;
    only numbers with the right check digit are given.

    >>> undo_date("1954-11-05"), undo_date("11/5/1954"), undo_date("20033")
    (('54-11-5',), ('54-11-5',), ('54-11-5',))
    """
    found: dict[str, None] = {}
    for year, month, day in _read_dates(text.strip()):
        for start in (str(year), f"{year % 100:02d}"):
            number = f"{start}-{month:02d}-{day}"
            if is_cas_number(number):
                found.setdefault(number)
    return tuple(found)


def _read_dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day, every way round that a day of one digit allows."""
    if is_serial_date(text):
        date = _SERIAL_EPOCH + datetime.timedelta(days=int(float(text)))
        readings = [(date.year, date.month, date.day)]
    elif match := re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        readings = [(int(match[1]), int(match[2]), int(match[3]))]
    elif match := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", text):
        first, second, year = (int(part) for part in match.groups())
        readings = [(year, first, second), (year, second, first)]
    elif match := re.fullmatch(r"(\d{1,2})[-/ ]([A-Za-z]{3})[a-z]*[-/ ](\d{2}|\d{4})", text):
        month = _MONTHS.get(match[2].lower(), 0)
        readings = [(int(match[3]), month, int(match[1]))]
    else:
        readings = []
    for year, month, day in dict.fromkeys(readings):
        if 1 <= month <= 12 and 1 <= day <= 9:
            yield year, month, day


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
