"""The elements that RDKit's SVG drawer writes, as paths of lines and cubic curves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Point = tuple[float, float]
Step = tuple[str, tuple[Point, ...]]
"""`m` and `l` with a point, `c` with three, `h` (close) with none."""

_ELEMENT = re.compile(r"<(?P<kind>\w+)(?P<attributes>[^>]*)>")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:'([^']*)'|\"([^\"]*)\")")
_TOKEN = re.compile(r"[MLQCZmlqcz]|-?\d+(?:\.\d+)?(?:e-?\d+)?")
_POINTS_OF = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
_CIRCLE = 0.5522847498  # 4/3 (sqrt(2) - 1): a quarter of a circle as a cubic curve


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, how it is filled and stroked (`#RRGGBB`, "" for not), and the width of its line."""

    steps: tuple[Step, ...]
    fill: str
    stroke: str
    line_width: float
    even_odd: bool


def parse_shapes(body: str) -> Iterator[Shape]:
    """Read the elements in their order; raises ValueError for one that the drawer never writes."""
    for element in _ELEMENT.finditer(body):
        attributes = {
            name: single or double
            for name, single, double in _ATTRIBUTE.findall(element["attributes"])
        }
        if element["kind"] == "path":
            steps = tuple(parse_path(attributes["d"]))
        elif element["kind"] == "ellipse":
            steps = tuple(_make_ellipse(*_read_numbers(attributes, "cx", "cy", "rx", "ry")))
        elif element["kind"] == "rect":
            steps = tuple(_make_box(*_read_numbers(attributes, "x", "y", "width", "height")))
        else:
            raise ValueError(f"no {element['kind']} is known in a drawing")
        style = dict(
            part.split(":", 1) for part in attributes.get("style", "").split(";") if ":" in part
        )
        look = {**attributes, **style}
        yield Shape(
            steps,
            _read_paint(look.get("fill", "#000000")),
            _read_paint(look.get("stroke", "none")),
            float(look.get("stroke-width", "1").removesuffix("px")),
            look.get("fill-rule") == "evenodd",
        )


def _read_numbers(attributes: dict[str, str], *keys: str) -> tuple[float, ...]:
    return tuple(float(attributes[key]) for key in keys)


def _read_paint(text: str) -> str:
    return "" if text == "none" else text


def parse_path(text: str) -> Iterator[Step]:
    """The steps of a path of absolute commands M, L, Q, C and Z; quadratic curves become cubic."""
    tokens = iter(_TOKEN.findall(text))
    here: Point = (0.0, 0.0)
    command = ""
    for token in tokens:
        first: list[float] = []
        if token.upper() in _POINTS_OF:
            command = token.upper()
        else:
            first = [float(token)]
        wanted = 2 * _POINTS_OF[command] - len(first)
        numbers = first + [float(next(tokens)) for _ in range(wanted)]
        points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "Z":
            yield "h", ()
            continue
        if command == "Q":
            yield "c", _raise_degree(here, *points)
        else:
            yield command.lower(), points
        here = points[-1]
        command = "L" if command == "M" else command


def _raise_degree(start: Point, control: Point, end: Point) -> tuple[Point, ...]:
    """A quadratic curve as a cubic one."""

    def mix(a: Point, b: Point) -> Point:
        return a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3

    return mix(start, control), mix(end, control), end


def _make_box(x: float, y: float, width: float, height: float) -> Iterator[Step]:
    yield "m", ((x, y),)
    for corner in ((x + width, y), (x + width, y + height), (x, y + height)):
        yield "l", (corner,)
    yield "h", ()


def _make_ellipse(cx: float, cy: float, rx: float, ry: float) -> Iterator[Step]:
    a, b = rx * _CIRCLE, ry * _CIRCLE
    yield "m", ((cx + rx, cy),)
    yield "c", ((cx + rx, cy + b), (cx + a, cy + ry), (cx, cy + ry))
    yield "c", ((cx - a, cy + ry), (cx - rx, cy + b), (cx - rx, cy))
    yield "c", ((cx - rx, cy - b), (cx - a, cy - ry), (cx, cy - ry))
    yield "c", ((cx + a, cy - ry), (cx + rx, cy - b), (cx + rx, cy))
    yield "h", ()
