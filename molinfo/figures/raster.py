"""Pixels: shapes as the share of each pixel that they cover, exact and the same everywhere.

Every edge adds, in the pixels that it passes, the area to its right; sums along the rows are the
cover. The method is that of scan converters with exact areas (font-rs, stb_truetype). Only sums and
products of doubles in a fixed order make the bytes, no graphics library.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, cos, hypot, pi, sin

import numpy as np
from numpy.typing import NDArray

from molinfo.errors import OutputError
from molinfo.figures.lettering import place_steps
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
    paper = parse_colour(picture.background)[:channels] if picture.background else (0.0,) * channels
    canvas = np.empty((height, width, channels), dtype=np.float64)
    canvas[:] = paper
    opacity = None if picture.background else np.zeros((height, width))
    for part in picture.parts:
        for batch in make_batches(part):
            polygons: list[list[Point]] = []
            for shape in batch.shapes:
                polygons += _find_polygons(shape, part, unit_x, unit_y)
            cover, top, left = _cover(polygons, width, height)
            if cover.size:
                rows = slice(top, top + cover.shape[0]), slice(left, left + cover.shape[1])
                colour = np.array(parse_colour(batch.colour)[:channels])
                if opacity is None:
                    canvas[rows] += cover[:, :, None] * (colour - canvas[rows])
                else:
                    _lay_over(canvas, opacity, rows, cover, colour)
    pixels = np.floor(canvas * 255 + 0.5).astype(np.uint8)
    if opacity is None:
        return pixels
    alpha = np.floor(opacity * 255 + 0.5).astype(np.uint8)
    return np.concatenate([pixels, alpha[:, :, None]], axis=2)


def _lay_over(
    canvas: Floats, opacity: Floats, rows: tuple[slice, slice], cover: Floats, colour: Floats
) -> None:
    """Colour over what may be clear (Porter and Duff); colours are not premultiplied."""
    under = opacity[rows] * (1 - cover)
    total = cover + under
    share = np.divide(cover, total, out=np.zeros_like(total), where=total > 0)
    canvas[rows] += share[:, :, None] * (colour - canvas[rows])
    opacity[rows] = total


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
    outlines = [shape.steps] if isinstance(shape, Area) else map(place_steps, shape.letters)
    for outline in outlines:
        yield from _flatten(
            (
                (
                    command,
                    tuple(
                        ((x * scale + dx) * unit_x, (y * scale + dy) * unit_y) for x, y in points
                    ),
                )
                for command, points in outline
            ),
            turns_right=isinstance(shape, Area),
        )


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
    count = max(4, min(32, ceil(6 * half**0.5)))
    turns = (pi * step / count for step in range(1, count))
    return [
        (
            x + half * (dy * cos(turn) + dx * sin(turn)),
            y + half * (-dx * cos(turn) + dy * sin(turn)),
        )
        for turn in turns
    ]


def _cover(polygons: list[list[Point]], width: int, height: int) -> tuple[Floats, int, int]:
    """The share of each pixel inside any of some polygons, and the first row and column of it."""
    edges = [
        (*a, *b)
        for ring in polygons
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if a[1] != b[1]
    ]
    if not edges:
        return np.zeros((0, 0)), 0, 0
    table = np.array(edges, dtype=np.float64)
    left = max(0, int(np.floor(table[:, [0, 2]].min())))
    top = max(0, int(np.floor(table[:, [1, 3]].min())))
    wide = min(width, int(np.ceil(table[:, [0, 2]].max())) + 1) - left
    high = min(height, int(np.ceil(table[:, [1, 3]].max())) + 1) - top
    if wide <= 0 or high <= 0:
        return np.zeros((0, 0)), 0, 0
    table -= np.array([left, top, left, top])
    return _sum_areas(table, wide, high), top, left


def _sum_areas(table: Floats, wide: int, high: int) -> Floats:
    """Cut edges at rows, then at columns, and sum what each piece covers."""
    x, y, x2, y2 = table.T
    sign = np.where(y2 > y, 1.0, -1.0)
    swap = y2 < y
    x, x2 = np.where(swap, x2, x), np.where(swap, x, x2)
    y, y2 = np.where(swap, y2, y), np.where(swap, y, y2)
    slope = (x2 - x) / (y2 - y)
    start, stop = np.clip(y, 0, high), np.clip(y2, 0, high)
    x = x + slope * (start - y)
    first = np.floor(start).astype(np.int64)
    count = np.maximum(np.ceil(stop).astype(np.int64) - first, 0)
    row, owner = _spread(first, count)
    a = np.maximum(row, start[owner])
    b = np.minimum(row + 1, stop[owner])
    xa = x[owner] + slope[owner] * (a - start[owner])
    xb = x[owner] + slope[owner] * (b - start[owner])
    rise = (b - a) * sign[owner]
    low, top = np.minimum(xa, xb), np.maximum(xa, xb)
    low, top = np.clip(low, 0, wide), np.clip(top, 0, wide)
    column = np.floor(low).astype(np.int64)
    cells = np.maximum(np.ceil(top).astype(np.int64) - column, 1)
    at, piece = _spread(column, cells)
    spread = top - low
    begin = np.maximum(at, low[piece])
    end = np.minimum(at + 1, top[piece])
    span = spread[piece]
    share = np.where(span > 0, (end - begin) / np.where(span > 0, span, 1.0), 1.0)
    part = rise[piece] * share
    free = at + 1 - (begin + end) / 2
    flat = row[piece] * (wide + 2) + at
    size = high * (wide + 2)
    sums = np.bincount(flat, part * free, size)[:size]
    sums += np.bincount(flat + 1, part * (1 - free), size + 1)[:size]
    cover = np.cumsum(sums.reshape(high, wide + 2), axis=1)[:, :wide]
    return np.clip(np.abs(cover), 0.0, 1.0)


def _spread(first: NDArray[np.int64], count: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Every number from `first` on, `count` of them, and the index of the entry it came from."""
    owner = np.repeat(np.arange(len(first)), count)
    starts = np.cumsum(count) - count
    return first[owner] + np.arange(len(owner)) - starts[owner], owner
