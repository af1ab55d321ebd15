"""Substance groups: abbreviations contracted as the file says, brackets, data beside atoms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rdkit import Chem

from molinfo.figures.clashes import Box, crosses_box, find_text_box
from molinfo.figures.labels import set_text_label
from molinfo.figures.shapes import Letter, Letters, Point, Shape, Stroke
from molinfo.figures.sketch import Link, Node, Sketch
from molinfo.figures.style import Style

_WORDS = {
    "MON": "mon",
    "MER": "mer",
    "COP": "co",
    "CRO": "xl",
    "MOD": "mod",
    "GRA": "grf",
    "COM": "c",
    "MIX": "mix",
    "FOR": "f",
    "ANY": "any",
}
_SUBTYPES = {"ALT": "alt", "RAN": "ran", "BLO": "blk"}
_STEP, _MOST_STEPS = 0.08, 20  # of the bond length: how a bracket is moved
_HALF_PAD = 0.55  # of the bond length, from the outermost atom to the end of a bracket


class Bracket(NamedTuple):
    """One bracket from a place to another, the side of it that the group is on."""

    begin: Point
    end: Point
    inside: Point


class Marked(NamedTuple):
    """The brackets of a group, what stands at their lower and upper end."""

    brackets: tuple[Bracket, ...]
    below: str
    above: str


class DataLabel(NamedTuple):
    """A text about atoms, and the place that the file gives it, None where it gives none."""

    text: str
    atoms: tuple[int, ...]
    place: Point | None


def read_groups(sketch: Sketch, style: Style) -> tuple[list[Marked], list[DataLabel]]:
    """Contract what the file has contracted, and return the groups in brackets and the data."""
    marked: list[Marked] = []
    data: list[DataLabel] = []
    if sketch.mol.HasProp("_molLinkNodes"):
        marked += _read_link_nodes(sketch)
    for group in Chem.GetMolSubstanceGroups(sketch.mol):
        has = group.GetPropsAsDict(False, False)
        kind = str(has.get("TYPE", ""))
        atoms = [sketch.nodes[index] for index in group.GetAtoms()]
        if kind == "SUP":
            if str(has.get("ESTATE", "")) != "E":
                contract(sketch, atoms, str(has.get("LABEL", "")))
        elif kind == "DAT":
            data.append(_read_data(sketch, group, has))
        elif atoms:
            if kind == "MUL":
                _hide_copies(sketch, group, atoms)
            crossing = [sketch.links[index] for index in group.GetBonds()]
            places = [_place_bracket(sketch, each, atoms) for each in group.GetBrackets()]
            brackets = places or _make_brackets(
                [n for n in atoms if not n.is_hidden], crossing, style
            )
            marked.append(Marked(tuple(brackets), *_name_group(kind, has)))
    return marked, [each for each in data if each.text]


def _name_group(kind: str, has: dict[str, Any]) -> tuple[str, str]:
    connect = str(has.get("CONNECT", "")).lower()
    if kind == "MUL":
        return str(has.get("MULT", "")), ""
    if kind == "SRU":
        return str(has.get("LABEL", "")) or "n", connect
    word = _SUBTYPES.get(str(has.get("SUBTYPE", ""))) or _WORDS.get(kind, "")
    if kind == "COM" and has.get("COMPNO"):
        word = f"{word}{has['COMPNO']}"
    return str(has.get("LABEL", "")) or word, connect


def contract(sketch: Sketch, atoms: Sequence[Node], text: str) -> None:
    """Leave one atom of an abbreviation, with its text, where the rest is bound."""
    inside = set(atoms)
    outward = [
        (node, link) for node in atoms for link in node.bonds if link.other(node) not in inside
    ]
    if not atoms or not text:
        return
    if len({node for node, _ in outward}) > 1:
        x = sum(node.x for node in atoms) / len(atoms)
        y = sum(node.y for node in atoms) / len(atoms)
        keep = min(atoms, key=lambda node: (node.x - x) ** 2 + (node.y - y) ** 2)
        for _node, link in outward:
            if link.begin in inside:
                link.begin = keep
            else:
                link.end = keep
        keep.bonds = [link for _node, link in outward]
        keep.x, keep.y = x, y
    else:
        keep = outward[0][0] if outward else atoms[0]
    for node in atoms:
        if node is not keep:
            node.is_hidden = True
    for link in sketch.links:
        if link.begin in inside and link.end in inside:
            link.is_hidden = True
    keep.text, keep.charge, keep.isotope, keep.radical, keep.hydrogens = text, 0, 0, 0, 0
    keep.is_labelled = True


def _hide_copies(sketch: Sketch, group: Any, atoms: Sequence[Node]) -> None:
    """Of a group that stands for several copies in one place, the first is drawn."""
    first = set(group.GetParentAtoms())
    if not first:
        return
    inside = set(atoms)
    copies = {node for node in atoms if node.index not in first}
    for node in copies:
        node.is_hidden = True
    parents = [sketch.nodes[index] for index in first]
    for link in sketch.links:
        if not ({link.begin, link.end} & copies):
            continue
        if link.begin in inside and link.end in inside:
            link.is_hidden = True
            continue
        hidden = link.begin if link.begin in copies else link.end
        near = min(parents, key=lambda node: (node.x - hidden.x) ** 2 + (node.y - hidden.y) ** 2)
        if hidden is link.begin:
            link.begin = near
        else:
            link.end = near
        near.bonds.append(link)


def _place_bracket(sketch: Sketch, points: Any, atoms: Sequence[Node]) -> Bracket:
    (x1, y1, _), (x2, y2, _), *_rest = (tuple(point) for point in points)
    return Bracket(sketch.place(x1, y1), sketch.place(x2, y2), _middle(atoms))


def _middle(atoms: Sequence[Node]) -> Point:
    xs, ys = [node.x for node in atoms], [node.y for node in atoms]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _make_brackets(atoms: Sequence[Node], crossing: Sequence[Link], style: Style) -> list[Bracket]:
    """Brackets across the two bonds that leave a group, or left and right of its atoms."""
    if not atoms:
        return []
    middle = _middle(atoms)
    pad = _HALF_PAD * style.bond_length_pt
    if len(crossing) == 2:
        feet = [
            ((link.begin.x + link.end.x) / 2, (link.begin.y + link.end.y) / 2) for link in crossing
        ]
        dx, dy = feet[1][0] - feet[0][0], feet[1][1] - feet[0][1]
        length = (dx * dx + dy * dy) ** 0.5
        if length > pad:
            nx, ny = -dy / length, dx / length
            return [_span(foot, nx, ny, atoms, pad, middle) for foot in feet]
    left = min(node.x for node in atoms) - 1.6 * pad
    right = max(node.x for node in atoms) + 1.6 * pad
    return [_span((x, middle[1]), 0.0, 1.0, atoms, pad, middle) for x in (left, right)]


def _span(
    foot: Point, nx: float, ny: float, atoms: Sequence[Node], pad: float, middle: Point
) -> Bracket:
    reaches = [(node.x - foot[0]) * nx + (node.y - foot[1]) * ny for node in atoms]
    low, high = min([*reaches, 0.0]) - pad, max([*reaches, 0.0]) + pad
    return Bracket(
        (foot[0] + nx * low, foot[1] + ny * low), (foot[0] + nx * high, foot[1] + ny * high), middle
    )


def _read_link_nodes(sketch: Sketch) -> list[Marked]:
    marked = []
    for text in sketch.mol.GetProp("_molLinkNodes").split("|"):
        least, most, count, *atoms = map(int, text.split())
        node = sketch.nodes[atoms[0] - 1]
        others = {sketch.nodes[index - 1] for index in atoms[: 2 * count]} - {node}
        brackets = []
        for link in node.bonds:
            other = link.other(node)
            if other in others:
                dx, dy = other.x - node.x, other.y - node.y
                foot = node.x + 0.45 * dx, node.y + 0.45 * dy
                across = -0.3 * dy, 0.3 * dx
                ends = [(foot[0] + s * across[0], foot[1] + s * across[1]) for s in (1, -1)]
                brackets.append(Bracket(ends[0], ends[1], (node.x, node.y)))
        marked.append(Marked(tuple(brackets), f"{least}–{most}", ""))
    return marked


def _read_data(sketch: Sketch, group: Any, has: dict[str, Any]) -> DataLabel:
    """The text of a data group; its place where the file gives one that is not at the origin."""
    values = has.get("DATAFIELDS")
    text = " ".join(str(value).strip() for value in values) if values is not None else ""
    name = str(has.get("FIELDNAME", ""))
    if text and name and "MRV_COORDINATE_BOND" in name:
        text = ""
    place = None
    display = str(has.get("FIELDDISP", "")).split()
    if len(display) >= 2:
        try:
            place = sketch.place(float(display[0]), float(display[1]))
        except ValueError:
            place = None
    return DataLabel(text, tuple(group.GetAtoms()), place)


def draw_brackets(
    marked: Iterable[Marked], letters: Sequence[Letters], style: Style
) -> tuple[list[Shape], list[Letters]]:
    """The lines of the brackets, and the letters at the last of each group.

    A bracket that would run through letters of the drawing is moved outwards until it is free.
    """
    lines: list[Shape] = []
    texts: list[Letters] = []
    taken = [find_text_box(text, 0.0) for text in letters]
    for placed, below, above in marked:
        brackets = [_move_free(each, taken, style) for each in placed]
        lines += [_draw_bracket(each, style) for each in brackets]
        if not brackets:
            continue
        last = max(brackets, key=lambda each: (each.begin[0] + each.end[0], each.begin[1]))
        ends = sorted((last.begin, last.end), key=lambda point: (point[1], point[0]))
        for text, (x, y), is_low in ((above, ends[0], False), (below, ends[1], True)):
            if text:
                texts.append(_write_at(text, x, y, is_low, style))
    return lines, texts


def _move_free(bracket: Bracket, taken: Sequence[Box], style: Style) -> Bracket:
    (x1, y1), (x2, y2), (mx, my) = bracket
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    nx, ny = (y2 - y1) / length, (x1 - x2) / length
    if (mx - x1) * nx + (my - y1) * ny > 0:
        nx, ny = -nx, -ny
    step = _STEP * style.bond_length_pt
    moved = bracket
    for count in range(_MOST_STEPS):
        dx, dy = nx * step * count, ny * step * count
        moved = Bracket((x1 + dx, y1 + dy), (x2 + dx, y2 + dy), bracket.inside)
        pieces = list(pairwise(_draw_bracket(moved, style).points))
        if not any(crosses_box(a, b, box) for a, b in pieces for box in taken):
            return moved
    return bracket


def _draw_bracket(bracket: Bracket, style: Style) -> Stroke:
    (x1, y1), (x2, y2), (mx, my) = bracket
    dx, dy = x2 - x1, y2 - y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    nx, ny = -dy / length, dx / length
    if (mx - x1) * nx + (my - y1) * ny < 0:
        nx, ny = -nx, -ny
    leg = style.bracket_leg_pt
    points = (
        (x1 + nx * leg, y1 + ny * leg),
        (x1, y1),
        (x2, y2),
        (x2 + nx * leg, y2 + ny * leg),
    )
    return Stroke("bracket", points, style.line_colour, style.line_width_pt)


def _write_at(text: str, x: float, y: float, is_low: bool, style: Style) -> Letters:
    """A text right of the end of a bracket, its letters of the size of subscripts or notes."""
    size = max(style.script_size * style.font_size_pt, style.note_size_pt)
    label = set_text_label(text, "", 0, False, "inline", size, style.script_size)
    left = x + style.line_width_pt / 2 + style.label_margin_pt - label.box[0]
    down = y - label.box[3] + 0.3 * size if is_low else y - label.box[1] - 0.1 * size
    letters = tuple(
        Letter(each.character, each.x + left, each.y + down, each.size) for each in label.letters
    )
    return Letters("bracket-label", letters, style.line_colour)
