"""The grammar of formulas as labels, certificates and databases print them.

The text goes through three steps: `read_markup` turns Unicode scripts, HTML and LaTeX into
characters that know whether they are sub- or superscripts, `tokenise` makes tokens of them, and
`_Parser` is a recursive descent over this grammar:

    formula    = body
    body       = part { separator part }                 separator  . · • ∙ ⋅ * ×
    part       = [ multiplier ] item { item } [ charge ]    multiplier 2  0.5  0,5  ½  1½  1/2  x  n
    item       = ( nuclide | group ) [ count ] [ charge ]   (a charge inside a part: see rule 2)
    nuclide    = [ mass number ] element | D | T
    group      = "(" body ")" | "[" body "]" | "{" body "}"

Rules where a text has more than one reading; what no rule decides is refused, both readings named.

1. Digits straight before a final plain sign. A lone metal (`Ca2+`), a group in square brackets
   (`[SO4]2-`) and a round group that is the whole part: they are the charge. Otherwise a single
   digit is a count (`NH4+`, `NO3-`), and so are digits that start with 1 or end with 0 or 1,
   because nobody writes out a count of 1 or a charge of 0 or 1 there (`C10H12+`, `C10H21+`). The
   rest is refused (`SO42-`). A superscript charge, a caret (`C10H22^+`), a space before the charge
   (`SO4 2-`) or the sign first (`SO4-2`) decides.
2. A plain sign inside a part is refused unless it follows a square bracket: `C6H6+H` is no formula.
3. A point between digits. It parts when what follows repeats an element already seen
   (`CuSO4.5H2O`) or is a common small molecule (`CaCl2.2H2O`); it is a decimal point when it can be
   nothing else (`C6H12.5`, `C0.5H2`, subscripts); otherwise it is refused (`C12.3H3.5`). A decimal
   comma is always decimal. A part's own multiplier takes its point as decimal (`CaSO4.0.5H2O`).
   A fraction as a count is refused where an element follows (`CuSO4/5H2O`, `C6H6½H2O`).
4. Proper case always wins: `CO` is carbon and oxygen, `Co` cobalt, `SI` sulfur and iodine. Only a
   word that is no formula as written is read in other case, with a note, if one reading exists.
5. A number that opens a square bracket, or stands there after a space, is a mass number (`[13C6]`).
   One that opens a part multiplies, but `13CO2` (a common label) is refused.
6. An open multiplier (`xH2O`) is kept as `open_multiplier` and its part is not counted. An `x`
   before a number multiplies (`CuSO4 x 5H2O`); one before an element, after a space, is refused.
7. `(II)`, `(IV)` and `FeII` are refused: they are oxidation numbers, or iodine and vanadium.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from molinfo.chem.formula_markup import CLOSING, VULGAR, Token, formula_error, tokenise
from molinfo.chem.nuclides import (
    ALIASES,
    NONMETALS,
    Nuclide,
    add_counts,
    check_mass_number,
)
from molinfo.errors import FormulaError

MAX_COUNT = 10**9
MAX_NESTING = 50

_SMALL = frozenset("H2O D2O HCl HBr HI HF NH3 HNO3 H2SO4 H3PO4 CH3OH CH4O C2H5OH C2H6O".split())
_LABELS = frozenset("11C 13C 14C 13N 15N 15O 17O 18O 18F 32P 33P 34S 35S 37Cl 123I 125I".split())

Counts = dict[Nuclide, Fraction]


class ReadFormula(NamedTuple):
    """What the grammar makes of a text; open parts are a letter and what it multiplies."""

    counts: Counts
    charge: int
    notes: tuple[str, ...]
    open_parts: tuple[tuple[str, Counts], ...]


def read_formula(text: str) -> ReadFormula:
    """Read a text by the grammar above. Raises FormulaError."""
    return _Parser(text).formula()


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.notes: list[str] = []
        self.tokens = tokenise(text, self.notes)
        self.i = 0
        self.part_start = 0
        self.depth = 0
        self.open_parts: list[tuple[str, Counts]] = []

    def formula(self) -> ReadFormula:
        if self.here.kind == "end":
            raise FormulaError("the formula is empty; give at least one element")
        counts, charge = self.body("")
        if self.here.kind == "close":
            raise self.error(f"{self.here.text!r} closes nothing; remove it")
        if not counts:
            raise self.error("only a part with an open multiplier: there is nothing to count")
        if charge.denominator != 1:
            raise self.error(f"the charge is {charge}, not a whole number; correct a multiplier")
        return ReadFormula(counts, int(charge), tuple(self.notes), tuple(self.open_parts))

    @property
    def here(self) -> Token:
        return self.tokens[self.i]

    def peek(self, n: int = 1) -> Token:
        return self.tokens[min(self.i + n, len(self.tokens) - 1)]

    def error(self, what: str, at: Token | None = None) -> FormulaError:
        return formula_error(what, self.text, (at or self.here).at)

    def body(self, opened: str) -> tuple[Counts, Fraction]:
        counts, charge = self.part(opened)
        while self.here.kind in ("separator", "."):
            self.i += 1
            more, more_charge = self.part("")
            add_counts(counts, more)
            charge += more_charge
        if self.here.kind not in ("end", "close"):
            raise self.error(f"{self.here.text!r} is not expected here; remove or correct it")
        return counts, charge

    def part(self, opened: str) -> tuple[Counts, Fraction]:
        self.part_start = start = self.i
        letter, multiplier = "", Fraction(1)
        if self.here.kind == "open-multiplier":
            letter = self.here.text
            self.i += 1
        elif self.starts_multiplier(opened):
            multiplier = self.multiplier()
        counts: Counts = {}
        charge = Fraction()
        first = self.i
        while self.here.kind in ("element", "open", "number", "sign"):
            token = self.here
            if self.is_charge():
                if self.i == first:
                    raise self.error("a charge without atoms; put it after them")
                charge += self.charge()
                continue
            item, item_charge = self.item(opened, first)
            add_counts(counts, item)
            charge += item_charge
            if any(count > MAX_COUNT for count in counts.values()):
                raise self.error(f"more than {MAX_COUNT} atoms; correct the count", token)
        if self.i == first:
            raise self.error("an element is expected here; a part is missing", self.here)
        self.part_start = start
        if letter:
            if charge or self.depth:
                raise self.error(
                    f"an open {letter!r} cannot multiply a charge or stand in brackets"
                )
            self.open_parts.append((letter, counts))
            return {}, Fraction()
        if any(count * multiplier > MAX_COUNT for count in counts.values()):
            raise self.error(f"more than {MAX_COUNT} atoms; correct the multiplier")
        return {n: c * multiplier for n, c in counts.items()}, charge * multiplier

    def starts_multiplier(self, opened: str) -> bool:
        if self.here.kind == "vulgar":
            return True
        if self.here.kind != "number" or self.here.script == "sup":
            return False
        after = self.peek()
        if after.kind != "element":
            return True
        if opened == "[":
            return False
        label = self.here.text + after.text in _LABELS
        if opened and label:
            return False
        if label and not self.i and not after.spaced:
            both = f"[{self.here.text}{after.text}] or {self.here.text} times {after.text}..."
            raise self.error(f"this can be {both}; write the isotope in brackets")
        if opened:
            both = f"[{self.here.text}{after.text}] or {self.here.text} times {after.text}..."
            raise self.error(f"this can be {both}; use square brackets or put the number outside")
        return True

    def multiplier(self) -> Fraction:
        """The number at the start of a part, where a point is always decimal."""
        token = self.here
        value = self.number(decimal=True)
        if self.here.text in ("×", "*"):
            self.i += 1
        if not value:
            raise self.error("a multiplier of zero; remove the part", token)
        return value

    def number(self, decimal: bool) -> Fraction:
        """A whole number, fraction, vulgar fraction or (where the caller says so) a decimal."""
        token = self.here
        if token.kind == "vulgar":
            self.i += 1
            return VULGAR[token.text]
        value = self.whole()
        after, digits = self.here, self.peek()
        if after.kind == "vulgar" and not after.spaced:
            self.i += 1
            return value + VULGAR[after.text]
        if digits.kind != "number" or digits.spaced or after.spaced:
            return value
        if after.kind == "," or (after.kind == "." and decimal):
            self.i += 2
            if len(digits.text) > 100:
                raise self.error("too many decimals; shorten the number", digits)
            return value + Fraction(int(digits.text), 10 ** len(digits.text))
        if after.kind == "/":
            self.i += 1
            below = self.whole()
            if not below:
                raise self.error("a division by zero; correct the fraction", token)
            return value / below
        return value

    def whole(self) -> Fraction:
        token = self.here
        self.i += 1
        if len(token.text) > 10 or int(token.text) > MAX_COUNT:
            raise self.error(f"{token.text[:12]} is above {MAX_COUNT}; correct the number", token)
        if len(token.text) > 1 and token.text[0] == "0":
            raise self.error(f"{token.text} starts with a zero; is it the letter O?", token)
        return Fraction(int(token.text))

    def item(self, opened: str, first: int) -> tuple[Counts, Fraction]:
        token = self.here
        if token.kind == "open":
            counts, charge = self.group()
        else:
            counts, charge = {self.nuclide(opened, first): Fraction(1)}, Fraction()
        count = self.count(token, first)
        if opened == "[" and self.tokens[first].kind == "number" and count >= 100:
            raise self.error(f"{count} after an isotope is more than one number; add spaces", token)
        return {n: c * count for n, c in counts.items()}, charge * count

    def nuclide(self, opened: str, first: int) -> Nuclide:
        mass = 0
        token = self.here
        if token.kind == "number":
            labelled = (self.i == first and opened) or (token.spaced and opened == "[")
            if self.peek().kind != "element" or not (token.script == "sup" or labelled):
                raise self.error(
                    f"the number {token.text} belongs to nothing; remove the space before a count, "
                    "put a dot before a multiplier or brackets around an isotope"
                )
            mass = int(self.whole())
        symbol = self.here.text
        if self.here.script:
            raise self.error(f"{symbol} is a sub- or superscript; only numbers and charges can be")
        if symbol == "I" and self.i and self.tokens[self.i - 1].text == "I":
            raise self.error("'II' can be an oxidation number or iodine; leave it out or write I2")
        self.i += 1
        if not mass:
            return ALIASES.get(symbol) or Nuclide(symbol)
        if symbol in ALIASES:
            raise self.error(f"{symbol} is an isotope already; write it without {mass}", token)
        check_mass_number(mass, symbol, f"position {token.at + 1}")
        return Nuclide(symbol, mass)

    def group(self) -> tuple[Counts, Fraction]:
        bracket, opened_at = self.here, self.i
        self.i += 1
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.error(f"brackets nested more than {MAX_NESTING} deep; remove some", bracket)
        start = self.part_start
        counts, charge = self.body(bracket.text)
        self.part_start = start
        self.depth -= 1
        inside = self.tokens[opened_at + 1 : self.i]
        if bracket.text == "(" and {t.text for t in inside} <= {"I", "V"}:
            roman = "".join(t.text for t in inside)
            raise self.error(
                f"'({roman})' can be an oxidation number or the elements; leave it out or write "
                "them without brackets",
                bracket,
            )
        if self.here.text != CLOSING[bracket.text]:
            found = self.here.text or "the end"
            raise self.error(
                f"{bracket.text!r} at position {bracket.at + 1} meets {found}; close it"
            )
        self.i += 1
        return counts, charge

    def count(self, owner: Token, first: int) -> Fraction:
        token = self.here
        if token.kind == "vulgar" and not token.spaced:
            value = self.number(decimal=False)
            self.refuse_fraction_before_atoms(token)
            return value
        if token.kind != "number" or token.script == "sup" or (token.spaced and not token.script):
            return Fraction(1)
        if self.digits_are_charge(owner, first):
            return Fraction(1)
        value = self.number(decimal=self.peek().kind == "." and self.point_is_decimal())
        if not value:
            raise self.error("a count of zero; remove the element or write the letter O", token)
        if self.tokens[self.i - 2].text == "/" or self.tokens[self.i - 1].kind == "vulgar":
            self.refuse_fraction_before_atoms(token)
        after = self.here
        if value.denominator != 1 and after.kind == "sign" and not (after.script or after.spaced):
            raise self.error("a sign after a fraction; write ^ before the charge")
        return value

    def refuse_fraction_before_atoms(self, first: Token) -> None:
        """Rule 3: a fraction between two items may count the first or multiply the second."""
        if self.here.kind in ("element", "open") and not first.script:
            fraction = "".join(t.text for t in self.tokens if first.at <= t.at < self.here.at)
            raise self.error(
                f"{fraction} can be a count, or end in the multiplier of {self.here.text}...; "
                "put a dot before a multiplier or brackets around the element and its count",
                first,
            )

    def digits_are_charge(self, owner: Token, first: int) -> bool:
        """Rule 1: whether the digits here, straight before a final sign, are the charge."""
        digits, sign = self.here.text, self.peek()
        if self.here.script or sign.kind != "sign" or self.peek(2).kind == "number":
            return False
        before = self.tokens[self.i - 1]
        if before.text == "]":
            return not (sign.script or sign.spaced)
        count_only = len(digits) == 1 or digits[0] == "1" or digits[-1] in "01"
        if sign.script or sign.spaced:
            if count_only or self.text[: sign.at].endswith(("^", "^{")):
                return False
        elif self.tokens[first] is owner and len(digits) == 1:
            if before.kind == "close":
                self.note(f"{digits}{sign.text} after the brackets was read as the charge")
                return True
            if before.text not in NONMETALS:
                return True
        elif count_only:
            return False
        stem = before.text
        readings = f"{stem}{digits} {sign.text}"
        charged = f"{stem}{digits[:-1]} {digits[-1]}{sign.text}"
        raise self.error(
            f"{stem}{digits}{sign.text} can be {charged} or {readings}; "
            f"write {charged.replace(' ', '^')} or {readings.replace(' ', '^')}"
        )

    def point_is_decimal(self) -> bool:
        """Rule 3: whether the point after the number here is a decimal point."""
        whole, point, digits, after = self.here, self.peek(), self.peek(2), self.peek(3)
        if digits.kind != "number" or point.spaced or digits.spaced:
            return False
        if whole.script == "sub" or digits.script == "sub" or point.script == "sub":
            return whole.script == digits.script
        if after.kind in ("/", "vulgar") or digits.text == "0":
            return False
        if whole.text == "0" or after.kind in ("end", "close", "separator", "sign"):
            return True
        if digits.script or after.kind == "open" or (after.kind == "number" and after.script):
            return after.kind != "open"
        end = self.i + 3
        if after.kind in (".", ","):
            end += 2  # 4.1.5H2O: look at what 1.5 would multiply
        part = end
        while self.tokens[end].kind in ("element", "number", "open", "close"):
            end += 1
        follows = self.tokens[part:end]
        if "".join(t.text for t in follows) in _SMALL:
            return False
        seen = {t.text for t in self.tokens[self.part_start : self.i] if t.kind == "element"}
        if seen & {t.text for t in follows if t.kind == "element"}:
            return False
        decimal = f"{whole.text}.{digits.text}"
        rest = "".join(t.text for t in follows)
        raise self.error(
            f"{decimal} can be the count {decimal}, or {whole.text} and a new part "
            f"{digits.text}{rest}; write {whole.text},{digits.text} or {whole.text}·{digits.text}",
        )

    def is_charge(self) -> bool:
        if self.here.kind == "sign":
            return True
        return self.here.kind == "number" and self.peek().kind == "sign" and self.i > 0

    def charge(self) -> Fraction:
        token, before = self.here, self.tokens[self.i - 1]
        size = 0
        if token.kind == "number":
            size = int(self.whole())
        sign = self.here
        times = 0
        while self.here.kind == "sign":
            if self.here.text != sign.text:
                raise self.error("+ and - together; keep one of them")
            times += 1
            self.i += 1
        after = self.here
        isotope = after.kind == "number" and self.peek().kind == "element"
        if after.kind == "number" and not size and times == 1 and not isotope:
            size = int(self.whole())
        if size and times > 1:
            raise self.error("a number and several signs; write the charge as 2+", token)
        free = sign.script == "sup" or token.script == "sup" or before.text == "]"
        if self.here.kind not in ("end", "close", "separator", ".") and not free:
            raise self.error(
                "a sign inside a formula; a charge stands at the end, in superscript or after "
                "square brackets, and parts are joined by a dot",
                sign,
            )
        if sign.script == "sub":
            raise self.error("a sign in subscript; a charge is a superscript", sign)
        size = size or times
        if size > 1000:
            raise self.error(f"a charge of {size}; correct it", token)
        return Fraction(size if sign.text == "+" else -size)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)
