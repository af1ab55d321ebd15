"""The layouts of a series: made for records that lack them, laid over a core, and measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdkit import Chem

from molinfo.chem.coordinates import (
    align_layout,
    entitle_molblock,
    make_layout,
    measure_core_rmsd,
    write_molblock,
)
from molinfo.chem.cores import Core, find_common_core, find_core, named_cores, place_core
from molinfo.chem.layout_score import (
    LayoutScore,
    has_layout,
    score_layout,
)
from molinfo.chem.structure import parse_molblock, parse_smiles
from molinfo.errors import InputError, StructureError
from molinfo.store.record import Record

STORED = "stored"
"""The engine of a layout that was there before."""
ALIGNED = 0.05
"""Up to how many bond lengths (RMSD) core atoms lie where the core has them."""

ChooseCore = Callable[[Chem.Mol], Core | None]
"""Gives the core that a molecule is laid over, None for none."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A record with its layout as molblock, who made it, how good it is, how it lies on its core.

    `engine` is `stored`, `rdkit`, `coordgen` or `template`; `core_rmsd` is in bond lengths. Where
    there can be no layout, `fault` says why, and the record is as it was.
    """

    record: Record
    engine: str = ""
    score: LayoutScore | None = None
    core: str = ""
    core_rmsd: float | None = None
    is_changed: bool = False
    fault: str = ""

    @property
    def is_aligned(self) -> bool:
        """Whether the record lies on its core; without a core it does."""
        return self.core_rmsd is None or self.core_rmsd < ALIGNED


def lay_out_series(
    records: Iterable[Record],
    choose_core: ChooseCore,
    *,
    remake: bool = False,
    align: bool = False,
    keep_hydrogens: bool = False,
) -> Iterator[LaidOut]:
    """Give every record a layout; those that are there stay as they are.

    With `remake` all are made anew from the molfile, its wedges and the order of its atoms; with
    `align` those that stay are turned as a whole onto their core. A new layout has no explicit
    hydrogens that could be implicit, unless `keep_hydrogens`. A record without a readable structure
    comes back with a fault.

    >>> [each] = lay_out_series([Record(id="x", smiles="CCO")], lambda mol: None)
    >>> each.engine, each.score.overlaps
    ('rdkit', 0)
    """
    for record in records:
        try:
            yield _lay_out(record, choose_core, remake, align, keep_hydrogens)
        except StructureError as error:
            yield LaidOut(record, fault=str(error))


def _lay_out(
    record: Record, choose_core: ChooseCore, remake: bool, align: bool, keep_hydrogens: bool
) -> LaidOut:
    stored = _read_stored(record)
    if stored is not None and not remake:
        core = choose_core(stored)
        if core is not None and align and measure_core_rmsd(stored, core) >= ALIGNED:
            turned = align_layout(stored, core)
            molblock = entitle_molblock(write_molblock(turned.mol), record.id)
            laid = record.model_copy(update={"molblock": molblock})
            return LaidOut(laid, STORED, turned.score, core.name, turned.core_rmsd, is_changed=True)
        rmsd = None if core is None else measure_core_rmsd(stored, core)
        name = "" if core is None else core.name
        return LaidOut(record, STORED, score_layout(stored), name, rmsd)
    mol = _read_structure(record, stored is not None, keep_hydrogens)
    core = choose_core(mol)
    made = make_layout(mol, core)
    molblock = entitle_molblock(write_molblock(made.mol), record.id)
    laid = record.model_copy(update={"molblock": molblock})
    name = "" if core is None else core.name
    return LaidOut(laid, made.engine, made.score, name, made.core_rmsd, is_changed=True)


def _read_stored(record: Record) -> Chem.Mol | None:
    """The molecule of a record's molfile if that has a layout."""
    if not record.molblock:
        return None
    mol = parse_molblock(record.molblock, keep_hydrogens=True).mol
    return mol if has_layout(mol) else None


def _read_structure(record: Record, has_wedges: bool, keep_hydrogens: bool) -> Chem.Mol:
    """The structure to lay out: of the molfile, but the SMILES where only that has the stereo."""
    if record.molblock:
        mol = parse_molblock(record.molblock, keep_hydrogens=keep_hydrogens).mol
        if has_wedges or not record.smiles or _is_solid(mol):
            return mol
    if not record.smiles:
        why = record.defect or "give it a SMILES or a molfile"
        raise StructureError(f"no structure to lay out: {why}")
    return parse_smiles(record.smiles).mol


def _is_solid(mol: Chem.Mol) -> bool:
    """Whether a molecule has three-dimensional coordinates, which tell its stereo."""
    return bool(mol.GetNumConformers() and abs(mol.GetConformer().GetPositions()[:, 2]).max() > 0)


def parse_core_choice(text: str, records: Sequence[Record]) -> ChooseCore:
    """What `--core` says: `named`, `common`, `none`, a named core, a SMARTS, or a molfile.

    `named` takes for each molecule the first named core that it has, `common` the largest
    substructure of all records. A SMARTS and a common core lie where the first record that has a
    layout has them, else where the first one's new layout has them.

    Raises UnknownName for a text that is none of these, InputError for a molfile that cannot be
    read, StructureError where the records share no core.
    """
    if text == "none":
        return lambda mol: None
    if text == "named":
        return lambda mol: _find_first(mol, named_cores())
    if text.endswith(".mol"):
        core = _read_template(Path(text))
    else:
        core = find_series_core(records) if text == "common" else find_core(text)
        if not core.has_places:
            core = _take_places(core, records)
    return lambda mol: _find_first(mol, (core,))


def _find_first(mol: Chem.Mol, cores: Sequence[Core]) -> Core | None:
    return next((core for core in cores if mol.HasSubstructMatch(core.query)), None)


def _read_template(path: Path) -> Core:
    try:
        mol = parse_molblock(path.read_text(encoding="utf-8")).mol
    except (OSError, UnicodeDecodeError, StructureError) as error:
        raise InputError(f"{path}: template cannot be read: {error}") from error
    if not has_layout(mol):
        raise InputError(f"{path}: template has no two-dimensional coordinates")
    return place_core(Core(path.stem, mol), mol)


def find_series_core(records: Iterable[Record]) -> Core:
    """The largest substructure that all readable records share, whole rings only.

    Raises StructureError where they share none.
    """
    mols = []
    for record in records:
        try:
            mols.append(_read_structure(record, bool(record.molblock), keep_hydrogens=False))
        except StructureError:
            continue  # told when its turn comes
    core = find_common_core(mols)
    return Core(f"common core of {core.query.GetNumAtoms()} atoms", core.query)


def _take_places(core: Core, records: Sequence[Record]) -> Core:
    """Put a core where a record of the series has it."""
    first_without = None
    for record in records:
        try:
            stored = _read_stored(record)
            mol = stored or _read_structure(record, has_wedges=False, keep_hydrogens=False)
        except StructureError:
            continue
        if mol.HasSubstructMatch(core.query):
            if stored is not None:
                return place_core(core, stored)
            first_without = first_without or mol
    if first_without is None:
        raise StructureError(f"no record has the core {core.name}")
    return place_core(core, make_layout(first_without).mol)
