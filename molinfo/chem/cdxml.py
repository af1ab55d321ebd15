"""ChemDraw's CDXML: the structures of a page as molblocks, each as it was drawn."""

from __future__ import annotations

import numpy as np
from rdkit import Chem
from rdkit.Geometry import Point3D

from molinfo.chem.coordinates import set_bond_length, set_chiral_flag
from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError


def read_cdxml(text: str) -> list[str]:
    """The molblocks of all structures of a CDXML document, in its order.

    Places and wedges are those of the drawing, with bonds 1.5 long in the median and the middle at
    the origin; abbreviations such as Boc are spelt out as ChemDraw stores them. Nothing is
    perceived anew, so that a structure with a fault is there to be checked.

    Raises StructureError when the document cannot be read.

    >>> page = '<CDXML><page><fragment><n id="1" p="0 0"/><n id="2" p="14.4 0" Element="8"/>'
    >>> [block] = read_cdxml(page + '<b B="1" E="2"/></fragment></page></CDXML>')
    >>> block.splitlines()[5].split()[:4]
    ['0.7500', '0.0000', '0.0000', 'O']
    """
    try:
        with quiet():
            mols = Chem.MolsFromCDXML(text, sanitize=False, removeHs=False)
    except (RuntimeError, ValueError) as error:
        raise StructureError(f"CDXML cannot be read: {' '.join(str(error).split())}") from error
    return [_write(mol) for mol in mols if mol is not None and mol.GetNumAtoms()]


def _write(mol: Chem.Mol) -> str:
    if mol.GetNumConformers():
        set_bond_length(mol)
        conformer = mol.GetConformer()
        places = conformer.GetPositions()
        middle = np.append((places.max(axis=0) + places.min(axis=0))[:2] / 2, 0.0)
        for index, (x, y, z) in enumerate((places - middle).tolist()):
            conformer.SetAtomPosition(index, Point3D(x, y, z))
    Chem.ReapplyMolBlockWedging(mol)
    set_chiral_flag(mol)
    text: str = Chem.MolToMolBlock(mol, kekulize=False)
    return text
