"""Parents, counter-ions and solvates: the parts of a drawing, and what goes with drugs."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

from rdkit import Chem
from rdkit.Chem import rdMolHash, rdqueries

from molinfo.chem.formula import Formula, parse_formula
from molinfo.chem.quiet import quiet

ComponentKind = Literal["counter-ion", "solvate", "water"]


@dataclass(frozen=True, slots=True)
class Component:
    """A counter-ion, solvent or water as the neutral species that is added.

    `replaces_h` counts the hydrogens that a metal takes the place of; `common` ones go first.
    """

    name: str
    kind: ComponentKind
    formula: Formula
    smiles: str
    replaces_h: int
    common: bool


@cache
def read_components() -> tuple[Component, ...]:
    """All counter-ions and solvates of `chem/data/components.csv`, common ones first.

    >>> read_components()[0].common
    True
    """
    path = resources.files("molinfo.chem").joinpath("data/components.csv")
    with path.open(encoding="utf-8") as lines:
        return tuple(
            Component(
                row["name"],
                cast("ComponentKind", row["kind"]),
                parse_formula(row["formula"]),
                row["smiles"],
                int(row["replaces_h"]),
                row["common"] == "1",
            )
            for row in csv.DictReader(lines)
        )


def split_fragments(mol: Chem.Mol) -> tuple[Chem.Mol, ...]:
    """The disconnected parts of a molecule, the largest first.

    >>> [part.GetNumAtoms() for part in split_fragments(Chem.MolFromSmiles("Cl.CCN"))]
    [3, 1]
    """
    parts = Chem.GetMolFrags(mol, asMols=True, sanitizeFrags=False)
    return tuple(sorted(parts, key=lambda part: -part.GetNumHeavyAtoms()))


def find_parent(mol: Chem.Mol) -> Chem.Mol:
    """The part of a salt or solvate that is the compound itself; charges stay as drawn.

    Known counter-ions and solvents are set aside first, whatever their size; of the others, and
    where all are known, the part with the most carbon counts, the first of several equal ones.

    >>> Chem.MolToSmiles(find_parent(Chem.MolFromSmiles("[Cl-].CC[NH3+].O")))
    'CC[NH3+]'
    """
    parts = split_fragments(mol)
    if len(parts) < 2:
        return mol
    parent = _choose_parents(parts)[0]
    Chem.SanitizeMol(parent)
    return parent


def find_parents(mol: Chem.Mol) -> tuple[Chem.Mol, ...]:
    """Every different organic part of a structure that is no known counter-ion or solvent.

    More than one are two drugs in one salt, or a mixture; without any the parent alone is given.

    >>> two = Chem.MolFromSmiles("CC(=O)Oc1ccccc1C(=O)O.Cn1c(=O)c2[nH]cnc2n(C)c1=O")
    >>> len(find_parents(two))
    2
    """
    parts = split_fragments(mol)
    if len(parts) < 2:
        return (mol,)
    chosen = _choose_parents(parts)
    organic = [part for part in chosen if _count_carbons(part) and not _is_known(part)]
    different = {_name_graph(part): part for part in reversed(organic or chosen[:1])}
    return tuple(reversed(different.values()))


def count_parents(mol: Chem.Mol) -> int:
    """How many identical copies of its parent a structure holds.

    >>> count_parents(Chem.MolFromSmiles("CCO.CCO.O"))
    2
    """
    if mol.GetNumAtoms() < 2:
        return 1
    sizes = Counter(len(fragment) for fragment in Chem.GetMolFrags(mol))
    if max(sizes.values(), default=0) < 2:
        return 1
    parts = split_fragments(mol)
    wanted = Chem.MolToSmiles(_choose_parents(parts)[0])
    return sum(Chem.MolToSmiles(part) == wanted for part in parts)


def _choose_parents(parts: tuple[Chem.Mol, ...]) -> list[Chem.Mol]:
    """The parts that may be the parent, the likeliest first."""
    known = {id(part): _find_kind(part) for part in parts}
    unknown = [part for part in parts if not known[id(part)]]
    ions = [part for part in parts if known[id(part)] == "counter-ion"]
    for group in (
        [part for part in unknown if _count_carbons(part)],
        [part for part in ions if _count_carbons(part)],
        unknown,
        ions,
    ):
        if group:
            return sorted(group, key=lambda part: -_count_carbons(part))
    return list(parts)


def _count_carbons(mol: Chem.Mol) -> int:
    return len(mol.GetAtomsMatchingQuery(_CARBON))


def _is_known(part: Chem.Mol) -> bool:
    return bool(_find_kind(part))


def _find_kind(part: Chem.Mol) -> str:
    """Which kind of component a part is, "" for none, whatever its stereo, charge, hydrogens."""
    if part.GetNumHeavyAtoms() > _largest_component():
        return ""
    return _index_components().get(_name_graph(part), "")


def _name_graph(mol: Chem.Mol) -> str:
    """The elements and bonds of a molecule, whatever its charges, hydrogens and stereo."""
    with quiet():
        plain = Chem.RemoveHs(mol, sanitize=False)
        Chem.RemoveStereochemistry(plain)
        name: str = rdMolHash.MolHash(plain, rdMolHash.HashFunction.ElementGraph)
    return name


@cache
def _index_components() -> dict[str, str]:
    mols = [(Chem.MolFromSmiles(each.smiles), each.kind) for each in read_components()]
    mols += [(Chem.MolFromSmiles(smiles), "counter-ion") for smiles in _CATIONS]
    return {_name_graph(mol): kind for mol, kind in reversed(mols)}


@cache
def _largest_component() -> int:
    return max(Chem.MolFromSmiles(each.smiles).GetNumHeavyAtoms() for each in read_components())


_CATIONS = ("C[N+](C)(C)CCO",)  # choline; cations that no neutral component stands for
_CARBON = rdqueries.AtomNumEqualsQueryAtom(6)
