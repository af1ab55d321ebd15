"""The lines of bonds: single, multiple, wedged, hashed, wavy, dative and query bonds, in points."""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, ceil, cos, floor, hypot, pi, sin, sqrt

from molinfo.figures.doubles import Side, choose_side
from molinfo.figures.labels import clip
from molinfo.figures.shapes import Area, Point, Shape, Stroke, make_polygon
from molinfo.figures.sketch import Link, Node
from molinfo.figures.style import Style

_WAVE_STEPS = 12  # places to a whole wave
_SHORTEST = 0.05
_TIGHT = 0.3  # of the style's margin
_LEAST_LINES = 4.0  # line widths: a bond shorter than that hardly shows
_ARROW_WIDTH = 0.62  # of the length of an arrow's head


class Run:
    """A bond's way: where it begins and ends free of labels, and its direction."""

    __slots__ = ("begin", "dx", "dy", "end", "length", "link", "margin", "nx", "ny", "style")

    def __init__(self, link: Link, style: Style) -> None:
        a, b = link.begin, link.end
        self.link, self.style = link, style
        dx, dy = b.x - a.x, b.y - a.y
        self.length = hypot(dx, dy)
        scale = 1 / self.length if self.length else 0.0
        self.dx, self.dy = dx * scale, dy * scale
        self.nx, self.ny = self.dy, -self.dx  # to the left of the way, as it is seen
        for share in (1.0, _TIGHT):  # where two labels leave no room, closer to their letters
            self.margin = share * style.label_margin_pt + style.line_width_pt / 2
            self.begin = 0.0 if a.label is None else self.clip_begin(0.0)
            self.end = self.length if b.label is None else self.length - self.clip_end(0.0)
            if self.end - self.begin > _LEAST_LINES * style.line_width_pt:
                break

    def clip_begin(self, offset: float) -> float:
        """Where a line at an offset to the left is free of the first atom's label."""
        px, py = self.nx * offset, self.ny * offset
        return clip(self.link.begin, self.link, px, py, self.dx, self.dy, self.margin)

    def clip_end(self, offset: float) -> float:
        """The same at the other end, from there."""
        px, py = self.nx * offset, self.ny * offset
        return clip(self.link.end, self.link, px, py, -self.dx, -self.dy, self.margin)

    def at(self, along: float, offset: float = 0.0) -> Point:
        """A place on the way, at an offset to its left."""
        a = self.link.begin
        return (
            a.x + self.dx * along + self.nx * offset,
            a.y + self.dy * along + self.ny * offset,
        )


def draw_link(link: Link, style: Style) -> list[Shape]:
    """The shapes of a bond."""
    run = Run(link, style)
    if run.end - run.begin < _SHORTEST:
        return []
    return _DRAWERS.get(link.kind, _draw_single)(run)


def _line(run: Run, begin: float, end: float, offset: float = 0.0, kind: str = "") -> Stroke:
    style = run.style
    points = (run.at(begin, offset), run.at(end, offset))
    return Stroke(kind or run.link.kind, points, style.line_colour, style.line_width_pt)


def _draw_single(run: Run) -> list[Shape]:
    return [_line(run, run.begin, run.end)]


def _draw_multicentre(run: Run) -> list[Shape]:
    """A line from the middle of several atoms, from where it is free of their labels."""
    star, margin = run.link.begin, run.style.label_margin_pt + run.style.line_width_pt / 2
    begin = run.begin
    for node in run.link.over:
        if node.label is not None:
            px, py = star.x - node.x, star.y - node.y
            begin = max(begin, clip(node, run.link, px, py, run.dx, run.dy, margin))
    return [_line(run, min(begin, run.end), run.end)]


def _draw_double(run: Run) -> list[Shape]:
    side = choose_side(run.link)
    gap = run.style.bond_spacing * run.style.bond_length_pt
    if side is Side.BOTH:
        return [_draw_beside(run, gap / 2), _draw_beside(run, -gap / 2)]
    offset = gap if side is Side.LEFT else -gap
    return [_line(run, run.begin, run.end), _draw_inner(run, offset)]


def _draw_beside(run: Run, offset: float) -> Stroke:
    """One of two lines that lie on both sides of the way: to where they meet the next bonds."""
    begin = run.clip_begin(offset) if run.link.begin.label else _meet(run, offset, True)
    end = run.clip_end(offset) if run.link.end.label else _meet(run, offset, False)
    return _line(run, begin, run.length - end, offset)


def _meet(run: Run, offset: float, at_begin: bool) -> float:
    """How far inside an unlabelled end a line at an offset meets the next bond; below 0 outside."""
    node = run.link.begin if at_begin else run.link.end
    sign = 1.0 if at_begin else -1.0
    best = 0.0
    for link in node.bonds:
        if link is run.link or link.is_hidden or link.kind not in ("single", "wavy"):
            continue
        other = link.other(node)
        wx, wy = other.x - node.x, other.y - node.y
        away = wx * run.nx + wy * run.ny
        if away * offset <= 0 or abs(away) < 0.1 * hypot(wx, wy):
            continue
        along = sign * (wx * run.dx + wy * run.dy) * offset / away
        best = min(best, max(along, -abs(offset) * 1.5))
    return best


def _draw_inner(run: Run, offset: float, kind: str = "") -> Stroke:
    """The second line of a double bond, shorter where the next bonds turn to its side."""
    begin = max(_shorten(run, offset, True), run.clip_begin(offset))
    end = max(_shorten(run, offset, False), run.clip_end(offset))
    return _line(run, begin, run.length - end, offset, kind)


def _shorten(run: Run, offset: float, at_begin: bool) -> float:
    """How much shorter the inner line is at an end: to the bisector of the angle on its side."""
    node = run.link.begin if at_begin else run.link.end
    if node.label is not None:
        return 0.0
    sign = 1.0 if at_begin else -1.0
    widest = -1.0
    for link in node.bonds:
        if link is run.link or link.is_hidden:
            continue
        other = link.other(node)
        wx, wy = other.x - node.x, other.y - node.y
        length = hypot(wx, wy)
        away = (wx * run.nx + wy * run.ny) * offset
        if length and away > 0:
            widest = max(widest, sign * (wx * run.dx + wy * run.dy) / length)
    if widest <= -1.0:
        return 0.0 if len(node.bonds) == 1 else abs(offset) * 0.25
    half_tangent = sqrt((1 - widest) / (1 + widest)) if widest < 0.99 else 0.07
    return min(abs(offset) / half_tangent, 0.35 * run.length)


def _draw_triple(run: Run) -> list[Shape]:
    gap = run.style.bond_spacing * run.style.bond_length_pt
    outer = [
        _line(run, run.clip_begin(offset), run.length - run.clip_end(offset), offset)
        for offset in (gap, -gap)
    ]
    return [_line(run, run.begin, run.end), *outer]


def _draw_quadruple(run: Run) -> list[Shape]:
    gap = 0.75 * run.style.bond_spacing * run.style.bond_length_pt
    return [
        _line(run, run.clip_begin(offset), run.length - run.clip_end(offset), offset)
        for offset in (1.5 * gap, 0.5 * gap, -0.5 * gap, -1.5 * gap)
    ]


def _draw_crossed(run: Run) -> list[Shape]:
    half = run.style.bond_spacing * run.style.bond_length_pt / 2
    style = run.style
    return [
        Stroke(
            "crossed",
            (run.at(run.begin, offset), run.at(run.end, -offset)),
            style.line_colour,
            style.line_width_pt,
        )
        for offset in (half, -half)
    ]


def _draw_wedge(run: Run) -> list[Shape]:
    style = run.style
    narrow, wide = style.line_width_pt / 2, style.wedge_width_pt / 2
    corners = (
        run.at(run.begin, narrow),
        run.at(run.end, wide),
        run.at(run.end, -wide),
        run.at(run.begin, -narrow),
    )
    return [Area("wedge", make_polygon(*corners), style.line_colour)]


def _draw_hash(run: Run) -> list[Shape]:
    """Lines across the way at the style's spacing, the widest at the end."""
    style = run.style
    width, spacing = style.line_width_pt, style.hash_spacing_pt
    last = run.end - width / 2
    count = max(2, floor((last - run.begin - width / 2) / spacing + 1e-6) + 1)
    lines: list[Shape] = []
    for step in range(count):
        along = last - step * spacing
        if along < run.begin:
            break
        share = (along - run.begin) / (run.end - run.begin)
        half = (width + share * (style.wedge_width_pt - width)) / 2
        points = (run.at(along, half), run.at(along, -half))
        lines.append(Stroke("hash", points, style.line_colour, width, is_round=False))
    return lines


def _draw_wavy(run: Run) -> list[Shape]:
    return [make_wave(run.at(run.begin), run.at(run.end), run.style)]


def make_wave(begin: Point, end: Point, style: Style, kind: str = "wavy") -> Stroke:
    """A wave from a place to another, in the nearest whole number of waves of the style."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = hypot(dx, dy)
    waves = max(1, round(length / style.wave_pt))
    half = (style.wave_height_pt - style.line_width_pt) / 2
    points = []
    steps = waves * _WAVE_STEPS
    for step in range(steps + 1):
        share = step / steps
        rise = half * sin(2 * pi * waves * share) / (length or 1)
        points.append((begin[0] + share * dx + rise * dy, begin[1] + share * dy - rise * dx))
    return Stroke(kind, tuple(points), style.line_colour, style.line_width_pt)


def dash(run: Run, begin: float, end: float, offset: float = 0.0, kind: str = "") -> list[Shape]:
    """Dashes of the style, the first and the last at the ends; the gaps take what is left."""
    style = run.style
    length = end - begin
    pitch = style.dash_pt + style.dash_gap_pt
    count = max(2, ceil((length - style.dash_pt) / pitch - 1e-9) + 1)
    if length < 2 * style.dash_pt:
        count = 1
    step = (length - style.dash_pt) / (count - 1) if count > 1 else 0.0
    dashes: list[Shape] = []
    for number in range(count):
        at = begin + number * step
        points = (run.at(at, offset), run.at(min(at + style.dash_pt, end), offset))
        width = style.line_width_pt
        dashes.append(
            Stroke(kind or run.link.kind, points, style.line_colour, width, is_round=False)
        )
    return dashes


def _draw_dashed(run: Run) -> list[Shape]:
    return dash(run, run.begin, run.end)


def _draw_half_dashed(run: Run) -> list[Shape]:
    """A line, and a dashed one beside it: single or more."""
    gap = run.style.bond_spacing * run.style.bond_length_pt
    offset = -gap if choose_side(run.link) is Side.RIGHT else gap
    begin = max(_shorten(run, offset, True), run.clip_begin(offset))
    end = run.length - max(_shorten(run, offset, False), run.clip_end(offset))
    first = _line(run, run.begin, run.end)
    second = dash(run, begin, end, offset)
    if run.link.kind == "double-or-aromatic":
        return [first, _draw_inner(run, offset), *dash(run, begin, end, -offset)]
    return [first, *second]


def _draw_dative(run: Run) -> list[Shape]:
    return draw_arrow(run.at(run.begin), run.at(run.end), run.style, "dative")


def draw_arrow(begin: Point, end: Point, style: Style, kind: str) -> list[Shape]:
    """An arrow with a full head of the style's length."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = hypot(dx, dy)
    if not length:
        return []
    ux, uy = dx / length, dy / length
    head = min(style.arrow_pt, 0.85 * length)
    half = _ARROW_WIDTH * head / 2
    foot = end[0] - ux * head, end[1] - uy * head
    notch = end[0] - ux * 0.8 * head, end[1] - uy * 0.8 * head
    left = foot[0] + uy * half, foot[1] - ux * half
    right = foot[0] - uy * half, foot[1] + ux * half
    return [
        Stroke(kind, (begin, notch), style.line_colour, style.line_width_pt, is_round=False),
        Area(f"{kind}-head", make_polygon(end, left, notch, right), style.line_colour),
    ]


def draw_attachment(node: Node, style: Style) -> list[Shape]:
    """A wavy line across the open end of a bond."""
    link = next((each for each in node.bonds if not each.is_hidden), None)
    if link is None:
        return []
    other = link.other(node)
    turn = atan2(node.y - other.y, node.x - other.x) + pi / 2
    half = 0.4 * style.bond_length_pt
    dx, dy = cos(turn) * half, sin(turn) * half
    wave = make_wave((node.x - dx, node.y - dy), (node.x + dx, node.y + dy), style, "attachment")
    return [wave]


_DRAWERS: dict[str, Callable[[Run], list[Shape]]] = {
    "single": _draw_single,
    "double": _draw_double,
    "triple": _draw_triple,
    "multicentre": _draw_multicentre,
    "quadruple": _draw_quadruple,
    "crossed": _draw_crossed,
    "wedge": _draw_wedge,
    "hash": _draw_hash,
    "wavy": _draw_wavy,
    "dashed": _draw_dashed,
    "single-or-double": _draw_half_dashed,
    "single-or-aromatic": _draw_half_dashed,
    "double-or-aromatic": _draw_half_dashed,
    "aromatic": _draw_half_dashed,
    "dative": _draw_dative,
}
