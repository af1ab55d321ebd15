"""Counter-ions and solvates of a drawing put below its largest part, where a page is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from molinfo.figures.sketch import Node, Sketch
from molinfo.figures.style import Style

_ROOM = 0.75  # of the bond length: what letters take beyond the outermost atoms
_GAP = 0.6  # between two parts


def find_parts(sketch: Sketch) -> list[list[Node]]:
    """The atoms of each part that is bound together, the largest first."""
    part_of: dict[Node, list[Node]] = {}
    for node in sketch.nodes:
        if node in part_of or node.is_hidden:
            continue
        part: list[Node] = []
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if here in part_of:
                continue
            part_of[here] = part
            part.append(here)
            for link in here.bonds:
                waiting += [link.other(here), *link.over]
    parts = {id(part): part for part in part_of.values()}
    return sorted(parts.values(), key=lambda part: (-len(part), part[0].index))


def put_parts_below(sketch: Sketch, style: Style) -> None:
    """Move all parts but the largest into rows below it, no wider than it or than the widest."""
    parts = find_parts(sketch)
    if len(parts) < 2:
        return
    room, gap = _ROOM * style.bond_length_pt, _GAP * style.bond_length_pt
    boxes = [_find_box(part, room) for part in parts]
    left, _, right, low = boxes[0]
    widest = max(right - left, *(box[2] - box[0] for box in boxes[1:]))
    row: list[int] = []
    rows = [row]
    for at in range(1, len(parts)):
        wide = sum(boxes[each][2] - boxes[each][0] + gap for each in row)
        if row and wide + boxes[at][2] - boxes[at][0] > widest:
            row = []
            rows.append(row)
        row.append(at)
    top = low + gap
    for row in rows:
        wide = sum(boxes[each][2] - boxes[each][0] for each in row) + gap * (len(row) - 1)
        high = max(boxes[each][3] - boxes[each][1] for each in row)
        x = (left + right - wide) / 2
        for each in row:
            box = boxes[each]
            _move(parts[each], x - box[0], top + (high - box[3] + box[1]) / 2 - box[1])
            x += box[2] - box[0] + gap
        top += high + gap


def _find_box(part: Sequence[Node], room: float) -> tuple[float, float, float, float]:
    xs, ys = [node.x for node in part], [node.y for node in part]
    return min(xs) - room, min(ys) - room, max(xs) + room, max(ys) + room


def _move(part: Sequence[Node], dx: float, dy: float) -> None:
    for node in part:
        node.x += dx
        node.y += dy
