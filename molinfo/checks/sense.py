"""Whether a structure makes sense as a substance: radicals, charges, open atoms, odd bonds."""

from __future__ import annotations

import re

from rdkit import Chem
from rdkit.Chem import rdqueries
from rdkit.Chem.rdchem import CompositeQueryType, QueryAtom

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject

RADICAL = Code(
    "radical",
    Severity.INFO,
    "The structure has unpaired electrons.",
    "Nothing if a radical is meant; else look for a missing hydrogen or bond.",
)
OPEN_ATOM = Code(
    "open-atom",
    Severity.INFO,
    "The structure has R groups or query atoms, so that it has no definite composition.",
    "Name the substituents, or do not claim a formula.",
)
COVALENT_METAL = Code(
    "covalent-metal",
    Severity.INFO,
    "An alkali or alkaline earth metal is drawn with a covalent bond.",
    "Draw ions: it is the same compound for InChI, but not for everyone.",
)
UNBALANCED_CHARGE = Code(
    "unbalanced-charge",
    Severity.WARNING,
    "The charges of cations and anions do not add up to nothing.",
    "Look for a missing or surplus counter-ion.",
)
LONE_ION = Code(
    "lone-ion",
    Severity.INFO,
    "The structure is an ion without counter-ion.",
    "Nothing if the ion is meant; else add the counter-ion.",
)

_METALS = frozenset(
    [
        3,
        4,
        11,
        12,
        13,
        19,
        20,
        *range(21, 32),
        37,
        38,
        *range(39, 51),
        55,
        56,
        *range(57, 84),
        87,
        88,
    ]
)
_ALKALI = frozenset([3, 11, 19, 37, 55, 4, 12, 20, 38, 56])


def _match_noteworthy_atoms() -> QueryAtom:
    """A query for what `check_sense` looks at, so that RDKit picks the atoms: charges, unpaired
    electrons, dummies and the metals of salts."""
    query = rdqueries.FormalChargeEqualsQueryAtom(0, negate=True)
    others = [
        rdqueries.NumRadicalElectronsGreaterQueryAtom(0),
        *(rdqueries.AtomNumEqualsQueryAtom(number) for number in (0, *sorted(_ALKALI))),
    ]
    for other in others:
        query.ExpandQuery(other, CompositeQueryType.COMPOSITE_OR)
    return query


_NOTEWORTHY = _match_noteworthy_atoms()


def check_sense(subject: Subject) -> tuple[Finding, ...]:
    """Radicals, open atoms, covalent alkali metals, charges out of balance; atoms from 0."""
    if _is_plain(subject.record.smiles):
        return ()
    mol = subject.structure.mol
    noteworthy = mol.GetAtoms() if mol.HasQuery() else mol.GetAtomsMatchingQuery(_NOTEWORTHY)
    radicals: list[int] = []
    open_atoms: list[int] = []
    covalent: list[int] = []
    charged: list[int] = []
    for atom in noteworthy:
        number = atom.GetAtomicNum()
        if atom.GetNumRadicalElectrons() and number not in _METALS:
            radicals.append(atom.GetIdx())
        if number == 0 or atom.HasQuery():
            open_atoms.append(atom.GetIdx())
        if number in _ALKALI and atom.GetDegree():
            covalent.append(atom.GetIdx())
        if atom.GetFormalCharge():
            charged.append(atom.GetIdx())
    findings = []
    if radicals:
        message = f"atom {_list(radicals)} has unpaired electrons"
        findings.append(make_finding(RADICAL, message, field="smiles", atoms=radicals))
    if open_atoms:
        message = f"atom {_list(open_atoms)} is an R group or a query: no definite composition"
        findings.append(make_finding(OPEN_ATOM, message, field="smiles", atoms=open_atoms))
    if covalent:
        message = f"a metal of a salt is drawn with a covalent bond at atom {_list(covalent)}"
        findings.append(make_finding(COVALENT_METAL, message, field="smiles", atoms=covalent))
    if charged:
        findings += _check_balance(mol, charged)
    return tuple(findings)


_BRACKETS = re.compile(r"\[[^\]]*\]")
_HARMLESS = re.compile(r"\[(?:C@{0,2}H?|[nN]@{0,2}H?|N@\+|S@{1,2}|N\+|n\+|O-|[23]H|1[34]CH?3?)\]")


def _is_plain(smiles: str) -> bool:
    """Whether a SMILES shows at a glance that there is nothing to tell.

    Atoms outside brackets have their usual valence and no charge; those in brackets must be of
    the harmless kinds, and charged ones in equal numbers and one fragment.
    """
    if not smiles or "*" in smiles or "|" in smiles:
        return False
    atoms = _BRACKETS.findall(smiles)
    if not all(_HARMLESS.fullmatch(atom) for atom in atoms):
        return False
    if any(atom in ("[C]", "[CH]", "[N]", "[NH]", "[n]") for atom in atoms):
        return False
    plus = sum("+" in atom for atom in atoms)
    return plus == sum("-" in atom for atom in atoms) and not (plus and "." in smiles)


def _check_balance(mol: Chem.Mol, charged: list[int]) -> list[Finding]:
    """Fragments of opposite charge that do not add up to nothing, and lone ions."""
    total = sum(mol.GetAtomWithIdx(index).GetFormalCharge() for index in charged)
    if not total:
        return []
    charges = [
        sum(mol.GetAtomWithIdx(index).GetFormalCharge() for index in fragment)
        for fragment in Chem.GetMolFrags(mol)
    ]
    if any(charge > 0 for charge in charges) and any(charge < 0 for charge in charges):
        message = f"cations and anions leave a charge of {total:+d}: a counter-ion is missing"
        return [make_finding(UNBALANCED_CHARGE, message, field="smiles", atoms=charged)]
    return [
        make_finding(
            LONE_ION,
            f"the structure is an ion of charge {total:+d}",
            field="smiles",
            atoms=charged,
        )
    ]


def _list(atoms: list[int]) -> str:
    return ", ".join(str(index + 1) for index in atoms[:8]) + (", ..." if len(atoms) > 8 else "")
