"""Read what a figure says of itself: the structure behind the picture, from any format."""

from __future__ import annotations

import html
import re
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from molinfo.errors import InputError, MissingExtra
from molinfo.figures.metadata import FigureMetadata, Metadata, SheetMetadata, parse_metadata
from molinfo.figures.pages import EPS_MARK, INFO_KEY
from molinfo.figures.raster import CHUNK_KEY, MOLBLOCK_KEY
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

_SVG_METADATA = re.compile(r"<(?:svg:)?metadata\b[^>]*>(\s*\{.*?\}\s*)<", re.DOTALL)
_IMAGE_DESCRIPTION = 270
_MOST_BYTES = 200_000_000


def read_figure(path: str | Path) -> Record:
    """The structure of a figure as a record: id, name and molblock, InChIKey and formula as claims.

    So `check(read_figure(path))` tells whether the figure is still true to itself. SVG, PNG, TIFF,
    PDF and EPS are known by their first bytes.

    Raises InputError when the file cannot be read or says nothing, MissingExtra for a PDF without
    the extra `pdf`.

    >>> import tempfile
    >>> from molinfo.figures.draw import draw
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     draw("CCO").write(Path(folder) / "ethanol.png")
    ...     read_figure(Path(folder) / "ethanol.png").claims[0].value
    'LFQSCWFLJHTTHZ-UHFFFAOYSA-N'
    """
    return _make_record(read_metadata(path))


def read_sheet(path: str | Path) -> list[Record]:
    """The structures of a sheet, or of a page of it, as records in their order.

    The figures of all pages stand in a PDF, those of one page in each other file. Raises as
    read_figure does, and InputError for a figure of one structure.
    """
    said = _read(Path(path))
    if isinstance(said, FigureMetadata):
        raise InputError(f"{path}: a figure of one structure; read_figure reads it")
    return [_make_record(each) for each in said.sheet]


def _make_record(said: FigureMetadata) -> Record:
    claims = [
        Claim(field=field, value=value)
        for field, value in ((FieldName.INCHIKEY, said.inchikey), (FieldName.FORMULA, said.formula))
        if value
    ]
    return Record(id=said.id, name=said.name, molblock=said.molblock, claims=tuple(claims))


def read_metadata(path: str | Path) -> FigureMetadata:
    """All that a figure says of itself, its style included. Raises as read_figure does."""
    said = _read(Path(path))
    if isinstance(said, SheetMetadata):
        raise InputError(f"{path}: a sheet of {len(said.sheet)} structures; read_sheet reads it")
    return said


def _read(path: Path) -> Metadata:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: a file of more than {_MOST_BYTES:,} bytes is no figure")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if data.startswith((b"\x89PNG", b"II*\0", b"MM\0*")):
        return _read_pixels(path)
    if data.startswith(b"%PDF"):
        return _read_pdf(path)
    text = data.decode("utf-8", "replace")
    if text.startswith("%!PS"):
        lines = [line for line in text.splitlines() if line.startswith(EPS_MARK)]
        return _parse("".join(line.removeprefix(EPS_MARK) for line in lines), path)
    found = _SVG_METADATA.search(text)
    return _parse(html.unescape(found[1]) if found else "", path)


def _read_pixels(path: Path) -> Metadata:
    try:
        with warnings.catch_warnings(action="error"), Image.open(path) as image:
            tags = dict(getattr(image, "tag_v2", {}))
            texts = {key: str(text) for key, text in getattr(image, "text", {}).items()}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise InputError(f"{path}: damaged, cannot be read as a picture: {error}") from error
    if not texts:
        return _parse(str(tags.get(_IMAGE_DESCRIPTION, "")), path)
    # A PNG text chunk is Latin-1 by the standard; molblocks are UTF-8 there, as RDKit writes them.
    molblock = texts.get(MOLBLOCK_KEY, "").encode("latin-1", "replace").decode("utf-8", "replace")
    more = {"molblock": molblock} if molblock else {}
    return _parse(texts.get(CHUNK_KEY, ""), path, **more)


def _read_pdf(path: Path) -> Metadata:
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
    return _parse(text, path)


def _parse(text: str, path: Path, **more: str) -> Metadata:
    if not text.strip():
        why = "drawn without metadata, stripped of it, or not by molinfo"
        raise InputError(f"{path}: says nothing of a structure: {why}")
    return parse_metadata(text, str(path), **more)
