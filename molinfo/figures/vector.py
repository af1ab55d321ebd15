"""Pictures as vectors: what stands where on a page, and SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple

from molinfo.figures.lettering import print_glyph
from molinfo.figures.metadata import Metadata, parse_said
from molinfo.figures.shapes import Area, Letters, Shape, Stroke

_METADATA = re.compile(r"<(?:svg:)?metadata\b[^>]*>(\s*\{.*?\}\s*)<", re.DOTALL)
_TITLE_WITHOUT_MEANING = "Chemical structure"
_LAYERS = {"highlight": 0, "label": 2, "note": 2, "bracket-label": 2, "legend": 2}


class Placed(NamedTuple):
    """Shapes on a page: everything times `scale`, then moved by x and y points."""

    shapes: Sequence[Shape]
    x: float
    y: float
    scale: float


@dataclass(frozen=True)
class Picture:
    """A page: its size in points, what is on it, and its background, "" for none."""

    width_pt: float
    height_pt: float
    parts: tuple[Placed, ...]
    background: str


class Batch(NamedTuple):
    """Shapes painted alike, one after the other: filled where `width` is 0, else as lines."""

    colour: str
    width: float
    is_round: bool
    shapes: list[Shape]


def make_batches(part: Placed) -> Iterator[Batch]:
    """The shapes of a part in batches: highlights first, letters last."""
    layers: tuple[dict[tuple[str, float, bool], list[Shape]], ...] = ({}, {}, {})
    for shape in part.shapes:
        layer = layers[_LAYERS.get(shape[0], 1)]
        if isinstance(shape, Stroke):
            key = shape.colour, shape.width, shape.is_round
        else:
            key = shape[2], 0.0, False
        if key in layer:
            layer[key].append(shape)
        else:
            layer[key] = [shape]
    for layer in layers:
        for (colour, width, is_round), shapes in layer.items():
            yield Batch(colour, width * part.scale, is_round, shapes)


def write_svg(picture: Picture, metadata: Metadata | None) -> str:
    """A page as SVG with title, description and metadata, or with nothing but the picture."""
    width, height = print_number(picture.width_pt), print_number(picture.height_pt)
    title = metadata.title if metadata else _TITLE_WITHOUT_MEANING
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}">',
        f"<title>{escape(title, quote=False)}</title>",
    ]
    if metadata:
        lines.append(f"<desc>{escape(metadata.description, quote=False)}</desc>")
        lines.append(f"<metadata>{escape(metadata.to_json(), quote=False)}</metadata>")
    if picture.background:
        lines.append(
            f'<rect x="0" y="0" width="{width}" height="{height}" fill="{picture.background}"/>'
        )
    for part in picture.parts:
        lines += [_write_batch(batch, part) for batch in make_batches(part)]
    lines.append("</svg>\n")
    return "\n".join(lines)


def _write_batch(batch: Batch, part: Placed) -> str:
    """A batch as one path; discs of highlights as ellipses."""
    _, dx, dy, scale = part
    pieces: list[str] = []
    add = pieces.append
    pairs: list[float] = []
    discs: list[str] = []
    for shape in batch.shapes:
        if isinstance(shape, Letters):
            for character, x, y, size in shape.letters:
                glyph = print_glyph(character, size * scale)
                add(f"M{x * scale + dx:.2f} {y * scale + dy:.2f}{glyph}")
        elif isinstance(shape, Area):
            if shape.kind == "highlight":
                discs.append(_write_disc(shape, part))
                continue
            for command, points in shape.steps:
                if command == "h":
                    add("Z")
                else:
                    places = " ".join(
                        f"{x * scale + dx:.2f} {y * scale + dy:.2f}" for x, y in points
                    )
                    add(command.upper() + places)
        elif len(shape.points) == 2:
            (x1, y1), (x2, y2) = shape.points
            pairs += (x1 * scale + dx, y1 * scale + dy, x2 * scale + dx, y2 * scale + dy)
        else:
            command = "M"
            for x, y in shape.points:
                add(f"{command}{x * scale + dx:.2f} {y * scale + dy:.2f}")
                command = "L"
    add("M%.2f %.2fL%.2f %.2f" * (len(pairs) // 4) % tuple(pairs))
    path = "".join(pieces)
    if discs:
        return "\n".join(discs)
    if not batch.width:
        return f'<path d="{path}" fill="{batch.colour}"/>'
    ends = "round" if batch.is_round else "butt"
    return (
        f'<path d="{path}" fill="none" stroke="{batch.colour}" '
        f'stroke-width="{print_number(batch.width)}" stroke-linecap="{ends}"/>'
    )


def _write_disc(disc: Area, part: Placed) -> str:
    """The disc of a highlighted atom, whose path begins at its right and has its left half-way."""
    (right, y), (left, _) = disc.steps[0][1][0], disc.steps[2][1][2]
    x = (left + right) / 2 * part.scale + part.x
    radius = (right - left) / 2 * part.scale
    return (
        f'<ellipse cx="{x:.2f}" cy="{y * part.scale + part.y:.2f}" '
        f'rx="{radius:.2f}" ry="{radius:.2f}" fill="{disc.colour}"/>'
    )


def read_svg(path: Path) -> Metadata:
    """What an SVG says of itself. Raises InputError."""
    found = _METADATA.search(path.read_text(encoding="utf-8", errors="replace"))
    return parse_said(unescape(found[1]) if found else "", path)


def print_number(value: float) -> str:
    """A number with at most three decimals.

    >>> print_number(14.4), print_number(3.0), print_number(-0.0001)
    ('14.4', '3', '0')
    """
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
