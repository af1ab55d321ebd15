"""Which bonds of a drawing are wedged, and hydrogens at ring fusions to wedge a bond to.

After Brecher, "Graphical representation of stereochemical configuration (IUPAC Recommendations
2006)", Pure Appl. Chem. 2006, 78, 1897, doi:10.1351/pac200678101897: no wedge on a bond of a ring
or between two centres where another bond serves (ST-1.1.10, ST-1.3), and a hydrogen drawn at a ring
fusion (ST-1.1.8).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, pi, sin

import numpy as np
from numpy.typing import NDArray
from rdkit import Chem
from rdkit.Geometry import Point3D

from molinfo.chem.cores import BOND_LENGTH
from molinfo.chem.layout_score import median_bond_length
from molinfo.errors import StructureError

UP, DOWN = 1, 6
"""What V2000 writes for a bond whose far end is towards the reader, or away."""

_CENTRES = {Chem.ChiralType.CHI_TETRAHEDRAL_CW: -1, Chem.ChiralType.CHI_TETRAHEDRAL_CCW: 1}
_UNMARKED = Chem.ChiralType.CHI_UNSPECIFIED
_ATROPISOMERS = (Chem.BondStereo.STEREOATROPCW, Chem.BondStereo.STEREOATROPCCW)
_SINGLE = Chem.BondType.SINGLE
_STRAIGHT = pi - 0.05
_HYDROGEN_BOND = 0.8  # of the bond length
_LEAST_ROOM = 0.55

Wedges = dict[int, tuple[int, int]]
"""For a bond, by its index: the atom at the narrow end, and UP or DOWN."""


def add_fusion_hydrogens(mol: Chem.Mol) -> Chem.Mol:
    """A laid out molecule with a hydrogen drawn at each stereocentre that has only ring bonds else.

    It stands where it is farthest from all other atoms; where there is no room, none is drawn.

    >>> from rdkit.Chem import rdDepictor
    >>> mol = Chem.MolFromSmiles("C1CC[C@@H]2CCCC[C@@H]2C1")
    >>> _ = rdDepictor.Compute2DCoords(mol)
    >>> add_fusion_hydrogens(mol).GetNumAtoms()
    12
    """
    centres = [
        centre
        for centre in _list_centres(mol)
        if all(bond.IsInRing() for bond in mol.GetAtomWithIdx(centre).GetBonds())
    ]
    return _add_hydrogens(mol, centres)


def add_stereo_hydrogens(mol: Chem.Mol) -> Chem.Mol:
    """A laid out molecule with a hydrogen drawn at each stereocentre that has one."""
    return _add_hydrogens(mol, _list_centres(mol))


def _list_centres(mol: Chem.Mol) -> list[int]:
    return [
        atom.GetIdx()
        for atom in mol.GetAtoms()
        if atom.GetChiralTag() in _CENTRES and atom.GetDegree() == 3 and atom.GetTotalNumHs() == 1
    ]


def _add_hydrogens(mol: Chem.Mol, centres: Sequence[int]) -> Chem.Mol:
    if not centres:
        return mol
    places = mol.GetConformer().GetPositions()[:, :2]
    room: dict[int, tuple[float, float]] = {}
    for centre in centres:
        taken = np.concatenate([places, np.array(list(room.values())).reshape(-1, 2)])
        if place := _find_room(mol, taken, centre):
            room[centre] = place
    if not room:
        return mol
    drawn = Chem.AddHs(mol, onlyOnAtoms=list(room))
    for hydrogen in range(mol.GetNumAtoms(), drawn.GetNumAtoms()):
        (centre,) = drawn.GetAtomWithIdx(hydrogen).GetNeighbors()
        x, y = room[centre.GetIdx()]
        drawn.GetConformer().SetAtomPosition(hydrogen, Point3D(x, y, 0.0))
    return drawn


def _find_room(
    mol: Chem.Mol, places: NDArray[np.float64], centre: int
) -> tuple[float, float] | None:
    """The roomiest place beside an atom, between its bonds; None where a bond would be crossed."""
    own = places[centre]
    around = [each.GetIdx() for each in mol.GetAtomWithIdx(centre).GetNeighbors()]
    turns = sorted(atan2(y, x) for x, y in places[around] - own)
    others = np.delete(places, centre, axis=0)
    unit = median_bond_length(mol) or BOND_LENGTH
    best, room = 0.0, own
    for a, b in zip(turns, [*turns[1:], turns[0] + 2 * pi], strict=True):
        way = np.array([cos((a + b) / 2), sin((a + b) / 2)])
        place = own + _HYDROGEN_BOND * unit * way
        free = round(float(np.hypot(*(others - place).T).min()), 4)
        if free > best:
            best, room = free, place
    if best < _LEAST_ROOM * unit or _crosses_bond(mol, places, centre, room):
        return None
    return float(room[0]), float(room[1])


def _crosses_bond(
    mol: Chem.Mol, places: NDArray[np.float64], centre: int, place: NDArray[np.float64]
) -> bool:
    own = places[centre]

    def side(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> float:
        return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    for bond in mol.GetBonds():
        first, second = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
        if centre in (first, second):
            continue
        a, b = places[first], places[second]
        if (
            side(own, place, a) * side(own, place, b) < 0
            and side(a, b, own) * side(a, b, place) < 0
        ):
            return True
    return False


def pick_wedges(mol: Chem.Mol) -> Wedges | None:
    """The bonds to wedge so that a drawing shows every tetrahedral centre of a molecule.

    None where RDKit's own choice has to do: for atropisomers and centres of other shapes, and where
    a centre has no bond that can be wedged.
    """
    centres = [atom for atom in mol.GetAtoms() if atom.GetChiralTag() != _UNMARKED]
    if any(atom.GetChiralTag() not in _CENTRES for atom in centres):
        return None
    if any(bond.GetStereo() in _ATROPISOMERS for bond in mol.GetBonds()):
        return None
    at_centre = {atom.GetIdx() for atom in centres}
    wedges: Wedges = {}
    options = {
        atom.GetIdx(): sorted(
            (_rate(mol, atom, bond, at_centre), bond.GetIdx())
            for bond in atom.GetBonds()
            if bond.GetBondType() == _SINGLE and bond.GetBondDir() != Chem.BondDir.UNKNOWN
        )
        for atom in centres
    }
    for centre in sorted(options, key=lambda at: ([rate for rate, _ in options[at]][:1], at)):
        free = [bond for _rate_of, bond in options[centre] if bond not in wedges]
        if not free:
            return None
        wedges[free[0]] = centre, _find_direction(mol, centre, free[0])
    return wedges


def _rate(
    mol: Chem.Mol, atom: Chem.Atom, bond: Chem.Bond, centres: set[int]
) -> tuple[int, int, int]:
    """How little a bond is suited: in a ring, to a centre, between its neighbours, to no end."""
    other = bond.GetOtherAtom(atom)
    is_between = other.GetIdx() in centres
    if other.GetAtomicNum() == 1:
        return 0, 0, 0
    middle = _is_middle(mol, atom, other)
    return (
        4 * bond.IsInRing() + 2 * is_between + 2 * middle + 1,
        other.GetDegree() > 1,
        other.GetDegree(),
    )


def _is_middle(mol: Chem.Mol, atom: Chem.Atom, other: Chem.Atom) -> bool:
    """Whether one of three bonds stands between the two others, all three on one side."""
    if atom.GetDegree() != 3:
        return False
    places = mol.GetConformer().GetPositions()
    x, y, _ = places[atom.GetIdx()]
    turn, first, second = (
        atan2(places[each.GetIdx()][1] - y, places[each.GetIdx()][0] - x)
        for each in (other, *(n for n in atom.GetNeighbors() if n.GetIdx() != other.GetIdx()))
    )
    left = (first - turn + pi) % (2 * pi) - pi
    right = (second - turn + pi) % (2 * pi) - pi
    return left * right < 0 and abs(left) + abs(right) < _STRAIGHT


def _find_direction(mol: Chem.Mol, centre: int, wedged: int) -> int:
    """Up or down, so that the neighbours in their order go round as the centre's tag says."""
    atom = mol.GetAtomWithIdx(centre)
    places = mol.GetConformer().GetPositions()
    x, y, _ = places[centre]
    points = []
    for bond in atom.GetBonds():
        px, py, _ = places[bond.GetOtherAtomIdx(centre)]
        points.append((px - x, py - y, 1.0 if bond.GetIdx() == wedged else 0.0))
    if len(points) == 3:
        volume = _volume(*points)
    else:
        (ox, oy, oz), *others = points
        volume = -_volume(*((px - ox, py - oy, pz - oz) for px, py, pz in others))
    return UP if volume * _CENTRES[atom.GetChiralTag()] > 0 else DOWN


def _volume(*points: tuple[float, float, float]) -> float:
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = points
    return ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx)


def write_wedges(molblock: str, wedges: Wedges) -> str:
    """The molblock with these bonds wedged, each written with its narrow end first.

    Raises StructureError when the molblock has no such bonds.
    """
    lines = molblock.split("\n")
    try:
        if "V3000" in lines[3]:
            start = lines.index("M  V30 BEGIN BOND") + 1
            for bond, (narrow, way) in wedges.items():
                head, number, order, first, second, *rest = lines[start + bond].split()[1:]
                ends = (first, second) if int(first) == narrow + 1 else (second, first)
                rest = [each for each in rest if not each.startswith("CFG=")]
                configuration = f"CFG={1 if way == UP else 3}"
                words = ["M ", head, number, order, *ends, configuration, *rest]
                lines[start + bond] = " ".join(words)
            return "\n".join(lines)
        start = 4 + int(lines[3][:3])
        for bond, (narrow, way) in wedges.items():
            line = lines[start + bond]
            a, b = int(line[:3]), int(line[3:6])
            far = b if a == narrow + 1 else a
            lines[start + bond] = f"{narrow + 1:3d}{far:3d}{line[6:9]}{way:3d}{line[12:]}"
        return "\n".join(lines)
    except (IndexError, ValueError) as error:
        raise StructureError("molblock has no such bonds to wedge") from error


def shows_centres(molblock: str, mol: Chem.Mol) -> bool:
    """Whether a molblock, read again, has the tetrahedral centres of a molecule, atom for atom."""
    read = Chem.MolFromMolBlock(molblock, removeHs=False)
    if read is None or read.GetNumAtoms() != mol.GetNumAtoms():
        return False
    return all(
        a.GetChiralTag() == b.GetChiralTag()
        for a, b in zip(read.GetAtoms(), mol.GetAtoms(), strict=True)
    )
