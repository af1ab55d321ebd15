"""What lies over what in a drawing, by geometry: lines through letters, letters over letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from molinfo.figures.lettering import NORMALS, find_glyph
from molinfo.figures.shapes import Letter, Letters, Point, Shape, Stroke

_UNDER = "highlight"
_INSET = 0.04  # of a letter's size: what a line may graze of a letter's box
_PARALLEL = 1e-9
Box = tuple[float, float, float, float]


def find_clashes(shapes: Sequence[Shape]) -> tuple[str, ...]:
    """Name every text that a line runs through, or that lies over another."""
    texts = [shape for shape in shapes if isinstance(shape, Letters)]
    if not texts:
        return ()
    segments = [segment for shape in shapes for segment in find_segments(shape)]
    boxes = [[find_letter_box(letter) for letter in text.letters] for text in texts]
    found = []
    for text, own in zip(texts, boxes, strict=True):
        for letter, box in zip(text.letters, own, strict=True):
            near = [each for each in segments if crosses_box(*each, box)]
            if near and any(_crosses_letter(*each, letter) for each in near):
                found.append(f"a line runs through {_name(text)}")
                break
    for at, first in enumerate(texts):
        for other in range(at + 1, len(texts)):
            if any(overlap(a, b) for a in boxes[at] for b in boxes[other]):
                found.append(f"{_name(first)} lies over {_name(texts[other])}")
    return tuple(found)


def find_segments(shape: Shape) -> list[tuple[Point, Point]]:
    """The straight pieces of a line or of an area's edge; none of letters and highlights."""
    if shape.kind == _UNDER or isinstance(shape, Letters):
        return []
    if isinstance(shape, Stroke):
        return list(pairwise(shape.points))
    points = [points[-1] for _command, points in shape.steps if points]
    return list(pairwise([*points, points[0]])) if points else []


def find_letter_box(letter: Letter, inset: float = _INSET) -> Box:
    """The box of a letter's outline, a little smaller on each side."""
    hull = find_glyph(letter.character).hull
    x, y, size = letter.x, letter.y, letter.size
    cut = inset * size
    return (
        x - hull[4] * size + cut,
        y - hull[6] * size + cut,
        x + hull[0] * size - cut,
        y + hull[2] * size - cut,
    )


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have something in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def crosses_box(a: Point, b: Point, box: Box) -> bool:
    """Whether a straight piece has a part inside a box (Liang and Barsky)."""
    (x, y), (dx, dy) = a, (b[0] - a[0], b[1] - a[1])
    enter, leave = 0.0, 1.0
    for way, free in (
        (-dx, x - box[0]),
        (dx, box[2] - x),
        (-dy, y - box[1]),
        (dy, box[3] - y),
    ):
        if way == 0:
            if free <= 0:
                return False
            continue
        share = free / way
        if way < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
    return enter < leave


def _crosses_letter(a: Point, b: Point, letter: Letter) -> bool:
    """Whether a straight piece has a part inside the eight-sided hull of a letter."""
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    if not length:
        return False
    dx, dy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    enter: float = 0.0
    leave: float = length
    hull = find_glyph(letter.character).hull
    for (nx, ny), reach in zip(NORMALS, hull, strict=True):
        free = (reach - _INSET) * letter.size
        free -= nx * (a[0] - letter.x) + ny * (a[1] - letter.y)
        along = nx * dx + ny * dy
        if along > _PARALLEL:
            leave = min(leave, free / along)
        elif along < -_PARALLEL:
            enter = max(enter, free / along)
        elif free < 0:
            return False
    return enter < leave


def _name(text: Letters) -> str:
    spelt = "".join(letter.character for letter in text.letters)
    return f"{spelt!r} ({text.owner})" if text.owner else repr(spelt)
