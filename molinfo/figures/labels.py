"""What is written at an atom: its letters, where they stand, the space that lines leave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import inf
from typing import NamedTuple

from molinfo.figures.lettering import CAP_HEIGHT, NORMALS, find_glyph, spell
from molinfo.figures.shapes import Letter
from molinfo.figures.sketch import Link, Node
from molinfo.figures.style import Style

TextRun = tuple[str, int]
"""A text and its level: 0 on the line, 1 above it, -1 below it."""
Hull = tuple[float, ...]
"""How far a letter reaches in each of the eight directions of `NORMALS`."""

_RAISED, _LOWERED = 0.36, -0.16  # of the size of the letters on the line
_STACK = 0.14  # between the lines of a stacked label
_MINUS = "\N{MINUS SIGN}"
_HYDROGEN_FIRST = frozenset((8, 9, 16, 17, 34, 35, 52, 53))
"""Elements before which hydrogen is written where nothing is bound: H2O, HCl."""
# Abbreviations of several capitals, which are not turned round letter by letter; the usual list of
# protecting groups (ACS Style Guide, 3rd ed., doi:10.1021/bk-2006-STYG, chapter 14).
_WHOLE = (
    "TBDPS TBDMS TIPS TBS TMS TES MOM MEM SEM BOM PMB PMP DMB DMT MMT THP THF BOC CBZ EWG EDG PG LG"
)
_GROUP = re.compile(
    rf"(?:{'|'.join(_WHOLE.split())}|[A-Z](?:(?![tins](?:Bu|Pr))[a-z])*|[a-z]+[A-Z]?[a-z]*)\d*|\d+"
)
_SIDES = {"E": (1.0, 0.0), "W": (-1.0, 0.0), "N": (0.0, -1.0), "S": (0.0, 1.0)}


class Label(NamedTuple):
    """Letters around the atom at the origin, the hulls of each, and their box (x0, y0, x1, y1)."""

    letters: tuple[Letter, ...]
    hulls: tuple[Hull, ...]
    box: tuple[float, float, float, float]


def make_label(node: Node, style: Style) -> Label | None:
    """The label of an atom; None where nothing is written, at an attachment point too."""
    if node.text:
        return _make_text_label(node, style)
    for label in list_labels(node, style):
        if not node.charge or not _is_crossed(node, label, len(_print_charge(node.charge)), style):
            return label
    return next(list_labels(node, style))


def list_labels(node: Node, style: Style) -> Iterator[Label]:
    """The ways to set an element with its hydrogens and charge, the usual one first."""
    charge = _print_charge(node.charge)
    symbol, isotope = _name_element(node, style)
    places: tuple[str, ...] = ("end",)
    if charge and not (node.hydrogens and len(node.bonds) == 1):
        places = ("end", "NW", "N", "S", "SE", "SW")
    sides = _rank_sides(node) if node.hydrogens else ("E",)
    for side in sides:
        for place in places:
            yield _set_element(
                symbol, isotope, node.hydrogens, charge, side, place, *_measures(style)
            )


def _measures(style: Style) -> tuple[float, float]:
    return style.font_size_pt, style.script_size


def _name_element(node: Node, style: Style) -> tuple[str, int]:
    if node.number == 1 and style.deuterium == "D" and node.isotope in (2, 3):
        return "DT"[node.isotope - 2], 0
    return node.symbol, node.isotope


def _print_charge(charge: int) -> str:
    if not charge:
        return ""
    sign = "+" if charge > 0 else _MINUS
    return sign if abs(charge) == 1 else f"{abs(charge)}{sign}"


def _directions(node: Node) -> list[tuple[float, float]]:
    found = []
    for link in node.bonds:
        if not link.is_hidden:
            other = link.end if link.begin is node else link.begin
            dx, dy = other.x - node.x, other.y - node.y
            length = (dx * dx + dy * dy) ** 0.5
            if length:
                found.append((dx / length, dy / length))
    return found


def _rank_sides(node: Node) -> tuple[str, ...]:
    """On which sides hydrogens may stand, E, W, N or S: away from the bonds first."""
    ways = _directions(node)
    if not ways:
        return ("W", "E") if node.number in _HYDROGEN_FIRST else ("E", "W")
    if len(ways) == 1:
        return ("W", "E") if ways[0][0] > 0.1 else ("E", "W")
    worst = [
        (round(max(x * dx + y * dy for dx, dy in ways), 2), order, name)
        for order, (name, (x, y)) in enumerate(_SIDES.items())
    ]
    return tuple(name for _, _, name in sorted(worst))


def _is_crossed(node: Node, label: Label, count: int, style: Style) -> bool:
    """Whether a bond runs through the charge, the last `count` letters of a label."""
    margin = 0.5 * style.line_width_pt + 0.3 * style.label_margin_pt
    for dx, dy in _directions(node):
        for hull in label.hulls[-count:]:
            if cross_hull(0.0, 0.0, dx, dy, hull, margin) > 0:
                return True
    return False


def cross_hull(px: float, py: float, dx: float, dy: float, hull: Hull, margin: float) -> float:
    """How far along a ray it leaves a hull widened by a margin; 0 where it does not meet it."""
    leave, enter = inf, -inf
    for (nx, ny), reach in zip(NORMALS, hull, strict=True):
        along = nx * dx + ny * dy
        free = reach + margin - nx * px - ny * py
        if along > 1e-9:
            leave = min(leave, free / along)
        elif along < -1e-9:
            enter = max(enter, free / along)
        elif free < 0:
            return 0.0
    return leave if enter < leave and leave > 0 else 0.0


@cache
def _set_element(
    symbol: str,
    isotope: int,
    hydrogens: int,
    charge: str,
    side: str,
    charge_place: str,
    size: float,
    script: float,
) -> Label:
    """An element with its isotope, hydrogens and charge; the symbol stands over the atom."""
    core: list[TextRun] = [(str(isotope), 1)] if isotope else []
    core.append((symbol, 0))
    hydrogen: list[TextRun] = []
    if hydrogens:
        hydrogen = [("H", 0)] + ([(str(hydrogens), -1)] if hydrogens > 1 else [])
    base = CAP_HEIGHT * size / 2
    lead = _measure([(str(isotope), 1)] if isotope else [], size, script)
    left = -lead - _measure([(symbol, 0)], size, script) / 2
    letters = _set(core, left, base, size, script)
    right = left + _measure(core, size, script)
    if side == "E":
        letters += _set(hydrogen, right, base, size, script)
        right += _measure(hydrogen, size, script)
    elif side == "W":
        letters += _set(hydrogen, left - _measure(hydrogen, size, script), base, size, script)
    elif hydrogen:
        down = (CAP_HEIGHT + _STACK) * size + (-_LOWERED * size if hydrogens > 1 else 0)
        shift = -down if side == "N" else (CAP_HEIGHT + _STACK) * size
        middle = -_measure(hydrogen[:1], size, script) / 2
        letters += _set(hydrogen, middle, base + shift, size, script)
    letters += _set_charge(charge, charge_place, left, right, base, size, script)
    return _finish(letters)


def _set_charge(
    charge: str,
    place: str,
    left: float,
    right: float,
    base: float,
    size: float,
    script: float,
) -> list[Letter]:
    if not charge:
        return []
    width = _measure([(charge, 1)], size, script)
    runs: list[TextRun] = [(charge, 1)]
    gap = 0.04 * size
    if place == "end":
        return _set(runs, right, base, size, script)
    if place == "NW":
        return _set(runs, left - width - gap, base, size, script)
    small = script * size
    if place in ("SE", "SW"):
        at = right + gap if place == "SE" else left - width - gap
        return _set([(charge, -1)], at, base + 0.1 * size, size, script)
    tall = 0.62 * small
    y = base - (CAP_HEIGHT + 0.12) * size + 0.08 * small if place == "N" else base + tall + gap
    return [
        Letter(letter.character, letter.x, y, small)
        for letter in _set(runs, -width / 2, base, size, script)
    ]


def _measure(runs: list[TextRun], size: float, script: float) -> float:
    return sum(
        find_glyph(each).advance * (size if level == 0 else size * script)
        for text, level in runs
        for each in spell(text)
    )


def _set(runs: list[TextRun], x: float, base: float, size: float, script: float) -> list[Letter]:
    letters = []
    for text, level in runs:
        own = size if level == 0 else size * script
        y = base - (_RAISED if level > 0 else _LOWERED if level < 0 else 0.0) * size
        for character in spell(text):
            if find_glyph(character).path:
                letters.append(Letter(character, x, y, own))
            x += find_glyph(character).advance * own
    return letters


def _finish(letters: list[Letter]) -> Label:
    hulls = tuple(find_hull(each) for each in letters)
    return Label(tuple(letters), hulls, find_box(hulls))


def find_hull(letter: Letter) -> Hull:
    """How far a letter where it stands reaches in each of the eight directions."""
    x, y, size = letter.x, letter.y, letter.size
    return tuple(
        reach * size + nx * x + ny * y
        for (nx, ny), reach in zip(NORMALS, find_glyph(letter.character).hull, strict=True)
    )


def find_box(hulls: tuple[Hull, ...]) -> tuple[float, float, float, float]:
    """The box around hulls."""
    return (
        -max(hull[4] for hull in hulls),
        -max(hull[6] for hull in hulls),
        max(hull[0] for hull in hulls),
        max(hull[2] for hull in hulls),
    )


def _make_text_label(node: Node, style: Style) -> Label | None:
    """A text in place of the element, turned so that its bonding end is at the atom."""
    if node.text == "_AP":
        return None
    ways = _directions(node)
    is_left = len(ways) == 1 and ways[0][0] > 0.1
    charge = "" if not node.charge else _print_charge(node.charge)
    if node.text == "*":
        return _set_star(style.font_size_pt)
    return set_text_label(
        node.text, charge, node.isotope, is_left, style.r_groups, *_measures(style)
    )


@cache
def _set_star(size: float) -> Label:
    glyph = find_glyph("*")
    hull = glyph.hull
    x = -size * (hull[0] - hull[4]) / 2
    y = -size * (hull[2] - hull[6]) / 2
    return _finish([Letter("*", x, y, size)])


@cache
def set_text_label(
    text: str, charge: str, isotope: int, is_left: bool, r_groups: str, size: float, script: float
) -> Label:
    """A label such as R1, CO2Me or Boc; left of its bond its groups are in reverse order."""
    groups = split_groups(text, r_groups)
    if is_left:
        groups = groups[::-1]
    runs = [run for group in groups for run in group]
    if isotope:
        runs.insert(0, (str(isotope), 1))
    if charge:
        runs.append((charge, 1))
    base = CAP_HEIGHT * size / 2
    letters = _set(runs, 0.0, base, size, script)
    anchors = [each for each in letters if each.size == size] or letters
    anchor = anchors[-1] if is_left else anchors[0]
    move = anchor.x + find_glyph(anchor.character).advance * anchor.size / 2
    return _finish([Letter(each.character, each.x - move, each.y, each.size) for each in letters])


def split_groups(text: str, r_groups: str = "superscript") -> list[list[TextRun]]:
    """The groups of a label, each a capital with what belongs to it, in runs.

    >>> split_groups("CO2Me")
    [[('C', 0)], [('O', 0), ('2', -1)], [('Me', 0)]]
    >>> split_groups("R1"), split_groups("OtBu"), split_groups("OTBS")
    ([[('R', 0), ('1', 1)]], [[('O', 0)], [('tBu', 0)]], [[('O', 0)], [('TBS', 0)]])
    """
    if len(text) > 1 and text[0] in "RX" and text[1:].rstrip("'").isalnum() and text[1].isdigit():
        level = {"superscript": 1, "subscript": -1, "inline": 0}[r_groups]
        return [[(text[0], 0), (text[1:], level)]]
    if not text.isalnum() or text.isdigit():
        return [[(text, 0)]]
    return [_split_digits(group) for group in _GROUP.findall(text)]


def _split_digits(group: str) -> list[TextRun]:
    parts = re.findall(r"\d+|\D+", group)
    return [(part, -1 if part.isdigit() and at else 0) for at, part in enumerate(parts)]


def clip(
    node: Node, link: Link, px: float, py: float, dx: float, dy: float, margin: float
) -> float:
    """How far from an atom a line of a bond begins so that it is free of the atom's label.

    (px, py) is where the line would begin as seen from the atom, (dx, dy) its direction.
    """
    label: Label | None = node.label
    if label is None:
        return 0.0
    return max(cross_hull(px, py, dx, dy, hull, margin) for hull in label.hulls)
