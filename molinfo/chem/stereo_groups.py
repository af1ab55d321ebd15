"""Enhanced stereo: whether a drawing is one stereoisomer, a racemate, or one of two."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdkit import Chem

from molinfo.chem.structure import Structure

_TETRAHEDRAL = (Chem.ChiralType.CHI_TETRAHEDRAL_CW, Chem.ChiralType.CHI_TETRAHEDRAL_CCW)
_FLAG_IN_CXSMILES = re.compile(r"[|,]r[,|]")


@dataclass(frozen=True, slots=True)
class StereoGroups:
    """The stereocentres of a drawing by the group that they are in, atoms counted from 0.

    `both` are those of which both configurations are there (AND, STERAC), `either` those of which
    one is there, not known which (OR, STEREL), `absolute` the others that have a configuration.
    `flag` is false where a chiral flag of 0, or `|r|` in a CXSMILES, says that the drawing is no
    single enantiomer; None where no flag is written.
    """

    both: tuple[int, ...] = ()
    either: tuple[int, ...] = ()
    absolute: tuple[int, ...] = ()
    flag: bool | None = None


def find_stereo_groups(structure: Structure) -> StereoGroups:
    """The enhanced stereo of a structure, as its CXSMILES or molfile writes it.

    Source: Chemical table file formats 2020, BIOVIA, and ChemAxon extended SMILES.

    >>> from molinfo.chem.structure import parse_smiles
    >>> find_stereo_groups(parse_smiles("C[C@H](O)CC |&1:1|")).both
    (1,)
    """
    mol = structure.mol
    kinds = Chem.StereoGroupType
    members: dict[object, set[int]] = {kinds.STEREO_AND: set(), kinds.STEREO_OR: set()}
    for group in mol.GetStereoGroups():
        if group.GetGroupType() in members:
            members[group.GetGroupType()].update(atom.GetIdx() for atom in group.GetAtoms())
    both, either = members[kinds.STEREO_AND], members[kinds.STEREO_OR]
    defined = {atom.GetIdx() for atom in mol.GetAtoms() if atom.GetChiralTag() in _TETRAHEDRAL}
    return StereoGroups(
        tuple(sorted(both)),
        tuple(sorted(either)),
        tuple(sorted(defined - both - either)),
        _read_flag(structure),
    )


def _read_flag(structure: Structure) -> bool | None:
    mol = structure.mol
    if structure.source == "smiles":
        data = mol.GetProp("_CXSMILES_Data") if mol.HasProp("_CXSMILES_Data") else ""
        return False if _FLAG_IN_CXSMILES.search(data) else None
    if structure.source == "molfile":
        return bool(mol.GetPropsAsDict(includePrivate=True).get("_MolFileChiralFlag", 0))
    return None
