"""The engine against RDKit's own functions, value by value."""

import csv
import math
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem import Descriptors

from molinfo.chem.quiet import quiet
from molinfo.descriptors.engine import MAX_ATOMS, Engine
from molinfo.descriptors.own import OWN
from molinfo.descriptors.trust import agrees, ask

SAMPLE = Path(__file__).parents[1] / "data" / "structures.csv"
NAMES = [name for name, _ in Descriptors.descList]
FUNCTIONS = {**dict(Descriptors.descList), **OWN}


def read_sample():
    with SAMPLE.open(encoding="utf-8") as lines:
        return [row["smiles"] for row in csv.DictReader(lines)]


def find_deviations(engine, smiles):
    """Names whose value is not that of RDKit's own function, with both."""
    with quiet():
        found = engine.compute(Chem.MolFromSmiles(smiles))
        fresh = Chem.MolFromSmiles(smiles)  # RDKit keeps results on a molecule
        for name, ours in zip(engine.names, found.values, strict=True):
            theirs = ask(FUNCTIONS[name], fresh)
            if not agrees(name, ours, theirs):
                yield smiles, name, ours, theirs
            if math.isnan(ours) != (name in found.reasons):
                yield smiles, name, "without a reason", found.reasons


def test_every_value_is_rdkits_own_on_real_molecules():
    engine = Engine(NAMES)
    deviations = [each for smiles in read_sample() for each in find_deviations(engine, smiles)]
    assert not deviations


AWKWARD = {
    "no atoms": "",
    "hydrogen": "[H][H]",
    "proton": "[H+]",
    "one atom": "[He]",
    "metal": "[Hg]",
    "salt": "[Na+].CC(=O)[O-]",
    "many counter-ions": "F.F.F.F",
    "isotopes": "[13CH3][C@@H](O)[15NH2]",
    "deuterium": "[2H]C([2H])([2H])c1ccccc1",
    "radical": "C[CH2]",
    "carbene": "C[C]",
    "dummy": "*C(=O)O",
    "dative": "N->[Cu]",
    "dative from an aromatic atom": "c1ccccn1->O",
    "organometallic": "C1=CC=CC1[Fe]C1C=CC=C1",
    "quadruple bond": "[Re]$[Re]",
    "boron": "B(O)(O)c1ccccc1",
    "ylide": "C[P+](C)(C)[CH2-]",
    "charged azole": "Cn1cc[n+](C)c1",
    "tellurophene": "c1cc[te]c1",
    "macrocycle": "C1CCCCCCCCCCCCCC(=O)O1",
    "macrocyclic alkene": "C1CCCC/C=C/CCCC1",
    "cubane": "C12C3C4C1C5C2C3C45",
    "propellane": "C1CC23CCC2(C1)C3",
    "spiro": "C1CC2(C1)CCO2",
    "fullerene": (
        "C12=C3C4=C5C6=C1C7=C8C9=C1C%10=C%11C(=C29)C3=C2C3=C4C4=C5C5=C9C6=C7C6=C7C8=C1C1=C8C%10=C"
        "%10C%11=C2C2=C3C3=C4C4=C5C5=C%11C%12=C(C6=C95)C7=C1C1=C%12C5=C%11C4=C3C3=C5C(=C81)C%10=C23"
    ),
    "cyclic peptide": "CC[C@H](C)[C@@H]1NC(=O)[C@H](C)NC(=O)[C@@H](CC(C)C)NC(=O)CNC1=O",
    "sulfoxide": "C[S@](=O)c1ccccc1",
    "para-stereo": "C[C@H]1CC[C@@H](C)CC1",
    "E and Z": "F/C=C/C=C\\F",
    "hydrazone without stereo": "CC=NN=C(C)CC",
    "aziridine": "C[N@]1CC1C",
    "phosphoric ester": "COP(=O)(O)OC",
    "sulfur hexafluoride": "FS(F)(F)(F)(F)F",
    "sixty fluorines": "FC(F)(F)" + "C(F)(F)" * 28 + "F",
    "stereo at a two-coordinate arsenic": "O[As]=O",
    "phosphaalkene": "CP=CC",
    "a polynomial beyond 2^53": "Oc1ccc(cc1)" + "C(=O)Oc1ccc(cc1)" * 14,
    "beyond 64 atoms": "OCC" + "COC" * 25,
    "beyond 64 bonds of an atom's environment": "C(C" + "c1ccccc1" * 12 + ")N",
    "fr_* beyond a thousand matches": "C" * 90 + "(C)(C)C",
}


@pytest.mark.parametrize("smiles", AWKWARD.values(), ids=AWKWARD.keys())
def test_every_value_is_rdkits_own_on_awkward_structures(smiles):
    assert not list(find_deviations(Engine([*NAMES, *OWN]), smiles))


def test_a_subset_has_the_values_of_the_whole_set_in_its_own_order():
    mol = Chem.MolFromSmiles("CC(=O)Oc1ccccc1C(=O)O")
    names = ["qed", "Chi4v", "fr_ester", "MaxEStateIndex"]
    whole = dict(zip(NAMES, Engine(NAMES).compute(mol).values, strict=True))
    assert Engine(names).compute(mol).values == [whole[name] for name in names]


def test_distrusted_names_come_from_rdkit_and_the_rest_stays():
    engine = Engine(NAMES, distrusted={"Chi0", "fr_ester"})
    assert not list(find_deviations(engine, "CC(=O)OC"))


def test_beyond_its_limit_a_descriptor_is_nan_and_says_so():
    found = Engine(["AvgIpc", "HeavyAtomCount"]).compute(Chem.MolFromSmiles("C" * 1001))
    assert math.isnan(found.values[0])
    assert found.values[1] == 1001
    assert found.reasons == {
        "AvgIpc": f"1,001 atoms are beyond its limit of {MAX_ATOMS['AvgIpc']:,}"
    }


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError, match="Nonsense"):
        Engine(["Nonsense"])
