"""Printed numbers: the digits of a molecular weight or mass as a label or database prints them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from molinfo.errors import NumberError


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed, and its value in g/mol (Da, u) with the digits that were printed.

    `value` keeps trailing zeros; a number in kDa is multiplied by 1000. `places` counts the decimal
    places of `value`, `unit` is "g/mol", "Da", "kDa", "u" or "" and `notes` says how an ambiguous
    separator was read and what stood beside the number.

    >>> number = parse_printed_number("MW: 371.420 g·mol-1")
    >>> number.value, number.places, number.unit, number.half_unit
    (Decimal('371.420'), 3, 'g/mol', Decimal('0.0005'))
    """

    text: str
    value: Decimal
    places: int
    unit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def exponent(self) -> int:
        """Power of ten of the last printed digit, in g/mol."""
        exponent = self.value.as_tuple().exponent
        assert isinstance(exponent, int)  # a parsed number is finite
        return exponent

    @property
    def half_unit(self) -> Decimal:
        """Half a unit of the last printed place, in g/mol."""
        return Decimal((0, (5,), self.exponent - 1))

    @property
    def is_integer(self) -> bool:
        """Whether no decimal was printed (`371`, `25 kDa`; not `25.4 kDa`)."""
        return self.exponent >= (3 if self.unit == "kDa" else 0)


_MOST_DIGITS = 60
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SUPERSCRIPTS = re.compile("[⁺⁻⁰¹²³⁴-⁹]+")
_LABEL = (
    r"(?:(?:average|avg\.?|relative|monoiso(?:topic)?|exact|nominal|accurate)\s+)?"
    r"(?:m\.?\s?w\.?|m\.?\s?r\.?|f\.?\s?w\.?|rmm|m\.?\s?wt\.?|mol\.?\s*(?:wt\.?|weight|mass)"
    r"|(?:molecular|formula|molar)\s+(?:weight|mass)|weight|mass|m)(?:\s*\([a-z /]*\))?\s*[=:]?"
)
_NUMBER = (
    r"(?P<digits>[0-9](?:[0-9.,]|['’_ ](?=[0-9]{3}(?![0-9])))*|\.[0-9]+)"
    r"(?:(?:e|\s*[x×*·]\s*10\s*\^)\s*(?P<power>[+-]?[0-9]{1,2}))?"
)
_UNIT = (
    r"(?P<kda>k\s?da|kilodaltons?)|(?P<da>da|daltons?)|(?P<u>a\.?m\.?u\.?|u)"
    r"|(?P<gmol>(?:g|grams?)\s*(?:/|per)\s*mole?|g\s*[·⋅∙•.*×]?\s*mole?\s*\^?\s*-\s*1)"
)
_PRINTED = re.compile(
    rf"(?:{_LABEL})?\s*(?:~|≈|∼|≃|=|ca\.?|circa|about|approx\.?|approximately)?\s*{_NUMBER}"
    rf"(?:\((?P<uncertainty>[0-9]+)\))?\s*(?:\[?(?:{_UNIT})\]?\.?)?\s*[;,]?"
    r"\s*(?:[(\[](?P<remark>[^()\[\]]*)[)\]])?",
    re.IGNORECASE,
)
_LOOSE_NUMBER = re.compile(r"(?<![\w.,])[0-9]+(?:[.,][0-9]+)*(?!\w)")
_UNITS = {"kda": "kDa", "da": "Da", "u": "u", "gmol": "g/mol"}


def parse_printed_number(text: str) -> PrintedNumber:
    """Read a printed weight or mass, with any unit and decoration, without changing a digit.

    `1,234.56`, `1.234,56`, `1 234,56` and `1'234.56` have thousands marks. One comma followed by
    exactly three digits is ambiguous and always noted: it marks thousands after a single digit
    (`1,234`: no weight is that small) or before `000` (`148,000`), and is a decimal comma after two
    or three digits (`371,418`). A single point is always a decimal point. Value in g/mol.

    Raises NumberError for no number, two different numbers, a range, a sign or an unknown unit.

    >>> parse_printed_number("1 234,50 Daltons").value
    Decimal('1234.50')
    >>> parse_printed_number("371,418").notes
    ('one comma before three digits was read as a decimal comma, not as a thousands mark',)
    """
    if sum(map(str.isdecimal, text)) > _MOST_DIGITS:
        raise NumberError(f"{text[:20]!r}... has more than {_MOST_DIGITS} digits")
    if _PLAIN.fullmatch(text):
        return _printed(text, Decimal(text), "", ())
    plain = _SUPERSCRIPTS.sub(lambda run: "^" + run[0], text)
    plain = unicodedata.normalize("NFKC", plain).replace("\N{MINUS SIGN}", "-")
    plain = " ".join(plain.split()).strip("\"'“”„‘’«» ")
    match = _PRINTED.fullmatch(plain)
    if match is None:
        raise NumberError(_refusal(text, plain))
    notes: list[str] = []
    value = Decimal(_plain_digits(text, match["digits"], notes))
    unit = next((name for group, name in _UNITS.items() if match[group]), "")
    power = int(match["power"] or 0) + (3 if unit == "kDa" else 0)
    value = _shift(value, power)
    if match["uncertainty"]:
        notes.append(f"printed uncertainty ({match['uncertainty']}) in the last digits")
    if match["remark"]:
        others = _LOOSE_NUMBER.findall(match["remark"])
        if any(other != match["digits"] for other in others):
            raise NumberError(f"{text!r} holds more than one number: {others[0]} as well")
        notes.append(f"remark: {match['remark'].strip()}")
    return _printed(text, value, unit, tuple(notes))


def _printed(text: str, value: Decimal, unit: str, notes: tuple[str, ...]) -> PrintedNumber:
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return PrintedNumber(text, value, places, unit, notes)


def _shift(value: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten and keep the digits, whatever the decimal context says."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, digits, exponent + power))


def _plain_digits(text: str, digits: str, notes: list[str]) -> str:
    """Strip thousands marks and make the decimal mark a point."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        mark = max(",.", key=digits.rfind)
        if digits.count(mark) > 1:
            raise NumberError(f"{text!r}: points and commas stand in no known order")
    elif commas == 1:
        mark = ","
        before, after = digits.split(",")
        if re.fullmatch(r"[1-9][0-9]{0,2}", before) and re.fullmatch(r"[0-9]{3}", after):
            thousands = len(before) == 1 or after == "000"
            readings = ("a thousands mark", "a decimal comma")
            read, other = readings if thousands else readings[::-1]
            notes.append(f"one comma before three digits was read as {read}, not as {other}")
            mark = "." if thousands else ","
    else:
        mark = "." if points == 1 else ""
    whole, _, decimals = digits.partition(mark) if mark else (digits, "", "")
    groups = re.split(r"[.,'’_ ]", whole)
    marks = set(whole) - set("0123456789")
    if len(marks) > 1 or (marks and not 1 <= len(groups[0]) <= 3):
        raise NumberError(f"{text!r}: the thousands marks do not stand every three digits")
    if any(len(group) != 3 for group in groups[1:]) or not (decimals or "0").isdecimal():
        raise NumberError(f"{text!r}: the thousands marks do not stand every three digits")
    return "".join(groups) + ("." + decimals if decimals else "")


def _refusal(text: str, plain: str) -> str:
    numbers = _LOOSE_NUMBER.findall(plain)
    if not re.search(r"[0-9]", plain):
        return f"{text!r} holds no number"
    if re.search(r"[<>≤≥±]", plain):
        return f"{text!r} is a bound or a tolerance, not one printed number"
    if len(numbers) > 1:
        return f"{text!r} holds more than one number: {', '.join(numbers[:4])}"
    return f"{text!r} is not a number with a known unit (g/mol, Da, kDa, u, amu)"
