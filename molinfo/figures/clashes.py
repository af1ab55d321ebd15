"""What lies over what in a drawing, by geometry: lines through letters, letters over letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

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


def break_lines(shapes: Sequence[Shape], texts: Sequence[Letters], margin: float) -> list[Shape]:
    """The shapes with every straight line broken where letters stand over it, as if behind them.

    `margin` is what stays free between letters and lines, in points.
    """
    boxes = [find_text_box(text, margin) for text in texts]
    if not boxes:
        return list(shapes)
    kept: list[Shape] = []
    for shape in shapes:
        if not isinstance(shape, Stroke) or len(shape.points) != 2 or shape.kind == _UNDER:
            kept.append(shape)
            continue
        (x1, y1), (x2, y2) = shape.points
        left, right = (x1, x2) if x1 < x2 else (x2, x1)
        top, bottom = (y1, y2) if y1 < y2 else (y2, y1)
        near = [
            text
            for text, box in zip(texts, boxes, strict=True)
            if left < box[2] and box[0] < right and top < box[3] and box[1] < bottom
        ]
        kept += _break_line(shape, near, margin) if near else [shape]
    return kept


def _break_line(line: Stroke, texts: Sequence[Letters], margin: float) -> list[Shape]:
    (x1, y1), (x2, y2) = line.points
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if not length:
        return [line]
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    parts = [(0.0, length)]
    for text in texts:
        if not any(_crosses_letter((x1, y1), (x2, y2), letter) for letter in text.letters):
            continue
        for letter in text.letters:
            hull = find_glyph(letter.character).hull
            span = _find_span(x1 - letter.x, y1 - letter.y, dx, dy, hull, letter.size, margin)
            if span is None or span[1] <= 0 or span[0] >= length:
                continue
            parts = [
                piece
                for a, b in parts
                for piece in ((a, min(b, span[0])), (max(a, span[1]), b))
                if piece[1] - piece[0] > margin
            ]
    return [
        line._replace(points=((x1 + dx * a, y1 + dy * a), (x1 + dx * b, y1 + dy * b)))
        for a, b in parts
    ]


def _find_span(
    px: float, py: float, dx: float, dy: float, hull: Sequence[float], size: float, margin: float
) -> tuple[float, float] | None:
    """Where a ray enters and leaves a letter's hull widened by a margin."""
    enter, leave = -inf, inf
    for (nx, ny), reach in zip(NORMALS, hull, strict=True):
        free = reach * size + margin - nx * px - ny * py
        along = nx * dx + ny * dy
        if along > _PARALLEL:
            leave = min(leave, free / along)
        elif along < -_PARALLEL:
            enter = max(enter, free / along)
        elif free < 0:
            return None
    return (enter, leave) if enter < leave else None


def find_text_box(text: Letters, margin: float) -> Box:
    """The box around a text and a margin."""
    boxes = [find_letter_box(letter, 0.0) for letter in text.letters]
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left) - margin, min(top) - margin, max(right) + margin, max(bottom) + margin


def _name(text: Letters) -> str:
    spelt = "".join(letter.character for letter in text.letters)
    return f"{spelt!r} ({text.owner})" if text.owner else repr(spelt)
