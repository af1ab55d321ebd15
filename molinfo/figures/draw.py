"""Draw a stored molblock as it stands: same coordinates, same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from rdkit import Chem, rdBase
from rdkit.Chem import rdDepictor
from rdkit.Chem.Draw import rdMolDraw2D

from molinfo.chem.structure import parse_smiles
from molinfo.errors import StructureError

_XML_HEAD = re.compile(r"^<\?xml[^>]*\?>\s*")
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def draw_svg(
    molblock: str,
    *,
    width_px: int = 300,
    height_px: int = 220,
    title: str = "",
    atoms: Sequence[int] = (),
    bonds: Sequence[int] = (),
) -> str:
    """Draw the structure of a Kekule molblock, unchanged, as an SVG of the given size in pixels.

    Nothing is perceived anew and nothing of the library's version is written, so that the same
    molblock gives the same bytes. `title` is what screen readers say; `atoms` and `bonds` (counted
    from 0) are marked. Raises StructureError when the molblock cannot be read or is empty.

    >>> benzene = Chem.MolFromSmiles("c1ccccc1")
    >>> draw_svg(Chem.MolToMolBlock(benzene), title="benzene").startswith("<svg")
    True
    """
    with rdBase.BlockLogs():
        mol = Chem.MolFromMolBlock(molblock, sanitize=False, removeHs=False)
    if mol is None or mol.GetNumAtoms() == 0:
        raise StructureError("molfile cannot be drawn: no structure in it")
    mol.UpdatePropertyCache(strict=False)
    Chem.ReapplyMolBlockWedging(mol)
    drawer = rdMolDraw2D.MolDraw2DSVG(width_px, height_px)
    options: Any = drawer.drawOptions()  # RDKit's stubs type every option as the options object
    options.prepareMolsBeforeDrawing = False
    options.includeMetadata = False
    options.bondLineWidth = 1.5
    atoms = [atom for atom in atoms if atom < mol.GetNumAtoms()]
    bonds = [bond for bond in bonds if bond < mol.GetNumBonds()]
    drawer.DrawMolecule(mol, highlightAtoms=atoms, highlightBonds=bonds)
    drawer.FinishDrawing()
    svg = _XML_HEAD.sub("", drawer.GetDrawingText())
    return _put_title(svg, title) if title else svg


def _put_title(svg: str, title: str) -> str:
    """Put a title element, which screen readers say, first into the drawing."""
    clean = escape(_ILLEGAL_IN_XML.sub("", title), quote=False)
    head, separator, rest = svg.partition(">")
    return f'{head} role="img"{separator}\n<title>{clean}</title>{rest}'


def lay_out(smiles: str) -> str:
    """A molblock of a SMILES with coordinates made for a picture; atoms keep their order.

    Raises StructureError.

    >>> lay_out("CCO").splitlines()[3][:6]
    '  3  2'
    """
    mol = parse_smiles(smiles).mol
    rdDepictor.Compute2DCoords(mol)
    block: str = Chem.MolToMolBlock(mol)
    return block
