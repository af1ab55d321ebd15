"""Descriptors of one structure: from the kernels where they can be, else from RDKit itself.

Values are those of RDKit's own functions, bit by bit; BCUT2D, an eigenvalue problem, to 1e-9. Where
RDKit gives NaN or raises, the value is NaN and the reason is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import isnan, nan
from typing import Any, NamedTuple

from rdkit import Chem
from rdkit.Chem import Descriptors

from molinfo.chem.quiet import quiet
from molinfo.descriptors.kernels import COMPILED
from molinfo.descriptors.own import OWN

MAX_ATOMS: Mapping[str, int] = {
    "Ipc": 1000,
    "AvgIpc": 1000,
    **{f"BCUT2D_{end}": 1000 for end in "MWHI MWLOW CHGHI CHGLO LOGPHI LOGPLOW MRHI MRLOW".split()},
}
"""Atoms beyond which a descriptor is NaN: it grows with their third power."""

_SMALLEST_LIMIT = min(MAX_ATOMS.values())

MAX_ATOMS_IN_RDKIT: Mapping[str, int] = {
    "Ipc": 300,
    "AvgIpc": 300,
    **{name: 1000 for name in MAX_ATOMS if name.startswith("BCUT2D")},
    **{f"{size}EStateIndex": 1000 for size in ("Max", "Min", "MaxAbs", "MinAbs")},
    **{f"VSA_EState{i}": 1000 for i in range(1, 11)},
    **{f"EState_VSA{i}": 1000 for i in range(1, 12)},
    "BalabanJ": 1000,
    "BertzCT": 1000,
    "SPS": 1000,
}
"""The same where RDKit's own function computes it, which grows with up to the fourth power."""


class Described(NamedTuple):
    """Values in the order of the names, and why each that is NaN is so."""

    values: list[float]
    reasons: dict[str, str]


class Engine:
    """Computes a fixed list of descriptors for one structure after the other.

    Raises KeyError for a name that is neither RDKit's nor `own`'s. Names in `distrusted`, and all
    of them where the kernels are not compiled, are computed by RDKit's functions. An engine is
    for one thread.

    >>> engine = Engine(["HeavyAtomCount", "TPSA"])
    >>> engine.compute(Chem.MolFromSmiles("CCO")).values
    [3, 20.23]
    """

    def __init__(self, names: Iterable[str], distrusted: Collection[str] = ()) -> None:
        self.names = tuple(names)
        self._functions = {**dict(Descriptors.descList), **OWN}
        unknown = [name for name in self.names if name not in self._functions]
        if unknown:
            raise KeyError(unknown[0])
        self._groups: list[Any] = []
        if COMPILED:
            from molinfo.descriptors.groups import list_groups
            from molinfo.descriptors.shared import Workspace

            trusted = set(self.names).difference(distrusted)
            self._space = Workspace()
            self._groups = [
                each for each in list_groups() if trusted.intersection(each.descriptors)
            ]
        computed = [name for group in self._groups for name in group.descriptors]
        self._by_rdkit = [n for n in self.names if n in distrusted or n not in computed]
        places = {name: place for place, name in enumerate((*computed, *self._by_rdkit))}
        self._places = [places[name] for name in self.names]

    def compute(self, mol: Chem.Mol) -> Described:
        """Compute every descriptor; never raises for chemistry."""
        reasons: dict[str, str] = {}
        with quiet():
            found = self._run_groups(mol, reasons)
            found += [self._ask_rdkit(mol, name, reasons) for name in self._by_rdkit]
        values = list(map(found.__getitem__, self._places))
        if isnan(sum(values)):  # also where infinities cancel
            for name, value in zip(self.names, values, strict=True):
                if isnan(value):
                    reasons.setdefault(name, "not a number, in RDKit too")
        return Described(values, {name: reasons[name] for name in self.names if name in reasons})

    def _run_groups(self, mol: Chem.Mol, reasons: dict[str, str]) -> list[float]:
        """What the kernels compute, group after group; what they leave out RDKit does."""
        if not self._groups:
            return []
        from molinfo.descriptors.binary import NotPlain
        from molinfo.descriptors.shared import Shared

        found: list[float] = []
        try:
            shared = Shared(mol, self._space)
        except NotPlain:
            for group in self._groups:
                found += [self._ask_rdkit(mol, name, reasons) for name in group.descriptors]
            return found
        atoms = shared.graph.n
        for group in self._groups:
            try:
                if atoms > _SMALLEST_LIMIT:
                    _check_size(group.descriptors[0], atoms, MAX_ATOMS)
                found += group.compute(shared)
            except NotPlain:
                found += [self._ask_rdkit(mol, name, reasons) for name in group.descriptors]
            except (ArithmeticError, ValueError) as error:  # as RDKit's function would raise
                reasons.update(dict.fromkeys(group.descriptors, _say(error)))
                found += [nan] * len(group.descriptors)
        return found

    def _ask_rdkit(self, mol: Chem.Mol, name: str, reasons: dict[str, str]) -> float:
        try:
            _check_size(name, mol.GetNumAtoms(), MAX_ATOMS_IN_RDKIT)
            value: float = self._functions[name](mol)
            return value
        except Exception as error:  # noqa: BLE001  RDKit's functions raise whatever they like
            reasons[name] = _say(error)
            return nan


def _check_size(name: str, atoms: int, limits: Mapping[str, int]) -> None:
    limit = limits.get(name)
    if limit is not None and atoms > limit:
        raise ValueError(f"{atoms:,} atoms are beyond its limit of {limit:,}")


def _say(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
