"""The formats of figures, one row each: its names, how it is known, its writer and its reader.

A new format is a row here and its writer and reader in a module beside; the command line, its help,
figures, sheets and reading back take what they know from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from molinfo.errors import InputError, UnknownName
from molinfo.figures.metadata import Metadata
from molinfo.figures.pages import read_eps, read_pdf, write_eps, write_pdf
from molinfo.figures.pixels import (
    read_jpeg,
    read_pixels,
    write_jpeg,
    write_png,
    write_tiff,
    write_webp,
)
from molinfo.figures.vector import Picture, read_svg, write_svg

_MOST_BYTES = 200_000_000


class Pages(Protocol):
    """What can be written: a figure, which is one page, or a sheet of several."""

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pages."""

    def say(self, page: int | None) -> Metadata | None:
        """What a page says of itself, or all pages together; None where nothing is said."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, its endings, the first one written, and what reads and writes it.

    `holds_pages` tells that one file holds all pages of a sheet; `is_pixels` that a resolution
    matters. `signatures` are the first bytes of its files, none for text that is known by its tags.
    `write` is given the pages, the page asked for and the resolution.
    """

    name: str
    endings: tuple[str, ...]
    write: Callable[[Pages, int, int], bytes]
    read: Callable[[Path], Metadata]
    signatures: tuple[bytes, ...] = ()
    is_pixels: bool = False
    holds_pages: bool = False


def _write_svg(pages: Pages, page: int, _dpi: int) -> bytes:
    return write_svg(pages.pictures[page], pages.say(page)).encode("utf-8")


def _write_pdf(pages: Pages, _page: int, _dpi: int) -> bytes:
    return write_pdf(pages.pictures, pages.say(None))


def _write_eps(pages: Pages, page: int, _dpi: int) -> bytes:
    return write_eps(pages.pictures[page], pages.say(page))


def _of_pixels(
    write: Callable[[Picture, int, Metadata | None], bytes],
) -> Callable[[Pages, int, int], bytes]:
    """The writer of a format of pixels, of which each page is a file."""
    return lambda pages, page, dpi: write(pages.pictures[page], dpi, pages.say(page))


def _index(formats: Iterable[Format]) -> dict[str, Format]:
    return {each.name: each for each in formats}


FORMATS: dict[str, Format] = _index(
    (
        Format("svg", ("svg",), _write_svg, read_svg),
        Format("png", ("png",), _of_pixels(write_png), read_pixels, (b"\x89PNG",), is_pixels=True),
        Format(
            "tiff",
            ("tiff", "tif"),
            _of_pixels(write_tiff),
            read_pixels,
            (b"II*\0", b"MM\0*"),
            is_pixels=True,
        ),
        Format("pdf", ("pdf",), _write_pdf, read_pdf, (b"%PDF",), holds_pages=True),
        Format("eps", ("eps",), _write_eps, read_eps, (b"%!PS",)),
        Format(
            "jpeg",
            ("jpg", "jpeg"),
            _of_pixels(write_jpeg),
            read_jpeg,
            (b"\xff\xd8",),
            is_pixels=True,
        ),
        Format("webp", ("webp",), _of_pixels(write_webp), read_pixels, (b"RIFF",), is_pixels=True),
    )
)
"""Every format by its name, in the order in which they are listed."""


def find_format(name: str) -> Format:
    """The format of a name or of an ending.

    Raises UnknownName for what is neither.

    >>> find_format("tif").name, find_format("PDF").holds_pages
    ('tiff', True)
    """
    wanted = name.strip().lower().removeprefix(".")
    for each in FORMATS.values():
        if wanted == each.name or wanted in each.endings:
            return each
    raise UnknownName(f"no figure format {name!r}; known: {', '.join(FORMATS)}")


def find_format_of(path: str | Path) -> Format | None:
    """The format that a file's ending names, None for a path of any other ending.

    >>> find_format_of("x.JPG").name, find_format_of("folder")
    ('jpeg', None)
    """
    ending = Path(path).suffix.lower().removeprefix(".")
    return next((each for each in FORMATS.values() if ending in each.endings), None)


def read_said(path: str | Path) -> Metadata:
    """What a file says of itself; its first bytes tell the format.

    Raises InputError when the file cannot be read or says nothing, MissingExtra for a PDF without
    the extra `pdf`.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: a file of more than {_MOST_BYTES:,} bytes is no figure")
        with path.open("rb") as stream:
            head = stream.read(16)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    known = (each for each in FORMATS.values() if head.startswith(each.signatures or (b"\0\0",)))
    return next(known, FORMATS["svg"]).read(path)
