"""Two-dimensional coordinates: make them, lay them over a core, say how good they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rdkit import Chem
from rdkit.Chem import rdCoordGen, rdDepictor
from rdkit.Geometry import Point2D, Point3D

from molinfo.chem.cores import BOND_LENGTH, Core, cages
from molinfo.chem.layout_score import (
    MOST_ATOMS,
    LayoutScore,
    Points,
    median_bond_length,
    score_layout,
)
from molinfo.chem.quiet import quiet
from molinfo.chem.wedges import add_fusion_hydrogens, pick_wedges, shows_centres, write_wedges
from molinfo.errors import StructureError

_ENDS = "_MolFileBondEndPts"
_ONLY_V3000 = (Chem.BondType.DATIVE, Chem.BondType.HYDROGEN)


@dataclass(frozen=True, slots=True)
class Layout:
    """A molecule with coordinates, who made them, how good they are and how they lie on a core.

    `core_rmsd` is in bond lengths, None where no core was asked for or the molecule lacks it.
    """

    mol: Chem.Mol
    engine: str
    score: LayoutScore
    core_rmsd: float | None = None

    @property
    def molblock(self) -> str:
        """The Kekule molblock, V3000 where V2000 cannot hold it."""
        return write_molblock(self.mol)


def make_layout(mol: Chem.Mol, core: Core | None = None) -> Layout:
    """Lay a molecule out by RDKit and by CoordGen and keep the better; atoms keep their order.

    The score decides, RDKit's on a tie: where that is faultless nothing else is tried; else RDKit's
    layout without ring templates, and CoordGen's. Adamantane and cubane are drawn as textbooks do,
    with the rest around them. Bonds are 1.5 long. A stereocentre all of whose
    bonds are in rings has its hydrogen as an atom, after the others, where there is room. Where the
    molecule has the core, it is turned as a whole so that the core lies over the core's own places;
    its shape stays. Smaller parts (counter-ions, solvates) stand in a column on the right.

    Sources: Riniker, Landrum, J. Cheminf. 2013, 5, 43, doi:10.1186/1758-2946-5-43 (the score is a
    reader's, not theirs); CoordGen is Schrödinger's, as RDKit carries it.

    >>> make_layout(Chem.MolFromSmiles("c1ccccc1O")).score
    LayoutScore(overlaps=0, crossings=0, labels=0, odd_angles=0)
    """
    if mol.GetNumAtoms() == 0:
        raise StructureError("an empty structure has no layout")
    with quiet():
        best = _settle(_run_rdkit(mol), "rdkit")
        if any(best.score):
            others = [_settle(_run_plain_rdkit(mol), "rdkit")]
            if mol.GetNumAtoms() <= MOST_ATOMS and mol.GetNumBonds():
                others.append(_settle(_run_coordgen(mol), "coordgen"))
            best = min(best, *others, key=lambda each: each.score)
            best = _lay_out_cage(mol, best)
    return best if core is None else align_layout(best.mol, core, engine=best.engine)


def _lay_out_cage(mol: Chem.Mol, flat: Layout) -> Layout:
    """The molecule with its cage as textbooks draw it, where the rest fits as well as before."""
    for cage in cages():
        match = mol.GetSubstructMatch(cage.query)
        if not match:
            continue
        places = cage.query.GetConformer().GetPositions()
        fixed = {
            atom: Point2D(float(x), float(y))
            for atom, (x, y, _) in zip(match, places.tolist(), strict=True)
        }
        laid = Chem.Mol(mol)
        rdDepictor.Compute2DCoords(laid, coordMap=fixed)
        drawn = _settle(laid, "template")
        if drawn.score.overlaps <= flat.score.overlaps and drawn.score.labels <= flat.score.labels:
            return drawn
    return flat


def align_layout(mol: Chem.Mol, core: Core, *, engine: str = "kept") -> Layout:
    """Turn a molecule that has coordinates so that its core lies over the core's places.

    Only turned, moved or turned over as a whole; of several matches the one that fits best. Wedges
    are read from the stereochemistry again. `core_rmsd` says how well the core fits.
    """
    if not core.has_places:
        raise StructureError(f"core {core.name!r} has no places to lay a molecule over")
    fits = []
    for match in mol.GetSubstructMatches(core.query, uniquify=False, maxMatches=64):
        turned = Chem.Mol(mol)
        parameters: Any = rdDepictor.ConstrainedDepictionParams()  # RDKit types its fields wrongly
        parameters.alignOnly = True
        parameters.existingConfId = turned.GetConformer().GetId()
        pairs = list(enumerate(match))
        rdDepictor.GenerateDepictionMatching2DStructure(
            turned, core.query, atomMap=pairs, params=parameters
        )
        fits.append((measure_core_rmsd(turned, core, match), turned))
    if not fits:
        return Layout(mol, engine, score_layout(mol))
    rmsd, turned = min(fits, key=lambda fit: fit[0])
    _put_parts_aside(turned)
    return Layout(turned, engine, score_layout(turned), rmsd)


def measure_core_rmsd(mol: Chem.Mol, core: Core, match: Sequence[int] | None = None) -> float:
    """How far core atoms lie from the core's places after moving, in bond lengths (RMSD).

    The molecule is not turned: a core that stands another way round is far. Without a match, the
    best of all. Raises StructureError when the molecule lacks the core.
    """
    matches = [match] if match else mol.GetSubstructMatches(core.query, uniquify=False)
    if not matches:
        raise StructureError(f"the structure has no {core.name}")
    wanted = core.query.GetConformer().GetPositions()[:, :2]
    places = mol.GetConformer().GetPositions()[:, :2]
    unit = median_bond_length(mol) or BOND_LENGTH
    off = [
        (places[list(each)] - places[list(each)].mean(axis=0)) / unit
        - (wanted - wanted.mean(axis=0)) / BOND_LENGTH
        for each in matches
    ]
    return min(float(np.sqrt((each**2).sum(axis=1).mean())) for each in off)


def write_molblock(mol: Chem.Mol) -> str:
    """The Kekule molblock of a molecule with coordinates, V3000 where V2000 cannot hold it.

    Labels of CXSMILES are written as what molfiles have for them: R groups, points of attachment
    and aliases.
    """
    kekule = Chem.Mol(mol)
    Chem.Kekulize(kekule, clearAromaticFlags=True)
    set_chiral_flag(kekule)
    _write_labels(kekule)
    needs_v3000 = kekule.HasProp("_molLinkNodes") or any(
        bond.HasProp(_ENDS) or bond.GetBondType() in _ONLY_V3000 for bond in kekule.GetBonds()
    )
    with quiet():
        wedges = pick_wedges(kekule)
        if wedges:
            unmarked = Chem.Mol(kekule)
            for atom in unmarked.GetAtoms():
                atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
            text = Chem.MolToMolBlock(unmarked, kekulize=False, forceV3000=bool(needs_v3000))
            text = write_wedges(text, wedges)
            if shows_centres(text, kekule):
                return text
        molblock: str = Chem.MolToMolBlock(kekule, kekulize=False, forceV3000=bool(needs_v3000))
    return molblock


def _write_labels(mol: Chem.Mol) -> None:
    for atom in mol.GetAtoms():
        if not atom.HasProp("atomLabel"):
            continue
        label = atom.GetProp("atomLabel")
        if label.startswith("_R") and label[2:].isdigit():
            number = int(label[2:])
            atom.SetIntProp("_MolFileRLabel", number)
            atom.SetProp("dummyLabel", f"R{number}")
            atom.SetIsotope(number)
        elif not label.startswith("star"):
            atom.SetProp("molFileAlias", label)


def entitle_molblock(molblock: str, title: str) -> str:
    """The molblock under a title on one line of 80 characters, as one that molinfo laid out."""
    _title, _program, rest = molblock.split("\n", 2)
    return f"{' '.join(title.split())[:80]}\n  molinfo           2D\n{rest}"


def set_chiral_flag(mol: Chem.Mol) -> None:
    """Say for the molblock that a drawing with centres is of one stereoisomer, not of a racemate.

    Where AND or OR groups of centres say what is meant, the flag stays 0.
    """
    centres = any(atom.GetChiralTag() != Chem.ChiralType.CHI_UNSPECIFIED for atom in mol.GetAtoms())
    grouped = bool(mol.GetStereoGroups())
    mol.SetIntProp("_MolFileChiralFlag", int(centres and not grouped))


def _settle(laid: Chem.Mol, engine: str) -> Layout:
    set_bond_length(laid)
    _narrow_pairs(laid)
    _put_parts_aside(laid)
    _put_variable_parts(laid)
    laid = add_fusion_hydrogens(laid)
    return Layout(laid, engine, score_layout(laid))


def _run_rdkit(mol: Chem.Mol) -> Chem.Mol:
    laid = Chem.Mol(mol)
    rdDepictor.Compute2DCoords(laid, canonOrient=True, useRingTemplates=True)
    return laid


def _run_plain_rdkit(mol: Chem.Mol) -> Chem.Mol:
    laid = Chem.Mol(mol)
    rdDepictor.Compute2DCoords(laid)
    rdDepictor.StraightenDepiction(laid)
    return laid


def _run_coordgen(mol: Chem.Mol) -> Chem.Mol:
    laid = Chem.Mol(mol)
    rdCoordGen.AddCoords(laid)
    rdDepictor.StraightenDepiction(laid)
    return laid


def set_bond_length(mol: Chem.Mol) -> None:
    """Stretch a molecule as a whole so that its bonds are 1.5 long in the median."""
    length = median_bond_length(mol)
    if length > 1e-6:
        _move(mol, mol.GetConformer().GetPositions() * (BOND_LENGTH / length))


def _narrow_pairs(mol: Chem.Mol) -> None:
    """Bring two end atoms on one ring atom to 60 degrees where a neighbour in the ring has two too.

    Otherwise the labels of neighbours lie over one another, as on deuterated rings.
    """
    pairs = {}
    for atom in mol.GetAtoms():
        ends = [each for each in atom.GetNeighbors() if each.GetDegree() == 1]
        inside = [each for each in atom.GetNeighbors() if each.IsInRing()]
        if atom.IsInRing() and len(ends) == 2 and len(inside) == 2 and atom.GetDegree() == 4:
            pairs[atom.GetIdx()] = (inside, ends)
    crowded = [at for at, (inside, _) in pairs.items() if any(n.GetIdx() in pairs for n in inside)]
    if not crowded:
        return
    places = mol.GetConformer().GetPositions()
    for at in crowded:
        inside, ends = ([each.GetIdx() for each in group] for group in pairs[at])
        away = 2 * places[at] - places[inside].sum(axis=0)
        middle = np.arctan2(away[1], away[0])
        for end in ends:
            bond = places[end] - places[at]
            turn = np.sin(np.arctan2(bond[1], bond[0]) - middle)
            angle = middle + np.copysign(np.pi / 6, turn)
            length = np.hypot(bond[0], bond[1])
            places[end, :2] = places[at, :2] + length * np.array([np.cos(angle), np.sin(angle)])
    _move(mol, places)


def _put_parts_aside(mol: Chem.Mol) -> None:
    """Put all parts but the largest in a column on its right, far enough for their labels."""
    parts = sorted(Chem.GetMolFrags(mol), key=lambda part: (-len(part), part))
    if len(parts) < 2:
        return
    places = mol.GetConformer().GetPositions()
    main = places[list(parts[0])]
    gap, aside = 2 * BOND_LENGTH, 3 * BOND_LENGTH
    boxes = [np.ptp(places[list(part)], axis=0) for part in parts[1:]]
    height = sum(box[1] for box in boxes) + gap * (len(boxes) - 1)
    left = main[:, 0].max() + aside
    top = (main[:, 1].max() + main[:, 1].min() + height) / 2
    for part, box in zip(parts[1:], boxes, strict=True):
        own = places[list(part)]
        places[list(part)] = own - own.min(axis=0) + np.array([left, top - box[1], 0.0])
        top -= box[1] + gap
    _move(mol, places)


def _put_variable_parts(mol: Chem.Mol) -> None:
    """Put a part that may be bound to several atoms beside them, its bond to their middle."""
    for bond in mol.GetBonds():
        if not bond.HasProp(_ENDS):
            continue
        star, near = bond.GetBeginAtom(), bond.GetEndAtom()
        if star.GetAtomicNum():
            star, near = near, star
        numbers = bond.GetProp(_ENDS).strip("() ").split()[1:]
        ends = [int(each) - 1 for each in numbers]
        parts = Chem.GetMolFrags(mol)
        part = next(each for each in parts if star.GetIdx() in each)
        if star.GetAtomicNum() or set(ends) & set(part):
            continue
        places = mol.GetConformer().GetPositions()
        whole = next(each for each in parts if ends[0] in each)
        middle = places[ends].mean(axis=0)
        away = middle - places[list(whole)].mean(axis=0)
        length = float(np.hypot(away[0], away[1]))
        away = away / length if length > 0.1 else np.array([1.0, 0.0, 0.0])
        rest = [at for at in part if at != star.GetIdx()]
        wanted = middle + 1.3 * BOND_LENGTH * away
        own = places[rest] - places[near.GetIdx()]
        lean = own.mean(axis=0)
        turn = np.arctan2(away[1], away[0]) - np.arctan2(lean[1], lean[0])
        if np.hypot(lean[0], lean[1]) < 0.1:
            turn = 0.0
        cos, sin = np.cos(turn), np.sin(turn)
        places[rest] = wanted + own @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
        places[star.GetIdx()] = middle
        _move(mol, places)


def _move(mol: Chem.Mol, places: Points) -> None:
    conformer = mol.GetConformer()
    for index, (x, y, z) in enumerate(places.tolist()):
        conformer.SetAtomPosition(index, Point3D(x, y, z))
