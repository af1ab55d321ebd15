"""What can be searched, opened: indexes, stores with an index beside them, anything with rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rdkit import Chem

from molinfo.batch.inputs import Inputs, Row
from molinfo.errors import InputError
from molinfo.searching.build import BuildPlan, make_index, make_index_of_rows
from molinfo.searching.index import Index, open_file
from molinfo.searching.schema import ENDING
from molinfo.store.folder import Store, find_store_folder
from molinfo.store.record import Record


def open_index(source: Any) -> list[Index]:
    """Open what is to be searched; several indexes are searched as one.

    Raises InputError, StoreError.
    """
    if isinstance(source, Index):
        return [source]
    if source is None or isinstance(source, str | Path):
        return [_open_path(source)]
    if isinstance(source, Store):
        beside = find_beside(source.path) if isinstance(source.path, Path) else None
        if beside is not None:
            return [open_file(beside)]
        return [_index_records(source.values(), source.name)]
    found = list(source)
    if found and all(isinstance(each, Index) for each in found):
        return found
    if found and all(isinstance(each, str | Path) and _is_index(each) for each in found):
        return [open_file(Path(each)) for each in found]
    return [_index_records(_as_records(found), "records")]


def find_beside(folder: Path) -> Path | None:
    """The index beside a store (`structures.molindex` for `structures/`), None where none is."""
    beside = name_index(folder)
    return beside if beside.is_file() else None


def name_index(path: Path) -> Path:
    """The index of a folder or file, unless it is named otherwise."""
    absolute = path.absolute()
    stem = absolute.name if absolute.is_dir() else absolute.name.split(".")[0]
    return absolute.with_name(stem + ENDING)


def _is_index(name: str | Path) -> bool:
    return str(name).endswith(ENDING)


def _open_path(path: str | Path | None) -> Index:
    if path is not None and _is_index(path):
        return open_file(Path(path))
    folder = find_store_folder(path)
    if isinstance(folder, Path) and folder.is_dir():
        beside = find_beside(folder)
        if beside is not None:
            return open_file(beside)
    name = folder.name
    return make_index(BuildPlan(Inputs((None if path is None else str(path),))), name)


def _as_records(found: Sequence[Any]) -> Iterator[Record]:
    """Records of records, SMILES and molecules."""
    for each in found:
        if isinstance(each, Record):
            yield each
        elif isinstance(each, str):
            yield Record(smiles=each)
        elif isinstance(each, Chem.Mol):
            yield Record(smiles=Chem.MolToCXSmiles(each))
        else:
            raise InputError(f"{type(each).__name__} cannot be searched; give records or SMILES")


def _index_records(records: Iterable[Record], name: str) -> Index:
    rows = (Row(number, name, number, record) for number, record in enumerate(records))
    return make_index_of_rows(rows, name)
