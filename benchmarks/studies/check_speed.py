"""Time `check_many` against bare RDKit on the same rows, in one run on one core.

    python benchmarks/studies/check_speed.py claims.csv.gz [--rows 1500] [--rounds 5]

Bare RDKit parses the SMILES and makes InChI, InChIKey and formula. Both sides take turns, row block
by row block; the ratio of medians is printed, for consistent rows, for the same with a molfile
beside the SMILES (bare RDKit then reads both), and for rows with one fault.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rdkit import Chem, RDLogger
from rdkit.Chem import rdDepictor
from rdkit.Chem.rdMolDescriptors import CalcMolFormula
from rich.console import Console

from molinfo.checks.result import Status, Verdict
from molinfo.checks.rows import check_many
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record
from molinfo.store.tables import read_records


def run_bare(records: list[Record]) -> None:
    """Parse, InChI, InChIKey and formula of SMILES and molfile by RDKit alone."""
    for record in records:
        mols = [Chem.MolFromSmiles(record.smiles)]
        if record.molblock:
            mols.append(Chem.MolFromMolBlock(record.molblock))
        for mol in mols:
            inchi = Chem.MolToInchi(mol)
            Chem.InchiToInchiKey(inchi)
            CalcMolFormula(mol)


def run_checks(records: list[Record]) -> None:
    """Every check of molinfo."""
    for _result in check_many(records):
        pass


def clock(function: Callable[[list[Record]], None], records: list[Record]) -> float:
    """Seconds of processor time of one call, which other programs disturb least."""
    start = time.process_time()
    function(records)
    return time.process_time() - start


def compare(name: str, records: list[Record], rounds: int) -> None:
    """Print both times per record and their ratio."""
    run_bare(records[:50])
    run_checks(records[:50])
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(rounds):
        bare.append(clock(run_bare, records))
        ours.append(clock(run_checks, records))
    ratio = median(own / other for own, other in zip(ours, bare, strict=True))
    each = 1e3 / len(records)
    told = f"bare {median(bare) * each:.3f} ms, check {median(ours) * each:.3f} ms a record"
    Console(soft_wrap=True).print(f"{name}: {len(records)} records, {told}, ratio {ratio:.2f}")


def spoil(record: Record) -> Record:
    """The record with a digit of its formula's last count changed, or a wrong weight."""
    wrong = Claim(field=FieldName.MOLECULAR_WEIGHT, value="371.24")
    return record.model_copy(update={"claims": (*record.claims, wrong)})


def add_molfile(record: Record) -> Record | None:
    """The record with a molfile drawn by RDKit, or None where that says something else."""
    mol = Chem.MolFromSmiles(record.smiles)
    inchi = Chem.MolToInchi(mol)
    rdDepictor.Compute2DCoords(mol)
    block = Chem.MolToMolBlock(mol)
    read = Chem.MolFromMolBlock(block)
    if read is None or Chem.MolToInchi(read) != inchi:
        return None
    return record.model_copy(update={"molblock": block})


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", nargs="+", type=Path)
    parser.add_argument("--rows", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    for path in arguments.claims:
        rows = list(read_records(path))
        results = list(check_many(rows))
        good = [
            record
            for record, result in zip(rows, results, strict=True)
            if result.verdict is Verdict.PASS
            and all(claim.status is not Status.DISAGREE for claim in result.claims)
        ]
        chosen = good[:: max(1, len(good) // arguments.rows)][: arguments.rows]
        compare(f"{path.name}, consistent", chosen, arguments.rounds)
        drawn = [each for record in chosen if (each := add_molfile(record)) is not None]
        compare(f"{path.name}, with molfile", drawn, arguments.rounds)
        compare(f"{path.name}, one wrong weight", [spoil(each) for each in chosen[:200]], 3)


if __name__ == "__main__":
    main()
