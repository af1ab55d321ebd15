"""ChemDraw documents (CDXML) as records: one for each structure of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from molinfo.chem.cdxml import read_cdxml
from molinfo.chem.coordinates import entitle_molblock
from molinfo.errors import InputError, StructureError
from molinfo.store.record import Record

_MOST_BYTES = 50_000_000


def read_cdxml_records(stream: IO[bytes], name: str) -> Iterator[Record]:
    """Records of a CDXML document, in its order, each with the layout that it has on the page.

    The id is the file's name, numbered where there are several structures.

    Raises InputError when the document cannot be read, or holds no structure.
    """
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise InputError(f"{name}: a document of more than {_MOST_BYTES:,} bytes is not read")
    try:
        molblocks = read_cdxml(data.decode("utf-8-sig", "replace"))
    except StructureError as error:
        raise InputError(f"{name}: {error}") from error
    if not molblocks:
        raise InputError(f"{name}: no structure in it; save the drawing itself as CDXML")
    stem = "" if name == "-" else Path(name).name.split(".")[0]
    return _number(molblocks, stem)


def _number(molblocks: list[str], stem: str) -> Iterator[Record]:
    for number, molblock in enumerate(molblocks, 1):
        record_id = f"{stem}-{number}" if stem and len(molblocks) > 1 else stem
        yield Record(id=record_id, molblock=entitle_molblock(molblock, record_id))
