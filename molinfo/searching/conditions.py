"""Conditions on what is not drawn: formulas, weights, claims, words, verdicts, keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from molinfo.chem.concentrations import find_nanomolar_power
from molinfo.chem.formula import parse_formula
from molinfo.errors import FormulaError, InputError, UnknownName
from molinfo.searching.index import Index, Slots
from molinfo.store.fields import FieldName

_CONDITION = re.compile(
    r"\s*(?P<name>[^<>=!~]+?)\s*(?P<relation><=|>=|!=|=|<|>|~)\s*(?P<value>.+?)\s*"
)
_NUMBER = re.compile(r"(?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?P<unit>\D.*)?")
_COMPUTED = {"molecular_weight": "molecular_weight", "monoisotopic_mass": "monoisotopic_mass"}
_TEXTS = ("id", "name", "input", "verdict")
_POTENCIES = {FieldName.IC50, FieldName.KI, FieldName.KD}
_FITTING = {
    "<": ("=", "~", "<", "<="),
    "<=": ("=", "~", "<", "<="),
    ">": ("=", "~", ">", ">="),
    ">=": ("=", "~", ">", ">="),
    "=": ("=",),
    "!=": ("=",),
}
"""Relations of claims that can fulfil a condition: `> 400` says nothing of `< 500`."""


class Condition(NamedTuple):
    """One condition: a name, perhaps with a target, a relation and what it is compared with."""

    name: str
    target: str
    relation: str
    value: str

    def __str__(self) -> str:
        target = f".{self.target}" if self.target else ""
        return f"{self.name}{target} {self.relation} {self.value}"


def parse_conditions(where: str | Sequence[str]) -> list[Condition]:
    """Read conditions; those in one text are joined by `and`.

    Raises InputError for what is no condition, UnknownName for a field that there is not.

    >>> [str(each) for each in parse_conditions("ic50.JAK1 < 10 nM and mw < 400")]
    ['ic50.JAK1 < 10 nM', 'molecular_weight < 400']
    """
    texts = [where] if isinstance(where, str) else list(where)
    parts = [part for text in texts for part in re.split(r"\s+and\s+", text.strip()) if part]
    return [_parse_condition(part) for part in parts]


def _parse_condition(text: str) -> Condition:
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise InputError(
            f"condition {text!r} cannot be read; write a name, one of < <= > >= = != ~ and a "
            "value, such as `ic50.JAK1 < 10 nM`"
        )
    written, _, target = match["name"].partition(".")
    known = _find_names()
    name = known.get(_flatten(written))
    if name is None:
        listed = ", ".join(sorted(set(known.values())))
        raise UnknownName(f"condition {text!r}: no field {written.strip()!r}; known: {listed}")
    return Condition(name, target.strip(), match["relation"], match["value"])


@cache
def _find_names() -> dict[str, str]:
    """Names in conditions, those of columns among them, and what each stands for."""
    known = {name: name for name in _TEXTS}
    for field in FieldName:
        known |= {_flatten(name): field.value for name in (field.value, *field.columns)}
    return known


def _flatten(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def find_slots(index: Index, condition: Condition) -> Slots:
    """The rows that fulfil a condition, sorted by their slots. Raises InputError."""
    if condition.name in _COMPUTED:
        return _compare_weight(index, condition)
    if condition.name == "formula" and condition.relation in ("=", "~"):
        return find_by_formula(index, condition.value)
    if condition.name in _TEXTS:
        return _compare_text(index, condition)
    number = _NUMBER.fullmatch(condition.value)
    field = FieldName(condition.name)
    if number is not None and (condition.relation in _FITTING and _holds_numbers(index, field)):
        return _compare_claim(index, condition, float(number["number"]), number["unit"] or "")
    return _compare_claim_text(index, condition)


def _holds_numbers(index: Index, field: FieldName) -> bool:
    found = index.ask(
        "SELECT 1 FROM claim WHERE field = ? AND number IS NOT NULL LIMIT 1", (field.value,)
    )
    return bool(found)


def _as_slots(found: Sequence[tuple[int]]) -> Slots:
    return np.unique(np.array([slot for (slot,) in found], np.int64))


def _compare_weight(index: Index, condition: Condition) -> Slots:
    """Compare what is computed of the structure, in Da."""
    number = _NUMBER.fullmatch(condition.value)
    if number is None or condition.relation == "~":
        raise InputError(f"condition `{condition}`: give a number in Da, such as `mw < 400`")
    if (number["unit"] or "").lower() not in ("", "da", "g/mol", "u"):
        raise InputError(f"condition `{condition}`: weights are in Da, not {number['unit']}")
    column = _COMPUTED[condition.name]
    return _as_slots(
        index.ask(
            "SELECT slot FROM row JOIN formula ON row.formula = formula.number "
            f"WHERE formula.{column} {condition.relation} ?",
            (float(number["number"]),),
        )
    )


def _compare_text(index: Index, condition: Condition) -> Slots:
    column = condition.name
    if column == "input":
        column = "(SELECT name FROM input WHERE input.number = row.input)"
    statement = f"SELECT slot FROM row WHERE {column} "
    if condition.relation == "~":
        statement += "LIKE '%' || ? || '%'"
    elif condition.relation in ("=", "!="):
        statement += f"{condition.relation} ? COLLATE NOCASE"
    else:
        raise InputError(f"condition `{condition}`: a text is compared by =, != or ~ (contains)")
    return _as_slots(index.ask(statement, (condition.value,)))


def _compare_claim(index: Index, condition: Condition, number: float, unit: str) -> Slots:
    """Compare numbers that are claimed, concentrations in nM."""
    relations = _FITTING[condition.relation]
    column = "number"
    power = find_nanomolar_power(unit) if unit else None
    if power is not None:
        column, number = "number_nm", number * 10.0**power
    elif unit:
        raise InputError(f"condition `{condition}`: unit {unit!r} is not one of concentration")
    elif FieldName(condition.name) in _POTENCIES:
        raise InputError(f"condition `{condition}`: give the unit, such as nM")
    marks = ", ".join("?" * len(relations))
    statement = (
        f"SELECT slot FROM claim WHERE field = ? AND {column} {condition.relation} ? "
        f"AND relation IN ({marks})"
    )
    values = [condition.name, number, *relations]
    if condition.target:
        statement += " AND target = ? COLLATE NOCASE"
        values.append(condition.target)
    return _as_slots(index.ask(statement, values))


def _compare_claim_text(index: Index, condition: Condition) -> Slots:
    if condition.relation not in ("=", "!=", "~"):
        raise InputError(f"condition `{condition}`: {condition.name} is compared by =, != or ~")
    statement = "SELECT slot FROM claim WHERE field = ? AND value "
    statement += (
        "LIKE '%' || ? || '%'"
        if condition.relation == "~"
        else f"{condition.relation} ? COLLATE NOCASE"
    )
    values = [condition.name, condition.value]
    if condition.target:
        statement += " AND target = ? COLLATE NOCASE"
        values.append(condition.target)
    return _as_slots(index.ask(statement, values))


_RANGE_SIGNS = re.compile(r"[-*]|\s")


class _Counts(NamedTuple):
    """How many atoms of each element a formula may have; others as `open` says."""

    ranges: dict[str, tuple[int, float]]
    open: bool


def find_by_formula(index: Index, text: str) -> Slots:
    """The structures of a formula, or of ranges such as `C16-20 H* N6-8 O`.

    `C2-` is two or more, `H*` any number, a count left out is one; ` *` at the end lets other
    elements in. Charge and isotopes do not matter. Raises InputError.
    """
    plain = text.strip()
    counts = _parse_ranges(plain) if _RANGE_SIGNS.search(plain) else _parse_whole(plain)
    found = index.ask("SELECT number, text FROM formula")
    numbers = [number for number, stored in found if _fits(stored, counts)]
    slots: list[tuple[int]] = []
    for number in numbers:
        slots += index.ask("SELECT slot FROM row WHERE formula = ?", (number,))
    return _as_slots(slots)


def _parse_whole(text: str) -> _Counts:
    try:
        elements = parse_formula(text).elements
    except FormulaError as error:
        raise InputError(f"formula: {error}") from error
    return _Counts({symbol: (int(n), float(n)) for symbol, n in elements.items()}, False)


def _parse_ranges(text: str) -> _Counts:
    is_open = text.endswith(" *")
    rest = text.removesuffix("*").strip() if is_open else text
    ranges: dict[str, tuple[int, float]] = {}
    at = 0
    while at < len(rest):
        match = re.compile(
            r"(?P<symbol>[A-Z][a-z]?)(?:(?P<any>\*)|(?P<low>\d+)?(?P<dash>-)?(?P<high>\d+)?)\s*"
        ).match(rest, at)
        if match is None:
            raise InputError(
                f"formula {text!r} cannot be read at {rest[at : at + 10]!r}; write C16H17N7O2S, or "
                "ranges such as `C16-20 H* N6- O0-2`"
            )
        low = int(match["low"] or (0 if match["any"] else 1))
        high = float(match["high"] or low) if match["dash"] is None or match["high"] else np.inf
        ranges[match["symbol"]] = (low, np.inf if match["any"] else high)
        at = match.end()
    return _Counts(ranges, is_open)


def _fits(stored: str, counts: _Counts) -> bool:
    elements = {symbol: int(n or 1) for symbol, n in re.findall(r"([A-Z][a-z]?)(\d*)", stored)}
    if not counts.open and not elements.keys() <= counts.ranges.keys():
        return False
    return all(
        low <= elements.get(symbol, 0) <= high for symbol, (low, high) in counts.ranges.items()
    )


def find_by_text(index: Index, text: str) -> Slots:
    """The rows with a text in id, name, a printed value or a source, whatever its case."""
    plain = text.strip()
    if not plain:
        raise InputError("text to search for is empty")
    if len(plain) < 3:  # shorter than a trigram
        return _as_slots(
            index.ask(
                "SELECT slot FROM row WHERE id LIKE '%' || ? || '%' OR name LIKE '%' || ? || '%'",
                (plain, plain),
            )
        )
    quoted = '"' + plain.replace('"', '""') + '"'
    return _as_slots(
        index.ask(
            "SELECT rowid FROM words WHERE text MATCH ? AND rowid IN (SELECT slot FROM row)",
            (quoted,),
        )
    )
