"""SMARTS to tables that the compiled matcher walks; only what the descriptors' patterns use.

A pattern becomes query atoms, each a Boolean program over primitive tests, and query bonds, each a
set of bond classes. Every distinct primitive, program and recursive pattern is stored once in a
`PatternBook`, so that a molecule answers each of them once. Syntax and precedence are Daylight's
(Daylight Theory Manual, chapter 4, daylight.com/dayhtml/doc/theory/theory.smarts.html), the
meaning of `R<n>` (number of SSSR rings) and of a missing bond (single or aromatic) is RDKit's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.errors import StructureError

TYPE, ATOMIC_NUMBER, AROMATIC, HYDROGENS, DEGREE, CONNECTIVITY, VALENCE = range(7)
RINGS, IN_RING, CHARGE, ISOTOPE = range(7, 11)
"""What a primitive test looks at; TYPE is the atomic number, plus 1000 when aromatic."""

NOT, AND, OR, ANY = -1, -2, -3, -4
RECURSIVE = -10
"""Operators of an atom program; RECURSIVE - k asks for recursive pattern k."""

_SINGLE, _DOUBLE, _TRIPLE, _AROMATIC = 0b11, 0b1100, 0b110000, 0b11000000
_RING, _ALL = 0b10101010, 0b11111111
_BONDS = {"-": _SINGLE, "=": _DOUBLE, "#": _TRIPLE, ":": _AROMATIC, "~": _ALL, "@": _RING}
_UNWRITTEN = _SINGLE | _AROMATIC

_TWO_LETTERS = "|".join(sorted(s for s in ATOMIC_NUMBERS if len(s) == 2 and s != "Nh"))
_PRIMITIVE = re.compile(
    rf"(?P<number>#\d+)|(?P<isotope>\d+)|(?P<charge>\+\d+|-\d+|\++|-+)"
    rf"|(?P<element>{_TWO_LETTERS}|[BCNOFPSKIVYWU])|(?P<aromatic>se|te|as|[bcnops])"
    rf"|(?P<any>\*)|(?P<letter>[aA])|(?P<count>[HDXvR])(?P<n>\d*)|(?P<ring>r)(?!\d)"
)
_ORGANIC = frozenset("B C N O F P S Cl Br I".split())  # RDKit: `Se` is aromatic selenium too
_BARE = re.compile(r"Cl|Br|[BCNOSPFI]|[bcnops]|[aA*]")
_COUNTS = {"H": HYDROGENS, "D": DEGREE, "X": CONNECTIVITY, "v": VALENCE, "R": RINGS}

Program = tuple[int, ...]
T = TypeVar("T")


class UnsupportedSmarts(StructureError):
    """A SMARTS with something that no descriptor has needed so far."""


@dataclass(frozen=True, slots=True)
class Query:
    """A pattern: the program of each atom and (atom, atom, bond classes) of each bond."""

    atoms: tuple[int, ...]
    bonds: tuple[tuple[int, int, int], ...]

    def walk_from(self, root: int) -> list[tuple[int, int, int, list[tuple[int, int]]]]:
        """Order the atoms so that each hangs on an earlier one where it can.

        Gives (program, position of the parent or -1, bond classes, ring closures) a step, a
        closure being (position of the earlier atom, bond classes).
        """
        partners: list[list[tuple[int, int]]] = [[] for _ in self.atoms]
        for one, other, classes in self.bonds:
            partners[one].append((other, classes))
            partners[other].append((one, classes))
        position: dict[int, int] = {}
        steps = []
        for start in (root, *range(len(self.atoms))):
            pending = [] if start in position else [(start, -1, _ALL)]
            while pending:
                atom, parent, classes = pending.pop()
                if atom in position:
                    continue
                closures = [
                    (position[other], mask)
                    for other, mask in partners[atom]
                    if other in position and position[other] != parent
                ]
                position[atom] = len(position)
                steps.append((self.atoms[atom], parent, classes, closures))
                for other, mask in reversed(partners[atom]):
                    if other not in position:
                        pending.append((other, position[atom], mask))
        return steps


@dataclass(slots=True)
class PatternBook:
    """Patterns with what they share: primitives, atom programs, recursive patterns.

    >>> book = PatternBook()
    >>> book.add("[OX2H]-c1ccccc1").bonds[0]
    (0, 1, 3)
    >>> len(book.programs)
    2
    """

    primitives: dict[tuple[int, int], int] = field(default_factory=dict)
    programs: dict[Program, int] = field(default_factory=dict)
    recursives: dict[str, int] = field(default_factory=dict)
    recursive_queries: list[Query] = field(default_factory=list)

    def add(self, smarts: str) -> Query:
        """Read a pattern.

        Raises UnsupportedSmarts for what this module does not know.
        """
        return _Reader(self, smarts).read()

    def _store_program(self, program: Program) -> int:
        return self.programs.setdefault(program, len(self.programs))

    def _store_primitive(self, kind: int, value: int) -> int:
        return self.primitives.setdefault((kind, value), len(self.primitives))

    def _store_recursive(self, smarts: str) -> int:
        if smarts not in self.recursives:
            query = self.add(smarts)  # those inside it come first
            self.recursives[smarts] = len(self.recursive_queries)
            self.recursive_queries.append(query)
        return self.recursives[smarts]


class _Reader:
    """One pass over one SMARTS."""

    def __init__(self, book: PatternBook, smarts: str) -> None:
        self.book = book
        self.smarts = smarts

    def read(self) -> Query:
        atoms: list[int] = []
        bonds: list[tuple[int, int, int]] = []
        open_rings: dict[str, tuple[int, int | None]] = {}
        branches: list[int] = []
        last: int | None = None
        classes: int | None = None
        at = 0
        while at < len(self.smarts):
            sign = self.smarts[at]
            if sign == "(" and last is not None:
                branches.append(last)
            elif sign == ")" and branches:
                last = branches.pop()
            elif sign == ".":
                last = None
            elif sign.isdigit() or sign == "%":
                if last is None:
                    raise self._unsupported("a ring closure without an atom")
                label = self.smarts[at + 1 : at + 3] if sign == "%" else sign
                at += 2 if sign == "%" else 0
                if label in open_rings:
                    partner, given = open_rings.pop(label)
                    bonds.append((partner, last, given or classes or _UNWRITTEN))
                else:
                    open_rings[label] = (last, classes)
                classes = None
            elif sign in "-=#:~@!,;&":
                end = at
                while self.smarts[end] in "-=#:~@!,;&":
                    end += 1
                classes = self._read_bond(self.smarts[at:end])
                at = end - 1
            else:
                program, at = self._read_atom(at)
                atoms.append(program)
                if last is not None:
                    bonds.append((last, len(atoms) - 1, classes or _UNWRITTEN))
                last, classes = len(atoms) - 1, None
                continue
            at += 1
        if open_rings or branches:
            raise self._unsupported("an open ring or branch")
        return Query(tuple(atoms), tuple(bonds))

    def _read_bond(self, text: str) -> int:
        classes: int = _join(
            list(text),
            _BONDS.__getitem__,
            negate=lambda mask: _ALL & ~mask,
            both=lambda one, other: one & other,
            either=lambda one, other: one | other,
        )
        return classes

    def _read_atom(self, at: int) -> tuple[int, int]:
        """The program of the atom that begins at a position, and where it ends."""
        if self.smarts[at] == "[":
            end = _find_close(self.smarts, at, "[", "]")
            tokens = self._split_atom(self.smarts[at + 1 : end])
            end += 1
        else:
            found = _BARE.match(self.smarts, at)
            if found is None:
                raise self._unsupported(self.smarts[at:])
            tokens, end = [found.group()], found.end()
        program = _join(
            tokens,
            self._read_primitive,
            negate=lambda one: (*one, NOT),
            both=lambda one, other: (*one, *other, AND),
            either=lambda one, other: (*one, *other, OR),
        )
        return self.book._store_program(program), end

    def _split_atom(self, text: str) -> list[str]:
        tokens = []
        at = 0
        while at < len(text):
            if text[at] in "!&,;":
                end = at + 1
            elif text.startswith("$(", at):
                end = _find_close(text, at + 1, "(", ")") + 1
            elif text[at] == "H" and len(text) == 1:
                return ["#1"]
            else:
                found = _PRIMITIVE.match(text, at)
                if found is None:
                    raise self._unsupported(text[at:])
                end = found.end()
            tokens.append(text[at:end])
            at = end
        return tokens

    def _read_primitive(self, token: str) -> Program:
        if token.startswith("$("):
            return (RECURSIVE - self.book._store_recursive(token[2:-1]),)
        found = _PRIMITIVE.fullmatch(token)
        if found is None:
            raise self._unsupported(token)
        kind, value = ANY, 0
        if found["number"]:
            kind, value = ATOMIC_NUMBER, int(token[1:])
        elif found["isotope"]:
            kind, value = ISOTOPE, int(token)
        elif found["charge"]:
            size = int(token[1:]) if token[1:].isdigit() else len(token)
            kind, value = CHARGE, size if token[0] == "+" else -size
        elif found["element"]:
            kind, value = TYPE if token in _ORGANIC else ATOMIC_NUMBER, ATOMIC_NUMBERS[token]
        elif found["aromatic"]:
            kind, value = TYPE, 1000 + ATOMIC_NUMBERS[token.capitalize()]
        elif found["letter"]:
            kind, value = AROMATIC, int(token == "a")
        elif found["ring"] or token == "R":
            kind, value = IN_RING, 1
        elif found["count"]:
            kind, value = _COUNTS[found["count"]], int(found["n"] or 1)
        return (ANY,) if kind == ANY else (self.book._store_primitive(kind, value),)

    def _unsupported(self, what: str) -> UnsupportedSmarts:
        return UnsupportedSmarts(f"SMARTS {self.smarts}: {what} is not supported")


def _find_close(text: str, at: int, opening: str, closing: str) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opening) - (text[place] == closing)
        if depth == 0:
            return place
    raise UnsupportedSmarts(f"SMARTS {text}: {opening} is never closed")


def _join(
    tokens: Sequence[str],
    read: Callable[[str], T],
    *,
    negate: Callable[[T], T],
    both: Callable[[T, T], T],
    either: Callable[[T, T], T],
) -> T:
    """Join tests by precedence: `!`, then `&` or nothing, then `,`, then `;`."""
    for separator, combine in ((";", both), (",", either)):
        if separator in tokens:
            cut = len(tokens) - 1 - list(reversed(tokens)).index(separator)
            left = _join(tokens[:cut], read, negate=negate, both=both, either=either)
            right = _join(tokens[cut + 1 :], read, negate=negate, both=both, either=either)
            return combine(left, right)
    result: T | None = None
    inverted = False
    for token in tokens:
        if token == "&":
            continue
        if token == "!":
            inverted = not inverted
            continue
        one = negate(read(token)) if inverted else read(token)
        inverted = False
        result = one if result is None else both(result, one)
    if result is None:
        raise UnsupportedSmarts("SMARTS: an empty atom or bond")
    return result
