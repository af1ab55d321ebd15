"""Check SD records that RDKit wrote, V2000 and V3000: none of them may get an error or a warning.

    python benchmarks/studies/rdkit_sdf.py molecules.smi.gz [--records 500] [--seed 1]

Structures are laid out and written by RDKit, with its formula, weight, mass, InChI and InChIKey as
claims; the chiral flag is 0, as RDKit leaves it. Warnings of RDKit's layout (overlapping atoms)
and of stereo that the structures themselves leave open are listed, but are no false alarms.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections import Counter
from pathlib import Path

from rdkit import Chem, RDLogger
from rdkit.Chem import rdDepictor
from rdkit.Chem.Descriptors import MolWt
from rdkit.Chem.rdMolDescriptors import CalcExactMolWt, CalcMolFormula
from rich.console import Console

from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

OF_THE_LAYOUT = {"overlapping-atoms", "odd-bond-length", "atom-on-bond", "ambiguous-wedge"}
OF_THE_STRUCTURE = {"partly-defined-stereo", "unbalanced-charge"}


def make_record(mol: Chem.Mol, *, v3000: bool) -> Record:
    """A record as RDKit writes it."""
    rdDepictor.Compute2DCoords(mol)
    block = Chem.MolToMolBlock(mol, forceV3000=v3000)
    written = Chem.MolFromMolBlock(block)
    values = {
        FieldName.FORMULA: CalcMolFormula(written),
        FieldName.MOLECULAR_WEIGHT: f"{MolWt(written):.3f}",
        FieldName.MONOISOTOPIC_MASS: f"{CalcExactMolWt(written):.4f}",
        FieldName.INCHI: Chem.MolToInchi(written),
        FieldName.INCHIKEY: Chem.MolToInchiKey(written),
    }
    claims = tuple(Claim(field=field, value=value) for field, value in values.items())
    return Record(molblock=block, claim=claims)


def main() -> None:
    """Read the arguments, check the records, print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("molecules", type=Path)
    parser.add_argument("--records", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    console = Console(soft_wrap=True)
    with gzip.open(arguments.molecules, "rt", encoding="utf-8") as lines:
        smiles = [line.split()[0] for line in lines if line.strip()]
    dice = random.Random(arguments.seed)
    dice.shuffle(smiles)
    mols = (Chem.MolFromSmiles(each) for each in smiles)
    kept = [mol for mol in mols if mol is not None and mol.GetNumAtoms()][: arguments.records]
    codes: Counter[tuple[str, str]] = Counter()
    wrong = 0
    for place, mol in enumerate(kept):
        result = check(make_record(mol, v3000=bool(place % 2)))
        wrong += sum(claim.status == "disagree" for claim in result.claims)
        codes.update((str(f.severity), f.code) for f in result.findings)
    alarms = sum(
        number
        for (severity, code), number in codes.items()
        if severity != "info" and code not in OF_THE_LAYOUT | OF_THE_STRUCTURE
    )
    for (severity, code), number in codes.most_common():
        console.print(f"{number:5} {severity:8} {code}")
    console.print(f"{len(kept)} records: {wrong} claims called wrong, {alarms} other alarms")


if __name__ == "__main__":
    main()
