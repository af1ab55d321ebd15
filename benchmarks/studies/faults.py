"""Known faults, planted into claims with RDKit alone: one function a kind, listed in PLANTERS.

A planter takes a molecule and a random generator, and returns the wrong claim with the codes that
explain it, or None where the molecule cannot have the fault.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from typing import NamedTuple

from rdkit import Chem
from rdkit.Chem import Descriptors
from rdkit.Chem.EnumerateStereoisomers import EnumerateStereoisomers, StereoEnumerationOptions
from rdkit.Chem.rdMolDescriptors import CalcExactMolWt, CalcMolFormula

from molinfo.chem.formula import Formula, parse_formula

PROTON = 1.007276466
ELECTRON = 0.000548579909
SODIUM = 22.98976928
SALTS = {"chloride": "Cl", "phosphate": "OP(=O)(O)O", "mesylate": "CS(=O)(=O)O", "citrate":
         "OC(=O)CC(O)(CC(=O)O)C(=O)O", "tartrate": "OC(C(O)C(=O)O)C(=O)O", "sulfate":
         "OS(=O)(=O)O", "maleate": "OC(=O)C=CC(=O)O", "acetate": "CC(=O)O"}  # fmt: skip


class Fault(NamedTuple):
    """A wrong claim, the codes that explain it, and what is drawn where that is not the row's."""

    field: str
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
        field = "formula"
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
        field = "molecular_weight"
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
        field = "monoisotopic_mass"
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


def remove_stereo(mol: Chem.Mol, rng: random.Random) -> Chem.Mol:
    """The drawing without its stereo."""
    flat = Chem.RWMol(mol)
    Chem.RemoveStereochemistry(flat)
    return flat


def specify_stereo(mol: Chem.Mol, rng: random.Random) -> Chem.Mol:
    """One of the stereoisomers that an incomplete drawing stands for."""
    options = StereoEnumerationOptions(onlyUnassigned=True, unique=True, maxIsomers=16)
    return rng.choice(list(EnumerateStereoisomers(mol, options=options)))


def invert_all_centres(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
    """The mirror image."""
    return invert(mol, stereo_centres(mol)) if stereo_centres(mol) else None


def invert_one_centre(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
    """One of several centres the other way."""
    centres = stereo_centres(mol)
    return invert(mol, [rng.choice(centres)]) if len(centres) > 1 else None


def invert(mol: Chem.Mol, centres: list[int]) -> Chem.Mol:
    """The drawing with the configuration of some centres inverted."""
    changed = Chem.RWMol(mol)
    for index in centres:
        changed.GetAtomWithIdx(index).InvertChirality()
    return changed


def turn_double_bond(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
    """E for Z, or Z for E."""
    stereo = {Chem.BondStereo.STEREOE: Chem.BondStereo.STEREOZ,
              Chem.BondStereo.STEREOZ: Chem.BondStereo.STEREOE}  # fmt: skip
    bonds = [bond.GetIdx() for bond in mol.GetBonds() if bond.GetStereo() in stereo]
    if not bonds:
        return None
    changed = Chem.RWMol(mol)
    bond = changed.GetBondWithIdx(rng.choice(bonds))
    bond.SetStereo(stereo[bond.GetStereo()])
    return changed


def add_label(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
    """13C or 15N in one place."""
    places = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() in (6, 7)]
    changed = Chem.RWMol(mol)
    atom = changed.GetAtomWithIdx(rng.choice(places or [0]))
    if atom.GetIsotope() or atom.GetAtomicNum() not in (6, 7):
        return None
    atom.SetIsotope(13 if atom.GetAtomicNum() == 6 else 15)
    return changed


def remove_labels(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
    """The drawing without its isotopes."""
    if not any(atom.GetIsotope() for atom in mol.GetAtoms()):
        return None
    changed = Chem.RWMol(mol)
    for atom in changed.GetAtoms():
        atom.SetIsotope(0)
    return changed


def add_proton(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
    """A proton at one nitrogen."""
    nitrogens = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() == 7
                 and atom.GetFormalCharge() == 0 and not atom.GetIsAromatic()]  # fmt: skip
    if not nitrogens:
        return None
    changed = Chem.RWMol(mol)
    atom = changed.GetAtomWithIdx(rng.choice(nitrogens))
    atom.SetFormalCharge(1)
    atom.SetNumExplicitHs(atom.GetTotalNumHs() + 1)
    atom.SetNoImplicit(True)
    return changed


Change = Callable[[Chem.Mol, random.Random], Chem.Mol | None]


def plant_key(change: Change, codes: set[str]) -> Planter:
    """The InChIKey of a changed drawing, where that is another."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault | None:
        changed = change(mol, rng)
        if changed is None or Chem.SanitizeMol(changed, catchErrors=True):
            return None
        planted = key(changed)
        return Fault("inchikey", planted, codes) if planted and planted != key(mol) else None

    return plant


def plant_key_of_parent(mol: Chem.Mol, rng: random.Random) -> Fault | None:
    """The InChIKey of the parent, beside a salt that is drawn where the row has none."""
    part = largest(mol)
    if part is not None:
        return plant_key(lambda _mol, _rng: part, FREE)(mol, rng)
    salt = Chem.MolToSmiles(with_salt(mol, rng))
    return Fault("inchikey", key(mol), FREE, salt) if key(mol) else None


def plant_key_with_a_letter_changed(mol: Chem.Mol, rng: random.Random) -> Fault:
    """The InChIKey with a slip."""
    text = key(mol)
    i = rng.choice([i for i, c in enumerate(text) if c.isalpha()])
    other = rng.choice([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != text[i]])
    damaged = text[:i] + other + text[i + 1 :]
    return Fault("inchikey", damaged, {"digit-typo", "malformed", "charge-state"})


def plant_inchi_for_key(mol: Chem.Mol, rng: random.Random) -> Fault:
    """The InChI in the field of its key."""
    return Fault("inchikey", Chem.MolToInchi(mol), {"wrong-field"})


def as_sodium_salt(mol: Chem.Mol, rng: random.Random) -> Chem.Mol | None:
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
    """Faults in the CAS RN; the numbers are made up, because no structure says which is right."""

    def plant(mol: Chem.Mol, rng: random.Random) -> Fault:
        field = "cas"
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
    "InChIKey: stereo missing": plant_key(remove_stereo, {"stereo-missing"}),
    "InChIKey: stereo specified": plant_key(specify_stereo, {"stereo-specified"}),
    "InChIKey: enantiomer": plant_key(invert_all_centres, {"enantiomer"}),
    "InChIKey: other centre": plant_key(invert_one_centre, {"diastereomer"}),
    "InChIKey: E/Z": plant_key(turn_double_bond, {"double-bond-isomer"}),
    "InChIKey: parent": plant_key_of_parent,
    "InChIKey: salt": plant_key(with_salt, {"salt-form", "solvate"}),
    "InChIKey: sodium salt": plant_key(as_sodium_salt, {"salt-form"}),
    "InChIKey: label added": plant_key(add_label, {"isotopologue"}),
    "InChIKey: label missing": plant_key(remove_labels, {"unlabelled"}),
    "InChIKey: protonation": plant_key(add_proton, {"charge-state"}),
    "InChIKey: one letter": plant_key_with_a_letter_changed,
    "InChIKey: InChI": plant_inchi_for_key,
    **{f"CAS RN: {k}": plant_cas(k) for k in ("check digit", "Excel date", "EC number")},
}  # fmt: skip
