"""How often an average weight in a mass field is explained as one first.

    python benchmarks/studies/average_weights.py massbank_free.csv.gz

A row counts when its claimed monoisotopic or exact mass lies within 0.05 Da of RDKit's own average
weight and more than 0.05 Da from RDKit's monoisotopic mass; RDKit alone decides, not molinfo.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from rdkit import Chem, RDLogger
from rdkit.Chem.Descriptors import ExactMolWt, MolWt
from rich.console import Console

from molinfo.checks.rows import check_records
from molinfo.store.fields import FieldName
from molinfo.store.tables import read_records

MASSES = {FieldName.MONOISOTOPIC_MASS, FieldName.EXACT_MASS}
NEAR_DA = 0.05


def is_average(mol: Chem.Mol, printed: str) -> bool:
    """Whether a printed mass is the average weight and not the monoisotopic mass."""
    try:
        mass = float(printed)
    except ValueError:
        return False
    return abs(mass - MolWt(mol)) < NEAR_DA < abs(mass - ExactMolWt(mol))


def main() -> None:
    """Read the arguments and print the share and what stood first elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", type=Path)
    parser.add_argument("--show", action="store_true", help="print the rows with another reason")
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    console = Console(soft_wrap=True)
    first: Counter[str] = Counter()
    for record, result in check_records(read_records(arguments.claims)):
        mol = Chem.MolFromSmiles(record.smiles) if record.smiles else None
        for index, claim in enumerate(record.claims):
            if mol is None or claim.field not in MASSES or not is_average(mol, claim.value):
                continue
            reasons = [
                finding.explanations[0].code
                for finding in result.findings
                if finding.claim == index and finding.explanations
            ]
            first[reasons[0] if reasons else "none"] += 1
            if arguments.show and reasons[:1] != ["average-weight"]:
                console.print(record.id, claim.value, MolWt(mol), reasons)
    total = first.total()
    console.print(f"{total} average weights in a mass field")
    for code, count in first.most_common():
        console.print(f"{count:6} {count / total:7.2%} {code} first")


if __name__ == "__main__":
    main()
