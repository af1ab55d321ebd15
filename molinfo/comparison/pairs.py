"""Matched pairs of a series: compounds that differ in one group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import pandas as pd
from rdkit import Chem
from rdkit.Chem import rdMMPA

from molinfo.comparison.frames import make_frame
from molinfo.comparison.series import Compound

PAIR_COLUMNS = {
    "compound": "id of one parent",
    "other": "id of the other",
    "constant": "what both have, as SMILES; [*:1] is where they differ",
    "group": "what the first has there",
    "other_group": "what the other has there",
    "constant_heavy_atoms": "heavy atoms of what both have",
}
"""What each column of a table of matched pairs holds, in their order."""

_MOST_CUTS = 100  # bonds that could be cut; beyond, RDKit leaves a molecule out
_HYDROGEN = "[H][*:1]"


class _Cut(NamedTuple):
    constant: str
    group: str
    constant_atoms: int
    group_atoms: int


def tabulate_pairs(compounds: Sequence[Compound], *, max_group_atoms: int = 13) -> pd.DataFrame:
    """Parents that differ in one group at one place (PAIR_COLUMNS), the largest constant part.

    One bond is cut, acyclic and single, between a carbon and anything; a group has at most
    `max_group_atoms` heavy atoms and fewer than what stays; hydrogen is a group as well. The cuts
    are those of RDKit's rdMMPA, which follows Hussain and Rea's fragment index.

    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.record import Record
    >>> smiles = {"toluene": "Cc1ccccc1", "phenol": "Oc1ccccc1"}
    >>> series = read_series(Record(id=name, smiles=each) for name, each in smiles.items())
    >>> tabulate_pairs(series)[["constant", "group", "other_group"]].values.tolist()
    [['c1ccc([*:1])cc1', 'C[*:1]', 'O[*:1]']]
    """
    parents = _list_parents(compounds)
    by_constant: dict[str, dict[str, _Cut]] = defaultdict(dict)
    for name, (mol, _smiles) in parents.items():
        for cut in _cut(mol):
            if cut.group_atoms <= max_group_atoms and cut.group_atoms < cut.constant_atoms:
                by_constant[cut.constant].setdefault(name, cut)
    _add_hydrogen(by_constant, {smiles: name for name, (_mol, smiles) in parents.items()})
    best: dict[tuple[str, str], tuple[_Cut, _Cut]] = {}
    order = {name: place for place, name in enumerate(parents)}
    for cuts in by_constant.values():
        for left, right in combinations(sorted(cuts, key=order.__getitem__), 2):
            pair = cuts[left], cuts[right]
            known = best.get((left, right))
            if known is None or known[0].constant_atoms < pair[0].constant_atoms:
                best[left, right] = pair
    rows = (
        {
            "compound": left,
            "other": right,
            "constant": one.constant,
            "group": one.group,
            "other_group": other.group,
            "constant_heavy_atoms": one.constant_atoms,
        }
        for (left, right), (one, other) in sorted(
            best.items(), key=lambda each: (order[each[0][0]], order[each[0][1]])
        )
    )
    return make_frame(rows, PAIR_COLUMNS, {"constant_heavy_atoms": "int64"})


def _list_parents(compounds: Sequence[Compound]) -> dict[str, tuple[Chem.Mol, str]]:
    """One free form of each parent that can be read, and its SMILES."""
    parents: dict[str, tuple[Chem.Mol, str]] = {}
    for compound in compounds:
        if compound.mol is not None and compound.parent not in parents:
            parents[compound.parent] = (compound.mol, Chem.MolToSmiles(compound.mol))
    return parents


def _cut(mol: Chem.Mol) -> Iterator[_Cut]:
    """Every single cut of a molecule, either side as the group."""
    heavy_atoms = mol.GetNumHeavyAtoms()
    for _core, parts in rdMMPA.FragmentMol(
        mol, maxCuts=1, maxCutBonds=_MOST_CUTS, resultsAsMols=False
    ):
        left, right = parts.split(".")
        atoms = _count_heavy_atoms(left)
        yield _Cut(left, right, atoms, heavy_atoms - atoms)
        yield _Cut(right, left, heavy_atoms - atoms, atoms)


def _count_heavy_atoms(smiles: str) -> int:
    mol = Chem.MolFromSmiles(smiles, sanitize=False)
    return sum(1 for atom in mol.GetAtoms() if atom.GetAtomicNum() > 1)


def _add_hydrogen(by_constant: Mapping[str, dict[str, _Cut]], names: Mapping[str, str]) -> None:
    """Add the compounds that have hydrogen in the place of a group of another."""
    letters = {_sort_letters(smiles) for smiles in names}
    for constant, cuts in by_constant.items():
        if _sort_letters(constant) in letters:  # cheap, and most constant parts end here
            bare = names.get(_put_hydrogen(constant))
            if bare is not None:
                atoms = next(iter(cuts.values())).constant_atoms
                cuts.setdefault(bare, _Cut(constant, _HYDROGEN, atoms, 0))


def _sort_letters(smiles: str) -> str:
    """What a SMILES and that of the same heavy atoms have in common: their letters, not H."""
    return "".join(sorted(each for each in smiles.lower() if each.isalpha() and each != "h"))


def _put_hydrogen(constant: str) -> str:
    """The SMILES of a constant part with hydrogen in the place of its group."""
    mol = Chem.MolFromSmiles(constant.replace("[*:1]", "[H]"))
    return "" if mol is None else str(Chem.MolToSmiles(mol))
