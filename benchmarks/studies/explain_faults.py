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
import datetime
import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from rdkit import Chem, RDLogger
from rdkit.Chem import Descriptors
from rdkit.Chem.EnumerateStereoisomers import EnumerateStereoisomers, StereoEnumerationOptions
from rdkit.Chem.rdMolDescriptors import CalcExactMolWt, CalcMolFormula
from rich.console import Console
from rich.table import Table

from molinfo.checks.result import Result, Status
from molinfo.checks.rows import check_records
from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

PROTON = 1.007276466
ELECTRON = 0.000548579909
SODIUM = 22.98976928
SALTS = {"chloride": "Cl", "phosphate": "OP(=O)(O)O", "mesylate": "CS(=O)(=O)O", "citrate":
         "OC(=O)CC(O)(CC(=O)O)C(=O)O", "tartrate": "OC(C(O)C(=O)O)C(=O)O", "sulfate":
         "OS(=O)(=O)O", "maleate": "OC(=O)C=CC(=O)O", "acetate": "CC(=O)O"}  # fmt: skip


class Fault(NamedTuple):
    """A wrong claim, the codes that explain it, and what is drawn where that is not the row's."""

    field: FieldName
    value: str
    codes: set[str]
    drawn: str = ""


Planter = Callable[[Chem.Mol, random.Random], Fault | None]
FREE = {"free-form", "anhydrous", "unsolvated"}


def formula(mol: Chem.Mol) -> str:
    """RDKit's formula with isotopes apart."""
    return CalcMolFormula(mol, True, False)


def key(mol: Chem.Mol) -> str:
    """RDKit's InChIKey, "" when there is none."""
    return Chem.MolToInchiKey(mol)


def with_salt(mol: Chem.Mol, rng: random.Random) -> Chem.Mol:
    """The molecule with one counter-ion."""
    return Chem.CombineMols(mol, Chem.MolFromSmiles(SALTS[rng.choice(sorted(SALTS))]))


def hydrate(mol: Chem.Mol, rng: random.Random) -> Chem.Mol:
    """The molecule with one to three waters."""
    for _ in range(rng.choice([1, 1, 2, 3])):
        mol = Chem.CombineMols(mol, Chem.MolFromSmiles("O"))
    return mol


def largest(mol: Chem.Mol) -> Chem.Mol | None:
    """The largest fragment of several that differ, neutral or not as drawn."""
    parts = Chem.GetMolFrags(mol, asMols=True)
    if len(parts) < 2 or len({Chem.MolToSmiles(part) for part in parts}) < 2:
        return None
    return max(parts, key=lambda part: part.GetNumHeavyAtoms())


def shift_hydrogens(text: str, count: int) -> str | None:
    """A formula with hydrogens more or fewer."""
    from molinfo.chem.formula import Formula, parse_formula

    plain = parse_formula(text)
    hydrogens = plain.elements.get("H", 0) + count
    if hydrogens < 1:
        return None
    counts = {**plain.elements, "H": hydrogens}
    return str(Formula.from_counts(counts, plain.charge))


def change_digit(text: str, rng: random.Random) -> str:
    """One digit changed."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    i = rng.choice(places)
    digit = rng.choice([d for d in "0123456789" if d != text[i]])
    return text[:i] + digit + text[i + 1 :]


def swap_digits(text: str, rng: random.Random) -> str | None:
    """Two neighbouring digits swapped."""
    places = [
        i for i in range(len(text) - 1) if (text[i : i + 2]).isdigit() and text[i] != text[i + 1]
    ]
    if not places:
        return None
    i = rng.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def weight(mol: Chem.Mol) -> str:
    """RDKit's average weight with two decimals."""
    return f"{Descriptors.MolWt(mol):.2f}"


def mass(mol: Chem.Mol) -> str:
    """RDKit's monoisotopic mass with five decimals."""
    return f"{CalcExactMolWt(mol):.5f}"


def plant_formula(kind: str) -> Planter:
    """Faults in the formula."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault | None:
        field = FieldName.FORMULA
        if kind == "salt":
            return Fault(field, formula(with_salt(mol, rng)), {"salt-form", "solvate"})
        if kind == "free form":
            part = largest(mol)
            if part is not None:
                return Fault(field, formula(part), FREE)
            return Fault(field, formula(mol), FREE, Chem.MolToSmiles(with_salt(mol, rng)))
        if kind == "hydrate":
            return Fault(field, formula(hydrate(mol, rng)), {"hydrate"})
        if kind in ("1 H", "2 H"):
            text = shift_hydrogens(formula(mol), rng.choice([-1, 1]) * int(kind[0]))
            return Fault(field, text, {"hydrogen-count", "charge-state"}) if text else None
        if kind == "D for H":
            text = formula(mol)
            if "D" in text or Chem.GetFormalCharge(mol):
                return None
            shifted = shift_hydrogens(text, -1)
            return Fault(field, shifted + "D", {"isotopologue"}) if shifted else None
        text = formula(mol)
        if (
            not any(c.isdigit() for c in text.split("+")[0].split("-")[0])
            or "+" in text
            or "-" in text
        ):
            return None
        changed = change_digit(text, rng)
        if changed != text and "0" not in changed.translate(
            str.maketrans("123456789", "xxxxxxxxx")
        ).replace("x0", ""):
            return Fault(field, changed, {"digit-typo"})
        return None

    return plant


def plant_weight(kind: str) -> Planter:
    """Faults in the molecular weight."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault | None:
        field = FieldName.MOLECULAR_WEIGHT
        if kind == "monoisotopic":
            return Fault(field, f"{CalcExactMolWt(mol):.4f}", {"monoisotopic-mass"})
        if kind == "salt":
            return Fault(field, weight(with_salt(mol, rng)), {"salt-form"})
        if kind == "free form":
            return Fault(field, weight(mol), FREE, Chem.MolToSmiles(with_salt(mol, rng)))
        if kind == "hydrate":
            return Fault(field, weight(hydrate(mol, rng)), {"hydrate"})
        if kind == "adduct":
            ion = CalcExactMolWt(mol) + rng.choice([PROTON, -PROTON, SODIUM - ELECTRON])
            return Fault(field, f"{ion:.4f}", {"adduct"}) if not Chem.GetFormalCharge(mol) else None
        text = weight(mol)
        changed = swap_digits(text, rng) if kind == "swapped" else change_digit(text, rng)
        return Fault(field, changed, {"digit-typo"}) if changed and changed[0] != "0" else None

    return plant


def plant_mass(kind: str) -> Planter:
    """Faults in the monoisotopic mass."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault | None:
        field = FieldName.MONOISOTOPIC_MASS
        if kind == "average":
            return Fault(field, weight(mol), {"average-weight"})
        if kind == "nominal":
            table = Chem.GetPeriodicTable()
            atoms = Chem.AddHs(mol).GetAtoms()
            total = sum(
                a.GetIsotope() or table.GetMostCommonIsotope(a.GetAtomicNum()) for a in atoms
            )
            return Fault(field, str(total), {"nominal-mass"})
        if kind == "adduct":
            ion = CalcExactMolWt(mol) + rng.choice([PROTON, -PROTON, SODIUM - ELECTRON])
            return Fault(field, f"{ion:.5f}", {"adduct"}) if not Chem.GetFormalCharge(mol) else None
        step = rng.choice([-2, -1, 1, 2]) * 1.00782503207
        return Fault(field, f"{CalcExactMolWt(mol) + step:.5f}", {"hydrogen-count"})

    return plant


def stereo_centres(mol: Chem.Mol) -> list[int]:
    """Atoms with a tetrahedral configuration."""
    return [a.GetIdx() for a in mol.GetAtoms() if a.GetChiralTag() != Chem.CHI_UNSPECIFIED]


def plant_key(kind: str) -> Planter:
    """Faults in the InChIKey."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault | None:
        field = FieldName.INCHIKEY
        changed = Chem.RWMol(mol)
        codes: set[str] = set()
        if kind == "stereo missing":
            Chem.RemoveStereochemistry(changed)
            codes = {"stereo-missing"}
        elif kind == "stereo specified":
            options = StereoEnumerationOptions(onlyUnassigned=True, unique=True, maxIsomers=16)
            isomers = list(EnumerateStereoisomers(mol, options=options))
            changed = rng.choice(isomers)
            codes = {"stereo-specified"}
        elif kind in ("enantiomer", "other centre"):
            centres = stereo_centres(mol)
            if not centres or (kind == "other centre" and len(centres) < 2):
                return None
            for index in centres if kind == "enantiomer" else [rng.choice(centres)]:
                changed.GetAtomWithIdx(index).InvertChirality()
            codes = {"enantiomer"} if kind == "enantiomer" else {"diastereomer"}
        elif kind == "E/Z":
            stereo = {Chem.BondStereo.STEREOE: Chem.BondStereo.STEREOZ,
                      Chem.BondStereo.STEREOZ: Chem.BondStereo.STEREOE}  # fmt: skip
            bonds = [b.GetIdx() for b in mol.GetBonds() if b.GetStereo() in stereo]
            if not bonds:
                return None
            bond = changed.GetBondWithIdx(rng.choice(bonds))
            bond.SetStereo(stereo[bond.GetStereo()])
            codes = {"double-bond-isomer"}
        elif kind == "parent":
            part = largest(mol)
            if part is None:
                salt = Chem.MolToSmiles(with_salt(mol, rng))
                return Fault(field, key(mol), FREE, salt) if key(mol) else None
            changed, codes = part, FREE
        elif kind == "salt":
            changed, codes = with_salt(mol, rng), {"salt-form", "solvate"}
        elif kind == "sodium salt":
            changed, codes = as_sodium_salt(mol), {"salt-form"}
            if changed is None:
                return None
        elif kind == "label added":
            index = rng.choice(
                [a.GetIdx() for a in mol.GetAtoms() if a.GetAtomicNum() in (6, 7)] or [0]
            )
            atom = changed.GetAtomWithIdx(index)
            if atom.GetIsotope() or atom.GetAtomicNum() not in (6, 7):
                return None
            atom.SetIsotope(13 if atom.GetAtomicNum() == 6 else 15)
            codes = {"isotopologue"}
        elif kind == "label missing":
            if not any(a.GetIsotope() for a in mol.GetAtoms()):
                return None
            for atom in changed.GetAtoms():
                atom.SetIsotope(0)
            codes = {"unlabelled"}
        elif kind == "protonation":
            nitrogens = [a.GetIdx() for a in mol.GetAtoms() if a.GetAtomicNum() == 7
                         and a.GetFormalCharge() == 0 and not a.GetIsAromatic()]  # fmt: skip
            if not nitrogens:
                return None
            atom = changed.GetAtomWithIdx(rng.choice(nitrogens))
            atom.SetFormalCharge(1)
            atom.SetNumExplicitHs(atom.GetTotalNumHs() + 1)
            atom.SetNoImplicit(True)
            codes = {"charge-state"}
        elif kind == "one letter":
            text = key(mol)
            i = rng.choice([i for i, c in enumerate(text) if c.isalpha()])
            other = rng.choice([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != text[i]])
            damaged = text[:i] + other + text[i + 1 :]
            return Fault(field, damaged, {"digit-typo", "malformed", "charge-state"})
        else:
            return Fault(field, Chem.MolToInchi(mol), {"wrong-field"})
        if Chem.SanitizeMol(changed, catchErrors=True):
            return None
        planted = key(changed)
        return Fault(field, planted, codes) if planted and planted != key(mol) else None

    return plant


def as_sodium_salt(mol: Chem.Mol) -> Chem.Mol | None:
    """The sodium salt of a carboxylic acid, None where there is none."""
    acid = mol.GetSubstructMatch(Chem.MolFromSmarts("C(=O)[OX2H1]"))
    if not acid:
        return None
    salt = Chem.RWMol(mol)
    salt.GetAtomWithIdx(acid[2]).SetFormalCharge(-1)
    salt.GetAtomWithIdx(acid[2]).SetNumExplicitHs(0)
    return Chem.CombineMols(salt, Chem.MolFromSmiles("[Na+]"))


def check_digit(digits: str) -> str:
    """The last digit of a CAS RN with the digits before it."""
    return str(sum(place * int(d) for place, d in enumerate(reversed(digits), 1)) % 10)


def plant_cas(kind: str) -> Planter:
    """Faults in the CAS RN; the numbers are made up, because no structure tells a right one."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault:
        field = FieldName.CAS
        if kind == "check digit":
            digits = str(rng.randrange(1000, 999_999_999))
            wrong = str((int(check_digit(digits)) + rng.randrange(1, 10)) % 10)
            return Fault(field, f"{digits[:-2]}-{digits[-2:]}-{wrong}", {"digit-typo", "malformed"})
        if kind == "Excel date":
            day = datetime.date(1900, 1, 1) + datetime.timedelta(days=rng.randrange(60_000))
            printed = rng.choice(["%Y-%m-%d", "%d/%m/%Y", "%d-%b-%y", "%Y-%m-%d 00:00:00"])
            return Fault(field, day.strftime(printed), {"excel-date"})
        digits = f"{rng.randrange(200, 800)}{rng.randrange(1000):03}"
        check = sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 11
        if check == 10:
            return plant(mol, rng)
        return Fault(field, f"{digits[:3]}-{digits[3:]}-{check}", {"ec-number"})

    return plant


PLANTERS: dict[str, Planter] = {
    **{f"formula: {k}": plant_formula(k) for k in
       ("salt", "free form", "hydrate", "1 H", "2 H", "D for H", "one digit")},
    **{f"weight: {k}": plant_weight(k) for k in
       ("monoisotopic", "salt", "free form", "hydrate", "adduct", "swapped", "one digit")},
    **{f"mass: {k}": plant_mass(k) for k in ("average", "nominal", "adduct", "H more or fewer")},
    **{f"InChIKey: {k}": plant_key(k) for k in
       ("stereo missing", "stereo specified", "enantiomer", "other centre", "E/Z", "parent", "salt",
        "sodium salt", "label added", "label missing", "protonation", "one letter", "InChI")},
    **{f"CAS RN: {k}": plant_cas(k) for k in ("check digit", "Excel date", "EC number")},
}  # fmt: skip


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
            result = check(Record(id=row["record_id"], smiles=smiles, claim=(claim,)))
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
        records.append(Record(id=row["record_id"], smiles=row["smiles"], claim=claims))
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
        result = check(Record(smiles=row["smiles"], claim=(claim,)))
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
