"""Salts and solvates of a drawn structure, as structures whose InChIKey can be tried."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rdkit import Chem

from molinfo.checks.explain.compositions import HYDRATE, SALT_FORM, SOLVATE, name_form
from molinfo.checks.explain.precedence import Rank
from molinfo.checks.result import ExplanationCode
from molinfo.chem.fragments import Component, read_components
from molinfo.chem.quiet import quiet

Trial = tuple[Rank, ExplanationCode, str, Chem.Mol]
"""A hypothesis: its rank, its code, what it says, and the structure it would make."""

_CODES = {"counter-ion": SALT_FORM, "solvate": SOLVATE, "water": HYDRATE}
_ACIDS = tuple(
    Chem.MolFromSmarts(smarts)
    for smarts in (
        "[FH,ClH,BrH,IH]",
        "[OX2H1;$(OC=O),$(OP=O),$(OS=O),$(O[N+]),$(OCl),$(OB)]",
        "[SX2H1]",
        "[NX3;H1,H2;$(NS(=O)=O),$(N(C=O)C=O)]",
        "[OX2H1]c",
        "[nH1]",
        "[OX2H1]",
    )
)
"""Hydrogens that metals replace, the most acidic first."""


def make_adducts(mol: Chem.Mol) -> Iterator[Trial]:
    """The structure with one to three of each counter-ion or solvent, added neutral."""
    for component in read_components():
        if component.replaces_h:
            continue
        added = Chem.MolFromSmiles(component.smiles)
        combined = mol
        for count in (1, 2, 3) if component.common else (1,):
            combined = Chem.CombineMols(combined, added)
            detail = f"claim is the {name_form(component, Fraction(count))}"
            yield Rank.FORM, _CODES[component.kind], detail, combined


def make_metal_salts(mol: Chem.Mol) -> Iterator[Trial]:
    """Acidic hydrogens replaced by a metal: each alone, then the most acidic together.

    Metals of charge two also bind two copies of the structure. An anion is only balanced.
    """
    charge = Chem.GetFormalCharge(mol)
    sites = _find_acidic(mol)
    for component in read_components():
        valence = component.replaces_h
        if not valence:
            continue
        if charge < 0:
            yield _make_salt(component, [mol] * valence, -charge)
            continue
        if valence == 1:
            for site in sites:
                yield _make_salt(component, [_deprotonate(mol, [site])], 1)
        for metals in (1, 2, 3):
            if metals * valence <= len(sites):
                acid = _deprotonate(mol, sites[: metals * valence])
                yield _make_salt(component, [acid], metals)
        if valence > 1 and sites:
            yield _make_salt(component, [_deprotonate(mol, sites[:1])] * valence, 1)


def make_halides(mol: Chem.Mol) -> Iterator[Trial]:
    """A cation with the anions that it lacks: the chloride of choline."""
    charge = Chem.GetFormalCharge(mol)
    if charge <= 0:
        return
    for component in read_components():
        acid = Chem.MolFromSmiles(component.smiles)
        sites = _find_acidic(acid)
        if component.kind != "counter-ion" or component.replaces_h or not sites:
            continue
        combined = mol
        for _ in range(charge):
            combined = Chem.CombineMols(combined, _deprotonate(acid, sites[:1]))
        yield Rank.FORM, SALT_FORM, f"claim is the {component.name} salt", combined


def _make_salt(component: Component, acids: list[Chem.Mol], metals: int) -> Trial:
    ion = Chem.RWMol(Chem.MolFromSmiles(component.smiles))
    ion.GetAtomWithIdx(0).SetFormalCharge(component.replaces_h)
    ion.GetAtomWithIdx(0).SetNoImplicit(True)
    combined = acids[0]
    for part in (*acids[1:], *[ion] * metals):
        combined = Chem.CombineMols(combined, part)
    detail = f"claim is the {component.name} salt {len(acids)}:{metals}"
    return Rank.FORM, SALT_FORM, detail, combined


def _find_acidic(mol: Chem.Mol) -> list[int]:
    found = (site for acid in _ACIDS for (site, *_rest) in mol.GetSubstructMatches(acid))
    # a labelled hydrogen is an atom of its own, and stays
    return [site for site in dict.fromkeys(found) if mol.GetAtomWithIdx(site).GetTotalNumHs()]


def _deprotonate(mol: Chem.Mol, sites: list[int]) -> Chem.Mol:
    changed = Chem.RWMol(mol)
    for site in sites:
        atom = changed.GetAtomWithIdx(site)
        hydrogens = atom.GetTotalNumHs()
        atom.SetFormalCharge(atom.GetFormalCharge() - 1)
        atom.SetNoImplicit(True)
        atom.SetNumExplicitHs(hydrogens - 1)
    with quiet():
        Chem.SanitizeMol(changed, catchErrors=True)
    return changed.GetMol()
