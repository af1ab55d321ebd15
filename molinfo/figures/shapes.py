"""What a drawing is made of: strokes, filled areas and letters, in points, y downwards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Point = tuple[float, float]
Step = tuple[str, tuple[Point, ...]]
"""`m` and `l` with a point, `q` with two, `c` with three, `h` (close) with none."""

_TOKEN = re.compile(r"[MLQCZmlqcz]|-?\d+(?:\.\d+)?(?:e-?\d+)?")
_POINTS_OF = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
_CIRCLE = 0.5522847498  # 4/3 (sqrt(2) - 1): a quarter of a circle as a cubic curve


class Stroke(NamedTuple):
    """A line through points; `kind` says what it stands for, `is_round` how it ends."""

    kind: str
    points: tuple[Point, ...]
    colour: str
    width: float
    is_round: bool = True


class Area(NamedTuple):
    """A filled path."""

    kind: str
    steps: tuple[Step, ...]
    colour: str


class Letter(NamedTuple):
    """A character at a place on its base line, in letters of a size."""

    character: str
    x: float
    y: float
    size: float


class Letters(NamedTuple):
    """Characters of one colour that belong together; `owner` says to what: `atom 3`."""

    kind: str
    letters: tuple[Letter, ...]
    colour: str
    owner: str = ""


Shape = Stroke | Area | Letters


def parse_path(text: str) -> Iterator[Step]:
    """The steps of an SVG path of the commands M, L, Q, C and Z, absolute or relative."""
    tokens = iter(_TOKEN.findall(text))
    here: Point = (0.0, 0.0)
    start = here
    command = "M"
    for token in tokens:
        first: list[float] = []
        if token.upper() in _POINTS_OF:
            command = token
        else:
            first = [float(token)]
        wanted = 2 * _POINTS_OF[command.upper()] - len(first)
        numbers = first + [float(next(tokens)) for _ in range(wanted)]
        points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        if command in "Zz":
            yield "h", ()
            here = start
            continue
        if command.islower():
            points = tuple((here[0] + x, here[1] + y) for x, y in points)
        yield command.lower(), points
        here = points[-1]
        start = here if command in "Mm" else start
        command = {"M": "L", "m": "l"}.get(command, command)


def raise_degree(start: Point, control: Point, end: Point) -> tuple[Point, ...]:
    """A quadratic curve as a cubic one.

    >>> raise_degree((0, 0), (3, 0), (3, 3))
    ((2.0, 0.0), (3.0, 1.0), (3, 3))
    """

    def mix(a: Point, b: Point) -> Point:
        return a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3

    return mix(start, control), mix(end, control), end


def make_polygon(*corners: Point) -> tuple[Step, ...]:
    """A closed path through corners."""
    lines = tuple(("l", (corner,)) for corner in corners[1:])
    return (("m", (corners[0],)), *lines, ("h", ()))


def make_circle(x: float, y: float, radius: float) -> tuple[Step, ...]:
    """A circle as four cubic curves."""
    a = radius * _CIRCLE
    return (
        ("m", ((x + radius, y),)),
        ("c", ((x + radius, y + a), (x + a, y + radius), (x, y + radius))),
        ("c", ((x - a, y + radius), (x - radius, y + a), (x - radius, y))),
        ("c", ((x - radius, y - a), (x - a, y - radius), (x, y - radius))),
        ("c", ((x + a, y - radius), (x + radius, y - a), (x + radius, y))),
        ("h", ()),
    )
