"""What is wrong with the drawing in a molfile: places, lengths, labels, its counts line."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from statistics import median

import numpy as np
from numpy.typing import NDArray
from rdkit import Chem

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject, Wedge

OVERLAPPING_ATOMS = Code(
    "overlapping-atoms",
    Severity.WARNING,
    "Atoms of the drawing lie on one another.",
    "Lay the structure out anew.",
)
CROWDED_ATOMS = Code(
    "crowded-atoms",
    Severity.INFO,
    "Atoms of the drawing nearly lie on one another.",
    "Lay the structure out anew if labels overlap.",
)
ODD_BOND_LENGTH = Code(
    "odd-bond-length",
    Severity.WARNING,
    "A bond of the drawing is much longer or shorter than the others.",
    "Lay the structure out anew, unless it is a coordinate bond drawn on purpose.",
)
ATOM_ON_BOND = Code(
    "atom-on-bond",
    Severity.WARNING,
    "An atom lies on a bond between others, as if it were bonded there.",
    "Lay the structure out anew.",
)
THREE_DIMENSIONAL = Code(
    "three-dimensional",
    Severity.INFO,
    "The molfile holds a three-dimensional model, not a drawing.",
    "Nothing, or lay the structure out in two dimensions for figures.",
)
NO_COORDINATES = Code(
    "no-coordinates",
    Severity.INFO,
    "All atoms lie at the origin.",
    "Lay the structure out for figures; wedges mean nothing without places.",
)
ODD_UNIT = Code(
    "odd-unit",
    Severity.INFO,
    "The drawing has another unit of length than molfiles usually have.",
    "Nothing: only the proportions count.",
)
AMBIGUOUS_WEDGE = Code(
    "ambiguous-wedge",
    Severity.WARNING,
    "Two of three bonds at a wedged stereocentre lie in one line, so programs may differ.",
    "Move a neighbour, or draw the wedge on another bond.",
)
COUNTS_LINE = Code(
    "counts-line",
    Severity.WARNING,
    "The counts line of the molfile is damaged.",
    "Export the molfile again.",
)
ABBREVIATION = Code(
    "abbreviation",
    Severity.INFO,
    "Text such as Boc stands for atoms in the molfile.",
    "Expand it, so that nobody has to guess what was meant.",
)

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

    `places` are complex numbers x + iy, shape (atoms,); `begins` and `ends` are atom indices and
    `lengths` in the unit of the molfile, shape (bonds,); `unit` is the median length.
    """

    mol: Chem.Mol
    places: NDArray[np.complex128]
    begins: NDArray[np.intp]
    ends: NDArray[np.intp]
    lengths: NDArray[np.float64]
    unit: float


_finding = partial(make_finding, field="molfile")


def check_drawing(subject: Subject) -> tuple[Finding, ...]:
    """Everything odd about the coordinates of a molfile; atoms and bonds counted from 0."""
    if not subject.record.molblock:
        return ()
    mol = subject.molfile_structure.mol
    if mol.GetNumAtoms() < 2 or not mol.GetNumConformers():
        return ()
    x, y, z = mol.GetConformer().GetPositions().T
    if np.abs(z).max() > 1e-3:
        return (_finding(THREE_DIMENSIONAL, "the molfile holds a three-dimensional model"),)
    places = x + 1j * y
    if np.abs(places).max() < 1e-6:
        return (_finding(NO_COORDINATES, "all atoms lie at the origin: there is no layout"),)
    begins, ends = np.nonzero(Chem.GetAdjacencyMatrix(mol))
    once = begins < ends
    begins, ends = begins[once], ends[once]
    lengths = np.abs(places[begins] - places[ends])
    unit = median(lengths.tolist()) if lengths.size else 0.0
    if unit < 1e-6:
        return ()
    drawing = _Drawing(mol, places, begins, ends, lengths, unit)
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
        yield _finding(ODD_UNIT, message)
    ratios = drawing.lengths / unit
    odd = np.flatnonzero((ratios < _SHORTEST) | (ratios > _LONGEST)).tolist()
    if odd:
        worst = max(odd, key=lambda each: abs(math.log(max(float(ratios[each]), 1e-9))))
        bonds = {each: _bond_index(drawing, each) for each in odd}
        message = f"bond {bonds[worst] + 1} is {ratios[worst]:.2g} times as long as the others"
        yield _finding(ODD_BOND_LENGTH, message, bonds=tuple(sorted(bonds.values())))


def _bond_index(drawing: _Drawing, row: int) -> int:
    begin, end = int(drawing.begins[row]), int(drawing.ends[row])
    index: int = drawing.mol.GetBondBetweenAtoms(begin, end).GetIdx()
    return index


def _check_overlaps(drawing: _Drawing) -> Iterator[Finding]:
    gaps = np.abs(drawing.places[:, None] - drawing.places) / drawing.unit
    np.fill_diagonal(gaps, np.inf)
    gaps[drawing.begins, drawing.ends] = gaps[drawing.ends, drawing.begins] = np.inf
    nearest = gaps.min(axis=0)
    overlapping = np.flatnonzero(nearest < _OVERLAP).tolist()
    near = np.flatnonzero((gaps < _NEAR) & (gaps >= _OVERLAP)) if nearest.min() < _NEAR else ()
    crowded = sorted({int(place) % len(gaps) for place in near} - set(overlapping))
    for code, atoms, what in (
        (OVERLAPPING_ATOMS, overlapping, "lie on one another"),
        (CROWDED_ATOMS, crowded, "nearly lie on one another"),
    ):
        if atoms:
            yield _finding(code, f"atoms {_list(atoms)} {what}", atoms=tuple(atoms))


def _check_atoms_on_bonds(drawing: _Drawing) -> Iterator[Finding]:
    long = drawing.lengths > 1e-6
    begins = drawing.places[drawing.begins[long], None]
    bonds = drawing.places[drawing.ends[long], None] - begins
    seen_along = (drawing.places - begins) / bonds  # the bond from 0 to 1; a turn and a scale
    along, across = seen_along.real, np.abs(seen_along.imag) * np.abs(bonds)
    on = (along > 0.1) & (along < 0.9) & (across < _ON_BOND * drawing.unit)
    if on.any():
        atoms = np.flatnonzero(on.any(axis=0)).tolist()
        message = f"atoms {_list(atoms)} lie on bonds of others"
        yield _finding(ATOM_ON_BOND, message, atoms=tuple(atoms))


def _check_wedge_angles(drawing: _Drawing, wedges: Sequence[Wedge]) -> Iterator[Finding]:
    """Stereocentres whose wedges cannot be read: neighbours in a line."""
    wedged = sorted({wedge.atom for wedge in wedges})
    atoms = tuple(index for index in wedged if _is_collinear(drawing, index))
    if atoms:
        message = f"three bonds at atom {_list(atoms)} leave no room to read the wedge"
        yield _finding(AMBIGUOUS_WEDGE, message, atoms=atoms)


def _is_collinear(drawing: _Drawing, index: int) -> bool:
    """Whether two of three drawn bonds at a centre lie in one line: a T that can be misread."""
    atom = drawing.mol.GetAtomWithIdx(index)
    if atom.GetDegree() != 3:
        return False
    centre = complex(drawing.places[index])
    bonds = [complex(drawing.places[each.GetIdx()]) - centre for each in atom.GetNeighbors()]
    for left, right in combinations(bonds, 2):
        size = abs(left) * abs(right)
        if size > 1e-9 and (left * right.conjugate()).real / size < _COLLINEAR:
            return True
    return False


_ABBREVIATION = re.compile(r"^(?:A\s+\d+\s*\n|M  SMT\s+\d+\s+)(.*)$", re.MULTILINE)


def check_molfile_text(subject: Subject) -> tuple[Finding, ...]:
    """Damage of the counts line, and abbreviations that were never expanded."""
    lines = subject.record.molblock.split("\n", 4)
    if len(lines) < 4:
        return ()
    findings = []
    counts = lines[3]
    if not re.search(r"V[23]000\s*$", counts):
        message = f"the counts line {counts.strip()[:40]!r} has no version: V2000 or V3000"
        findings.append(_finding(COUNTS_LINE, message))
    labels = [label.strip() for label in _ABBREVIATION.findall(lines[-1])]
    if labels:
        message = f"text stands for atoms: {', '.join(labels)[:80]}"
        findings.append(_finding(ABBREVIATION, message))
    return tuple(findings)


def _list(atoms: Collection[int]) -> str:
    numbers = [str(index + 1) for index in sorted(atoms)]
    return ", ".join(numbers[:8]) + (f" and {len(numbers) - 8} more" if len(numbers) > 8 else "")
