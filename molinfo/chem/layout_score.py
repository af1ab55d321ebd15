"""What a two-dimensional layout is like: whether there is one, its bonds, how good it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rdkit import Chem
from rdkit.Chem.Draw import rdMolDraw2D

from molinfo.chem.cores import BOND_LENGTH

MOST_ATOMS = 400
"""Beyond this pairs of atoms and bonds are not compared."""
_MOST_BOND_LENGTH = 1e6
_SAME_LENGTH = 1e-3
_OVERLAP = 0.45  # of the bond length
_ANGLE_TOLERANCE = 4.0  # degrees
# Angles between the bonds of chains, of regular rings of 3 to 8, and of what is bound to them.
_STANDARD_ANGLES = np.array([60, 90, 105, 108, 120, 126, 128.57, 135, 150, 180])
# Letters of 10 pt at bonds of 14.4 pt, in bond lengths: half a capital's width and height, the room
# of a hydrogen and of a number beside it, and from one line of a stacked label to the next.
_HALF_WIDE, _HALF_HIGH, _HYDROGEN, _NUMBER, _LINE = 0.21, 0.25, 0.5, 0.28, 0.6

Points = NDArray[np.float64]


class LayoutScore(NamedTuple):
    """What is wrong with a layout, worst first, so that the smaller of two scores is the better.

    `labels` counts the letters that a bond or other letters lie over, in letters of the size that
    the ACS 1996 settings have.
    """

    overlaps: int
    crossings: int
    labels: int
    odd_angles: int


def score_layout(mol: Chem.Mol) -> LayoutScore:
    """Count overlapping atoms, crossing bonds, letters in the way and odd angles."""
    points: Points = mol.GetConformer().GetPositions()[:, :2]
    unit = median_bond_length(mol) or BOND_LENGTH
    if mol.GetNumAtoms() > MOST_ATOMS:
        return LayoutScore(0, 0, 0, 0)
    ends = np.array([(b.GetBeginAtomIdx(), b.GetEndAtomIdx()) for b in mol.GetBonds()], dtype=int)
    gaps = np.linalg.norm(points[:, None] - points, axis=2)
    overlaps = int(np.triu(gaps < _OVERLAP * unit, k=1).sum())
    crossings = _count_crossings(points, ends) if len(ends) > 1 else 0
    labels = _count_label_faults(mol, points / unit, ends)
    return LayoutScore(overlaps, crossings, labels, _count_odd_angles(mol, points))


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
    if mol.GetNumAtoms() <= MOST_ATOMS:
        begins, ends = np.nonzero(Chem.GetAdjacencyMatrix(mol))  # each bond twice
    else:
        pairs = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in mol.GetBonds()]
        begins, ends = np.array(2 * pairs).T
    away = (points := mol.GetConformer().GetPositions())[begins] - points[ends]
    lengths = np.sort(np.hypot(away[:, 0], away[:, 1]))[::2]
    return float(lengths[len(lengths) // 2])


def _count_label_faults(mol: Chem.Mol, points: Points, ends: NDArray[np.int64]) -> int:
    """How many letters lie over bonds of others or over other letters; points in bond lengths."""
    boxes, owners = _place_letters(mol, points)
    if not boxes:
        return 0
    box, owner = np.array(boxes), np.array(owners)
    faults = 0
    if len(ends):
        a, b = points[ends[:, 0]], points[ends[:, 1]]
        strange = (ends[None, :, 0] != owner[:, None]) & (ends[None, :, 1] != owner[:, None])
        faults += int((strange & _cross_boxes(a, b, box)).sum())
    over = (
        (box[:, None, 0] < box[None, :, 2])
        & (box[None, :, 0] < box[:, None, 2])
        & (box[:, None, 1] < box[None, :, 3])
        & (box[None, :, 1] < box[:, None, 3])
        & (owner[:, None] < owner[None, :])
    )
    return faults + int(over.sum())


def _place_letters(mol: Chem.Mol, points: Points) -> tuple[list[list[float]], list[int]]:
    """The box of each symbol and of the hydrogens beside it, and the atom that it belongs to."""
    boxes, owners = [], []
    for atom in mol.GetAtoms():
        number, degree = atom.GetAtomicNum(), atom.GetDegree()
        if number == 6 and degree and not (atom.GetFormalCharge() or atom.GetIsotope()):
            continue
        index = atom.GetIdx()
        x, y = points[index].tolist()
        half = _HALF_WIDE * len(atom.GetSymbol())
        boxes.append([x - half, y - _HALF_HIGH, x + half, y + _HALF_HIGH])
        owners.append(index)
        hydrogens = atom.GetTotalNumHs()
        if not hydrogens:
            continue
        away = sum(
            (points[each.GetIdx()] - points[index] for each in atom.GetNeighbors()), 0 * points[0]
        )
        if degree < 2 or abs(away[0]) > abs(away[1]):
            room = _HYDROGEN + (_NUMBER if hydrogens > 1 else 0.0)
            left = x - half - room if away[0] > 0 else x + half
            boxes.append([left, y - _HALF_HIGH, left + room, y + _HALF_HIGH])
        else:
            middle = y - _LINE if away[1] > 0 else y + _LINE
            boxes.append([x - half, middle - _HALF_HIGH, x + half, middle + _HALF_HIGH])
        owners.append(index)
    return boxes, owners


def _cross_boxes(a: Points, b: Points, box: Points) -> NDArray[np.bool_]:
    """Whether straight pieces have a part in boxes (Liang and Barsky), boxes by pieces."""
    enter = np.zeros((len(box), len(a)))
    leave = np.ones((len(box), len(a)))
    for axis in (0, 1):
        way = np.where(b[:, axis] == a[:, axis], 1e-12, b[:, axis] - a[:, axis])
        near = (box[:, None, axis] - a[None, :, axis]) / way
        far = (box[:, None, axis + 2] - a[None, :, axis]) / way
        enter = np.maximum(enter, np.minimum(near, far))
        leave = np.minimum(leave, np.maximum(near, far))
    crossed: NDArray[np.bool_] = enter < leave
    return crossed


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
        neighbours = [each.GetIdx() for each in atom.GetNeighbors() if each.GetAtomicNum() != 1]
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
