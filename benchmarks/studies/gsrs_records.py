"""Check records of the FDA's substance registry: molfile, formula, weight and stereo as it says.

    python benchmarks/studies/gsrs_records.py DIR [--show right]

DIR is a checkout of ncats/gsrs-spring-module-substances; the dumps of its tests are read. Where
molinfo disagrees, a formula counts as wrong if RDKit's own count of the molfile equals it, a weight
if it lies within 0.02 of RDKit's, "achiral" if RDKit's InChI has no parity of the whole, and
"absolute" if all the centres that the record counts are defined.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peers import Tally, print_tallies
from rdkit import Chem, RDLogger
from rdkit.Chem.Descriptors import MolWt
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from molinfo.checks.result import ClaimResult
from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

STEREO = {"ACHIRAL": "achiral", "RACEMIC": "racemic", "ABSOLUTE": "single stereoisomer"}
FIELDS = (FieldName.FORMULA, FieldName.MOLECULAR_WEIGHT, FieldName.STEREO)


def read_structures(folder: Path) -> Iterator[dict[str, Any]]:
    """The structures of the chemical substances in the dumps, each once."""
    seen: set[str] = set()
    for path in sorted([*folder.rglob("rep*.ginas"), *folder.rglob("rep*.gsrs")]):
        data = path.read_bytes()
        text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        for line in text.decode("utf-8", "replace").splitlines():
            start = line.find("{")
            if start < 0:
                continue
            try:
                substance = json.loads(line[start:])
            except ValueError:
                continue
            structure = substance.get("structure")
            if structure and structure.get("molfile") and substance["uuid"] not in seen:
                seen.add(substance["uuid"])
                yield structure


def make_record(structure: dict[str, Any]) -> Record:
    """A record with the claims that the registry makes."""
    stereo = STEREO.get(structure.get("stereochemistry") or "", "")
    values = (structure.get("formula"), structure.get("mwt"), stereo)
    claims = tuple(
        Claim(field=field, value=str(value))
        for field, value in zip(FIELDS, values, strict=True)
        if value
    )
    return Record(molblock=structure["molfile"], claim=claims)


def is_wrong(claim: ClaimResult, structure: dict[str, Any], mol: Chem.Mol | None) -> bool:
    """Whether the disagreement is molinfo's fault, by RDKit and the record alone."""
    if mol is None:
        return False
    match claim.field:
        case "formula":
            parts = claim.claimed.split(".")
            return CalcMolFormula(mol).rstrip("+-0123456789") in (claim.claimed, parts[0])
        case "molecular_weight":
            return abs(float(claim.claimed) - MolWt(mol)) < 0.02
    centres = structure.get("stereoCenters") or 0
    defined = structure.get("definedStereo") or 0
    if claim.claimed == "achiral":
        return centres == defined and "/m" not in Chem.MolToInchi(mol)
    return bool(claim.claimed == "single stereoisomer" and centres == defined > 0)


def main() -> None:
    """Read the arguments, check the records, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=["right", "not comparable"])
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    tallies = {field.value: Tally(f"GSRS {field.value}") for field in FIELDS}
    for structure in read_structures(arguments.folder):
        result = check(make_record(structure))
        mol = Chem.MolFromMolBlock(structure["molfile"])
        for claim in result.claims:
            tally = tallies[claim.field]
            told = f"{claim.claimed} for {claim.computed} ({structure.get('hash')})"
            if claim.status == "agree":
                tally.add("same")
            elif claim.status == "uncheckable":
                reason = claim.note or (result.error.message if result.error else "")
                tally.add("not comparable", told, reason[:50])
            elif is_wrong(claim, structure, mol):
                tally.add("wrong", told, "RDKit or the record itself bears the claim out")
            else:
                tally.add("right", told, "RDKit and the record do not bear the claim out")
    print_tallies(list(tallies.values()), show=arguments.show)


if __name__ == "__main__":
    main()
