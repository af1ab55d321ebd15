"""Draw a stored molblock as it stands: same coordinates, same bytes."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from rdkit import Chem, rdBase
from rdkit.Chem.Draw import rdMolDraw2D

from molinfo.errors import StructureError

_XML_HEAD = re.compile(r"^<\?xml[^>]*\?>\s*")
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def draw_svg(molblock: str, *, width_px: int = 300, height_px: int = 220, title: str = "") -> str:
    """Draw the structure of a Kekule molblock, unchanged, as an SVG of the given size in pixels.

    Nothing is perceived anew and nothing of the library's version is written, so that the same
    molblock gives the same bytes. `title` is what screen readers say. Raises StructureError when
    the molblock cannot be read or has no coordinates.

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
    drawer.DrawMolecule(mol)
    drawer.FinishDrawing()
    svg = _XML_HEAD.sub("", drawer.GetDrawingText())
    return _put_title(svg, title) if title else svg


def _put_title(svg: str, title: str) -> str:
    """Put a title element, which screen readers say, first into the drawing."""
    clean = escape(_ILLEGAL_IN_XML.sub("", title), quote=False)
    head, separator, rest = svg.partition(">")
    return f'{head} role="img"{separator}\n<title>{clean}</title>{rest}'
