"""What is drawn: a molblock as it stands, a style, marks, and the canvas that it must fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rdkit import Chem

from molinfo.chem.abbreviations import find_abbreviations
from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError
from molinfo.figures.compose import Drawing, compose
from molinfo.figures.groups import contract
from molinfo.figures.marks import NO_MARKS, Marks
from molinfo.figures.parts import put_parts_below
from molinfo.figures.sketch import Sketch, read_sketch
from molinfo.figures.style import Style
from molinfo.figures.vector import Picture, Placed

DRAWING_VERSION = 3
"""Counts up whenever the drawing code gives other bytes for the same molblock and style."""

_TEXTS = ("\nA  ", "\nV  ", "M  RGP", "M  APO", "ATTCHPT", "RGROUPS")
"""What in a molblock tells that atoms have texts of their own."""


@dataclass(frozen=True)
class Scene:
    """A molecule as its molblock has it, how it looks, and the canvas that it must fit.

    `width_pt` and `height_pt` are None where the drawing decides. With `plain_unspecified` a double
    bond whose geometry is not known is drawn plain, because molinfo and no file made it crossed;
    with `hides_hydrogens` a hydrogen on carbon that says nothing is not drawn; with `parts_below`
    counter-ions and solvates stand below the largest part, wherever the molblock has them; with
    `abbreviates` groups are written as Ph or Boc where no mark is on them. `notes` tell what was
    lost before the drawing began.
    """

    molblock: str
    mol: Chem.Mol
    style: Style
    width_pt: float | None = None
    height_pt: float | None = None
    marks: Marks = NO_MARKS
    plain_unspecified: bool = False
    hides_hydrogens: bool = True
    parts_below: bool = False
    abbreviates: bool = False
    notes: tuple[str, ...] = ()

    @cached_property
    def drawing(self) -> Drawing:
        """The drawing at the style's bond length."""
        with quiet():
            sketch = read_sketch(
                self.mol,
                self.style,
                has_texts=any(each in self.molblock for each in _TEXTS),
                plain_unspecified=self.plain_unspecified,
                hides_hydrogens=self.hides_hydrogens,
            )
            sketch.warnings += self.notes
            if self.parts_below:
                put_parts_below(sketch, self.style)
            if self.abbreviates:
                self._abbreviate(sketch)
            return compose(sketch, self.style, self.marks, self.molblock)

    def _abbreviate(self, sketch: Sketch) -> None:
        marked = {at for highlight in self.marks.highlights for at in highlight.atoms}
        for label, atoms in find_abbreviations(self.molblock):
            nodes = [sketch.nodes[at] for at in atoms]
            links = {link for node in nodes for link in node.bonds}
            is_plain = not any(node.map_number or node.isotope for node in nodes)
            if (
                is_plain
                and not marked & set(atoms)
                and not any(link.kind == "crossed" for link in links)
            ):
                contract(sketch, nodes, label)

    @cached_property
    def size_pt(self) -> tuple[float, float]:
        """Width and height that the drawing takes with its margins, before it is fitted."""
        left, top, right, bottom = self.drawing.box
        margin = 2 * self.style.margin_pt
        return right - left + margin, bottom - top + margin

    @cached_property
    def shrink(self) -> float:
        """By how much everything is smaller to fit the canvas, 1 where it fits."""
        width, height = self.size_pt
        return min(1.0, (self.width_pt or width) / width, (self.height_pt or height) / height)

    @cached_property
    def picture(self) -> Picture:
        """The drawing in the middle of its canvas."""
        width, height = (each * self.shrink for each in self.size_pt)
        width, height = self.width_pt or width, self.height_pt or height
        return Picture(
            width, height, (self.place(width / 2, height / 2, self.shrink),), self.style.background
        )

    def place(self, x: float, y: float, scale: float) -> Placed:
        """The drawing with its middle at a place, times a scale."""
        left, top, right, bottom = self.drawing.box
        return Placed(
            self.drawing.shapes,
            x - scale * (left + right) / 2,
            y - scale * (top + bottom) / 2,
            scale,
        )


def read_drawing(molblock: str) -> Chem.Mol:
    """Read a molblock for drawing: nothing perceived anew, wedges as they stand in it.

    Aromatic bonds are written as single and double ones where that can be. Raises StructureError
    when there is nothing to draw.
    """
    try:
        with quiet():
            mol = Chem.MolFromMolBlock(molblock, sanitize=False, removeHs=False)
    except (ValueError, RuntimeError) as error:
        raise StructureError(f"molfile cannot be drawn: {error}") from error
    if mol is None or mol.GetNumAtoms() == 0:
        raise StructureError("molfile cannot be drawn: no structure in it")
    mol.UpdatePropertyCache(strict=False)
    Chem.ReapplyMolBlockWedging(mol)
    if "M  V30" in molblock or "  4  0" in molblock:
        _kekulise(mol)
    return mol


def _kekulise(mol: Chem.Mol) -> None:
    if not any(bond.GetBondType() == Chem.BondType.AROMATIC for bond in mol.GetBonds()):
        return
    try:
        with quiet():
            Chem.FastFindRings(mol)
            for bond in mol.GetBonds():
                if bond.GetBondType() == Chem.BondType.AROMATIC:
                    bond.SetIsAromatic(True)
                    bond.GetBeginAtom().SetIsAromatic(True)
                    bond.GetEndAtom().SetIsAromatic(True)
            Chem.Kekulize(mol, clearAromaticFlags=True)
    except (ValueError, RuntimeError):
        return  # drawn as a line with a dashed one
