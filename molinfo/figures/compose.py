"""A drawing put together: bonds, labels, brackets and notes, each where it is free."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, pi, sin

from molinfo.figures.bonds import draw_attachment, draw_link
from molinfo.figures.clashes import Box, break_lines, crosses_box, find_clashes, overlap
from molinfo.figures.groups import draw_brackets, read_groups
from molinfo.figures.labels import Label, cross_hull, list_labels, make_label
from molinfo.figures.lettering import find_glyph
from molinfo.figures.marks import NO_MARKS, Marks
from molinfo.figures.notes import Desk
from molinfo.figures.shapes import Area, Letter, Letters, Shape, Stroke, make_circle
from molinfo.figures.sketch import Link, Node, Sketch, find_free_way
from molinfo.figures.style import Style

HIGHLIGHT_WIDTH = 0.42
"""The width of a highlight, as a fraction of the bond length."""
_DOT_PLACES = 8
_GROUPS = ("M  STY", "SGROUP", "LINKNODE", "M  LIN")
"""What in a molblock tells of substance groups or link nodes."""


@dataclass(frozen=True)
class Drawing:
    """What is drawn, in points and in the order in which it is painted, and the box around it.

    `warnings` name what of the structure the drawing does not show.
    """

    shapes: tuple[Shape, ...]
    box: Box
    warnings: tuple[str, ...] = ()

    @cached_property
    def clashes(self) -> tuple[str, ...]:
        """What lies over what: lines through letters, letters over letters."""
        return find_clashes(self.shapes)


def compose(sketch: Sketch, style: Style, marks: Marks, molblock: str) -> Drawing:
    """Draw a sketch in a style with marks; nothing is fitted to a canvas yet."""
    if "ENDPTS" in molblock:
        _place_multicentre(sketch)
    if "APO" in molblock or "ATTCHPT" in molblock:
        _add_attachments(sketch, style)
    has_groups = any(each in molblock for each in _GROUPS)
    marked, data = read_groups(sketch, style) if has_groups else ([], [])
    nodes = [node for node in sketch.nodes if not node.is_hidden]
    labelled = [node for node in nodes if node.is_labelled]
    for node in labelled:
        node.label = make_label(node, style)
    _turn_labels(sketch, style, labelled)
    shapes: list[Shape] = [] if marks == NO_MARKS else _draw_highlights(sketch, style, marks)
    for link in sketch.links:
        if not link.is_hidden:
            drawn = draw_link(link, style)
            shapes += drawn
            if not drawn:
                ends = f"{link.begin.index + 1} and {link.end.index + 1}"
                sketch.warnings.append(f"the bond of atoms {ends} has no room between labels")
    letters: list[Letters] = []
    for node in labelled:
        if node.label is not None:
            letters.append(_set_label(node, style))
        elif node.text == "_AP":
            shapes += draw_attachment(node, style)
        if node.radical:
            shapes += _draw_radical(node, style)
    shapes = break_lines(shapes, letters, 0.5 * style.label_margin_pt + style.line_width_pt / 2)
    if marked:
        brackets, texts = draw_brackets(marked, letters, style)
        shapes += brackets
        letters += texts
    shapes += letters
    has_stereo_groups = any(each in molblock for each in ("STERAC", "STEREL"))
    if has_stereo_groups and not (style.stereo_groups or marks.stereo_labels):
        sketch.warnings.append("relative stereo (and1, or1) is written with stereo labels only")
    if (
        data
        or marks != NO_MARKS
        or (has_stereo_groups and style.stereo_groups)
        or any(node.map_number for node in nodes)
    ):
        desk = Desk(sketch, style, shapes)
        desk.write_data(data)
        desk.write_notes(marks, molblock)
        shapes = desk.shapes
    return Drawing(tuple(shapes), _find_box(shapes), tuple(sketch.warnings))


def _place_multicentre(sketch: Sketch) -> None:
    """Put the star of a bond to several atoms in their middle, and write nothing there."""
    for link in sketch.links:
        bond = sketch.mol.GetBondWithIdx(link.index)
        if not (link.begin.number and link.end.number) and bond.HasProp("_MolFileBondEndPts"):
            star = link.end if link.begin.number else link.begin
            numbers = bond.GetProp("_MolFileBondEndPts").strip("() ").split()[1:]
            ends = [sketch.nodes[int(each) - 1] for each in numbers]
            star.x = sum(node.x for node in ends) / len(ends)
            star.y = sum(node.y for node in ends) / len(ends)
            star.text, star.number, star.isotope, star.is_labelled = "", 6, 0, False
            link.kind = "multicentre"
            link.over = tuple(ends)
            if link.begin is not star:
                link.begin, link.end = link.end, link.begin


def _add_attachments(sketch: Sketch, style: Style) -> None:
    """Draw a bond to an open end at an atom that the molfile marks as a point of attachment."""
    for node in list(sketch.nodes):
        atom = sketch.mol.GetAtomWithIdx(node.index)
        if not atom.HasProp("molAttchpt"):
            continue
        points = atom.GetIntProp("molAttchpt")
        for _ in range(2 if points in (-1, 3) else 1):
            turn = find_free_way(node)
            length = style.bond_length_pt
            end = Node(-1, 0, node.x + length * cos(turn), node.y + length * sin(turn))
            end.text, end.is_labelled = "_AP", True
            link = Link(-1, node, end, "single")
            node.bonds.append(link)
            end.bonds.append(link)
            sketch.nodes.append(end)
            sketch.links.append(link)
        node.hydrogens = max(0, node.hydrogens - 1)


def _turn_labels(sketch: Sketch, style: Style, labelled: list[Node]) -> None:
    """Set a label another way where a bond or another label would lie over its letters."""
    labelled = [node for node in labelled if node.label is not None]
    for node in labelled:
        if node.text or not (node.hydrogens or node.charge):
            continue
        if not _count_faults(node, node.label, sketch, labelled):
            continue
        choices = list(list_labels(node, style))
        faults = [_count_faults(node, label, sketch, labelled) for label in choices]
        node.label = choices[faults.index(min(faults))]


def _count_faults(node: Node, label: Label, sketch: Sketch, labelled: list[Node]) -> int:
    x, y = node.x, node.y
    left, top, right, bottom = label.box
    left, top, right, bottom = left + x, top + y, right + x, bottom + y
    boxes: list[Box] = []
    faults = 0
    for link in sketch.links:
        a, b = link.begin, link.end
        if a is node or b is node or link.is_hidden:
            continue
        if (a.x < left and b.x < left) or (a.x > right and b.x > right):
            continue
        if (a.y < top and b.y < top) or (a.y > bottom and b.y > bottom):
            continue
        boxes = boxes or _place_boxes(node, label)
        faults += sum(crosses_box((a.x, a.y), (b.x, b.y), box) for box in boxes)
    for other in labelled:
        if other is node or abs(other.x - x) > 60 or abs(other.y - y) > 30:
            continue
        other_left, other_top, other_right, other_bottom = other.label.box
        if (
            left < other_right + other.x
            and other_left + other.x < right
            and top < other_bottom + other.y
            and other_top + other.y < bottom
        ):
            boxes = boxes or _place_boxes(node, label)
            others = _place_boxes(other, other.label)
            faults += sum(overlap(a, b) for a in boxes for b in others)
    return faults


def _place_boxes(node: Node, label: Label) -> list[Box]:
    return [
        (node.x - hull[4], node.y - hull[6], node.x + hull[0], node.y + hull[2])
        for hull in label.hulls
    ]


def _set_label(node: Node, style: Style) -> Letters:
    label: Label = node.label
    x, y = node.x, node.y
    letters = tuple([Letter(each[0], each[1] + x, each[2] + y, each[3]) for each in label.letters])
    colour = style.colour_of(node.symbol) if node.number else style.line_colour
    return Letters("label", letters, colour, f"atom {node.index + 1}")


def _draw_radical(node: Node, style: Style) -> list[Shape]:
    """A dot for each unpaired electron, beside the label where no bond is."""
    ways = []
    for link in node.bonds:
        if not link.is_hidden:
            other = link.other(node)
            ways.append(atan2(other.y - node.y, other.x - node.x))
    hulls = node.label.hulls if node.label is not None else ()
    margin = 0.5 * style.dot_pt + 0.5 * style.label_margin_pt + 0.2
    best: list[tuple[float, int, float, float]] = []
    for place in range(_DOT_PLACES):
        turn = -pi / 2 + place * 2 * pi / _DOT_PLACES
        dx, dy = cos(turn), sin(turn)
        reach = max((cross_hull(0.0, 0.0, dx, dy, hull, margin) for hull in hulls), default=0.0)
        reach = reach or 0.35 * style.font_size_pt
        near = min((abs((turn - way + pi) % (2 * pi) - pi) for way in ways), default=pi)
        best.append((reach / style.font_size_pt - min(near, 1.3), place, dx * reach, dy * reach))
    best.sort()
    radius = style.dot_pt / 2
    count = min(node.radical, 2)
    _, _, dx, dy = best[0]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    across = (-dy / length, dx / length)
    step = 0.9 * style.dot_pt if count == 2 else 0.0
    return [
        Area(
            "radical",
            make_circle(
                node.x + dx + sign * step * across[0], node.y + dy + sign * step * across[1], radius
            ),
            style.colour_of(node.symbol),
        )
        for sign in ((-1, 1) if count == 2 else (0,))
    ]


def _draw_highlights(sketch: Sketch, style: Style, marks: Marks) -> list[Shape]:
    width = HIGHLIGHT_WIDTH * style.bond_length_pt
    shapes: list[Shape] = []
    atoms, bonds = marks.resolve(len(sketch.nodes), len(sketch.links))
    for index, colour in bonds.items():
        link = sketch.links[index]
        if not link.is_hidden:
            points = ((link.begin.x, link.begin.y), (link.end.x, link.end.y))
            shapes.append(Stroke("highlight", points, colour, width))
    for index, colour in atoms.items():
        node = sketch.nodes[index]
        if not node.is_hidden:
            shapes.append(Area("highlight", make_circle(node.x, node.y, width / 2), colour))
    return shapes


def _find_box(shapes: list[Shape]) -> Box:
    """The box around all shapes, with the width of their lines."""
    xs: list[float] = []
    ys: list[float] = []
    for shape in shapes:
        if isinstance(shape, Stroke):
            half = shape.width / 2
            for x, y in shape.points:
                xs += (x - half, x + half)
                ys += (y - half, y + half)
        elif isinstance(shape, Area):
            for _command, points in shape.steps:
                for x, y in points:
                    xs.append(x)
                    ys.append(y)
        else:
            for character, x, y, size in shape.letters:
                hull = find_glyph(character).hull
                xs += (x - size * hull[4], x + size * hull[0])
                ys += (y - size * hull[6], y + size * hull[2])
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)
