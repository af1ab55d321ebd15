"""ChemDraw's CDXML: the structures of a page as molblocks, each as it was drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
from rdkit import Chem
from rdkit.Geometry import Point3D

from molinfo.chem.coordinates import set_bond_length, set_chiral_flag
from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError

_PLAIN = ("Bold", "Hash", "Dash", "Dot", "DashDot")
"""How ChemDraw shows a bond for which molfiles have no sign."""


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
    return [write_drawn(mol) for mol in mols if mol is not None and mol.GetNumAtoms()]


def list_losses(text: str) -> list[str]:
    """What of a CDXML page its structures alone do not show: arrows, texts, bold and hashed bonds.

    >>> list_losses('<CDXML><page><arrow/><fragment><b Display="Bold"/></fragment></page></CDXML>')
    ['1 arrow is not drawn with single structures', '1 bond is drawn plain that is bold or hashed']
    """
    try:
        root = ElementTree.fromstring(text.encode("utf-8"))
    except ElementTree.ParseError:
        return []
    arrows = sum(1 for each in root.iter() if each.tag in ("arrow", "graphic"))
    texts = sum(1 for page in root.iter("page") for each in page if each.tag == "t")
    bonds = sum(1 for each in root.iter("b") if each.get("Display", "") in _PLAIN)
    told = []
    for count, what, why in (
        (arrows, "arrow", "not drawn with single structures"),
        (texts, "text", "not drawn with single structures"),
        (bonds, "bond", "drawn plain that is bold or hashed"),
    ):
        if count:
            verb = "is" if count == 1 else "are"
            told.append(f"{count} {what}{'' if count == 1 else 's'} {verb} {why}")
    return told


def write_drawn(mol: Chem.Mol) -> str:
    """The molblock of a structure of a page as it is drawn there, in the middle, bonds 1.5 long."""
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
