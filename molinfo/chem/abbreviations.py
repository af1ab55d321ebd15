"""Groups that chemists write as an abbreviation: Ph, Boc, CO2Me."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from rdkit import Chem
from rdkit.Chem import rdAbbreviations

from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_molblock

_MOST_OF_A_STRUCTURE = 0.8


class Abbreviated(NamedTuple):
    """A group by its label and the atoms that it stands for, counted from 0."""

    label: str
    atoms: tuple[int, ...]


@cache
def _read_table() -> Any:
    path = files("molinfo.chem") / "data" / "abbreviations.csv"
    with path.open(encoding="utf-8") as stream:
        rows = [f"{row['label']} {row['smarts']}" for row in csv.DictReader(stream)]
    return rdAbbreviations.ParseAbbreviations("\n".join(rows))


def find_abbreviations(molblock: str) -> list[Abbreviated]:
    """The groups of a structure that have a usual abbreviation (chem/data/abbreviations.csv).

    Where they would take more than four fifths of the structure, there are none. Raises
    StructureError when the molblock cannot be read.

    >>> from molinfo.chem.coordinates import make_layout
    >>> block = make_layout(Chem.MolFromSmiles("COC(=O)c1ccncc1")).molblock
    >>> find_abbreviations(block)
    [Abbreviated(label='CO2Me', atoms=(2, 3, 1, 0))]
    """
    mol = parse_molblock(molblock, keep_hydrogens=True).mol
    with quiet():
        labelled = rdAbbreviations.LabelMolAbbreviations(mol, _read_table(), _MOST_OF_A_STRUCTURE)
    known = len(Chem.GetMolSubstanceGroups(mol))
    groups = list(Chem.GetMolSubstanceGroups(labelled))[known:] if labelled is not None else []
    return [Abbreviated(group.GetProp("LABEL"), tuple(group.GetAtoms())) for group in groups]
