"""Records with one planted fault of a kind, checked and explained; RDKit alone explains nothing.

The bare side computes InChI, InChIKey and formula of the same structures.
"""

import pytest
from rdkit import Chem
from rdkit.Chem import Descriptors
from rdkit.Chem.rdMolDescriptors import CalcExactMolWt, CalcMolFormula

import molinfo as mi


def swap_digits(mol):
    """A weight with two of its digits swapped."""
    text = f"{Descriptors.MolWt(mol):.2f}"
    at = next(place for place in (1, 0, 4) if text[place] != text[(place + 1) % len(text)])
    other = (at + 1) % len(text)
    digits = list(text)
    digits[at], digits[other] = digits[other], digits[at]
    return {"molecular_weight": "".join(digits)}


def add_hydrogen_chloride(mol):
    """The weight of the hydrochloride."""
    return {"molecular_weight": f"{Descriptors.MolWt(mol) + 36.461:.2f}"}


def add_water(mol):
    """The weight of the hydrate."""
    return {"molecular_weight": f"{Descriptors.MolWt(mol) + 18.015:.2f}"}


def take_the_other_mass(mol):
    """The monoisotopic mass as a molecular weight."""
    return {"molecular_weight": f"{CalcExactMolWt(mol):.4f}"}


def add_a_hydrogen(mol):
    """The formula of the drawing with a hydrogen more."""
    more = Chem.RWMol(Chem.AddHs(mol))
    more.AddAtom(Chem.Atom(1))
    more.UpdatePropertyCache(strict=False)
    return {"formula": CalcMolFormula(more, True, False)}


def forget_stereo(mol):
    """InChI and InChIKey of the drawing without its stereo, {} where there is none to lose."""
    flat = Chem.Mol(mol)
    Chem.RemoveStereochemistry(flat)
    inchi = Chem.MolToInchi(flat)
    if inchi == Chem.MolToInchi(mol):
        return {}
    return {"inchi": inchi, "inchikey": Chem.InchiToInchiKey(inchi)}


FAULTS = {
    "swapped digits": swap_digits,
    "weight of the hydrochloride": add_hydrogen_chloride,
    "weight of the hydrate": add_water,
    "monoisotopic mass as weight": take_the_other_mass,
    "formula with a hydrogen more": add_a_hydrogen,
    "key without stereo": forget_stereo,
}


def explain(records):
    """Check, and try every hypothesis for what disagrees."""
    return list(mi.check_many(records))


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_faults(benchmark, side, fault, claims, make_records, compute_by_rdkit):
    """Every other record has the one fault, where it can have it."""
    planted = []
    for row in claims[::2]:
        wrong = FAULTS[fault](Chem.MolFromSmiles(row["smiles"]))
        if wrong:
            planted.append({**row, **wrong})
    benchmark.group = f"explain: {fault} ({len(planted)} records)"
    records = make_records(planted)
    if side == "bare":
        benchmark(compute_by_rdkit, records)
        return
    results = benchmark(explain, records)
    assert sum(result.verdict == "fail" for result in results) > 0.9 * len(results)
