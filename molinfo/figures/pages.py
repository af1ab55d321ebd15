"""PDF and EPS: the shapes of a drawing in a few operators, nothing that changes between runs.

PDF by ISO 32000-1:2008, EPS by Adobe's Encapsulated PostScript File Format 3.0. Streams are not
compressed, so that no compression library's version changes a byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from molinfo.errors import InputError, MissingExtra
from molinfo.figures.lettering import place_steps
from molinfo.figures.metadata import Metadata, parse_said
from molinfo.figures.shapes import Area, Point, Shape, Stroke, raise_degree
from molinfo.figures.style import parse_colour
from molinfo.figures.vector import Picture, Placed, make_batches, print_number

INFO_KEY = "MolinfoFigure"
"""The key of the metadata in a PDF's document information."""
EPS_MARK = "%MolinfoFigure: "
"""What lines of metadata in an EPS file begin with."""
_EPS_LINE = 200  # characters; lines of EPS hold 255
_EPS_NAMES = (
    "/m {moveto} bind def /l {lineto} bind def /c {curveto} bind def /h {closepath} bind def\n"
    "/w {setlinewidth} bind def /J {setlinecap} bind def\n"
    "/rg {setrgbcolor} bind def /RG {setrgbcolor} bind def\n"
    "/S {stroke} bind def /f {fill} bind def\n"
)


def write_pdf(pictures: Sequence[Picture], metadata: Metadata | None) -> bytes:
    """A page of its size for each picture; their meaning is in the document information."""
    kids = " ".join(f"{3 + 2 * page} 0 R" for page in range(len(pictures)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pictures)} >>".encode("ascii"),
    ]
    for picture in pictures:
        width, height = print_number(picture.width_pt), print_number(picture.height_pt)
        content = "\n".join(_write_operators(picture)).encode("ascii")
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
            f"/Resources << >> /Contents {len(objects) + 2} 0 R >>".encode("ascii"),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    objects.append(_write_info(metadata))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def write_eps(picture: Picture, metadata: Metadata | None) -> bytes:
    """A page as encapsulated PostScript; its meaning is in comments."""
    width, height = picture.width_pt, picture.height_pt
    lines = [
        "%!PS-Adobe-3.0 EPSF-3.0",
        f"%%BoundingBox: 0 0 {-int(-width // 1)} {-int(-height // 1)}",
        f"%%HiResBoundingBox: 0 0 {print_number(width)} {print_number(height)}",
        "%%LanguageLevel: 2",
        "%%Creator: molinfo",
    ]
    if metadata:
        title = metadata.title.encode("ascii", "replace").decode()
        lines.append(f"%%Title: {title}")
        text = metadata.to_json()
        lines += [
            EPS_MARK + text[start : start + _EPS_LINE] for start in range(0, len(text), _EPS_LINE)
        ]
    lines += ["%%EndComments", f"gsave\n{_EPS_NAMES}"]
    operators = _write_operators(picture)
    return "\n".join([*lines, *operators, "grestore", "%%EOF", ""]).encode("ascii")


def read_pdf(path: Path) -> Metadata:
    """What a PDF says of itself. Raises InputError, MissingExtra without the extra `pdf`."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise MissingExtra("pypdf", "pdf") from error
    try:
        info: Any = PdfReader(path).metadata or {}
        text = str(info.get(f"/{INFO_KEY}", ""))
    except (PyPdfError, ValueError, KeyError) as error:
        raise InputError(f"{path}: damaged, cannot be read as PDF: {error}") from error
    return parse_said(text, path)


def read_eps(path: Path) -> Metadata:
    """What an EPS file says of itself. Raises InputError."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    said = (line.removeprefix(EPS_MARK) for line in lines if line.startswith(EPS_MARK))
    return parse_said("".join(said), path)


def _write_operators(picture: Picture) -> Iterator[str]:
    """Operators that PDF and, with their names defined, PostScript share; y runs upwards."""
    width, height = picture.width_pt, picture.height_pt
    if picture.background:
        corners = f"0 0 m {width:.2f} 0 l {width:.2f} {height:.2f} l 0 {height:.2f} l h"
        yield f"{_print_colour(picture.background)} rg\n{corners} f"
    for part in picture.parts:
        for batch in make_batches(part):
            path = "\n".join(
                piece for shape in batch.shapes for piece in _write_path(shape, part, height)
            )
            colour = _print_colour(batch.colour)
            if batch.width:
                ends = 1 if batch.is_round else 0
                yield f"{colour} RG {print_number(batch.width)} w {ends} J\n{path} S"
            else:
                yield f"{colour} rg\n{path} f"


def _write_path(shape: Shape, part: Placed, height: float) -> Iterator[str]:
    _, dx, dy, scale = part

    def put(points: Sequence[Point]) -> str:
        return " ".join(
            f"{print_number(x * scale + dx)} {print_number(height - y * scale - dy)}"
            for x, y in points
        )

    if isinstance(shape, Stroke):
        first, *others = shape.points
        yield " ".join([f"{put([first])} m", *(f"{put([point])} l" for point in others)])
        return
    outlines = [shape.steps] if isinstance(shape, Area) else map(place_steps, shape.letters)
    for outline in outlines:
        operators = []
        here: Point = (0.0, 0.0)
        for command, points in outline:
            if command == "q":
                control, end = points
                operators.append(f"{put(raise_degree(here, control, end))} c")
            else:
                operators.append(f"{put(points)} {command}".lstrip())
            here = points[-1] if points else here
        yield " ".join(operators)


def _print_colour(colour: str) -> str:
    return " ".join(print_number(each) for each in parse_colour(colour))


def _write_info(metadata: Metadata | None) -> bytes:
    entries = [b"/Creator (molinfo)"]
    if metadata:
        entries.append(b"/Title " + _print_text(metadata.title))
        entries.append(b"/Subject " + _print_text(metadata.description))
        entries.append(f"/{INFO_KEY} ".encode("ascii") + _print_text(metadata.to_json()))
    return b"<< " + b"\n".join(entries) + b" >>"


def _print_text(text: str) -> bytes:
    """A PDF text string: ASCII in parentheses, anything else as UTF-16 in hexadecimal."""
    if text.isascii():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return b"(" + escaped.replace("\n", r"\n").replace("\r", r"\r").encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode("ascii") + b">"
