"""Descriptors of molinfo's own, beside RDKit's: those of the `druglike` set that RDKit lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from molinfo.chem.formula import parse_formula
from molinfo.chem.weights import compute_molecular_weight


def compute_mw_iupac_da(mol: Chem.Mol) -> float:
    """Molecular weight in g/mol by the IUPAC 2024 weights, labelled atoms by their isotope mass.

    Raises FormulaError for an element that does not exist, WeightError for one without a weight.
    Source: Prohaska et al., Pure Appl. Chem. 2022, 94, 573, doi:10.1515/pac-2019-0603.

    >>> compute_mw_iupac_da(Chem.MolFromSmiles("CCO"))
    46.069
    """
    text = rdMolDescriptors.CalcMolFormula(mol, True, False)
    return float(compute_molecular_weight(parse_formula(text)))


def compute_formal_charge(mol: Chem.Mol) -> int:
    """The sum of the formal charges.

    >>> compute_formal_charge(Chem.MolFromSmiles("CC(=O)[O-]"))
    -1
    """
    return int(Chem.GetFormalCharge(mol))


def count_lipinski_violations(mol: Chem.Mol) -> int:
    """How many of the four rules of five are broken.

    Molecular weight (RDKit's weights) over 500, Crippen log P over 5, more than 5 H on N and O,
    more than 10 N and O. Source: Lipinski et al., Adv. Drug Deliv. Rev. 1997, 23, 3,
    doi:10.1016/S0169-409X(96)00423-1, with Crippen's log P in place of CLOGP.

    >>> count_lipinski_violations(Chem.MolFromSmiles("CCO"))
    0
    """
    log_p, _ = rdMolDescriptors.CalcCrippenDescriptors(mol)
    return int(
        (rdMolDescriptors._CalcMolWt(mol) > 500)
        + (log_p > 5)
        + (rdMolDescriptors.CalcNumLipinskiHBD(mol) > 5)
        + (rdMolDescriptors.CalcNumLipinskiHBA(mol) > 10)
    )


def count_veber_violations(mol: Chem.Mol) -> int:
    """How many of Veber's two rules are broken: over 10 rotatable bonds, TPSA over 140 A^2.

    Source: Veber et al., J. Med. Chem. 2002, 45, 2615, doi:10.1021/jm020017n.

    >>> count_veber_violations(Chem.MolFromSmiles("CCO"))
    0
    """
    rotatable = rdMolDescriptors.CalcNumRotatableBonds(mol) > 10
    return int(rotatable + (rdMolDescriptors.CalcTPSA(mol) > 140))


OWN: Mapping[str, Callable[[Chem.Mol], float]] = {
    "mw_iupac_da": compute_mw_iupac_da,
    "formal_charge": compute_formal_charge,
    "lipinski_violations": count_lipinski_violations,
    "veber_violations": count_veber_violations,
}
