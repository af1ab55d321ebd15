"""Marks on a figure: coloured atoms and bonds, cores, differences, stereo labels, atom numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rdkit import Chem, rdBase
from rdkit.Chem import rdCIPLabeler, rdFMCS

from molinfo.chem.cores import find_core
from molinfo.chem.structure import parse_molblock
from molinfo.errors import StructureError

# Okabe and Ito's sky blue and orange (jfly.uni-koeln.de/color), halfway to white.
CORE_COLOUR = "#ABDAF4"
DIFFERENCE_COLOUR = "#F3CF80"
_FMCS_SECONDS = 60
_MOST_CIP_STEPS = 1_250_000
_CIP = "_CIPCode"


@dataclass(frozen=True, slots=True)
class Highlight:
    """Atoms and bonds, counted from 0 as in the molblock, and their colour `#RRGGBB`."""

    atoms: tuple[int, ...] = ()
    bonds: tuple[int, ...] = ()
    colour: str = CORE_COLOUR


class Coloured(NamedTuple):
    """The colour of each marked atom and bond by its index."""

    atoms: dict[int, str]
    bonds: dict[int, str]


class StereoLabels(NamedTuple):
    """The CIP label of each stereocentre and double bond by its index."""

    atoms: dict[int, str]
    bonds: dict[int, str]


@dataclass(frozen=True, slots=True)
class Marks:
    """Highlights, the later over the earlier, and what is written beside atoms and bonds."""

    highlights: tuple[Highlight, ...] = ()
    atom_numbers: bool = False
    stereo_labels: bool = False

    def resolve(self, atom_count: int, bond_count: int) -> Coloured:
        """The colour of every marked atom and bond; indices beyond the molecule are left out."""
        atoms: dict[int, str] = {}
        bonds: dict[int, str] = {}
        for highlight in self.highlights:
            atoms.update({at: highlight.colour for at in highlight.atoms if 0 <= at < atom_count})
            bonds.update({at: highlight.colour for at in highlight.bonds if 0 <= at < bond_count})
        return Coloured(atoms, bonds)

    def find_stereo_labels(self, molblock: str, *, has_groups: bool = False) -> StereoLabels:
        """The CIP labels to write, none where they are not asked for, and and1 or or1.

        With `has_groups` the latter are written without the former too. Raises StructureError where
        finding them takes too long.
        """
        if not (self.stereo_labels or has_groups):
            return StereoLabels({}, {})
        found = _find_stereo_labels(molblock) if self.stereo_labels else StereoLabels({}, {})
        for index, name in find_stereo_groups(molblock).items():
            found.atoms[index] = f"{found.atoms.get(index, '')} {name}".strip()
        return found


NO_MARKS = Marks()


def find_stereo_groups(molblock: str) -> dict[int, str]:
    """The group of each centre of relative or racemic stereo, and1 or or1, by the atom's index."""
    if not any(each in molblock for each in ("STERAC", "STEREL")):
        return {}
    names = {Chem.StereoGroupType.STEREO_AND: "and", Chem.StereoGroupType.STEREO_OR: "or"}
    counts: dict[str, int] = {}
    found = {}
    for group in parse_molblock(molblock, keep_hydrogens=True).mol.GetStereoGroups():
        name = names.get(group.GetGroupType())
        if name:
            counts[name] = counts.get(name, 0) + 1
            for atom in group.GetAtoms():
                found[atom.GetIdx()] = f"{name}{counts[name]}"
    return found


def highlight_core(molblock: str, core: str, colour: str = CORE_COLOUR) -> Highlight:
    """Mark every place where a named core, or a SMARTS, matches; nothing where it does not.

    Raises UnknownName when the text is neither, StructureError when the molblock cannot be read.

    >>> from molinfo.store.folder import open_store
    >>> block = open_store()["baricitinib"].molblock
    >>> len(highlight_core(block, "pyrrolo[2,3-d]pyrimidine").atoms)
    9
    """
    mol = parse_molblock(molblock, keep_hydrogens=True).mol
    query = find_core(core).query
    atoms: set[int] = set()
    bonds: set[int] = set()
    for match in mol.GetSubstructMatches(query):
        atoms.update(match)
        bonds.update(_find_matched_bonds(mol, query, match))
    return Highlight(tuple(sorted(atoms)), tuple(sorted(bonds)), colour)


def highlight_difference(
    molblock: str, reference: str, colour: str = DIFFERENCE_COLOUR
) -> Highlight:
    """Mark what a structure does not share with a reference, both as molblocks.

    Shared is the largest common substructure in which whole rings match rings. Raises
    StructureError when either cannot be read, or the search does not end in a minute.
    """
    mol = parse_molblock(molblock, keep_hydrogens=True).mol
    other = parse_molblock(reference, keep_hydrogens=True).mol
    found = rdFMCS.FindMCS(
        [mol, other], ringMatchesRingOnly=True, completeRingsOnly=True, timeout=_FMCS_SECONDS
    )
    if found.canceled:
        raise StructureError(f"the common part was not found in {_FMCS_SECONDS} s; mark by SMARTS")
    query = Chem.MolFromSmarts(found.smartsString) if found.numAtoms else Chem.Mol()
    match = mol.GetSubstructMatch(query) if found.numAtoms else ()
    shared = set(_find_matched_bonds(mol, query, match))
    return Highlight(
        tuple(sorted(set(range(mol.GetNumAtoms())) - set(match))),
        tuple(sorted(set(range(mol.GetNumBonds())) - shared)),
        colour,
    )


def _find_matched_bonds(mol: Chem.Mol, query: Chem.Mol, match: Sequence[int]) -> list[int]:
    return [
        mol.GetBondBetweenAtoms(match[bond.GetBeginAtomIdx()], match[bond.GetEndAtomIdx()]).GetIdx()
        for bond in query.GetBonds()
    ]


def _find_stereo_labels(molblock: str) -> StereoLabels:
    """CIP labels by the algorithm of Hanson et al., doi:10.1021/acs.jcim.8b00324."""
    mol = parse_molblock(molblock, keep_hydrogens=True).mol
    try:
        with rdBase.BlockLogs():
            rdCIPLabeler.AssignCIPLabels(mol, maxRecursiveIterations=_MOST_CIP_STEPS)
    except RuntimeError as error:
        raise StructureError("CIP labels take too long here; draw without them") from error
    return StereoLabels(
        *(
            {at.GetIdx(): f"({at.GetProp(_CIP)})" for at in places if at.HasProp(_CIP)}
            for places in (mol.GetAtoms(), mol.GetBonds())
        )
    )
