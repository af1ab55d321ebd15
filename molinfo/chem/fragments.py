"""Parents, counter-ions and solvates: the parts of a drawing, and what goes with drugs."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast

from rdkit import Chem

from molinfo.chem.formula import Formula, parse_formula

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
    """The largest fragment by heavy atoms, the first of several; charges stay as drawn.

    >>> Chem.MolToSmiles(find_parent(Chem.MolFromSmiles("[Cl-].CC[NH3+].O")))
    'CC[NH3+]'
    """
    parts = split_fragments(mol)
    if len(parts) < 2:
        return mol
    parent = parts[0]
    Chem.SanitizeMol(parent)
    return parent


def count_parents(mol: Chem.Mol) -> int:
    """How many identical copies of the largest fragment a structure holds.

    >>> count_parents(Chem.MolFromSmiles("CCO.CCO.O"))
    2
    """
    if mol.GetNumAtoms() < 2:
        return 1
    sizes = Counter(len(fragment) for fragment in Chem.GetMolFrags(mol))
    largest = max(sizes, default=0)
    if sizes[largest] < 2:
        return 1
    parts = Chem.GetMolFrags(mol, asMols=True, sanitizeFrags=False)
    forms = {Chem.MolToSmiles(part) for part in parts if part.GetNumAtoms() == largest}
    return sizes[largest] if len(forms) == 1 else 1
