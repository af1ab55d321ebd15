"""Cores that a series has in common: named ones with their places, and those found in a series."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rdkit import Chem, rdBase
from rdkit.Chem import rdFMCS
from rdkit.Geometry import Point3D

from molinfo.errors import StructureError, UnknownName

BOND_LENGTH = 1.5
"""The length of a bond in molfiles."""
_FMCS_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Core:
    """A substructure query, and a conformer of it that others are laid over where it has one."""

    name: str
    query: Chem.Mol

    @property
    def has_places(self) -> bool:
        """Whether the core says where its atoms stand."""
        return bool(self.query.GetNumConformers())


def _read_cores() -> dict[str, Core]:
    return _read_table("cores.toml")


def cages() -> tuple[Core, ...]:
    """Ring systems as textbooks draw them (`chem/data/cages.toml`).

    >>> [cage.name for cage in cages()]
    ['adamantane', 'cubane']
    """
    return tuple(_read_table("cages.toml").values())


@cache
def _read_table(name: str) -> dict[str, Core]:
    text = resources.files("molinfo.chem").joinpath(f"data/{name}").read_text(encoding="utf-8")
    cores = {}
    for name, data in tomllib.loads(text).items():
        query = Chem.MolFromSmarts(data["smarts"])
        cores[name] = Core(name, _put_places(query, data["places"]))
    return cores


def _put_places(query: Chem.Mol, places: Iterable[Iterable[float]]) -> Chem.Mol:
    placed = Chem.Mol(query)
    conformer = Chem.Conformer(placed.GetNumAtoms())
    conformer.Set3D(False)
    for index, (x, y) in enumerate(places):
        conformer.SetAtomPosition(index, Point3D(x, y, 0.0))
    placed.AddConformer(conformer)
    return placed


def named_cores() -> tuple[Core, ...]:
    """The cores of `chem/data/cores.toml`, in their order.

    >>> [core.name for core in named_cores()]
    ['pyrrolo[2,3-d]pyrimidine']
    """
    return tuple(_read_cores().values())


def place_core(core: Core, mol: Chem.Mol) -> Core:
    """The core with the places that its atoms have in a molecule with coordinates.

    Of several matches the first counts. Bonds are made 1.5 long in the median. Raises
    StructureError when the molecule lacks the core.
    """
    match = mol.GetSubstructMatch(core.query)
    if not match:
        raise StructureError(f"the structure has no {core.name}")
    points = mol.GetConformer().GetPositions()[list(match), :2]
    lengths = sorted(
        float(((points[bond.GetBeginAtomIdx()] - points[bond.GetEndAtomIdx()]) ** 2).sum() ** 0.5)
        for bond in core.query.GetBonds()
    )
    unit = lengths[len(lengths) // 2] if lengths else 0.0
    return Core(core.name, _put_places(core.query, points * (BOND_LENGTH / (unit or BOND_LENGTH))))


def find_core(text: str) -> Core:
    """A core by its name, or by a SMARTS, which has no places.

    Raises UnknownName when the text is neither.

    >>> find_core("pyrrolo[2,3-d]pyrimidine").has_places
    True
    >>> find_core("c1ccccc1").query.GetNumAtoms()
    6
    """
    cores = _read_cores()
    if text in cores:
        return cores[text]
    with rdBase.BlockLogs():
        query = Chem.MolFromSmarts(text)
    if query is None or not query.GetNumAtoms() or " " in text:
        known = ", ".join(cores)
        raise UnknownName(f"no core {text!r}: neither a SMARTS nor one of {known}")
    return Core(text, query)


def find_common_core(mols: Sequence[Chem.Mol]) -> Core:
    """The largest substructure that all molecules share, whole rings only.

    Raises StructureError when they share none, or when the search does not end in a minute.

    >>> mols = [Chem.MolFromSmiles(smiles) for smiles in ("Cc1ccccc1", "Clc1ccccc1")]
    >>> find_common_core(mols).query.GetNumAtoms()
    6
    """
    if len(mols) < 2:
        raise StructureError("a common core needs two structures or more")
    found = rdFMCS.FindMCS(
        list(mols), ringMatchesRingOnly=True, completeRingsOnly=True, timeout=_FMCS_SECONDS
    )
    if found.canceled:
        raise StructureError(f"no common core was found in {_FMCS_SECONDS} s; name one")
    if found.numAtoms < 3:
        raise StructureError("the structures share no core of three atoms; name one")
    return Core(found.smartsString, Chem.MolFromSmarts(found.smartsString))
