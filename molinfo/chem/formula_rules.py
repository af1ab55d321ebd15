"""The rules of the grammar of formulas that look at numbers and signs: count, multiplier or charge.

Numbers of rules are those of `molinfo.chem.formula_grammar`, whose parser stands on this.
"""

from __future__ import annotations

from fractions import Fraction

from molinfo.chem.formula_markup import VULGAR, Choices, Token, formula_error
from molinfo.chem.nuclides import ALIASES, NONMETALS, Nuclide, is_lasting
from molinfo.errors import FormulaError

MAX_COUNT = 10**9

_SMALL = frozenset("H2O D2O HCl HBr HI HF NH3 HNO3 H2SO4 H3PO4 CH3OH CH4O C2H5OH C2H6O".split())
_ALONE = frozenset("H2 D2 N2 O2".split())
_BUILDING = frozenset("H D T C N O P S B".split())  # no molecule or ion of a formula's part alone


class Rules:
    """The tokens of one text, the place reached in them, and what is decided there."""

    text: str
    tokens: list[Token]
    choices: Choices
    notes: list[str]
    i: int
    part_start: int
    lone_isotope: bool

    @property
    def here(self) -> Token:
        """The token reached."""
        return self.tokens[self.i]

    def peek(self, n: int = 1) -> Token:
        """A token further on, the last one at most."""
        return self.tokens[min(self.i + n, len(self.tokens) - 1)]

    def error(self, what: str, at: Token | None = None) -> FormulaError:
        """The error for the place reached, or another."""
        return formula_error(what, self.text, (at or self.here).at)

    def names_isotope(self, number: Token, element: Token) -> bool:
        """Whether a number before an element can be the mass number of an isotope."""
        plain = ALIASES.get(element.text, Nuclide(element.text))
        return len(number.text) <= 3 and is_lasting(Nuclide(plain.symbol, int(number.text)))

    def multiplies(self, few_hydrogen: bool) -> bool:
        """Rule 5: whether the number that opens the text multiplies, though it names an isotope."""
        multiplies = self.choices.prefer_first(2) is few_hydrogen
        if not multiplies:
            self.note(f"{self.here.text}{self.peek().text} was read as the isotope")
        return multiplies

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
        """The whole number here."""
        token = self.here
        self.i += 1
        if len(token.text) > 10 or int(token.text) > MAX_COUNT:
            raise self.error(f"{token.text[:12]} is above {MAX_COUNT}; correct the number", token)
        if len(token.text) > 1 and token.text[0] == "0":
            raise self.error(f"{token.text} starts with a zero; is it the letter O?", token)
        return Fraction(int(token.text))

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
        if before.text == "]" and not (sign.script or sign.spaced) and self.lone_isotope:
            if self.tokens[first] is not owner:
                return False
            return self.decide(
                f"{digits}{sign.text} after an isotope in brackets can be the charge {digits}"
                f"{sign.text}, or {digits} of it with the charge {sign.text}; write ^ before the "
                "charge"
            )
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
        if not self.decide(
            f"{stem}{digits}{sign.text} can be {charged} or {readings}; "
            f"write {charged.replace(' ', '^')} or {readings.replace(' ', '^')}"
        ):
            return False
        if len(digits) > 1:  # SO42-: the last digit is the charge
            count = self.here._replace(text=digits[:-1])
            size = self.here._replace(text=digits[-1], script="sup", at=self.here.at + 1)
            self.tokens[self.i : self.i + 1] = [count, size]
            return False
        return True

    def decide(self, what: str) -> bool:
        """The first of two readings where choices are free; else refused, both named."""
        if not self.choices.free:
            raise self.error(what)
        return self.choices.prefer_first(2)

    def point_is_decimal(self) -> bool:
        """Rule 3: whether the point after the number here is a decimal point."""
        whole, point, digits, after = self.here, self.peek(), self.peek(2), self.peek(3)
        if digits.kind != "number" or point.spaced or digits.spaced:
            return False
        if whole.script == "sub" or digits.script == "sub" or point.script == "sub":
            return whole.script == digits.script
        if after.kind in ("/", "vulgar") or digits.text == "0":
            return False
        if whole.text in "01" or after.kind in ("end", "close", "separator", "sign"):
            return True
        if digits.script or after.kind == "open" or (after.kind == "number" and after.script):
            return after.kind != "open"
        if digits.text[0] == "0":
            return True  # no multiplier begins with a nought
        follows = self.list_following()
        rest = "".join(t.text for t in follows)
        if rest in _SMALL:
            return False
        symbols = [t.text for t in follows if t.kind == "element"]
        seen = {t.text for t in self.tokens[self.part_start : self.i] if t.kind == "element"}
        if seen & set(symbols):
            return False
        ends = self.tokens[self.tokens.index(follows[-1]) + 1].kind if follows else ""
        if len(symbols) == 1 and {*symbols} <= _BUILDING and rest not in _ALONE and ends != ".":
            return True
        decimal = f"{whole.text}.{digits.text}"
        return self.decide(
            f"{decimal} can be the count {decimal}, or {whole.text} and a new part "
            f"{digits.text}{rest}; write {whole.text},{digits.text} or {whole.text}·{digits.text}",
        )

    def list_following(self) -> list[Token]:
        """The tokens that a number after the point here would multiply."""
        end = self.i + 3
        if self.peek(3).kind in (".", ","):
            end += 2  # 4.1.5H2O: look at what 1.5 would multiply
        part = end
        while self.tokens[end].kind in ("element", "number", "open", "close"):
            end += 1
        return self.tokens[part:end]

    def is_charge(self) -> bool:
        """Whether a charge begins here."""
        if self.here.kind == "sign":
            return True
        return self.here.kind == "number" and self.peek().kind == "sign" and self.i > 0

    def adds(self) -> bool:
        """Rule 2: whether the plus here joins two parts, between spaces or by choice."""
        sign, after = self.here, self.peek()
        starts = after.kind in ("element", "open", "number", "vulgar")
        if sign.text != "+" or sign.script or not starts or after.script:
            return False
        if after.kind == "number" and self.peek(2).kind not in ("element", "open", "separator"):
            return False
        if sign.spaced and after.spaced:
            return True
        if self.tokens[self.i - 1].text == "]":
            return False
        return self.decide(
            "a sign inside a formula can join two parts, or be the charge of an ion before "
            "another; a charge stands at the end, in superscript or after square brackets, and "
            "parts are joined by a dot"
        )

    def opens_ion(self) -> bool:
        """Whether another part begins here without a dot: after a plus that adds, or by choice
        after the charge of an ion."""
        if self.here.kind == "sign":
            return True
        before = self.tokens[self.i - 1]
        plain = before.kind == "sign" and not before.script and self.here.kind == "element"
        return plain and self.choices.free and self.tokens[self.i - 2].text != "]"

    def charge(self) -> Fraction:
        """The charge here, with its sign."""
        token, before = self.here, self.tokens[self.i - 1]
        size: int | None = None
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
        if after.kind == "number" and size is None and times == 1 and not isotope:
            size = int(self.whole())
        if size and times > 1:
            raise self.error("a number and several signs; write the charge as 2+", token)
        free = sign.script == "sup" or token.script == "sup" or before.text == "]"
        ends = self.here.kind in ("end", "close", "separator", ".")
        if not (ends or free or self.opens_ion()):
            raise self.error(
                "a sign inside a formula; a charge stands at the end, in superscript or after "
                "square brackets, and parts are joined by a dot",
                sign,
            )
        if sign.script == "sub":
            raise self.error("a sign in subscript; a charge is a superscript", sign)
        if size == 0:
            self.note("a charge of 0 is written out")
        size = times if size is None else size
        if size > 1000:
            raise self.error(f"a charge of {size}; correct it", token)
        return Fraction(size if sign.text == "+" else -size)

    def note(self, text: str) -> None:
        """Keep a note, once."""
        if text not in self.notes:
            self.notes.append(text)
