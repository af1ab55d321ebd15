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

Rules where a text has more than one reading; what no rule decides is refused, both readings named,
and `read_every_way` gives them all, so that a structure can decide.

1. Digits straight before a final plain sign. A lone metal (`Ca2+`), a group in square brackets
   (`[SO4]2-`) and a round group that is the whole part: they are the charge. Otherwise a single
   digit is a count (`NH4+`, `NO3-`), and so are digits that start with 1 or end with 0 or 1,
   because nobody writes out a count of 1 or a charge of 0 or 1 there (`C10H12+`, `C10H21+`), and
   digits after an isotope in brackets (`C2H3[18O]2-`, as RDKit prints). The rest is refused
   (`SO42-`, `[18O]2-`). A superscript charge, a caret (`C10H22^+`), an underscore (`SO4_2-`), a
   space before the charge (`SO4 2-`) or the sign first (`SO4-2`) decides. `+0` is no charge.
2. A plain sign inside a part is refused unless it follows a square bracket: `C6H6+H` can be a sum
   or two ions. A plus between spaces adds (`CuSO4 + 5H2O`).
3. A point between digits. It parts when what follows repeats an element already seen
   (`CuSO4.5H2O`) or is a common small molecule (`CaCl2.2H2O`); it is a decimal point when it can be
   nothing else: at the end (`C6H12.5`), after a nought or a 1 (`C0.5H2`, `La1.85Sr0.15`), in
   subscript, or where what follows is no molecule (`C6H12.5O6`); otherwise it is refused
   (`C12.3H3.5`). A decimal comma is always decimal. A part's own multiplier takes its point as
   decimal (`CaSO4.0.5H2O`). A fraction as a count is refused where an element follows
   (`CuSO4/5H2O`, `C6H6½H2O`).
4. Proper case always wins: `CO` is carbon and oxygen, `Co` cobalt, `SI` sulfur and iodine. Only a
   word that is no formula as written is read in other case, with a note, if one reading exists
   that does without elements beyond uranium.
5. A number that opens a square bracket, or stands there after a space, is a mass number (`[13C6]`),
   and so is one that opens the text, where there is such an isotope (`13CO2`, `79Br`), with a note;
   2 and 3 before hydrogen multiply (`2HCl`). One that opens a later part multiplies.
   Brackets around the number alone are read too (`[13]C2`).
6. An open multiplier (`xH2O`) is kept as `open_multiplier` and its part is not counted. An `x`
   before a number multiplies (`CuSO4 x 5H2O`); one before an element, after a space, is refused.
7. `(II)`, `(IV)` and `FeII` are refused: they are oxidation numbers, or iodine and vanadium.
8. Where the parts after the first add up to it, it is their total, as FDA and GSRS print it
   (`C2H3NaO2.Na.C2H3O2`), with a note. A phase, `(s)`, `(l)`, `(g)` or `(aq)`, is left out.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from molinfo.chem.formula_markup import CLOSING, Choices, Token, tokenise
from molinfo.chem.formula_rules import MAX_COUNT, Rules
from molinfo.chem.nuclides import ALIASES, Nuclide, add_counts, check_mass_number
from molinfo.errors import FormulaError

MAX_NESTING = 50
MOST_READINGS = 16

_PHASE = re.compile(r"\s*\((?:s|l|g|aq)\)(?=\s*(?:$|[.·•*+]))")

Counts = dict[Nuclide, Fraction]


class ReadFormula(NamedTuple):
    """What the grammar makes of a text; open parts are a letter and what it multiplies."""

    counts: Counts
    charge: int
    notes: tuple[str, ...]
    open_parts: tuple[tuple[str, Counts], ...]


def read_formula(text: str) -> ReadFormula:
    """Read a text by the grammar above. Raises FormulaError."""
    return _Parser(text, Choices()).formula()


def read_every_way(text: str) -> list[ReadFormula]:
    """Every reading of a text, at most MOST_READINGS tried, the one preferred first.

    Raises FormulaError where there is none.
    """
    found: list[ReadFormula] = []
    refusal: FormulaError | None = None
    waiting: list[tuple[int, ...]] = [()]
    for _ in range(MOST_READINGS):
        if not waiting:
            break
        given = waiting.pop(0)
        choices = Choices(given, free=True)
        try:
            found.append(_Parser(text, choices).formula())
        except FormulaError as error:
            refusal = refusal or error
        made = choices.made
        for place in range(len(given), len(made)):
            before = tuple(0 for _ in range(len(given), place))
            waiting += [(*given, *before, other) for other in range(1, made[place])]
    if not found:
        raise refusal or FormulaError("the formula has no reading")
    return found


class _Parser(Rules):
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str, choices: Choices) -> None:
        self.text = text
        self.choices = choices
        self.notes: list[str] = []
        self.tokens = tokenise(self.leave_out_phases(text), self.notes, choices)
        self.i = 0
        self.part_start = 0
        self.depth = 0
        self.lone_isotope = False
        self.open_parts: list[tuple[str, Counts]] = []
        self.parts: list[Counts] = []

    def leave_out_phases(self, text: str) -> str:
        phases = [match[0].strip() for match in _PHASE.finditer(text)]
        if phases:
            self.note(f"the phase {', '.join(dict.fromkeys(phases))} was left out")
        return _PHASE.sub(lambda match: " " * len(match[0]), text) if phases else text

    def formula(self) -> ReadFormula:
        if self.here.kind == "end":
            raise FormulaError("the formula is empty; give at least one element")
        counts, charge = self.body("")
        counts = self.take_total(counts)
        if self.here.kind == "close":
            raise self.error(f"{self.here.text!r} closes nothing; remove it")
        if not counts:
            raise self.error("only a part with an open multiplier: there is nothing to count")
        if charge.denominator != 1:
            raise self.error(f"the charge is {charge}, not a whole number; correct a multiplier")
        return ReadFormula(counts, int(charge), tuple(self.notes), tuple(self.open_parts))

    def take_total(self, counts: Counts) -> Counts:
        """Rule 8: the first part where the others add up to it."""
        if len(self.parts) < 3 or self.open_parts:
            return counts
        first, *others = self.parts
        summed: Counts = {}
        for other in others:
            add_counts(summed, other)
        if summed != first or not self.choices.prefer_first(2):
            return counts
        self.note("the first part is the total of the others, so that they are not counted again")
        return first

    def body(self, opened: str) -> tuple[Counts, Fraction]:
        counts, charge = self.part(opened)
        if not self.depth:
            self.parts.append(dict(counts))
        while self.here.kind in ("separator", ".") or self.opens_ion():
            self.i += self.here.kind in ("separator", ".", "sign")
            more, more_charge = self.part("")
            if not self.depth:
                self.parts.append(dict(more))
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
                if self.adds():
                    break
                charge += self.charge()
                if self.opens_ion():
                    break
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
        if self.here.kind != "number" or self.here.script in ("sup", "mass"):
            return False
        after = self.peek()
        if after.kind != "element":
            return True
        if opened == "[":
            return False
        label = not after.spaced and self.names_isotope(self.here, after)
        few_hydrogen = after.text == "H" and self.here.text in ("2", "3")
        if opened:
            both = f"[{self.here.text}{after.text}] or {self.here.text} times {after.text}..."
            what = f"this can be {both}; use square brackets or put the number outside"
            if not label:
                raise self.error(what)
            return few_hydrogen and not self.decide(what)
        return self.i > 0 or not label or self.multiplies(few_hydrogen)

    def multiplier(self) -> Fraction:
        """The number at the start of a part, where a point is always decimal."""
        token = self.here
        value = self.number(decimal=True)
        if self.here.text in ("×", "*"):
            self.i += 1
        if not value:
            raise self.error("a multiplier of zero; remove the part", token)
        return value

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
            opens = self.i == first and (opened or not self.i)
            labelled = opens or (token.spaced and opened == "[") or token.script == "mass"
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
        self.lone_isotope = [t.kind for t in inside] == ["number", "element"]
        return counts, charge

    def count(self, owner: Token, first: int) -> Fraction:
        token = self.here
        if token.kind == "vulgar" and not token.spaced:
            value = self.number(decimal=False)
            self.refuse_fraction_before_atoms(token)
            return value
        outside = token.script in ("sup", "mass")
        if token.kind != "number" or outside or (token.spaced and not token.script):
            return Fraction(1)
        if self.digits_are_charge(owner, first):
            return Fraction(1)
        value = self.number(decimal=self.peek().kind == "." and self.point_is_decimal())
        if not value:
            raise self.error("a count of zero; remove the element or write the letter O", token)
        if token.text == "1" and value == 1:
            self.note("a count of 1 is written out")
        if self.tokens[self.i - 2].text == "/" or self.tokens[self.i - 1].kind == "vulgar":
            self.refuse_fraction_before_atoms(token)
        after = self.here
        if value.denominator != 1 and after.kind == "sign" and not (after.script or after.spaced):
            raise self.error("a sign after a fraction; write ^ before the charge")
        return value
