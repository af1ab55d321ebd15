"""Bonds to metals as databases draw them: haptic, dative and of order zero."""

from __future__ import annotations

from rdkit import Chem

from molinfo.chem.quiet import quiet

METALS: frozenset[int] = frozenset(
    [3, 4, 11, 12, 13, *range(19, 32), *range(37, 51), *range(55, 85), *range(87, 113)]
)
"""Atomic numbers of the metals."""
_COORDINATE = (
    Chem.BondType.DATIVE,
    Chem.BondType.DATIVEONE,
    Chem.BondType.DATIVEL,
    Chem.BondType.DATIVER,
    Chem.BondType.ZERO,
)


def is_haptic_centre(atom: Chem.Atom) -> bool:
    """Whether a dummy stands for several atoms that are bound to a metal together.

    >>> is_haptic_centre(Chem.MolFromSmiles("CC").GetAtomWithIdx(0))
    False
    """
    return atom.GetAtomicNum() == 0 and any(
        bond.HasProp("_MolFileBondEndPts")
        and (bond.GetBondType() in _COORDINATE or _attaches_all(bond))
        for bond in atom.GetBonds()
    )


def _attaches_all(bond: Chem.Bond) -> bool:
    return bool(bond.HasProp("_MolFileBondAttach")) and bond.GetProp("_MolFileBondAttach") == "ALL"


def has_coordination(mol: Chem.Mol) -> bool:
    """Whether a molecule has dative, haptic or zero-order bonds.

    >>> has_coordination(Chem.MolFromSmiles("N->[Pt](<-N)(Cl)Cl"))
    True
    """
    return any(bond.GetBondType() in _COORDINATE for bond in mol.GetBonds()) or any(
        is_haptic_centre(atom) for atom in mol.GetAtoms() if not atom.GetAtomicNum()
    )


def disconnect(mol: Chem.Mol) -> Chem.Mol:
    """The molecule without its dative, haptic and zero-order bonds, as InChI takes metals apart.

    Hydrogens and charges stay: what donates a pair keeps it.

    >>> Chem.MolToSmiles(disconnect(Chem.MolFromSmiles("N->[Pt](<-N)(Cl)Cl")))
    'N.N.[Cl][Pt][Cl]'
    """
    apart = Chem.RWMol(mol)
    for atom in apart.GetAtoms():
        atom.SetNumExplicitHs(atom.GetTotalNumHs())
        atom.SetNoImplicit(True)
    for bond in list(apart.GetBonds()):
        if bond.GetBondType() in _COORDINATE:
            apart.RemoveBond(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())
    centres = [atom.GetIdx() for atom in mol.GetAtoms() if is_haptic_centre(atom)]
    for index in sorted(centres, reverse=True):
        apart.RemoveAtom(index)
    with quiet():
        Chem.SanitizeMol(apart, catchErrors=True)
    return apart.GetMol()
