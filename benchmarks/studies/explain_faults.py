"""Plant one known fault at a time into consistent records, and count how each is explained.

    python benchmarks/studies/explain_faults.py claims.csv.gz [more.csv.gz]
        [--records 500] [--seed 1]

A record is consistent when bare RDKit agrees with its formula and InChIKey claims. Faults are made
with RDKit alone. Printed for each kind: how many were planted, the share detected (the claim is not
plain agreement), the share whose planted code is first or among equal firsts, and within the first
three ranks. Faults that an atomic-weight table can explain are not counted as planted.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from faults import PLANTERS, key
from rdkit import Chem, RDLogger
from rdkit.Chem import Descriptors
from rdkit.Chem.rdMolDescriptors import CalcMolFormula
from rich.console import Console
from rich.table import Table

from molinfo.checks.result import Result, Status
from molinfo.checks.rows import check_records
from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def read_consistent(path: Path) -> Iterator[dict[str, str]]:
    """Rows whose formula and InChIKey bare RDKit agrees with."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            mol = Chem.MolFromSmiles(row["smiles"]) if row["smiles"] else None
            if mol is None or not mol.GetNumAtoms():
                continue
            if row["inchikey"] and row["inchikey"] != key(mol):
                continue
            if row["formula"] and row["formula"] != CalcMolFormula(mol):
                continue
            yield row


def judge(result: Result, wanted: set[str]) -> tuple[bool, bool, bool]:
    """Whether a fault was detected, explained first, explained within the first three ranks."""
    claim = result.claims[0]
    codes = {finding.code for finding in result.findings}
    detected = claim.status is not Status.AGREE or "nominal-mass" in codes
    if "nominal-mass" in codes and wanted == {"nominal-mass"}:
        return True, True, True
    found = [each for finding in result.findings for each in finding.explanations]
    ranks = [each.rank for each in found if each.code in wanted]
    return detected, 1 in ranks, bool(ranks)


def is_table_effect(result: Result) -> bool:
    """Whether a weight table explains a planted weight."""
    codes = {finding.code for finding in result.findings}
    return result.claims[0].status is Status.AGREE and bool(
        codes & {"other-weight-table", "weight-in-interval"} or not codes
    )


def run_faults(rows: list[dict[str, str]], rng: random.Random, console: Console, show: str) -> None:
    """Plant every kind of fault into every record and print the shares."""
    table = Table("fault", "planted", "detected", "first", "first three")
    totals: Counter[str] = Counter()
    missed: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, planter in PLANTERS.items():
        counts: Counter[str] = Counter()
        for row in rows:
            mol = Chem.MolFromSmiles(row["smiles"])
            fault = planter(mol, rng)
            if fault is None:
                continue
            field, value, wanted, drawn = fault
            claim = Claim(field=field, value=value)
            smiles = drawn or row["smiles"]
            result = check(Record(id=row["record_id"], smiles=smiles, claims=(claim,)))
            numeric = field in (FieldName.MOLECULAR_WEIGHT, FieldName.MONOISOTOPIC_MASS)
            if numeric and is_table_effect(result):
                continue
            detected, first, third = judge(result, wanted)
            counts.update({"planted": 1, "detected": detected, "first": first, "third": third})
            if not first:
                told = [e for f in result.findings for e in f.explanations]
                missed[kind][told[0].code if told else f"status {result.claims[0].status}"] += 1
                if show and show in kind and counts["shown"] < 12:
                    counts["shown"] += 1
                    codes = [(e.code, e.rank, e.detail) for e in told[:3]]
                    console.print(row["record_id"], smiles, value, codes, soft_wrap=True)
        totals.update(counts)
        add_row(table, kind, counts)
    add_shifted(table, rows, totals)
    add_row(table, "all", totals)
    console.print(table)
    for kind, reasons in missed.items():
        console.print(f"{kind}: instead {dict(reasons.most_common(4))}", soft_wrap=True)


def add_row(table: Table, kind: str, counts: Counter[str]) -> None:
    """A row of shares."""
    planted = counts["planted"]
    shares = [
        f"{counts[k] / planted:.2%}" if planted else "" for k in ("detected", "first", "third")
    ]
    table.add_row(kind, str(planted), *shares)


def add_shifted(table: Table, rows: list[dict[str, str]], totals: Counter[str]) -> None:
    """Rows whose claims are all those of the row before."""
    counts: Counter[str] = Counter()
    records = []
    for row, other in zip(rows[1:], rows, strict=False):
        mol = Chem.MolFromSmiles(other["smiles"])
        claims = (
            Claim(field=FieldName.FORMULA, value=CalcMolFormula(mol)),
            Claim(field=FieldName.INCHIKEY, value=key(mol)),
        )
        records.append(Record(id=row["record_id"], smiles=row["smiles"], claims=claims))
    for _record, result in check_records(records):
        for finding in result.findings:
            if not finding.code.endswith("-disagrees"):
                continue
            ranks = [e.rank for e in finding.explanations if e.code == "other-record"]
            counts.update({"planted": 1, "detected": 1, "first": 1 in ranks, "third": bool(ranks)})
    totals.update(counts)
    add_row(table, "rows shifted", counts)


def run_random(rows: list[dict[str, str]], rng: random.Random, console: Console) -> None:
    """Weights 20 to 300 Da off: how many are said to be of a different compound."""
    codes: Counter[str] = Counter()
    for _ in range(1000):
        row = rng.choice(rows)
        right = Descriptors.MolWt(Chem.MolFromSmiles(row["smiles"]))
        value = right + rng.choice([-1, 1]) * rng.uniform(20, 300)
        if value <= 10:
            value = right + rng.uniform(20, 300)
        claim = Claim(field=FieldName.MOLECULAR_WEIGHT, value=f"{value:.2f}")
        result = check(Record(smiles=row["smiles"], claims=(claim,)))
        codes[result.findings[0].explanations[0].code] += 1
    console.print(f"1,000 random weights: {dict(codes.most_common())}")


def main() -> None:
    """Read the arguments and plant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", nargs="+", type=Path)
    parser.add_argument("--records", type=int, default=500, help="records taken from each file")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="", metavar="KIND", help="print what was missed")
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    console = Console()
    for path in arguments.claims:
        rng = random.Random(arguments.seed)
        rows = list(read_consistent(path))
        chosen = rng.sample(rows, min(arguments.records, len(rows)))
        console.print(f"{path.name}: {len(rows)} consistent records, {len(chosen)} taken")
        run_faults(chosen, rng, console, arguments.show)
        run_random(chosen, rng, console)


if __name__ == "__main__":
    main()
