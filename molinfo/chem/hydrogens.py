"""Which hydrogens of a drawing are atoms of it: none, those of stereocentres, or all."""

from __future__ import annotations

from typing import Any, Literal, get_args

from rdkit import Chem

from molinfo.chem.coordinates import write_molblock
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_molblock
from molinfo.chem.wedges import add_stereo_hydrogens
from molinfo.errors import UnknownName

Hydrogens = Literal["as-drawn", "none", "stereo", "all"]
HYDROGENS: tuple[str, ...] = get_args(Hydrogens)
"""The choices: as the molfile has them, none, those at stereocentres, all."""


def show_hydrogens(molblock: str, choice: str) -> str:
    """A molblock with the hydrogens of a choice as atoms; all other atoms stay where they are.

    Labelled and charged hydrogens always stay. Wedges are set anew where hydrogens come or go.

    Raises UnknownName for what is no choice, StructureError where the molblock cannot be read.

    >>> from molinfo.chem.coordinates import make_layout
    >>> from rdkit import Chem
    >>> block = make_layout(Chem.MolFromSmiles("C[C@H](F)Cl")).molblock
    >>> [show_hydrogens(block, choice).splitlines()[3][:3] for choice in HYDROGENS]
    ['  4', '  4', '  5', '  8']
    """
    if choice not in HYDROGENS:
        raise UnknownName(f"no choice of hydrogens {choice!r}; known: {', '.join(HYDROGENS)}")
    if choice == "as-drawn":
        return molblock
    mol = parse_molblock(molblock, keep_hydrogens=True).mol
    with quiet():
        if choice == "all":
            return write_molblock(Chem.AddHs(mol, addCoords=True))
        options: Any = Chem.RemoveHsParameters()  # RDKit types its fields wrongly
        options.removeWithWedgedBond = True
        options.removeDefiningBondStereo = False
        bare = Chem.RemoveHs(mol, options)
        return write_molblock(add_stereo_hydrogens(bare) if choice == "stereo" else bare)
