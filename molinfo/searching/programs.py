"""A substructure query as tables for the scanner of SMILES; its meaning is RDKit's own.

RDKit describes the query of each atom as a tree of tests, which becomes a program in postfix order;
bond queries are asked about a bond of every class. A test that the scanner does not know makes the
query inexact: what the scanner then finds are candidates for RDKit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from rdkit import Chem

from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.chem.quiet import quiet

MOST_ATOMS = 64
"""Atoms of a query, or of a recursive pattern in it, that the scanner takes."""


class Op(IntEnum):
    """What a test looks at, and how tests are joined; the scanner counts them alike."""

    ANY = 0
    UNKNOWN = 1
    NUMBER = 2
    TYPE = 3
    IS_AROMATIC = 4
    HYDROGENS = 5
    DEGREE = 6
    TOTAL_DEGREE = 7
    CHARGE = 8
    ISOTOPE = 9
    IN_RING = 10
    RING_BONDS = 11
    HEAVY_DEGREE = 12
    RING_SIZE = 13
    RECURSIVE = 14
    NOT = 15
    AND = 16
    OR = 17


_TESTS = {
    "AtomAtomicNum": Op.NUMBER,
    "AtomType": Op.TYPE,
    "AtomIsAromatic": Op.IS_AROMATIC,
    "AtomHCount": Op.HYDROGENS,
    "AtomExplicitDegree": Op.DEGREE,
    "AtomTotalDegree": Op.TOTAL_DEGREE,
    "AtomFormalCharge": Op.CHARGE,
    "AtomIsotope": Op.ISOTOPE,
    "AtomInRing": Op.IN_RING,
    "AtomMinRingSize": Op.RING_SIZE,
    "AtomRingBondCount": Op.RING_BONDS,
    "AtomNonHydrogenDegree": Op.HEAVY_DEGREE,
}
_BOND_TESTS = re.compile(
    r"(?:not )?Bond(?:And|Or|Xor|Null|Order|InRing)|(?:not )?(?:Single|Double|Aromatic|Or)+Bond"
)
_PLAIN = frozenset(
    [
        *_TESTS,
        *("AtomAnd", "AtomOr", "AtomXor", "AtomNull", "AtomIsAliphatic", "RecursiveStructure"),
        *("AtomInNRings", "AtomTotalValence", "AtomUnsaturated"),
        *("AtomNumHeteroatomNeighbors", "AtomNumAliphaticHeteroatomNeighbors"),
    ]
)
"""Tests that ask for nothing but atoms, bonds, hydrogens and rings."""
_RANGE = re.compile(r"^(?:range|less|greater)_")
_LINE = re.compile(
    r"(?P<indent> *)(?P<negated>not )?(?P<name>\w+)(?: (?P<value>-?\d+) (?P<relation>!?=) val"
    r"| val (?P<outside>not )?in .*| (?P<range>-?\d+ val.*))?"
)

Program = tuple[tuple[int, int], ...]
Step = tuple[int, int, int, list[tuple[int, int]]]


@dataclass(slots=True)
class QueryTables:
    """Programs and patterns of one query; `exact` where the scanner's answers need no RDKit.

    `plain` where atoms, bonds, hydrogens and rings are all that RDKit would have to know.
    """

    programs: list[Program]
    patterns: list[list[Step]]
    exact: bool
    plain: bool


class _Unknown(Exception):
    """A query that the scanner cannot take at all."""


def compile_query(query: Chem.Mol) -> QueryTables | None:
    """The tables of a query; None for one that the scanner cannot take.

    >>> compile_query(Chem.MolFromSmarts("[OX2H]-c1ccccc1")).exact
    True
    >>> compile_query(Chem.MolFromSmarts("[v4]")).exact
    False
    """
    compiler = _Compiler()
    try:
        with quiet():
            compiler.add_pattern(query, is_main=True)
    except _Unknown:
        return None
    return QueryTables(list(compiler.programs), compiler.patterns, compiler.exact, compiler.plain)


class _Compiler:
    def __init__(self) -> None:
        self.programs: dict[Program, int] = {}
        self.patterns: list[list[Step]] = []
        self.exact = self.plain = True
        self._recursive: dict[str, int | None] = {}

    def add_pattern(self, query: Chem.Mol, *, is_main: bool = False) -> int:
        """Store a pattern, after those that it asks for except where it is the query itself."""
        if not 0 < query.GetNumAtoms() <= MOST_ATOMS:
            raise _Unknown
        number = len(self.patterns)
        if is_main:
            self.patterns.append([])
        programs = [self._write_program(atom) for atom in query.GetAtoms()]
        if any(op == Op.UNKNOWN for program in programs for op, _value in program):
            if not is_main:
                raise _Unknown
            self.exact = False
        classes = [self._find_classes(bond, is_main) for bond in query.GetBonds()]
        places = [self.programs.setdefault(each, len(self.programs)) for each in programs]
        root = min(range(len(programs)), key=lambda at: _rank(programs[at])) if is_main else 0
        steps = list(_walk(query, root, places, classes))
        if is_main:
            self.patterns[0] = steps
            return 0
        number = len(self.patterns)
        self.patterns.append(steps)
        return number

    def _find_classes(self, bond: Chem.Bond, is_main: bool) -> int:
        """The classes of bonds that a bond of the query may lie on, one bit each."""
        known = not bond.HasQuery() or all(
            _BOND_TESTS.match(line.strip()) for line in bond.DescribeQuery().splitlines()
        )
        if bond.GetBondType() == Chem.BondType.DATIVE:
            known = False  # its direction counts
        if known:
            return sum(1 << at for at, each in enumerate(_make_bonds()) if bond.Match(each))
        self.plain = False
        if not is_main:
            raise _Unknown
        self.exact = False
        return 0xFF

    def _write_program(self, atom: Chem.Atom) -> Program:
        if not atom.HasQuery():
            return self._write_plain(atom)
        lines = [match for text in atom.DescribeQuery().splitlines() if (match := _read_line(text))]
        self.plain &= all(_RANGE.sub("", line["name"]) in _PLAIN for line in lines)
        recursive = iter(_find_recursive(atom.GetSmarts()))
        program, rest = self._write_tree(lines, recursive)
        return program if not rest else ((Op.UNKNOWN, 0),)

    def _write_plain(self, atom: Chem.Atom) -> Program:
        """An atom of a structure: its element, and charge and isotope where it has them."""
        if not atom.GetAtomicNum() or atom.GetNumRadicalElectrons():
            self.plain = False
            return ((Op.UNKNOWN, 0),)
        program: list[tuple[int, int]] = [(Op.NUMBER, atom.GetAtomicNum())]
        if atom.GetFormalCharge():
            program += [(Op.CHARGE, atom.GetFormalCharge()), (Op.AND, 0)]
        if atom.GetIsotope():
            program += [(Op.ISOTOPE, atom.GetIsotope()), (Op.AND, 0)]
        return tuple(program)

    def _write_tree(
        self, lines: list[re.Match[str]], recursive: Iterator[str]
    ) -> tuple[Program, list[re.Match[str]]]:
        """The program of the first test with those below it, and the lines that are left."""
        line, rest = lines[0], lines[1:]
        depth, name = len(line["indent"]), line["name"]
        if name in ("AtomAnd", "AtomOr"):
            program: list[tuple[int, int]] = []
            count = 0
            while rest and len(rest[0]["indent"]) > depth:
                part, rest = self._write_tree(rest, recursive)
                program += part
                if count:
                    program.append((Op.AND if name == "AtomAnd" else Op.OR, 0))
                count += 1
        else:
            program = list(self._write_test(line, recursive))
            while rest and len(rest[0]["indent"]) > depth:
                program, rest = [(Op.UNKNOWN, 0)], rest[1:]
        if line["negated"]:
            program.append((Op.NOT, 0))
        return tuple(program), rest

    def _write_test(self, line: re.Match[str], recursive: Iterator[str]) -> Program:
        name = line["name"]
        if name == "RecursiveStructure":
            number = self._store_recursive(next(recursive, ""))
            program: Program = ((Op.UNKNOWN, 0),) if number is None else ((Op.RECURSIVE, number),)
            return (*program, (Op.NOT, 0)) if line["outside"] else program
        if name == "AtomNull":
            return ((Op.ANY, 0),)
        if line["value"] is None:
            return ((Op.UNKNOWN, 0),)
        value = int(line["value"])
        if name == "AtomIsAliphatic" and value == 1:
            program = ((Op.IS_AROMATIC, 0),)
        elif name == "AtomInNRings" and value in (-1, 0):
            program = ((Op.IN_RING, int(value != 0)),)
        elif name in _TESTS:
            program = ((_TESTS[name], value),)
        else:
            return ((Op.UNKNOWN, 0),)
        return (*program, (Op.NOT, 0)) if line["relation"] == "!=" else program

    def _store_recursive(self, smarts: str) -> int | None:
        """The number of a recursive pattern; None for one that the scanner does not know."""
        if smarts not in self._recursive:
            query = Chem.MolFromSmarts(smarts) if smarts else None
            try:
                self._recursive[smarts] = None if query is None else self.add_pattern(query)
            except _Unknown:
                self._recursive[smarts] = None
            self.plain &= query is not None
        return self._recursive[smarts]


def _read_line(text: str) -> re.Match[str] | None:
    match = _LINE.fullmatch(text)
    if match is None and text.strip():
        match = _LINE.fullmatch(" " * (len(text) - len(text.lstrip())) + "Unread")
    return match


def _find_recursive(smarts: str) -> Iterator[str]:
    """The outermost recursive patterns of an atom, in order."""
    at = smarts.find("$(")
    while at >= 0:
        depth, end = 0, at + 1
        for end in range(at + 1, len(smarts)):
            depth += (smarts[end] == "(") - (smarts[end] == ")")
            if not depth:
                break
        yield smarts[at + 2 : end]
        at = smarts.find("$(", end)


def _rank(program: Program) -> tuple[int, int]:
    """How many atoms are likely to fit, roughly: least for rare elements with many tests."""
    numbers = {value % 1000 for op, value in program if op in (Op.NUMBER, Op.TYPE)}
    vague = any(op in (Op.NOT, Op.OR, Op.ANY, Op.UNKNOWN, Op.RECURSIVE) for op, _value in program)
    rarity = 3 if vague or not numbers else 2 if 6 in numbers else 1 if numbers & {7, 8} else 0
    return rarity, -len(program)


def _walk(query: Chem.Mol, root: int, places: list[int], classes: list[int]) -> Iterator[Step]:
    """The atoms in an order in which each hangs on an earlier one where it can.

    Of those that could come next, the one with most bonds to earlier ones is taken.
    """
    position: dict[int, int] = {}
    waiting = set(range(query.GetNumAtoms()))
    bonds = {at: query.GetAtomWithIdx(at).GetBonds() for at in waiting}
    partners = {
        at: [(bond.GetOtherAtomIdx(at), classes[bond.GetIdx()]) for bond in bonds[at]]
        for at in waiting
    }
    following = root
    while waiting:
        waiting.remove(following)
        bound = [(position[to], mask) for to, mask in partners[following] if to in position]
        bound.sort(reverse=True)
        parent, mask = bound[0] if bound else (-1, 0xFF)
        position[following] = len(position)
        yield places[following], parent, mask, bound[1:]
        if waiting:
            following = min(
                waiting, key=lambda at: (-sum(to in position for to, _mask in partners[at]), at)
            )


@cache
def _make_bonds() -> tuple[Chem.Bond, ...]:
    """A bond of each class: single, double, triple, aromatic, each outside and in a ring."""
    kept = []
    kinds = (Chem.BondType.SINGLE, Chem.BondType.DOUBLE, Chem.BondType.TRIPLE)
    for kind in (*kinds, Chem.BondType.AROMATIC):
        for smiles in ("CC", "C1CC1"):
            mol = Chem.RWMol(Chem.MolFromSmiles(smiles))
            bond = mol.GetBondWithIdx(0)
            bond.SetBondType(kind)
            bond.SetIsAromatic(kind == Chem.BondType.AROMATIC)
            Chem.FastFindRings(mol)
            kept.append(mol)
    _KEPT.extend(kept)
    return tuple(mol.GetBondWithIdx(0) for mol in kept)


_KEPT: list[Chem.Mol] = []
"""The molecules of the bonds above: a bond does not keep its own."""


def symbols() -> dict[str, int]:
    """Atomic numbers by symbol, as SMILES write them."""
    return {symbol: number for symbol, number in ATOMIC_NUMBERS.items() if symbol.isalpha()}
