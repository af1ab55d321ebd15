"""What is wrong with the drawing in a molfile: places, lengths, labels, its counts line."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import combinations
from statistics import median

from rdkit import Chem

from molinfo.checks.result import CODES, Finding
from molinfo.checks.subject import Subject

_OVERLAP = 0.15  # of the median bond length
_NEAR = 0.35
_ON_BOND = 0.15
_SHORTEST, _LONGEST = 0.4, 2.5  # of the median bond length
_USUAL_UNIT = (0.7, 2.2)  # median bond length in the unit of molfiles, Å
_MOST_ATOMS = 500  # beyond this, pairs of atoms are not compared
_COLLINEAR = math.cos(math.radians(175))

Points = list[tuple[float, float]]


def check_drawing(subject: Subject) -> tuple[Finding, ...]:
    """Everything that is wrong with the coordinates; atoms and bonds are counted from 0."""
    if not subject.record.molblock:
        return ()
    mol = subject.molfile_structure.mol
    if mol.GetNumAtoms() < 2 or not mol.GetNumConformers():
        return ()
    conformer = mol.GetConformer()
    positions = conformer.GetPositions()
    if any(abs(z) > 1e-3 for _x, _y, z in positions):
        return (_finding("three-dimensional", "the molfile holds a three-dimensional model"),)
    points = [(float(x), float(y)) for x, y, _z in positions]
    if all(abs(x) < 1e-6 and abs(y) < 1e-6 for x, y in points):
        return (_finding("no-coordinates", "all atoms lie at the origin: there is no layout"),)
    lengths = [_distance(points, bond) for bond in mol.GetBonds()]
    unit = median(lengths) if lengths else 0.0
    if unit < 1e-6:
        return ()
    findings = list(_check_lengths(lengths, unit))
    if mol.GetNumAtoms() <= _MOST_ATOMS:
        findings += _check_overlaps(mol, points, unit)
        findings += _check_atoms_on_bonds(mol, points, unit)
    findings += _check_wedge_angles(mol, points)
    return tuple(findings)


def _distance(points: Points, bond: Chem.Bond) -> float:
    return math.dist(points[bond.GetBeginAtomIdx()], points[bond.GetEndAtomIdx()])


def _check_lengths(lengths: list[float], unit: float) -> Iterator[Finding]:
    if not _USUAL_UNIT[0] <= unit <= _USUAL_UNIT[1]:
        message = f"the bonds are {unit:.3g} long, where molfiles have about 1.5: another unit"
        yield _finding("odd-unit", message)
    odd = tuple(
        index
        for index, length in enumerate(lengths)
        if not _SHORTEST * unit <= length <= _LONGEST * unit
    )
    if odd:
        worst = max(odd, key=lambda index: abs(math.log(max(lengths[index], 1e-9) / unit)))
        message = f"bond {worst + 1} is {lengths[worst] / unit:.2g} times as long as the others"
        yield _finding("odd-bond-length", message, bonds=odd)


def _check_overlaps(mol: Chem.Mol, points: Points, unit: float) -> Iterator[Finding]:
    overlapping: set[int] = set()
    near: set[int] = set()
    for first, second in combinations(range(len(points)), 2):
        gap = math.dist(points[first], points[second]) / unit
        if gap < _NEAR and mol.GetBondBetweenAtoms(first, second) is None:
            (overlapping if gap < _OVERLAP else near).update((first, second))
    for code, atoms, what in (
        ("overlapping-atoms", overlapping, "lie on one another"),
        ("crowded-atoms", near - overlapping, "nearly lie on one another"),
    ):
        if atoms:
            yield _finding(code, f"atoms {_list(atoms)} {what}", atoms=tuple(sorted(atoms)))


def _check_atoms_on_bonds(mol: Chem.Mol, points: Points, unit: float) -> Iterator[Finding]:
    atoms: set[int] = set()
    for bond in mol.GetBonds():
        begin, end = bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()
        (x1, y1), (x2, y2) = points[begin], points[end]
        length = math.dist(points[begin], points[end])
        if length < 1e-6:
            continue
        for atom, (x, y) in enumerate(points):
            if atom in (begin, end):
                continue
            along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2
            across = abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length
            if 0.1 < along < 0.9 and across < _ON_BOND * unit:
                atoms.add(atom)
    if atoms:
        message = f"atoms {_list(atoms)} lie on bonds of others"
        yield _finding("atom-on-bond", message, atoms=tuple(sorted(atoms)))


def _check_wedge_angles(mol: Chem.Mol, points: Points) -> Iterator[Finding]:
    """Stereocentres whose wedges cannot be read: neighbours in a line, or wedges at both ends."""
    drawn = Chem.Mol(mol)
    Chem.ReapplyMolBlockWedging(drawn)
    directions = (Chem.BondDir.BEGINWEDGE, Chem.BondDir.BEGINDASH)
    wedged = {b.GetBeginAtomIdx() for b in drawn.GetBonds() if b.GetBondDir() in directions}
    atoms = tuple(index for index in sorted(wedged) if _is_collinear(mol, points, index))
    if atoms:
        message = f"three bonds at atom {_list(atoms)} leave no room to read the wedge"
        yield _finding("ambiguous-wedge", message, atoms=atoms)


def _is_collinear(mol: Chem.Mol, points: Points, index: int) -> bool:
    """Whether two of three drawn bonds at a centre lie in one line: a T that can be misread."""
    atom = mol.GetAtomWithIdx(index)
    if atom.GetDegree() != 3:
        return False
    x, y = points[index]
    vectors = [(points[n.GetIdx()][0] - x, points[n.GetIdx()][1] - y) for n in atom.GetNeighbors()]
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
