"""Structures in, a table of descriptors out: the front of the room."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import nan
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from rdkit import Chem

from molinfo.batch.run import make_chunks, run_chunks
from molinfo.chem.fragments import find_parent
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_structure
from molinfo.descriptors.catalogue import find_counts
from molinfo.descriptors.engine import Engine
from molinfo.descriptors.sets import DescriptorSet, resolve_set
from molinfo.descriptors.trust import find_distrusted
from molinfo.errors import InputError, StructureError, UnknownName
from molinfo.store.columns import find_columns
from molinfo.store.folder import Store, open_store
from molinfo.store.record import Record
from molinfo.store.tables import read_records

Form = Literal["as-drawn", "parent"]
Structures = (
    Mapping[str, Record] | Iterable[Record] | Iterable[str] | pd.DataFrame | pd.Series | str | Path
)
CHUNK = 150
UNREADABLE = -1


class Text(NamedTuple):
    """A structure as it was given; `defect` says why there is none."""

    smiles: str = ""
    molblock: str = ""
    defect: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What to compute for each structure; goes to worker processes."""

    columns: DescriptorSet
    form: Form
    distrusted: frozenset[str]


class RowValues(NamedTuple):
    """One row: values and fingerprints in the order of the columns, fragments (-1: unreadable).

    Values are packed as doubles, which is a third of an array's cost on its way between processes.
    `code` says what kind of error made the row unreadable, "" where it was read.
    """

    values: bytes
    fingerprints: list[bytes | None]
    fragments: int
    error: str
    code: str = ""


class Block(NamedTuple):
    """Some rows: values (rows x descriptors), fingerprints, fragments (-1: unreadable), errors."""

    values: npt.NDArray[np.float64]
    fingerprints: list[list[bytes | None]]
    fragments: list[int]
    errors: list[str]


def describe(
    structures: Structures,
    *,
    set: str | Iterable[str] = "rdkit",
    form: Form = "as-drawn",
    workers: int = 1,
    column: str | None = None,
) -> pd.DataFrame:
    """Compute descriptors for a store, records, SMILES, a Series, a DataFrame or a file.

    `set` is `rdkit` (all of the installed RDKit), `druglike`, names, globs and fingerprints (see
    `molinfo.descriptors.sets.resolve_set`); `form` "parent" describes the largest fragment only.
    `column` names the SMILES column of a DataFrame, else the usual names are looked for.

    One row a structure, in input order. A list has the index 0..n-1, a DataFrame or Series keeps
    its own, records, stores and files are indexed by their ids. Counts are nullable integers,
    fingerprints packed bits (see `Fingerprint.compute`), `n_fragments` counts what was drawn.
    `error` is "" where all went well; else it says why the structure cannot be read, or which
    values are NaN and why.

    Raises UnknownName for a set or form, InputError for an input that cannot be read as a whole.

    >>> describe(["CCO", "C1CC"], set=["TPSA", "HeavyAtomCount"])[["TPSA", "HeavyAtomCount"]]
        TPSA  HeavyAtomCount
    0  20.23               3
    1    NaN            <NA>
    """
    task = prepare_task(set, form)
    index, texts = _read_structures(structures, column)
    blocks = list(describe_texts(texts, task, workers=workers))
    return make_frame(blocks, task, index)


def prepare_task(wanted: str | Iterable[str], form: str) -> Task:
    """Resolve what a user asks for.

    Raises UnknownName.
    """
    if form not in ("as-drawn", "parent"):
        raise UnknownName(f"no form {form!r}; there is as-drawn and parent")
    columns = resolve_set(wanted)
    return Task(columns, cast("Form", form), find_distrusted(columns.descriptors))


def describe_texts(texts: Iterable[Text], task: Task, *, workers: int = 1) -> Iterator[Block]:
    """Blocks of rows in input order, from this process or several."""
    return run_chunks(_ChunkFunction(task), make_chunks(texts, CHUNK), workers=workers)


@dataclass(frozen=True, slots=True)
class _ChunkFunction:
    """Describes a chunk; picklable."""

    task: Task

    def __call__(self, texts: list[Text]) -> Block:
        return stack_rows(list(describe_rows(texts, self.task)))


@lru_cache(maxsize=8)
def _make_engine(names: tuple[str, ...], distrusted: frozenset[str], _thread: int) -> Engine:
    """An engine for a thread, kept from chunk to chunk."""
    return Engine(names, distrusted)


def describe_rows(texts: Iterable[Text], task: Task) -> Iterator[RowValues]:
    """Rows one by one, in their order."""
    engine = _make_engine(task.columns.descriptors, task.distrusted, threading.get_ident())
    with quiet():
        for text in texts:
            yield _describe_one(text, task, engine)


def _describe_one(text: Text, task: Task, engine: Engine) -> RowValues:
    kinds = task.columns.fingerprints
    try:
        mol = _parse(text)
        n_fragments = _count_fragments(mol, text)
        if task.form == "parent":
            mol = find_parent(mol)
    except StructureError as error:
        return make_unreadable(task, _name_error(text), str(error))
    values, reasons = engine.compute(mol)
    fingerprints: list[bytes | None] = [kind.compute(mol) for kind in kinds]
    return RowValues(_pack(values), fingerprints, n_fragments, _say_reasons(reasons))


def make_unreadable(task: Task, code: str, error: str) -> RowValues:
    """The row of a structure that has no values."""
    nothing = _pack([nan] * len(task.columns.descriptors))
    return RowValues(nothing, [None] * len(task.columns.fingerprints), UNREADABLE, error, code)


def _pack(values: Sequence[float]) -> bytes:
    return array("d", values).tobytes()


def _name_error(text: Text) -> str:
    if text.defect:
        return "row-unreadable"
    return "structure-unreadable" if text.smiles or text.molblock else "structure-missing"


def stack_rows(rows: Sequence[RowValues]) -> Block:
    """Rows, at least one, as a block."""
    values = np.frombuffer(b"".join([row.values for row in rows]), np.float64)
    return Block(
        values.reshape(len(rows), -1),
        [row.fingerprints for row in rows],
        [row.fragments for row in rows],
        [row.error for row in rows],
    )


def _count_fragments(mol: Chem.Mol, text: Text) -> int:
    if text.smiles and "." not in text.smiles:  # most are in one piece
        return min(mol.GetNumAtoms(), 1)
    return len(Chem.GetMolFrags(mol))


def _parse(text: Text) -> Chem.Mol:
    if text.defect:
        raise StructureError(text.defect)
    return parse_structure(text.smiles, text.molblock).mol


def _say_reasons(reasons: Mapping[str, str]) -> str:
    """NaN values by their reason: "BalabanJ, SPS: division by zero"."""
    names: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        names.setdefault(reason, []).append(name)
    return "; ".join(f"{', '.join(each)}: {reason}" for reason, each in names.items())


def make_index(ids: list[str]) -> pd.Index:
    """The index of a table of records: their ids."""
    return pd.Index(ids, name="record", dtype="str")


def make_frame(blocks: Iterable[Block], task: Task, index: pd.Index) -> pd.DataFrame:
    """One table of all blocks: descriptors, fingerprints, n_fragments, error."""
    names, kinds = task.columns.descriptors, task.columns.fingerprints
    blocks = list(blocks)
    matrix = [block.values for block in blocks] or [np.empty((0, len(names)))]
    columns = np.ascontiguousarray(np.concatenate(matrix).T)
    missing = np.isnan(columns)
    data: dict[str, Any] = {}
    counts = find_counts(names)
    for name, column, gaps in zip(names, columns, missing, strict=True):
        data[name] = _make_counts(column, gaps) if name in counts else column
    packed = list(chain.from_iterable(block.fingerprints for block in blocks))
    for i, kind in enumerate(kinds):
        data[kind.name] = pd.Series([row[i] for row in packed], index=index, dtype=object)
    fragments = np.array([n for block in blocks for n in block.fragments], np.float64)
    data["n_fragments"] = _make_counts(fragments, fragments == UNREADABLE)
    data["error"] = pd.array([error for block in blocks for error in block.errors], dtype="str")
    return pd.DataFrame(data, index=index, copy=False)


def _make_counts(
    values: npt.NDArray[np.float64], missing: npt.NDArray[np.bool_]
) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)


def _read_structures(structures: Structures, column: str | None) -> tuple[pd.Index, Iterable[Text]]:
    """The index of the table to come, and the structures as texts."""
    if isinstance(structures, pd.DataFrame):
        return structures.index, _read_column(structures[find_column(structures, column)])
    if isinstance(structures, pd.Series):
        return structures.index, _read_column(structures)
    if isinstance(structures, str | Path):
        structures = open_structures(structures)
    items = list(structures.values() if isinstance(structures, Mapping) else structures)
    if items and isinstance(items[0], Record):
        records = cast("list[Record]", items)
        ids = [record.id or f"row-{row}" for row, record in enumerate(records)]
        return make_index(ids), map(read_record, records)
    return pd.RangeIndex(len(items)), map(read_cell, items)


def open_structures(path: str | Path) -> Iterable[Record]:
    """The records of a store folder or of a file.

    Raises InputError or StoreError.
    """
    if Path(path).is_dir():
        store: Store = open_store(path)
        return store.values()
    if isinstance(path, str) and "." not in path and not Path(path).exists():
        raise InputError(f"{path}: no such file; a single SMILES goes into a list")
    return read_records(path)


def read_record(record: Record) -> Text:
    """The structure of a record as text: its SMILES, else its molfile."""
    return Text(record.smiles, record.molblock, record.defect)


def find_column(frame: pd.DataFrame, column: Hashable | None) -> Hashable:
    """The column of SMILES or molblocks of a DataFrame: the one named, else one known by its name.

    Raises InputError when there is none.
    """
    if column is not None:
        if column not in frame.columns:
            raise InputError(f"no column {column!r}; there is {', '.join(map(str, frame.columns))}")
        return column
    names: dict[str, Hashable] = {str(name): name for name in frame.columns}
    own = find_columns(names, source="the DataFrame").own
    for field in ("smiles", "molfile"):
        if field in own:
            return names[own[field][0]]
    raise InputError("no column of SMILES or molblocks; name it with column=")


def _read_column(series: pd.Series) -> Iterator[Text]:
    return map(read_cell, series.tolist())


def read_cell(cell: object) -> Text:
    """A SMILES or a molblock in a list or a column of a table, or why it is neither."""
    if isinstance(cell, str):
        return Text(molblock=cell) if "M  END" in cell else Text(smiles=cell)
    missing = cell is None or cell is pd.NA or cell != cell
    return Text(defect="no structure" if missing else f"{cell!r} is no SMILES")
