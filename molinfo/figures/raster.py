"""Pixel formats: PNG as RDKit's Cairo drawer gives it, with our own chunks, and TIFF."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, UnidentifiedImageError
from rdkit.Chem.Draw import rdMolDraw2D

from molinfo.errors import InputError, OutputError
from molinfo.figures.metadata import Metadata, parse_said
from molinfo.figures.scene import PADDING, Scene, run_drawer

CHUNK_KEY = "molinfo"
"""The keyword of the PNG text chunk that holds the metadata without the molblock."""
MOLBLOCK_KEY = "MOL"
"""The keyword of the PNG text chunk with the molblock, which RDKit's PNG reader knows as well."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_SIGNATURE) + 25  # IHDR is 13 bytes long, in a frame of 12
_MOST_PIXELS = 80_000_000
_MOST_WEBP_SIDE = 16383
_IMAGE_DESCRIPTION = 270
_JPEG_QUALITY = 95
_JPEG_COMMENT = 65533  # bytes: the length of a segment is a number of 16 bits
_INCH_M = 0.0254


class Place(NamedTuple):
    """Width and height of a canvas in points, and how much of their size everything keeps there.

    `shrink` is None where the drawer has to fit the drawing itself.
    """

    width_pt: float
    height_pt: float
    shrink: float | None


def pack_png(png: bytes, dpi: int, metadata: Metadata | None) -> bytes:
    """A drawer's PNG with its resolution and its meaning."""
    chunks = [(b"pHYs", struct.pack(">IIB", *2 * (round(dpi / _INCH_M),), 1))]
    if metadata:
        chunks += [
            _text_chunk("Title", metadata.title),
            _text_chunk("Description", metadata.description),
            _text_chunk(CHUNK_KEY, metadata.to_json(with_molblock=False)),
        ]
        if metadata.molblock:
            molblock = metadata.molblock.encode("utf-8")
            chunks.append((b"tEXt", MOLBLOCK_KEY.encode() + b"\0" + molblock))
    return png[:_HEADER_END] + b"".join(map(_frame, chunks)) + png[_HEADER_END:]


def pack_tiff(png: bytes, is_opaque: bool, dpi: int, metadata: Metadata | None) -> bytes:
    """The pixels of a drawer's PNG as TIFF, with their resolution and their meaning."""
    flat = Image.open(io.BytesIO(png)).convert("RGB" if is_opaque else "RGBA")
    out = io.BytesIO()
    description = {"description": metadata.to_json()} if metadata else {}
    flat.save(out, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi), **description)
    return out.getvalue()


def pack_jpeg(png: bytes, dpi: int, metadata: Metadata | None) -> bytes:
    """The pixels of a drawer's PNG as JPEG, its meaning in comments of up to 65,533 bytes each.

    JPEG knows no transparency: what a style leaves clear is white.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    flat = Image.new("RGB", picture.size, "#FFFFFF")
    flat.paste(picture, mask=picture.getchannel("A"))
    out = io.BytesIO()
    options = {"quality": _JPEG_QUALITY, "subsampling": 0, "dpi": (dpi, dpi)}
    flat.save(out, format="JPEG", **options)
    said = metadata.to_json().encode("ascii") if metadata else b""
    parts = [said[at : at + _JPEG_COMMENT] for at in range(0, len(said), _JPEG_COMMENT)]
    comments = b"".join(b"\xff\xfe" + struct.pack(">H", len(part) + 2) + part for part in parts)
    jpeg = out.getvalue()
    return jpeg[:2] + comments + jpeg[2:]


def pack_webp(png: bytes, dpi: int, metadata: Metadata | None) -> bytes:
    """The pixels of a drawer's PNG as lossless WebP, which keeps no resolution.

    Raises OutputError beyond 16,383 pixels a side, the limit of WebP.
    """
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    if max(picture.size) > _MOST_WEBP_SIDE:
        raise OutputError(
            f"WebP holds {_MOST_WEBP_SIDE:,} pixels a side; ask for less than {dpi} dpi, or for PNG"
        )
    out = io.BytesIO()
    said: dict[str, Any] = {}
    if metadata:
        said["exif"] = Image.Exif()
        said["exif"][_IMAGE_DESCRIPTION] = metadata.to_json()
    picture.save(out, format="WEBP", lossless=True, **said)
    return out.getvalue()


def read_jpeg(path: Path) -> Metadata:
    """What a JPEG says of itself in its first comments. Raises InputError."""
    data = path.read_bytes()
    at, parts = 2, []
    while data[at : at + 2] == b"\xff\xfe":
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        parts.append(data[at + 4 : at + 2 + length])
        at += 2 + length
    return parse_said(b"".join(parts).decode("utf-8", "replace"), path)


def read_pixels(path: Path) -> Metadata:
    """What a PNG, TIFF or WebP says of itself. Raises InputError."""
    try:
        with warnings.catch_warnings(action="error"), Image.open(path) as image:
            said = getattr(image, "tag_v2", None) or image.getexif()
            description = str(said.get(_IMAGE_DESCRIPTION, ""))
            texts = {key: str(text) for key, text in getattr(image, "text", {}).items()}
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise InputError(f"{path}: damaged, cannot be read as a picture: {error}") from error
    if not texts:
        return parse_said(description, path)
    # A PNG text chunk is Latin-1 by the standard; molblocks are UTF-8 there, as RDKit writes them.
    molblock = texts.get(MOLBLOCK_KEY, "").encode("latin-1", "replace").decode("utf-8", "replace")
    more = {"molblock": molblock} if molblock else {}
    return parse_said(texts.get(CHUNK_KEY, ""), path, **more)


def draw_pixels(scene: Scene, place: Place, dpi: int) -> bytes:
    """Draw a scene on a canvas at a resolution as PNG bytes without any text chunk.

    Raises OutputError beyond 80 million pixels.
    """
    pixels = count_pixels(place.width_pt, place.height_pt, dpi)
    unit = dpi / 72 * (place.shrink or 1.0)
    padding = PADDING if place.shrink is None else 0.0
    drawn = run_drawer(rdMolDraw2D.MolDraw2DCairo, scene, unit, pixels, padding)
    png: bytes = drawn.output
    return png


def count_pixels(width_pt: float, height_pt: float, dpi: int) -> tuple[int, int]:
    """Width and height of a canvas in pixels. Raises OutputError beyond 80 million."""
    width, height = (max(1, round(each * dpi / 72)) for each in (width_pt, height_pt))
    if width * height > _MOST_PIXELS:
        raise OutputError(
            f"{width} x {height} pixels are beyond the limit of {_MOST_PIXELS:,}; "
            "ask for fewer dpi or a smaller canvas"
        )
    return width, height


def _text_chunk(key: str, text: str) -> tuple[bytes, bytes]:
    """An international text chunk, not compressed, of no language."""
    return b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")


def _frame(chunk: tuple[bytes, bytes]) -> bytes:
    kind, data = chunk
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
