"""Prove that no claim which bare RDKit confirms is called wrong.

    python benchmarks/studies/confirmed_claims.py claims.csv.gz [more.csv.gz]

RDKit alone confirms a claim: its formula equals the one claimed, its InChI or InChIKey the
identifier, its exact mass a mass within 1e-4, its average weight a weight within half a
unit of the last printed place. Every confirmed claim that molinfo calls `disagree` is printed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rdkit import Chem, RDLogger
from rdkit.Chem.Descriptors import MolWt
from rdkit.Chem.rdMolDescriptors import CalcExactMolWt, CalcMolFormula
from rich.console import Console

from molinfo.checks.result import Status
from molinfo.checks.rows import check_records
from molinfo.store.record import Claim, Record
from molinfo.store.tables import read_records


def is_confirmed(claim: Claim, mol: Chem.Mol) -> bool:
    """Whether bare RDKit gives what is claimed."""
    value = claim.value.strip()
    match claim.field.value:
        case "formula":
            return value in (CalcMolFormula(mol), CalcMolFormula(mol, True, False))
        case "inchi":
            return value == Chem.MolToInchi(mol)
        case "inchikey":
            return value == Chem.MolToInchiKey(mol)
    if claim.field.value not in ("molecular_weight", "monoisotopic_mass", "exact_mass"):
        return False
    try:
        printed = Decimal(value)
    except InvalidOperation:
        return False
    places = max(0, -int(printed.as_tuple().exponent))
    if claim.field.value == "molecular_weight":
        return places > 0 and abs(float(printed) - MolWt(mol)) <= 0.5000001 * 10**-places
    return places > 0 and abs(float(printed) - CalcExactMolWt(mol)) <= 1e-4


def find_alarms(records: Iterator[Record], confirmed: Counter[str]) -> Iterator[str]:
    """Confirmed claims that are called wrong, as lines."""
    for record, result in check_records(records):
        mol = Chem.MolFromSmiles(record.smiles) if record.smiles else None
        if mol is None:
            continue
        for claim, judged in zip(record.claims, result.claims, strict=True):
            if is_confirmed(claim, mol):
                confirmed[claim.field.value] += 1
                if judged.status is Status.DISAGREE:
                    yield f"{record.id} {claim.field.value} {claim.value} {record.smiles}"


def main() -> None:
    """Read the arguments and print every false alarm and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", nargs="+", type=Path)
    RDLogger.DisableLog("rdApp.*")
    console = Console(soft_wrap=True)
    for path in parser.parse_args().claims:
        confirmed: Counter[str] = Counter()
        alarms = list(find_alarms(read_records(path), confirmed))
        for line in alarms:
            console.print(line, markup=False)
        counts = ", ".join(f"{name} {number}" for name, number in sorted(confirmed.items()))
        total = f"{confirmed.total()} confirmed ({counts})"
        console.print(f"{path.name}: {total}, {len(alarms)} called wrong")


if __name__ == "__main__":
    main()
