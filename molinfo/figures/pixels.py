"""Formats of pixels: PNG with our own chunks, TIFF, JPEG and WebP, of the same pixels."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from molinfo.errors import InputError, OutputError
from molinfo.figures.metadata import Metadata, parse_said
from molinfo.figures.raster import rasterise
from molinfo.figures.vector import Picture

CHUNK_KEY = "molinfo"
"""The keyword of the PNG text chunk that holds the metadata without the molblock."""
MOLBLOCK_KEY = "MOL"
"""The keyword of the PNG text chunk with the molblock, which RDKit's PNG reader knows as well."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {
    1: 0,
    2: 4,
    3: 2,
    4: 6,
}  # by channels: grey or colour, each with or without opacity
_COMPRESSION = 2  # of 9: line art is hardly smaller with more, and takes twice the time
_MOST_WEBP_SIDE = 16383
_IMAGE_DESCRIPTION = 270
_JPEG_QUALITY = 95
_JPEG_COMMENT = 65533  # bytes: the length of a segment is a number of 16 bits
_INCH_M = 0.0254


def write_png(picture: Picture, dpi: int, metadata: Metadata | None) -> bytes:
    """A page as PNG with its resolution and its meaning; grey where it has no colour.

    Raises OutputError beyond 80 million pixels.
    """
    pixels = rasterise(picture, dpi)
    height, width, channels = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    chunks = [(b"IHDR", header), (b"pHYs", struct.pack(">IIB", *2 * (round(dpi / _INCH_M),), 1))]
    if metadata:
        chunks += [
            _text_chunk("Title", metadata.title),
            _text_chunk("Description", metadata.description),
            _text_chunk(CHUNK_KEY, metadata.to_json(with_molblock=False)),
        ]
        if metadata.molblock:
            molblock = metadata.molblock.encode("utf-8")
            chunks.append((b"tEXt", MOLBLOCK_KEY.encode() + b"\0" + molblock))
    rows = np.zeros((height, 1 + width * channels), dtype=np.uint8)  # each begins with its filter
    rows[:, 1:] = pixels.reshape(height, -1)
    chunks += [(b"IDAT", zlib.compress(rows.tobytes(), _COMPRESSION)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(map(_frame, chunks))


def _make_image(picture: Picture, dpi: int) -> Image.Image:
    """The pixels of a page in colour, with opacity where the page has no background."""
    pixels = rasterise(picture, dpi)
    if pixels.shape[2] < 3:
        grey = np.repeat(pixels[:, :, :1], 3, axis=2)
        pixels = np.concatenate([grey, pixels[:, :, 1:]], axis=2)
    return Image.fromarray(pixels)


def write_tiff(picture: Picture, dpi: int, metadata: Metadata | None) -> bytes:
    """A page as TIFF with LZW, its meaning in the tag ImageDescription."""
    out = io.BytesIO()
    description = {"description": metadata.to_json()} if metadata else {}
    _make_image(picture, dpi).save(
        out, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi), **description
    )
    return out.getvalue()


def write_jpeg(picture: Picture, dpi: int, metadata: Metadata | None) -> bytes:
    """A page as JPEG, its meaning in comments of up to 65,533 bytes each.

    JPEG knows no transparency: what a style leaves clear is white.
    """
    image = _make_image(picture, dpi).convert("RGBA")
    flat = Image.new("RGB", image.size, "#FFFFFF")
    flat.paste(image, mask=image.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, format="JPEG", quality=_JPEG_QUALITY, subsampling=0, dpi=(dpi, dpi))
    said = metadata.to_json().encode("ascii") if metadata else b""
    parts = [said[at : at + _JPEG_COMMENT] for at in range(0, len(said), _JPEG_COMMENT)]
    comments = b"".join(b"\xff\xfe" + struct.pack(">H", len(part) + 2) + part for part in parts)
    jpeg = out.getvalue()
    return jpeg[:2] + comments + jpeg[2:]


def write_webp(picture: Picture, dpi: int, metadata: Metadata | None) -> bytes:
    """A page as lossless WebP, which keeps no resolution.

    Raises OutputError beyond 16,383 pixels a side, the limit of WebP.
    """
    image = _make_image(picture, dpi)
    if max(image.size) > _MOST_WEBP_SIDE:
        raise OutputError(
            f"WebP holds {_MOST_WEBP_SIDE:,} pixels a side; ask for less than {dpi} dpi, or for PNG"
        )
    out = io.BytesIO()
    said: dict[str, Any] = {}
    if metadata:
        said["exif"] = Image.Exif()
        said["exif"][_IMAGE_DESCRIPTION] = metadata.to_json()
    image.save(out, format="WEBP", lossless=True, **said)
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


def _text_chunk(key: str, text: str) -> tuple[bytes, bytes]:
    """An international text chunk, not compressed, of no language."""
    return b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")


def _frame(chunk: tuple[bytes, bytes]) -> bytes:
    kind, data = chunk
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
