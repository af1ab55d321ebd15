"""A structure and what its descriptors have in common, each thing computed at most once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors, rdPartialCharges

from molinfo.descriptors.crippen import Contributions, CrippenTypes
from molinfo.descriptors.kernels import graph as graphs
from molinfo.descriptors.kernels import surface, topology
from molinfo.descriptors.patterns import PatternMatcher

_TABLE = Chem.GetPeriodicTable()
_ELEMENTS = range(_TABLE.GetMaxAtomicNumber() + 1 if hasattr(_TABLE, "GetMaxAtomicNumber") else 119)
OUTER_ELECTRONS = [int(_TABLE.GetNOuterElecs(z)) for z in _ELEMENTS]
WEIGHTS = [_TABLE.GetAtomicWeight(z) for z in _ELEMENTS]
_RADII = [_TABLE.GetRb0(z) for z in _ELEMENTS]

_DATIVE = Chem.MolFromSmarts("*->*")
_PLAIN_ORDERS = frozenset((1.0, 1.5, 2.0, 3.0))


class NotPlain(Exception):
    """A structure that the kernels leave to RDKit, or a part of it that they do."""


class Workspace:
    """The arrays and matchers that one engine uses again for each structure."""

    def __init__(self) -> None:
        self.graph = graphs.Graph(OUTER_ELECTRONS, _RADII)
        self.patterns = PatternMatcher()
        self.crippen = CrippenTypes()


class Shared:
    """The intermediates of one structure.

    Raises NotPlain for one with hydrogens or dummies as atoms, dative or unusual bonds: there
    RDKit's conventions differ from function to function.
    """

    def __init__(self, mol: Chem.Mol, space: Workspace) -> None:
        self.mol = mol
        self.space = space
        self.has_all_charges = False
        n, m = mol.GetNumAtoms(), mol.GetNumBonds()
        atom_at, bond_at = mol.GetAtomWithIdx, mol.GetBondWithIdx
        self.atoms = [atom_at(i) for i in range(n)]
        self.bonds = [bond_at(i) for i in range(m)]
        self.atomic_numbers = self.ask(Chem.Atom.GetAtomicNum)
        self.orders = list(map(Chem.Bond.GetBondTypeAsDouble, self.bonds))
        if n == 0 or min(self.atomic_numbers) < 2 or not _PLAIN_ORDERS.issuperset(self.orders):
            raise NotPlain("hydrogens, dummies or unusual bonds")
        if mol.HasSubstructMatch(_DATIVE):
            raise NotPlain("dative bonds")
        self.hydrogens = self.ask(Chem.Atom.GetTotalNumHs)
        self.charges = self.ask(Chem.Atom.GetFormalCharge)
        self.isotopes = self.ask(Chem.Atom.GetIsotope)
        self.rings = mol.GetRingInfo().AtomRings()
        self.graph = space.graph
        self.graph.load(
            self.atomic_numbers,
            self.charges,
            self.hydrogens,
            self.isotopes,
            self.ask(Chem.Atom.GetTotalValence),
            self.ask(Chem.Atom.GetIsAromatic),
            list(map(Chem.Bond.GetBeginAtomIdx, self.bonds)),
            list(map(Chem.Bond.GetEndAtomIdx, self.bonds)),
            self.orders,
            self.rings,
        )

    def ask(self, question: Callable[[Chem.Atom], Any]) -> list[Any]:
        """What every atom answers, in their order."""
        return list(map(question, self.atoms))

    @cached_property
    def gasteiger(self) -> list[float]:
        """Partial charges in e (Gasteiger, Marsili, Tetrahedron 1980, 36, 3219)."""
        try:
            rdPartialCharges.ComputeGasteigerCharges(self.mol, throwOnParamFailure=True)
            self.has_all_charges = True
        except ValueError:
            rdPartialCharges.ComputeGasteigerCharges(self.mol)
        return [atom.GetDoubleProp("_GasteigerCharge") for atom in self.atoms]

    @cached_property
    def estate(self) -> list[float]:
        """The electrotopological state of each atom."""
        return topology.compute_estate(self.graph)

    @cached_property
    def labute(self) -> tuple[list[float], float]:
        """Surface of each atom and of all with hydrogens, in square angstrom."""
        return surface.compute_labute(self.graph)

    @cached_property
    def crippen(self) -> Contributions:
        """Contributions of the heavy atoms to log P and refractivity, and both with hydrogens."""
        found = self.space.crippen.compute(self.graph)
        if found is not None:
            return found
        ones, others = zip(*rdMolDescriptors._CalcCrippenContribs(self.mol), strict=True)
        return list(ones), list(others), *rdMolDescriptors.CalcCrippenDescriptors(self.mol)

    @cached_property
    def patterns(self) -> PatternMatcher:
        """The matcher of all counted patterns, holding this structure."""
        self.space.patterns.load(self.graph)
        return self.space.patterns

    @cached_property
    def masses(self) -> list[float]:
        """The mass of each atom without its hydrogens, in u."""
        return self.ask(Chem.Atom.GetMass)

    @cached_property
    def rotatable_bonds(self) -> int:
        """Rotatable bonds by RDKit's strict definition; -1 where RDKit has to count them."""
        return self.patterns.count_rotatable_bonds()

    @cached_property
    def molecular_weight(self) -> float:
        """By RDKit's weights, in g/mol."""
        return float(rdMolDescriptors._CalcMolWt(self.mol))

    @cached_property
    def tpsa(self) -> float:
        """Without sulphur and phosphorus, in square angstrom."""
        return float(rdMolDescriptors.CalcTPSA(self.mol))

    @cached_property
    def donors(self) -> int:
        """Hydrogen-bond donors as RDKit counts them."""
        return int(rdMolDescriptors.CalcNumHBD(self.mol))
