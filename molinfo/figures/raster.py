"""Pixels: shapes as the share of each pixel that they cover, exact and the same everywhere.

Every edge adds, in the pixels that it passes, the area to its right; sums along the rows are the
cover. The method is that of scan converters with exact areas (font-rs, stb_truetype). Only sums and
products of doubles in a fixed order make the bytes, no graphics library.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import ceil, cos, floor, hypot, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

from molinfo.errors import OutputError
from molinfo.figures.lettering import find_glyph
from molinfo.figures.shapes import Area, Point, Shape, Step, Stroke
from molinfo.figures.style import parse_colour
from molinfo.figures.vector import Picture, Placed, make_batches

_MOST_PIXELS = 80_000_000
_FLATNESS = 0.1  # pixels between a curve and its chords
Floats = NDArray[np.float64]


def count_pixels(width_pt: float, height_pt: float, dpi: int) -> tuple[int, int]:
    """Width and height of a canvas in pixels. Raises OutputError beyond 80 million."""
    width, height = (max(1, round(each * dpi / 72)) for each in (width_pt, height_pt))
    if width * height > _MOST_PIXELS:
        raise OutputError(
            f"{width} x {height} pixels are beyond the limit of {_MOST_PIXELS:,}; "
            "ask for fewer dpi or a smaller canvas"
        )
    return width, height


def rasterise(picture: Picture, dpi: int) -> NDArray[np.uint8]:
    """A picture as rows of pixels: grey, or red, green, blue; where it is clear, with opacity.

    Raises OutputError beyond 80 million pixels.
    """
    width, height = count_pixels(picture.width_pt, picture.height_pt, dpi)
    unit_x, unit_y = width / picture.width_pt, height / picture.height_pt
    colours = {batch.colour for part in picture.parts for batch in make_batches(part)}
    colours.add(picture.background or "#000000")
    is_grey = all(len({*parse_colour(each)}) == 1 for each in colours)
    channels = 1 if is_grey else 3
    paper = _to_bytes(picture.background or "#000000")[:channels]
    canvas = np.full((height * width, channels), paper[0], dtype=np.uint8)
    if paper.min() != paper.max():
        canvas[:] = paper
    opacity = None if picture.background else np.zeros(height * width, dtype=np.uint8)
    batches = [(batch, part) for part in picture.parts for batch in make_batches(part)]
    layers = [
        [ring for shape in batch.shapes for ring in _find_polygons(shape, part, unit_x, unit_y)]
        for batch, part in batches
    ]
    covers = _cover(layers, width, height)
    for at, ((batch, _part), (cover, top, left)) in enumerate(zip(batches, covers, strict=True)):
        colour = _to_bytes(batch.colour)[:channels].astype(np.float64)
        high, wide = cover.shape
        if at == 0 and opacity is None:  # on plain paper all mixtures are known beforehand
            shades = paper + np.linspace(0.0, 1.0, 256)[:, None] * (colour - paper)
            table = np.floor(shades + 0.5).astype(np.uint8)
            box = canvas.reshape(height, width, channels)[top : top + high, left : left + wide]
            box[:] = np.take(table, (cover * 255 + 0.5).astype(np.uint8), axis=0)
            continue
        rows, columns = np.nonzero(cover)
        places = (rows + top) * width + columns + left
        _paint(canvas, opacity, places, cover[rows, columns], colour)
    if opacity is not None:
        canvas = np.concatenate([canvas, opacity[:, None]], axis=1)
    return canvas.reshape(height, width, -1)


def _to_bytes(colour: str) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(colour.removeprefix("#")), dtype=np.uint8)


def _paint(
    canvas: NDArray[np.uint8],
    opacity: NDArray[np.uint8] | None,
    places: NDArray[np.int64],
    cover: Floats,
    colour: Floats,
) -> None:
    """A colour over what is there (Porter and Duff); colours are not premultiplied."""
    old = canvas[places].astype(np.float64)
    share = cover
    if opacity is not None:
        under = opacity[places] * ((1 - cover) / 255)
        total = cover + under
        share = cover / total
        opacity[places] = np.floor(total * 255 + 0.5).astype(np.uint8)
    mixed = old + share[:, None] * (colour - old)
    canvas[places] = np.floor(mixed + 0.5).astype(np.uint8)


def _find_polygons(
    shape: Shape, part: Placed, unit_x: float, unit_y: float
) -> Iterator[list[Point]]:
    """The outlines of a shape in pixels."""
    _, dx, dy, scale = part
    if isinstance(shape, Stroke):
        points = [((x * scale + dx) * unit_x, (y * scale + dy) * unit_y) for x, y in shape.points]
        half = shape.width * scale * (unit_x + unit_y) / 4
        yield from _widen(points, half, shape.is_round)
        return
    if isinstance(shape, Area):
        steps = (
            (
                command,
                tuple(((x * scale + dx) * unit_x, (y * scale + dy) * unit_y) for x, y in points),
            )
            for command, points in shape.steps
        )
        yield from _flatten(steps, turns_right=True)
        return
    for character, x, y, size in shape.letters:
        px, py = (x * scale + dx) * unit_x, (y * scale + dy) * unit_y
        for ring in _flatten_glyph(character, size * scale * unit_x, size * scale * unit_y):
            yield [(px + gx, py + gy) for gx, gy in ring]


@lru_cache(maxsize=4096)
def _flatten_glyph(character: str, wide: float, high: float) -> list[list[Point]]:
    """The outlines of a character at the origin, in letters so many pixels wide and high."""
    steps = (
        (command, tuple((x * wide, y * high) for x, y in points))
        for command, points in find_glyph(character).steps
    )
    return list(_flatten(steps, turns_right=False))


def _flatten(steps: Iterator[Step], *, turns_right: bool) -> Iterator[list[Point]]:
    """Closed outlines of chords; with `turns_right` each is made to go round the same way."""
    ring: list[Point] = []
    rings = [ring]
    for command, points in steps:
        if command == "m":
            ring = [points[0]]
            rings.append(ring)
        elif command == "l":
            ring.append(points[0])
        elif command in "qc":
            ring += _bend(ring[-1], points)
    for each in rings:
        if len(each) > 2:
            if turns_right and _measure_area(each) < 0:
                each.reverse()
            yield each


def _bend(start: Point, points: tuple[Point, ...]) -> Iterator[Point]:
    corners = (start, *points)
    bow = max(
        hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
        for a, b, c in zip(corners, corners[1:], corners[2:], strict=False)
    )
    count = max(2, min(64, ceil((bow / _FLATNESS) ** 0.5 * 0.6)))
    for step in range(1, count + 1):
        t = step / count
        u = 1 - t
        if len(points) == 2:
            weights: tuple[float, ...] = (u * u, 2 * u * t, t * t)
        else:
            weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        yield (
            sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)),
            sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)),
        )


def _measure_area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def _widen(points: list[Point], half: float, is_round: bool) -> Iterator[list[Point]]:
    """The outline of a line as one ring: along its left side and back along its right."""
    ways = []
    kept = points[:1]
    for x, y in points[1:]:
        dx, dy = x - kept[-1][0], y - kept[-1][1]
        length = hypot(dx, dy)
        if length:
            ways.append((dx / length, dy / length))
            kept.append((x, y))
    if not ways:
        return
    left, right = [], []
    for at, (x, y) in enumerate(kept):
        (ax, ay), (bx, by) = ways[max(at - 1, 0)], ways[min(at, len(ways) - 1)]
        stretch = max(1 + ax * bx + ay * by, 0.2)
        nx, ny = (ay + by) / stretch * half, -(ax + bx) / stretch * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    end = _round(kept[-1], ways[-1], half) if is_round else []
    start = _round(kept[0], (-ways[0][0], -ways[0][1]), half) if is_round else []
    yield [*left, *end, *reversed(right), *start]


def _round(centre: Point, way: Point, half: float) -> list[Point]:
    """The half circle that ends a line, from its left side to its right."""
    (x, y), (dx, dy) = centre, way
    ax, ay, bx, by = half * dy, -half * dx, half * dx, half * dy
    arc = _make_arc(max(4, min(32, ceil(6 * half**0.5))))
    return [(x + ax * c + bx * s, y + ay * c + by * s) for c, s in arc]


@lru_cache(maxsize=32)
def _make_arc(count: int) -> list[Point]:
    """Cosines and sines of the steps of a half circle, its ends left out."""
    return [(cos(pi * step / count), sin(pi * step / count)) for step in range(1, count)]


def _cover(
    layers: list[list[list[Point]]], width: int, height: int
) -> Iterator[tuple[Floats, int, int]]:
    """For each layer the share of each pixel inside any of its polygons, in the box around them.

    With it come the first row and the first column of the box.
    """
    edges: list[tuple[float, float, float, float]] = []
    boxes = []
    ends = [0]
    for rings in layers:
        for ring in rings:
            last = ring[-1]
            for point in ring:
                if last[1] != point[1]:
                    edges.append((*last, *point))
                last = point
        xs = [x for ring in rings for x, _ in ring] or [0.0]
        ys = [y for ring in rings for _, y in ring] or [0.0]
        left, top = max(0, floor(min(xs))), max(0, floor(min(ys)))
        right, bottom = min(width, ceil(max(xs)) + 1), min(height, ceil(max(ys)) + 1)
        boxes.append((left, top, max(right - left, 0), max(bottom - top, 0)))
        ends.append(len(edges))
    if not edges:
        yield from ((np.zeros((0, 0)), 0, 0) for _ in layers)
        return
    row, column, part, free, owner = _cut_edges(np.array(edges), width, height)
    starts = np.searchsorted(owner, ends)
    for at, (left, top, wide, high) in enumerate(boxes):
        if not wide or not high:
            yield np.zeros((0, 0)), 0, 0
            continue
        mine = slice(starts[at], starts[at + 1])
        flat = (row[mine] - top) * (wide + 2) + column[mine] - left
        size = high * (wide + 2)
        inside, share = part[mine], free[mine]
        here = inside * share
        sums: Any = np.bincount(flat, here, size)
        sums += np.bincount(flat + 1, inside - here, size)
        cover: Floats = sums.reshape(high, wide + 2)
        np.cumsum(cover, axis=1, out=cover)
        np.abs(cover, out=cover)
        np.minimum(cover, 1.0, out=cover)
        yield cover[:, :wide], top, left


def _cut_edges(table: Floats, wide: int, high: int) -> tuple[Any, ...]:
    """Edges cut at rows and then at columns: of each piece its row and column, how far it goes
    down, which share of the pixel is to its right, and the edge that it is of.
    """
    x, y, x2, y2 = table.T
    swap = y2 < y
    sign = np.where(swap, -1.0, 1.0)
    x, x2 = np.where(swap, x2, x), np.where(swap, x, x2)
    y, y2 = np.where(swap, y2, y), np.where(swap, y, y2)
    slope = (x2 - x) / (y2 - y)
    start, stop = np.clip(y, 0, high), np.clip(y2, 0, high)
    x = x + slope * (start - y)
    first = np.floor(start).astype(np.int64)
    count = np.maximum(np.ceil(stop).astype(np.int64) - first, 0)
    row, owner = _spread(first, count)
    from_y = start[owner]
    a = np.maximum(row, from_y)
    b = np.minimum(row + 1, stop[owner])
    at_x, tilt = x[owner], slope[owner]
    xa = at_x + tilt * (a - from_y)
    xb = at_x + tilt * (b - from_y)
    rise = (b - a) * sign[owner]
    low = np.clip(np.minimum(xa, xb), 0, wide)
    top = np.clip(np.maximum(xa, xb), 0, wide)
    column = np.floor(low).astype(np.int64)
    cells = np.maximum(np.ceil(top).astype(np.int64) - column, 1)
    at, piece = _spread(column, cells)
    begin = np.maximum(at, low[piece])
    end = np.minimum(at + 1, top[piece])
    span = (top - low)[piece]
    share = np.where(span > 0, (end - begin) / np.where(span > 0, span, 1.0), 1.0)
    return row[piece], at, rise[piece] * share, at + 1 - (begin + end) / 2, owner[piece]


def _spread(first: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Every number from `first` on, `count` of them, and the index of the entry it came from."""
    owner = np.repeat(np.arange(len(first)), count)
    starts = np.cumsum(count) - count
    return first[owner] + np.arange(len(owner)) - starts[owner], owner
