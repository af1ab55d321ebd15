"""What can be searched, opened: indexes, stores with an index beside them, anything with rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rdkit import Chem

from molinfo.batch.inputs import Inputs, Row
from molinfo.errors import IndexDamaged, InputError
from molinfo.searching.build import BuildPlan, make_index, make_index_of_rows
from molinfo.searching.index import Index, open_file
from molinfo.searching.schema import ENDING
from molinfo.searching.update import refresh_index
from molinfo.store.folder import Store, find_store_folder
from molinfo.store.record import Record


def open_index(source: Any) -> list[Index]:
    """Open what is to be searched; several indexes are searched as one.

    Raises InputError, StoreError.
    """
    if isinstance(source, Index):
        return [source]
    if source is None:
        return [_open_path(None)]
    if isinstance(source, str | Path):
        return [open_fresh(str(source))[0]]
    if isinstance(source, Store):
        beside = find_beside(source.path) if isinstance(source.path, Path) else None
        if beside is not None:
            return [open_fresh(str(source.path))[0]]
        return [_index_records(source.values(), source.name)]
    found = list(source)
    if found and all(isinstance(each, Index) for each in found):
        return found
    if found and all(isinstance(each, str | Path) and _is_index(each) for each in found):
        return [open_file(Path(each)) for each in found]
    return [_index_records(_as_records(found), "records")]


def open_fresh(path: str) -> tuple[Index, str]:
    """Open an index, or a store or file without one, and what had to be done for it.

    An index made by other versions is built anew from its inputs; one that lies beside a store is
    brought up to date. Raises InputError, StoreError, OutputError.
    """
    file = Path(path) if _is_index(path) else find_beside(Path(path))
    if file is None or (not _is_index(path) and not Path(path).is_dir()):
        return _open_path(path), ""
    if not file.is_file():
        return open_file(file), ""
    try:
        index = open_file(file)
    except IndexDamaged:
        return _rebuild(file)
    if _is_index(path):
        return index, ""
    index.close()
    return _rebuild(file)


def _rebuild(file: Path) -> tuple[Index, str]:
    built = refresh_index(file)
    told = ""
    if built.why:
        told = f"{file} was built anew: {built.why}"
    elif not built.is_unchanged:
        told = f"{file}: {built.added:,} records read again, {built.removed:,} taken out"
    return open_file(file), told


def find_beside(folder: Path) -> Path | None:
    """The index beside a store (`structures.molindex` for `structures/`), None where none is."""
    beside = name_index(folder)
    return beside if beside.is_file() else None


def name_index(path: Path) -> Path:
    """The index of a folder or file, unless it is named otherwise."""
    named = path if path.name not in ("", "..") else path.resolve()
    stem = named.name if named.is_dir() else named.name.split(".")[0]
    return named.with_name(stem + ENDING)


def _is_index(name: str | Path) -> bool:
    return str(name).endswith(ENDING)


def _open_path(path: str | Path | None) -> Index:
    """An index in memory of a store or a file."""
    name = find_store_folder(path).name
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
