"""Descriptors and fingerprints from SMILES, beside RDKit's own functions in a loop."""

import pandas as pd
import pytest
from rdkit import Chem
from rdkit.Chem import Descriptors, rdFingerprintGenerator, rdMolDescriptors

import molinfo as mi

FINGERPRINTS = {
    "morgan:2:2048": rdFingerprintGenerator.GetMorganGenerator(
        radius=2, fpSize=2048
    ).GetFingerprint,
    "rdkit:2048": rdFingerprintGenerator.GetRDKitFPGenerator(fpSize=2048).GetFingerprint,
    "atompair:2048": rdFingerprintGenerator.GetAtomPairGenerator(fpSize=2048).GetFingerprint,
    "torsion:2048": (
        rdFingerprintGenerator.GetTopologicalTorsionGenerator(fpSize=2048).GetFingerprint
    ),
    "maccs": rdMolDescriptors.GetMACCSKeysFingerprint,
}


@pytest.mark.benchmark(group="describe: rdkit")
def test_the_rdkit_set(benchmark, side, smiles):
    """All descriptors of RDKit, to a DataFrame on both sides."""

    def describe_by_rdkit():
        return pd.DataFrame(
            Descriptors.CalcMolDescriptors(Chem.MolFromSmiles(each)) for each in smiles
        )

    mi.describe(smiles[:1], set="rdkit")  # compare the kernels with RDKit, once a version
    if side == "bare":
        benchmark(describe_by_rdkit)
    else:
        benchmark(mi.describe, smiles, set="rdkit")


@pytest.mark.benchmark(group="describe: druglike")
def test_the_druglike_set(benchmark, side, smiles):
    """The short set; the bare side computes those of it that RDKit has."""
    names = set(mi.describe(smiles[:1], set="druglike").columns)
    functions = [(name, function) for name, function in Descriptors.descList if name in names]

    def describe_by_rdkit():
        rows = []
        for each in smiles:
            mol = Chem.MolFromSmiles(each)
            rows.append({name: function(mol) for name, function in functions})
        return pd.DataFrame(rows)

    if side == "bare":
        benchmark(describe_by_rdkit)
    else:
        benchmark(mi.describe, smiles, set="druglike")


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_fingerprints(benchmark, side, name, smiles):
    """One fingerprint, as packed bits in a DataFrame; bare RDKit keeps its own bit vectors."""
    benchmark.group = f"describe: {name}"
    compute = FINGERPRINTS[name]
    if side == "bare":
        benchmark(lambda: [compute(Chem.MolFromSmiles(each)) for each in smiles])
    else:
        benchmark(mi.describe, smiles, set=name)
