"""Prove that figures on disk still say what their records say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from molinfo.chem.identifiers import compute_inchi, find_inchikey
from molinfo.chem.structure import parse_molblock
from molinfo.errors import InputError, StructureError
from molinfo.figures.draw import find_layout
from molinfo.figures.readback import read_metadata
from molinfo.figures.recipe import name_files
from molinfo.store.record import Record


class Proof(NamedTuple):
    """A figure that was read back, and what is wrong with what it says; "" when nothing is."""

    name: str
    fault: str


def read_back(records: Iterable[Record], folder: Path, formats: Sequence[str]) -> Iterator[Proof]:
    """Read every figure of the records and hold what it says against the record.

    The InChIKey that the figure says and the one computed from the molblock inside must both be the
    record's. Where a structure has no InChIKey (R groups) the molblocks must be the same.
    """
    for stem, record in name_files(records):
        try:
            molblock = find_layout(record).molblock
        except StructureError as error:
            yield from (Proof(f"{stem}.{each}", str(error)) for each in formats)
            continue
        wanted = find_inchikey(record.smiles, molblock)
        for file_format in formats:
            name = f"{stem}.{file_format}"
            yield Proof(name, _find_fault(folder / name, wanted, molblock))


def _find_fault(path: Path, wanted: str, molblock: str) -> str:
    try:
        said = read_metadata(path)
        if not wanted:
            return "" if said.molblock == molblock else "another molblock than the record's"
        if said.inchikey != wanted:
            return f"it says {said.inchikey or 'no InChIKey'}, the record is {wanted}"
        inside = compute_inchi(parse_molblock(said.molblock).mol).key
    except (InputError, StructureError) as error:
        return str(error).removeprefix(f"{path}: ")
    return "" if inside == wanted else f"the molblock inside is {inside}, the record is {wanted}"
