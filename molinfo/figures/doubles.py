"""On which side of a double bond its second line stands."""

from __future__ import annotations

from enum import Enum
from math import atan2

from molinfo.figures.sketch import Link, Node

_LONGEST_RING = 14


class Side(Enum):
    """Left or right of the way from a bond's first atom to its second as it is seen, or both."""

    LEFT = 1
    RIGHT = -1
    BOTH = 0


def choose_side(link: Link) -> Side:
    """Inside a ring, of two rings in that of more double bonds; else where more is bound.

    A bond to an end that stands between two others, and one of a row of double bonds, has its lines
    on both sides.
    """
    begin, end = link.begin, link.end
    left, right = _walk_ring(link, 1), _walk_ring(link, -1)
    if left or right:
        if not right or (left and _rank(left) >= _rank(right)):
            return Side.LEFT
        return Side.RIGHT
    first, second = _neighbours(begin, link), _neighbours(end, link)
    if _is_even(first, second, begin, end):
        return Side.BOTH
    lean = sum(_lean(link, node) for node in first) + sum(_lean(link, node) for node in second)
    if lean:
        return Side.LEFT if lean > 0 else Side.RIGHT
    return Side.LEFT if _lean_far(link) >= 0 else Side.RIGHT


def _neighbours(node: Node, link: Link) -> list[Node]:
    return [each.other(node) for each in node.bonds if each is not link and not each.is_hidden]


def _is_even(first: list[Node], second: list[Node], begin: Node, end: Node) -> bool:
    if not first and not second:
        return True
    for mine, node, other in ((first, begin, second), (second, end, first)):
        if not mine and (len(other) != 1 or node.label is not None):
            return True
        doubles = sum(each.kind in ("double", "crossed") for each in node.bonds)
        if doubles > 1:
            return True
    return False


def _lean(link: Link, node: Node) -> int:
    """1 for an atom left of a bond as it is seen, -1 right of it, 0 for one in its line."""
    begin, end = link.begin, link.end
    dx, dy = end.x - begin.x, end.y - begin.y
    turn = (node.x - begin.x) * dy - (node.y - begin.y) * dx
    if abs(turn) < 0.05 * (dx * dx + dy * dy):
        return 0
    return 1 if turn > 0 else -1


def _lean_far(link: Link) -> float:
    """Where the atoms two bonds off stand, when those next to the bond are on both sides alike."""
    begin, end = link.begin, link.end
    dx, dy = end.x - begin.x, end.y - begin.y
    total = 0.0
    for node in (begin, end):
        for near in _neighbours(node, link):
            total += sum(
                (far.x - begin.x) * dy - (far.y - begin.y) * dx
                for far in (each.other(near) for each in near.bonds)
                if far is not node
            )
    return total


def _walk_ring(link: Link, hand: int) -> list[Link]:
    """The bonds of the ring at a hand of a bond, walked by turning to that hand at each atom.

    Empty where the way does not come back within a few steps, or goes round the outside.
    """
    ring = [link]
    here, came = link.end, link
    area = 0.0
    for _ in range(_LONGEST_RING):
        around = here.around or _look_around(here)
        if len(around) < 2:
            return []
        came = around[(around.index(came) + hand) % len(around)]
        then = came.end if came.begin is here else came.begin
        area += here.x * then.y - then.x * here.y
        if came is link:
            return ring if then is link.end and area * hand < 0 else []
        here = then
        ring.append(came)
    return []


def _look_around(node: Node) -> list[Link]:
    """The bonds of an atom in their order around it, clockwise as it is seen."""
    found = []
    for link in node.bonds:
        if not link.is_hidden:
            other = link.end if link.begin is node else link.begin
            found.append((atan2(other.y - node.y, other.x - node.x), link.index, link))
    found.sort(key=_first_two)
    node.around = [link for _, _, link in found]
    return node.around


def _first_two(found: tuple[float, int, Link]) -> tuple[float, int]:
    return found[:2]


def _rank(ring: list[Link]) -> tuple[int, bool, int]:
    """More double bonds, then six atoms, then fewer."""
    doubles = sum(link.kind in ("double", "aromatic", "crossed") for link in ring)
    return doubles, len(ring) == 6, -len(ring)
