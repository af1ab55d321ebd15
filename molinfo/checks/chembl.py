"""The penalties of ChEMBL's structure checker, as a profile beside molinfo's own checks."""

from __future__ import annotations

from rdkit import Chem
from rdkit.Chem import rdDepictor

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.quiet import quiet
from molinfo.errors import MissingExtra

CHEMBL_PENALTY = Code(
    "chembl-penalty",
    Severity.INFO,
    "ChEMBL's structure checker gives the structure a penalty.",
    "Read the message; from 5 on ChEMBL asks for a look by eye.",
)


def check_chembl(subject: Subject) -> tuple[Finding, ...]:
    """Findings of ChEMBL's checker, each with its penalty, 7 the worst.

    The title line is left blank, because the checker takes words in it for kinds of substances.
    Raises MissingExtra without chembl_structure_pipeline.
    Source: Bento et al., J. Cheminf. 2020, 12, 51, doi:10.1186/s13321-020-00456-1.
    """
    try:
        from chembl_structure_pipeline import checker
    except ImportError:
        raise MissingExtra("chembl_structure_pipeline", "chembl") from None
    molblock = subject.record.molblock or _lay_out(subject.structure.mol)
    _title, _, rest = molblock.partition("\n")
    with quiet():
        penalties = checker.check_molblock(f"\n{rest}")
    return tuple(
        make_finding(
            CHEMBL_PENALTY,
            f"penalty {penalty} of ChEMBL's checker: {text}",
            field="molfile" if subject.record.molblock else "smiles",
        )
        for penalty, text in penalties
    )


def _lay_out(mol: Chem.Mol) -> str:
    drawn = Chem.Mol(mol)
    rdDepictor.Compute2DCoords(drawn)
    block: str = Chem.MolToMolBlock(drawn)
    return block
