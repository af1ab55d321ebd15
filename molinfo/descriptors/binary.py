"""A structure's arrays from RDKit: from its binary form, which is one call, or atom by atom.

The binary form is not a public contract. It is read only where its version is a known one and where
structures of every kind, loaded both ways, come out alike; that is tried once a process.
"""

from __future__ import annotations

from functools import cache

from rdkit import Chem

from molinfo.chem.quiet import quiet
from molinfo.descriptors.kernels import reading
from molinfo.descriptors.kernels.graph import Graph

_NO_PROPERTIES = int(Chem.PropertyPickleOptions.NoConformers)
_KINDS = {
    Chem.BondType.SINGLE: 0,
    Chem.BondType.DOUBLE: 1,
    Chem.BondType.TRIPLE: 2,
    Chem.BondType.AROMATIC: 3,
}
_PROBES = (
    "C[C@H]([15NH3+])C(=O)[O-].[Na+].Cl",
    "F/C(Cl)=C(C#N)\\S(=O)(=O)c1cc2[nH]cnc2s1",
    "[CH3:1][CH:200]C12CC(C1)C2[Se]P(C)B(O)[SiH2]Br",
    "C" * 300 + "c1ccccc1/C=C/I",
)
_OTHERS = ("", "[H][H]", "*C", "N->[Cu]", "[Re]$[Re]", "[2H]C")


class NotPlain(Exception):
    """A structure that the kernels leave to RDKit, or a part of it that they do."""


def load(graph: Graph, mol: Chem.Mol) -> None:
    """Load a graph with a structure.

    Raises NotPlain for one without atoms, with hydrogens or dummies as atoms, dative or unusual
    bonds: there RDKit's conventions differ from function to function.
    """
    if not (can_read_binary() and read(graph, mol)):
        ask(graph, mol)


@cache
def can_read_binary() -> bool:
    """Whether what the installed RDKit writes is read as it answers."""
    tables: tuple[list[float], list[int], list[float]] = ([0.0] * 256, [0] * 256, [0.0] * 256)
    one, other = Graph(*tables), Graph(*tables)
    with quiet():
        for smiles in _PROBES:
            mol = Chem.MolFromSmiles(smiles)
            ask(other, mol)
            if not _is_read(one, mol) or one.dump() != other.dump():
                return False
        return not any(_is_read(one, Chem.MolFromSmiles(smiles)) for smiles in _OTHERS)


def _is_read(graph: Graph, mol: Chem.Mol) -> bool:
    try:
        return read(graph, mol)
    except NotPlain:
        return False


def read(graph: Graph, mol: Chem.Mol) -> bool:
    """Load a graph from the binary form; False where that holds what is not known.

    Raises NotPlain.
    """
    found = reading.read_binary(graph, mol.ToBinary(_NO_PROPERTIES))
    if found == reading.NOT_PLAIN:
        raise NotPlain("hydrogens, dummies or unusual bonds")
    return found == reading.READ


def ask(graph: Graph, mol: Chem.Mol) -> None:
    """Load a graph with what RDKit answers atom by atom and bond by bond.

    Raises NotPlain.
    """
    atoms = [
        (
            atom.GetAtomicNum(),
            atom.GetFormalCharge(),
            atom.GetTotalNumHs(),
            atom.GetIsotope(),
            atom.GetTotalValence(),
            int(atom.GetIsAromatic()),
            int(atom.GetHybridization()),
            atom.GetNumRadicalElectrons(),
        )
        for atom in mol.GetAtoms()
    ]
    bonds = [
        (
            bond.GetBeginAtomIdx(),
            bond.GetEndAtomIdx(),
            _KINDS.get(bond.GetBondType(), -1),
            int(bond.GetIsConjugated()),
        )
        for bond in mol.GetBonds()
    ]
    if not atoms or min(atoms)[0] < 2 or any(kind < 0 for _, _, kind, _ in bonds):
        raise NotPlain("hydrogens, dummies or unusual bonds")
    graph.load(atoms, bonds, mol.GetRingInfo().AtomRings())
