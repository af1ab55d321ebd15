"""A structure and what its descriptors have in common, each thing computed at most once.

What there is one of for each atom stays in the arrays of the graph, where the kernels find it.
"""

from __future__ import annotations

from functools import cached_property

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from molinfo.descriptors import binary
from molinfo.descriptors.crippen import CrippenTypes
from molinfo.descriptors.gasteiger import read_parameters
from molinfo.descriptors.kernels import atoms, matching, surface, topology
from molinfo.descriptors.kernels.charges import ChargeParameters
from molinfo.descriptors.kernels.graph import Graph
from molinfo.descriptors.patterns import PatternMatcher

_TABLE = Chem.GetPeriodicTable()
_ELEMENTS = range(119)


class Workspace:
    """The arrays and matchers that one engine uses again for each structure."""

    def __init__(self) -> None:
        self.graph = Graph(
            [_TABLE.GetAtomicWeight(z) for z in _ELEMENTS],
            [_TABLE.GetNOuterElecs(z) for z in _ELEMENTS],
            [_TABLE.GetRb0(z) for z in _ELEMENTS],
        )

    @cached_property
    def patterns(self) -> PatternMatcher:
        """The matcher of all counted patterns."""
        return PatternMatcher()

    @cached_property
    def crippen(self) -> CrippenTypes:
        """The matcher of Crippen's atom types."""
        return CrippenTypes()

    @cached_property
    def charges(self) -> ChargeParameters:
        """Gasteiger's parameters."""
        return read_parameters()


class Shared:
    """The intermediates of one structure.

    Raises NotPlain for one that the kernels do not take (see `binary.load`).
    """

    def __init__(self, mol: Chem.Mol, space: Workspace) -> None:
        self.mol = mol
        self.space = space
        self.graph = space.graph
        binary.load(self.graph, mol)

    @cached_property
    def weights(self) -> tuple[float, float]:
        """The molecular weight and that of the heavy atoms, by RDKit's weights, in g/mol."""
        if self.graph.has_isotopes():
            atoms.keep_masses(self.graph, [atom.GetMass() for atom in self.mol.GetAtoms()])
        else:
            atoms.find_masses(self.graph)
        return atoms.sum_weights(self.graph)

    @cached_property
    def electrons(self) -> tuple[int, int, int]:
        """Valence electrons, unpaired electrons, formal charge."""
        return atoms.count_electrons(self.graph)

    @cached_property
    def counts(self) -> tuple[float, ...]:
        """Atoms, H on N and O, N and O, heteroatoms, share of sp3 carbons."""
        return atoms.count_atoms(self.graph)

    @cached_property
    def has_all_charges(self) -> bool:
        """Whether each atom has parameters for its partial charge, which the graph then holds."""
        return self.space.charges.find_charges(self.graph)

    @cached_property
    def states(self) -> tuple[float, float, float, float]:
        """Extremes of the electrotopological states, which the graph then holds."""
        topology.find_states(self.graph)
        return topology.find_extreme_states(self.graph)

    @cached_property
    def area(self) -> float:
        """Labute's surface in square angstrom; the graph then holds that of each atom."""
        return surface.find_areas(self.graph)

    @cached_property
    def crippen(self) -> tuple[float, float]:
        """Log P and refractivity; the graph then holds what each heavy atom contributes."""
        found = self.space.crippen.compute(self.graph)
        if found is not None:
            return found
        ones, others = zip(*rdMolDescriptors._CalcCrippenContribs(self.mol), strict=True)
        matching.keep_contributions(self.graph, list(ones), list(others))
        log_p, refractivity = rdMolDescriptors.CalcCrippenDescriptors(self.mol)
        return log_p, refractivity

    @cached_property
    def patterns(self) -> PatternMatcher:
        """The matcher of all counted patterns, holding this structure."""
        self.space.patterns.load(self.graph)
        return self.space.patterns

    @cached_property
    def rotatable_bonds(self) -> int:
        """Rotatable bonds by RDKit's strict definition; -1 where RDKit has to count them."""
        return self.patterns.count_rotatable_bonds()

    @cached_property
    def donors(self) -> int:
        """Hydrogen-bond donors as RDKit counts them; -1 where RDKit has to count them."""
        return self.patterns.count_donors()

    @cached_property
    def tpsa(self) -> float:
        """Without sulphur and phosphorus, in square angstrom."""
        return atoms.compute_polar_surface(self.graph)
