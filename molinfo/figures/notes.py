"""Texts beside the structure: atom numbers, stereo labels, data; each placed where it is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import cos, hypot, pi, sin

from molinfo.figures.clashes import Box, crosses_box, find_letter_box, find_segments, overlap
from molinfo.figures.groups import DataLabel
from molinfo.figures.labels import Label, set_text_label
from molinfo.figures.marks import Marks
from molinfo.figures.shapes import Letter, Letters, Point, Shape
from molinfo.figures.sketch import Sketch
from molinfo.figures.style import Style

_TURNS = 24
_RINGS = 6


class Desk:
    """Writes notes into a drawing, each at the nearest place that nothing else takes."""

    def __init__(self, sketch: Sketch, style: Style, shapes: list[Shape]) -> None:
        self.sketch, self.style, self.shapes = sketch, style, list(shapes)
        self._segments = [each for shape in shapes for each in find_segments(shape)]
        texts = [shape for shape in shapes if isinstance(shape, Letters)]
        self._boxes = [find_letter_box(letter, 0.0) for text in texts for letter in text.letters]

    def write_notes(self, marks: Marks, molblock: str) -> None:
        """Write atom numbers, atom maps and stereo labels as they are asked for."""
        stereo = marks.find_stereo_labels(molblock, has_groups=self.style.stereo_groups)
        for node in self.sketch.nodes:
            if node.is_hidden or node.index < 0:
                continue
            parts = [str(node.index + 1)] if marks.atom_numbers else []
            parts += [str(node.map_number)] if node.map_number and not marks.atom_numbers else []
            parts += [stereo.atoms[node.index]] if node.index in stereo.atoms else []
            if parts:
                self._write(" ".join(parts), (node.x, node.y), f"atom {node.index + 1}")
        for index, text in stereo.bonds.items():
            link = self.sketch.links[index]
            middle = (link.begin.x + link.end.x) / 2, (link.begin.y + link.end.y) / 2
            self._write(text, middle, f"bond {index + 1}")

    def write_data(self, data: Iterable[DataLabel]) -> None:
        """Write the texts of data groups where the file has them, or near by if that is taken."""
        for text, atoms, place in data:
            nodes = [self.sketch.nodes[index] for index in atoms if index < len(self.sketch.nodes)]
            if place is None or (place == (0.0, 0.0) and nodes):
                if not nodes:
                    continue
                place = (
                    sum(node.x for node in nodes) / len(nodes),
                    sum(node.y for node in nodes) / len(nodes),
                )
            self._write(text, place, f"data {text!r}", tries_itself=True)

    def _write(self, text: str, near: Point, owner: str, *, tries_itself: bool = False) -> None:
        style = self.style
        label = set_text_label(
            text if " " in text else f"{text} ", "", 0, False, "inline", style.note_size_pt, 1.0
        )
        x, y = self._find_place(label, near, tries_itself)
        letters = tuple(Letter(c, lx + x, ly + y, size) for c, lx, ly, size in label.letters)
        self._boxes += [find_letter_box(letter, 0.0) for letter in letters]
        self.shapes.append(Letters("note", letters, style.note_colour, owner))

    def _find_place(self, label: Label, near: Point, tries_itself: bool) -> Point:
        """Where the label's origin comes to stand; the least bad place where none is free."""
        best: tuple[int, int] | None = None
        place = near
        for order, (x, y) in enumerate(self._try_places(label, near, tries_itself)):
            box = label.box
            faults = self._count_faults((x + box[0], y + box[1], x + box[2], y + box[3]))
            if best is None or (faults, order) < best:
                best, place = (faults, order), (x, y)
            if not faults:
                break
        return place

    def _try_places(self, label: Label, near: Point, tries_itself: bool) -> Iterator[Point]:
        left, top, right, bottom = label.box
        middle = (left + right) / 2, (top + bottom) / 2
        if tries_itself:
            yield near[0] - middle[0], near[1] - middle[1]
        half = (right - left) / 2, (bottom - top) / 2
        step = 0.5 * self.style.note_size_pt
        for ring in range(_RINGS):
            for turn in range(_TURNS):
                angle = -pi / 4 + turn * 2 * pi / _TURNS
                dx, dy = cos(angle), sin(angle)
                reach = 0.3 * step + ring * step + hypot(half[0] * dx, half[1] * dy)
                yield near[0] + reach * dx - middle[0], near[1] + reach * dy - middle[1]

    def _count_faults(self, box: Box) -> int:
        margin = 0.5 * self.style.line_width_pt + 0.35 * self.style.label_margin_pt
        wide = (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
        faults = sum(crosses_box(a, b, wide) for a, b in self._segments)
        return faults + 2 * sum(overlap(wide, other) for other in self._boxes)
