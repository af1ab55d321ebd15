"""Pixel formats: PNG as RDKit's Cairo drawer gives it, with our own chunks, and TIFF."""

from __future__ import annotations

import io
import struct
import zlib
from typing import NamedTuple

from PIL import Image
from rdkit.Chem.Draw import rdMolDraw2D

from molinfo.errors import OutputError
from molinfo.figures.metadata import Metadata
from molinfo.figures.scene import PADDING, Scene, run_drawer

CHUNK_KEY = "molinfo"
"""The keyword of the PNG text chunk that holds the metadata without the molblock."""
MOLBLOCK_KEY = "MOL"
"""The keyword of the PNG text chunk with the molblock, which RDKit's PNG reader knows as well."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_SIGNATURE) + 25  # IHDR is 13 bytes long, in a frame of 12
_MOST_PIXELS = 80_000_000
_INCH_M = 0.0254


class Place(NamedTuple):
    """Width and height of a canvas in points, and how much of their size everything keeps there.

    `shrink` is None where the drawer has to fit the drawing itself.
    """

    width_pt: float
    height_pt: float
    shrink: float | None


def draw_png(scene: Scene, place: Place, dpi: int, metadata: Metadata | None) -> bytes:
    """Draw a scene on a canvas at a resolution, pHYs chunk included.

    Raises OutputError beyond 80 million pixels.
    """
    return pack_png(_draw_pixels(scene, place, dpi), dpi, metadata)


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


def draw_tiff(scene: Scene, place: Place, dpi: int, metadata: Metadata | None) -> bytes:
    """The same pixels as TIFF with LZW; its meaning is in the tag ImageDescription."""
    return pack_tiff(_draw_pixels(scene, place, dpi), bool(scene.style.background), dpi, metadata)


def pack_tiff(png: bytes, is_opaque: bool, dpi: int, metadata: Metadata | None) -> bytes:
    """The pixels of a drawer's PNG as TIFF, with their resolution and their meaning."""
    flat = Image.open(io.BytesIO(png)).convert("RGB" if is_opaque else "RGBA")
    out = io.BytesIO()
    description = {"description": metadata.to_json()} if metadata else {}
    flat.save(out, format="TIFF", compression="tiff_lzw", dpi=(dpi, dpi), **description)
    return out.getvalue()


def _draw_pixels(scene: Scene, place: Place, dpi: int) -> bytes:
    """PNG bytes without any text chunk."""
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
