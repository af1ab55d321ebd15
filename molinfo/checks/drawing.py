"""What is wrong with the drawing in a molfile: places, lengths, labels, its counts line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rdkit import Chem

from molinfo.checks.result import CODES, Finding
from molinfo.checks.subject import Subject, Wedge

_OVERLAP = 0.15  # of the median bond length
_NEAR = 0.35
_ON_BOND = 0.15
_SHORTEST, _LONGEST = 0.4, 2.5  # of the median bond length
_USUAL_UNIT = (0.7, 2.2)  # median bond length in the unit of molfiles, Å
_MOST_ATOMS = 500  # beyond this, pairs of atoms are not compared
_COLLINEAR = math.cos(math.radians(175))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The places of the atoms, and of each bond its two atoms and its length.

    `points` has shape (atoms, 2) and `ends` (bonds, 2); `lengths` are in the unit of the molfile,
    and `unit` is their median.
    """

    mol: Chem.Mol
    points: NDArray[np.float64]
    ends: NDArray[np.intp]
    lengths: NDArray[np.float64]
    unit: float


def check_drawing(subject: Subject) -> tuple[Finding, ...]:
    """Everything that is wrong with the coordinates; atoms and bonds are counted from 0."""
    if not subject.record.molblock:
        return ()
    mol = subject.molfile_structure.mol
    if mol.GetNumAtoms() < 2 or not mol.GetNumConformers():
        return ()
    positions: NDArray[np.float64] = mol.GetConformer().GetPositions()
    if (np.abs(positions[:, 2]) > 1e-3).any():
        return (_finding("three-dimensional", "the molfile holds a three-dimensional model"),)
    points = positions[:, :2]
    if (np.abs(points) < 1e-6).all():
        return (_finding("no-coordinates", "all atoms lie at the origin: there is no layout"),)
    ends = np.argwhere(np.triu(Chem.GetAdjacencyMatrix(mol)))
    lengths = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1)
    unit = float(np.median(lengths)) if len(lengths) else 0.0
    if unit < 1e-6:
        return ()
    drawing = _Drawing(mol, points, ends, lengths, unit)
    findings = list(_check_lengths(drawing))
    if mol.GetNumAtoms() <= _MOST_ATOMS:
        findings += _check_overlaps(drawing)
        findings += _check_atoms_on_bonds(drawing)
    findings += _check_wedge_angles(drawing, subject.wedges)
    return tuple(findings)


def _check_lengths(drawing: _Drawing) -> Iterator[Finding]:
    unit = drawing.unit
    if not _USUAL_UNIT[0] <= unit <= _USUAL_UNIT[1]:
        message = f"the bonds are {unit:.3g} long, where molfiles have about 1.5: another unit"
        yield _finding("odd-unit", message)
    ratios = drawing.lengths / unit
    odd = np.flatnonzero((ratios < _SHORTEST) | (ratios > _LONGEST)).tolist()
    if odd:
        worst = max(odd, key=lambda each: abs(math.log(max(float(ratios[each]), 1e-9))))
        bonds = {each: _bond_index(drawing, each) for each in odd}
        message = f"bond {bonds[worst] + 1} is {ratios[worst]:.2g} times as long as the others"
        yield _finding("odd-bond-length", message, bonds=tuple(sorted(bonds.values())))


def _bond_index(drawing: _Drawing, row: int) -> int:
    begin, end = drawing.ends[row]
    index: int = drawing.mol.GetBondBetweenAtoms(int(begin), int(end)).GetIdx()
    return index


def _check_overlaps(drawing: _Drawing) -> Iterator[Finding]:
    points = drawing.points
    gaps = np.linalg.norm(points[:, None] - points, axis=2) / drawing.unit
    gaps[drawing.ends[:, 0], drawing.ends[:, 1]] = np.inf
    rows, columns = np.nonzero(np.triu(gaps < _NEAR, k=1))
    overlapping: set[int] = set()
    near: set[int] = set()
    for first, second in zip(rows.tolist(), columns.tolist(), strict=True):
        (overlapping if gaps[first, second] < _OVERLAP else near).update((first, second))
    for code, atoms, what in (
        ("overlapping-atoms", overlapping, "lie on one another"),
        ("crowded-atoms", near - overlapping, "nearly lie on one another"),
    ):
        if atoms:
            yield _finding(code, f"atoms {_list(atoms)} {what}", atoms=tuple(sorted(atoms)))


def _check_atoms_on_bonds(drawing: _Drawing) -> Iterator[Finding]:
    long = drawing.lengths > 1e-6
    ends, lengths = drawing.ends[long], drawing.lengths[long]
    begins = drawing.points[ends[:, 0]]
    along_x, along_y = (drawing.points[ends[:, 1]] - begins).T[:, :, None]
    away_x, away_y = (drawing.points - begins[:, None]).transpose(2, 0, 1)
    along = (away_x * along_x + away_y * along_y) / lengths[:, None] ** 2
    across = np.abs(away_x * along_y - away_y * along_x) / lengths[:, None]
    on = (along > 0.1) & (along < 0.9) & (across < _ON_BOND * drawing.unit)
    atoms = np.unique(np.nonzero(on)[1])
    if atoms.size:
        found = tuple(atoms.tolist())
        yield _finding("atom-on-bond", f"atoms {_list(found)} lie on bonds of others", atoms=found)


def _check_wedge_angles(drawing: _Drawing, wedges: Sequence[Wedge]) -> Iterator[Finding]:
    """Stereocentres whose wedges cannot be read: neighbours in a line."""
    wedged = sorted({wedge.atom for wedge in wedges})
    atoms = tuple(index for index in wedged if _is_collinear(drawing, index))
    if atoms:
        message = f"three bonds at atom {_list(atoms)} leave no room to read the wedge"
        yield _finding("ambiguous-wedge", message, atoms=atoms)


def _is_collinear(drawing: _Drawing, index: int) -> bool:
    """Whether two of three drawn bonds at a centre lie in one line: a T that can be misread."""
    atom = drawing.mol.GetAtomWithIdx(index)
    if atom.GetDegree() != 3:
        return False
    x, y = drawing.points[index]
    places = (drawing.points[neighbour.GetIdx()] for neighbour in atom.GetNeighbors())
    vectors = [(float(px - x), float(py - y)) for px, py in places]
    for (ax, ay), (bx, by) in combinations(vectors, 2):
        size = math.hypot(ax, ay) * math.hypot(bx, by)
        if size > 1e-9 and (ax * bx + ay * by) / size < _COLLINEAR:
            return True
    return False


def check_molfile_text(subject: Subject) -> tuple[Finding, ...]:
    """Damage of the counts line, and abbreviations that were never expanded."""
    lines = subject.record.molblock.splitlines()
    if len(lines) < 4:
        return ()
    findings = []
    counts = lines[3]
    if not re.search(r"V[23]000\s*$", counts):
        message = f"the counts line {counts.strip()[:40]!r} has no version: V2000 or V3000"
        findings.append(_finding("counts-line", message))
    aliases = [index for index, line in enumerate(lines) if re.fullmatch(r"A\s+\d+\s*", line)]
    labels = [lines[index + 1].strip() for index in aliases if index + 1 < len(lines)]
    labels += [
        re.sub(r"^M\s+SMT\s+\d+\s+", "", line).strip()
        for line in lines
        if line.startswith("M  SMT")
    ]
    if labels:
        message = f"text stands for atoms: {', '.join(labels)[:80]}"
        findings.append(_finding("abbreviation", message))
    return tuple(findings)


def _list(atoms: set[int] | tuple[int, ...]) -> str:
    numbers = [str(index + 1) for index in sorted(atoms)]
    return ", ".join(numbers[:8]) + (f" and {len(numbers) - 8} more" if len(numbers) > 8 else "")


def _finding(
    code: str, message: str, atoms: tuple[int, ...] = (), bonds: tuple[int, ...] = ()
) -> Finding:
    severity = CODES[code].severity
    return Finding(
        code=code, severity=severity, field="molfile", atoms=atoms, bonds=bonds, message=message
    )
