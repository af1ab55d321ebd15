"""Two-dimensional coordinates: make them, lay them over a core, say how good they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rdkit import Chem, rdBase
from rdkit.Chem import rdCoordGen, rdDepictor
from rdkit.Chem.Draw import rdMolDraw2D
from rdkit.Geometry import Point3D

from molinfo.chem.cores import BOND_LENGTH, Core
from molinfo.errors import StructureError

_MOST_ATOMS = 400  # beyond this CoordGen takes long and pairs of bonds are not compared
_MOST_BOND_LENGTH = 1e6
_ENDS = "_MolFileBondEndPts"
_ONLY_V3000 = (Chem.BondType.DATIVE, Chem.BondType.HYDROGEN)
_SAME_LENGTH = 1e-3
_OVERLAP = 0.45  # of the bond length
_ANGLE_TOLERANCE = 4.0  # degrees
# Angles between the bonds of chains, of regular rings of 3 to 8, and of what is bound to them.
_STANDARD_ANGLES = np.array([60, 90, 105, 108, 120, 126, 128.57, 135, 150, 180])

Points = NDArray[np.float64]


class LayoutScore(NamedTuple):
    """What is wrong with a layout, worst first, so that the smaller of two scores is the better."""

    overlaps: int
    crossings: int
    odd_angles: int


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

    The score decides, RDKit's on a tie: where that is faultless CoordGen is not run. Bonds are 1.5
    long. Where the molecule has the core, it is turned as a whole so that the core lies over the
    core's own places; its shape stays. Smaller parts (counter-ions, solvates) stand in a column on
    the right.

    Sources: Riniker, Landrum, J. Cheminf. 2013, 5, 43, doi:10.1186/1758-2946-5-43 (the score is a
    reader's, not theirs); CoordGen is Schrödinger's, as RDKit carries it.

    >>> make_layout(Chem.MolFromSmiles("c1ccccc1O")).score
    LayoutScore(overlaps=0, crossings=0, odd_angles=0)
    """
    if mol.GetNumAtoms() == 0:
        raise StructureError("an empty structure has no layout")
    with rdBase.BlockLogs():
        best = _settle(_run_rdkit(mol), "rdkit")
        fits_coordgen = mol.GetNumAtoms() <= _MOST_ATOMS and mol.GetNumBonds()
        if any(best.score) and fits_coordgen:
            best = min(best, _settle(_run_coordgen(mol), "coordgen"), key=lambda each: each.score)
    return best if core is None else align_layout(best.mol, core, engine=best.engine)


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


def score_layout(mol: Chem.Mol) -> LayoutScore:
    """Count overlapping atoms, crossing bonds and angles that are not standard."""
    points: Points = mol.GetConformer().GetPositions()[:, :2]
    unit = median_bond_length(mol) or BOND_LENGTH
    if mol.GetNumAtoms() > _MOST_ATOMS:
        return LayoutScore(0, 0, 0)
    ends = np.array([(b.GetBeginAtomIdx(), b.GetEndAtomIdx()) for b in mol.GetBonds()], dtype=int)
    gaps = np.linalg.norm(points[:, None] - points, axis=2)
    overlaps = int(np.triu(gaps < _OVERLAP * unit, k=1).sum())
    crossings = _count_crossings(points, ends) if len(ends) > 1 else 0
    return LayoutScore(overlaps, crossings, _count_odd_angles(mol, points))


def has_layout(mol: Chem.Mol) -> bool:
    """Whether a molecule has two-dimensional coordinates that are more than zeros.

    >>> has_layout(Chem.MolFromSmiles("CC"))
    False
    """
    if not mol.GetNumConformers():
        return False
    is_tagged_flat = not mol.GetConformer().Is3D()  # RDKit's parsers tag by the places they read
    if is_tagged_flat and 1e-3 < rdMolDraw2D.MeanBondLength(mol) < _MOST_BOND_LENGTH:
        return True
    places = mol.GetConformer().GetPositions()
    if not np.isfinite(places).all():
        return False
    if len(places) < 2:
        return True
    x, y, z = places.T.tolist()
    is_flat = max(z) < 1e-3 and min(z) > -1e-3
    return bool(is_flat) and max(max(x) - min(x), max(y) - min(y)) > 1e-3


def median_bond_length(mol: Chem.Mol) -> float:
    """The median length of the bonds in the unit of the coordinates, 0 where there are none.

    Where bonds are 1.5 long in the mean, to a thousandth, 1.5 is taken for the median.
    """
    if not mol.GetNumBonds():
        return 0.0
    if abs(rdMolDraw2D.MeanBondLength(mol) - BOND_LENGTH) < _SAME_LENGTH:
        return BOND_LENGTH  # a layout of RDKit's or our own
    if mol.GetNumAtoms() <= _MOST_ATOMS:
        begins, ends = np.nonzero(Chem.GetAdjacencyMatrix(mol))  # each bond twice
    else:
        pairs = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in mol.GetBonds()]
        begins, ends = np.array(2 * pairs).T
    away = (points := mol.GetConformer().GetPositions())[begins] - points[ends]
    lengths = np.sort(np.hypot(away[:, 0], away[:, 1]))[::2]
    return float(lengths[len(lengths) // 2])


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
    text: str = Chem.MolToMolBlock(kekule, kekulize=False, forceV3000=bool(needs_v3000))
    return text


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
    return Layout(laid, engine, score_layout(laid))


def _run_rdkit(mol: Chem.Mol) -> Chem.Mol:
    laid = Chem.Mol(mol)
    rdDepictor.Compute2DCoords(laid, canonOrient=True, useRingTemplates=True)
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


def _count_crossings(points: Points, ends: NDArray[np.int64]) -> int:
    """How many pairs of bonds without a common atom cut one another."""
    begin, end = points[ends[:, 0]], points[ends[:, 1]]
    first, second = np.triu_indices(len(ends), k=1)
    apart = ~(ends[first][:, :, None] == ends[second][:, None, :]).any(axis=(1, 2))
    first, second = first[apart], second[apart]

    def side(a: Points, b: Points, c: Points) -> Points:
        along, away = b - a, c - a
        turned: Points = along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]
        return turned

    a, b, c, d = begin[first], end[first], begin[second], end[second]
    cut = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return int(cut.sum())


def _count_odd_angles(mol: Chem.Mol, points: Points) -> int:
    odd = 0
    for atom in mol.GetAtoms():
        neighbours = [each.GetIdx() for each in atom.GetNeighbors()]
        if len(neighbours) < 2:
            continue
        away = points[neighbours] - points[atom.GetIdx()]
        turns = np.sort(np.degrees(np.arctan2(away[:, 1], away[:, 0])))
        gaps = np.diff(turns, append=turns[0] + 360)
        if len(neighbours) == 2:
            gaps = gaps[:1]
        gaps = np.where(gaps > 180, 360 - gaps, gaps)
        off = np.abs(gaps[:, None] - _STANDARD_ANGLES).min(axis=1)
        odd += int((off > _ANGLE_TOLERANCE).sum())
    return odd
