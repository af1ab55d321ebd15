"""Molecular formulas: count exactly, compare, print; reading is `formula_grammar`'s."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from molinfo.chem.formula_grammar import ReadFormula, read_every_way, read_formula
from molinfo.chem.formula_markup import SCRIPTABLE, SUBSCRIPTS, SUPERSCRIPTS
from molinfo.chem.formula_rules import MAX_COUNT
from molinfo.chem.nuclides import (
    ALIASES,
    ATOMIC_NUMBERS,
    ELEMENTS,
    NONMETALS,
    Nuclide,
    add_counts,
    check_mass_number,
    sort_by_hill,
)
from molinfo.errors import FormulaError

__all__ = [
    "ELEMENTS",
    "Formula",
    "Nuclide",
    "format_difference",
    "parse_formula",
    "parse_formula_every_way",
]

MAX_TEXT = 10_000
_COUNT_ONLY = re.compile(r"[)A-Za-z](\d|1\d+|\d+[01])$")  # rule 1 of the grammar


@dataclass(frozen=True)
class Formula:
    """An exact, immutable count of nuclides with a charge.

    >>> water = parse_formula("H2O")
    >>> str(parse_formula("CuSO4") + water * 5)
    'CuH10O9S'
    """

    counts: Mapping[Nuclide, Fraction]
    charge: int = 0
    notes: tuple[str, ...] = field(default=(), compare=False)
    open_multiplier: str = ""

    def __post_init__(self) -> None:
        clean = {n: c if type(c) is Fraction else _whole(c) for n, c in self.counts.items() if c}
        for nuclide, count in clean.items():
            if count.numerator < 0:
                raise FormulaError(
                    f"{count} of {_name(nuclide)}: a formula cannot hold less than "
                    "nothing; use difference() to compare"
                )
        object.__setattr__(self, "counts", MappingProxyType(clean))

    @classmethod
    def from_counts(
        cls,
        counts: Mapping[str, int | Fraction]
        | Mapping[Nuclide, int | Fraction]
        | Mapping[str | Nuclide, int | Fraction],
        charge: int = 0,
    ) -> Formula:
        """Make a formula from numbers by element symbol (D and T too) or nuclide.

        >>> str(Formula.from_counts({"H": 3, "O": 1}, charge=1))
        'H3O+'
        """
        total: dict[Nuclide, Fraction] = {}
        for key, count in counts.items():
            plain = Nuclide(key) if isinstance(key, str) else key
            nuclide = ALIASES.get(plain.symbol, plain)
            if nuclide.symbol not in ATOMIC_NUMBERS:
                raise FormulaError(f"{nuclide.symbol!r} is no element; give a symbol such as 'Cl'")
            if nuclide.mass_number:
                check_mass_number(nuclide.mass_number, nuclide.symbol, "from_counts")
            add_counts(total, {nuclide: Fraction(count)})
        return cls(total, charge)

    def __reduce__(self) -> tuple[object, ...]:
        return (Formula, (dict(self.counts), self.charge, self.notes, self.open_multiplier))

    def __hash__(self) -> int:
        return hash((frozenset(self.counts.items()), self.charge, self.open_multiplier))

    @property
    def elements(self) -> dict[str, Fraction]:
        """The count of each element, isotopes merged, in Hill order.

        >>> parse_formula("CD3OH").elements["H"]
        Fraction(4, 1)
        """
        merged: dict[str, Fraction] = {}
        for nuclide in sort_by_hill(self.counts):
            merged[nuclide.symbol] = merged.get(nuclide.symbol, Fraction()) + self.counts[nuclide]
        return merged

    @property
    def has_isotopes(self) -> bool:
        """Whether any atom is labelled.

        >>> parse_formula("D2O").has_isotopes
        True
        """
        return any(nuclide.mass_number for nuclide in self.counts)

    def without_isotopes(self) -> Formula:
        """The same formula with labelled atoms as their natural element.

        >>> str(parse_formula("D2O").without_isotopes())
        'H2O'
        """
        natural = {Nuclide(symbol): count for symbol, count in self.elements.items()}
        return Formula(natural, self.charge, self.notes, self.open_multiplier)

    def without_charge(self) -> Formula:
        """The same atoms, uncharged.

        >>> str(parse_formula("NH4+").without_charge())
        'H4N'
        """
        return Formula(self.counts, 0, self.notes, self.open_multiplier)

    def same_elements(self, other: Formula) -> bool:
        """Whether both hold the same elements, whatever their isotopes and charge.

        >>> parse_formula("D2O").same_elements(parse_formula("H2O"))
        True
        """
        return self.elements == other.elements

    def difference(self, other: Formula) -> dict[Nuclide, Fraction]:
        """What this formula has more (positive) or less (negative) than the other.

        >>> parse_formula("CH4").difference(parse_formula("CH3Cl"))[Nuclide("Cl")]
        Fraction(-1, 1)
        """
        result = dict(self.counts)
        add_counts(result, other.counts, Fraction(-1))
        return {nuclide: result[nuclide] for nuclide in sort_by_hill(result) if result[nuclide]}

    def __add__(self, other: Formula) -> Formula:
        if not isinstance(other, Formula):
            return NotImplemented
        total = dict(self.counts)
        add_counts(total, other.counts)
        opened = "·".join(filter(None, (self.open_multiplier, other.open_multiplier)))
        return Formula(total, self.charge + other.charge, self.notes + other.notes, opened)

    def __sub__(self, other: Formula) -> Formula:
        if not isinstance(other, Formula):
            return NotImplemented
        if other.open_multiplier not in ("", self.open_multiplier):
            raise FormulaError(f"{other.open_multiplier} cannot be taken from {self}: it is open")
        if not other <= self:
            raise FormulaError(f"{other} is not contained in {self}; use difference() for this")
        opened = "" if other.open_multiplier else self.open_multiplier
        return Formula(
            self.difference(other), self.charge - other.charge, self.notes + other.notes, opened
        )

    def __mul__(self, factor: int | Fraction) -> Formula:
        if not isinstance(factor, int | Fraction):
            return NotImplemented
        if factor == 1:
            return self
        if self.open_multiplier:
            raise FormulaError(f"{self} has an open part and cannot be multiplied")
        charge = self.charge * Fraction(factor)
        if charge.denominator != 1:
            raise FormulaError(f"{factor} times {self} has a charge of {charge}, not a whole one")
        return Formula({n: c * factor for n, c in self.counts.items()}, int(charge), self.notes)

    __rmul__ = __mul__

    def __le__(self, other: Formula) -> bool:
        """Whether every atom of this formula is in the other; charges are not looked at."""
        if not isinstance(other, Formula):
            return NotImplemented
        return all(count <= other.counts.get(n, 0) for n, count in self.counts.items())

    def __str__(self) -> str:
        text = self._join(
            lambda n: n if n.isalpha() else f"[{n}]", lambda c: c, lambda c: c, plain=True
        )
        return f"{text}·{self.open_multiplier}" if self.open_multiplier else text

    def to_unicode(self) -> str:
        """Hill order with Unicode sub- and superscripts.

        >>> parse_formula("SO4-2").to_unicode()
        'O₄S²⁻'
        """
        down = str.maketrans(SCRIPTABLE + "/", SUBSCRIPTS + "⁄")
        up = str.maketrans(SCRIPTABLE, SUPERSCRIPTS)
        text = self._join(
            lambda n: n.translate(up), lambda c: c.translate(down), lambda c: c.translate(up)
        )
        return text + "".join(f"·{x}{f.to_unicode()}" for x, f in self._open_parts())

    def to_html(self) -> str:
        """Hill order with `<sub>` and `<sup>`.

        >>> parse_formula("H3O+").to_html()
        'H<sub>3</sub>O<sup>+</sup>'
        """
        text = self._join(
            lambda n: re.sub(r"\d+", r"<sup>\g<0></sup>", n),
            lambda c: f"<sub>{c}</sub>",
            lambda c: f"<sup>{c}</sup>",
        )
        return text + "".join(f"·{x}{f.to_html()}" for x, f in self._open_parts())

    def to_latex(self) -> str:
        r"""Hill order for LaTeX's math mode.

        >>> print(parse_formula("[13C]H4").to_latex())
        \mathrm{{}^{13}CH_{4}}
        """
        text = self._join(
            lambda n: re.sub(r"\d+", r"{}^{\g<0>}", n),
            lambda c: f"_{{{c}}}",
            lambda c: f"^{{{c}}}",
        )
        opened = "".join(rf"\cdot {x}{f.to_latex()[8:-1]}" for x, f in self._open_parts())
        return rf"\mathrm{{{text}{opened}}}"

    def _open_parts(self) -> list[tuple[str, Formula]]:
        parts = self.open_multiplier.split("·") if self.open_multiplier else []
        return [(part[0], parse_formula(part[1:])) for part in parts]

    def _join(
        self,
        nuclide: Callable[[str], str],
        count: Callable[[str], str],
        charge: Callable[[str], str],
        plain: bool = False,
    ) -> str:
        order = sort_by_hill(self.counts)
        pieces = []
        for n in order:
            number = _number(self.counts[n])
            piece = nuclide(_name(n)) + (count(number) if number != "1" else "")
            # a point or bar before another element would read as a new part: (H2.5)O
            broken = "." in number or "/" in number
            pieces.append(f"({piece})" if plain and broken and n != order[-1] else piece)
        text = "".join(pieces)
        if not self.charge:
            return text
        size = abs(self.charge)
        sign = ("" if size == 1 else str(size)) + ("+" if self.charge > 0 else "-")
        if not plain:
            return text + charge(sign)
        lone = len(order) == 1
        if size == 1:
            bare = not text[-1].isdigit() or (not lone and _COUNT_ONLY.search(text))
        else:
            bare = lone and size < 10 and text.isalpha() and text not in NONMETALS
        return text + (sign if bare else f"^{sign}")


def format_difference(claimed: Formula, computed: Formula) -> str:
    """What the claim has more (+) and less (-) than what was computed; "" if they are equal.

    >>> format_difference(parse_formula("C2H6O.H2O"), parse_formula("C2H6O"))
    '+H2O'
    """
    change = claimed.difference(computed)
    pieces = []
    for sign, factor in (("+", 1), ("-", -1)):
        side = {n: factor * c for n, c in change.items() if factor * c > 0}
        if side:
            # HCl and HBr, as people write them, where Hill order has ClH and BrH
            head = {n: c for n, c in side.items() if n == Nuclide("H")}
            organic = Nuclide("C") in side
            rest = {n: c for n, c in side.items() if organic or n not in head}
            pieces.append(sign + ("" if organic else str(Formula(head))) + str(Formula(rest)))
    if claimed.same_elements(computed):
        pieces.reverse()  # an exchange of isotopes reads as one: -H +D
    if claimed.open_multiplier != computed.open_multiplier:
        pieces += [
            sign + f.open_multiplier
            for sign, f in (("+", claimed), ("-", computed))
            if f.open_multiplier
        ]
    if claimed.charge != computed.charge:
        pieces.append(f"charge {claimed.charge - computed.charge:+d}")
    return " ".join(pieces)


def parse_formula(text: str) -> Formula:
    """Read a formula as labels, certificates and databases print it.

    Raises FormulaError for what is no formula or has two readings; `molinfo.chem.formula_grammar`
    states the rules. `Ca2+` has charge 2+, `NH4+` is NH4 with charge +, `SO42-` is refused.

    >>> f = parse_formula("C27H36N6O3S•2HCL•H2O")
    >>> str(f), f.notes
    ('C27H40Cl2N6O4S', ("'HCL' was read as HCl",))
    """
    _guard(text)
    plain = _parse_plain(text)
    return plain if plain is not None else _make_formula(read_formula(text))


def parse_formula_every_way(text: str) -> tuple[Formula, ...]:
    """Every reading of a formula, the preferred one first; each composition once.

    A structure can tell which of them is meant. Raises FormulaError where there is none.

    >>> [str(each) for each in parse_formula_every_way("SO42-")]
    ['O4S^2-', 'O42S-']
    """
    _guard(text)
    plain = _parse_plain(text)
    if plain is not None:
        return (plain,)
    found: dict[Formula, Formula] = {}
    for read in read_every_way(text):
        formula = _make_formula(read)
        found.setdefault(formula, formula)
    return tuple(found)


def _guard(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise FormulaError(
            f"a formula of {len(text)} characters (at most {MAX_TEXT} are read): is it one?"
        )


def _make_formula(read: ReadFormula) -> Formula:
    opened = "·".join(f"{letter}{Formula(part)}" for letter, part in read.open_parts)
    return Formula(read.counts, read.charge, read.notes, opened)


_PLAIN = re.compile(r"(?:(?!II(?![a-z]))[A-Z][a-z]?(?:[1-9][0-9]{0,8})?)+")  # II: the grammar's
_COUNT_OF_ONE = re.compile(r"[A-Za-z]1(?![0-9])")
_PLAIN_ITEM = re.compile(r"([A-Z][a-z]?)([0-9]*)")


def _parse_plain(text: str) -> Formula | None:
    """Read the common case, element symbols and whole counts, without the grammar; else None."""
    if not _PLAIN.fullmatch(text):
        return None
    counts: dict[Nuclide, int] = {}
    for symbol, number in _PLAIN_ITEM.findall(text):
        nuclide = _PLAIN_NUCLIDES.get(symbol)
        if nuclide is None:
            return None
        counts[nuclide] = counts.get(nuclide, 0) + int(number or 1)
    if max(counts.values()) > MAX_COUNT:
        return None
    notes = ("a count of 1 is written out",) if _COUNT_OF_ONE.search(text) else ()
    return Formula({nuclide: _whole(count) for nuclide, count in counts.items()}, 0, notes)


_PLAIN_NUCLIDES = {symbol: Nuclide(symbol) for symbol in ELEMENTS} | ALIASES


@lru_cache(maxsize=4096)
def _whole(count: int) -> Fraction:
    """A whole number as a fraction; made once, because formulas are full of small ones."""
    return Fraction(count)


def _name(nuclide: Nuclide) -> str:
    if nuclide.symbol == "H" and nuclide.mass_number in (2, 3):
        return "DT"[nuclide.mass_number - 2]
    return f"{nuclide.mass_number or ''}{nuclide.symbol}"


def _number(count: Fraction) -> str:
    """A count as a whole number, an exact decimal, or else a fraction."""
    twos_and_fives = count.denominator
    places = 0
    while 10**places % twos_and_fives and places < 12:
        places += 1
    if 10**places % twos_and_fives:
        return f"{count.numerator}/{count.denominator}"
    digits = str(count.numerator * 10**places // twos_and_fives).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
