"""Tanimoto similarities against RDKit's own."""

import numpy as np
import pytest
from rdkit import Chem, DataStructs
from rdkit.Chem import rdFingerprintGenerator, rdMolDescriptors

from molinfo.comparison.series import read_series
from molinfo.comparison.similarity import compute_similarity
from molinfo.errors import UnknownName
from molinfo.store.record import Record


@pytest.mark.parametrize(
    ("name", "compute"),
    [
        ("morgan:2:2048", rdFingerprintGenerator.GetMorganGenerator(2).GetFingerprint),
        ("morgan:3:1024", rdFingerprintGenerator.GetMorganGenerator(3, fpSize=1024).GetFingerprint),
        ("rdkit:2048", rdFingerprintGenerator.GetRDKitFPGenerator().GetFingerprint),
        ("maccs", rdMolDescriptors.GetMACCSKeysFingerprint),
    ],
)
def test_similarities_are_those_of_rdkit(name, compute, store):
    series = read_series(store.values())
    bits = [compute(compound.mol) for compound in series]
    wanted = [DataStructs.BulkTanimotoSimilarity(each, bits) for each in bits]
    matrix = compute_similarity(series, name)
    assert list(matrix.index) == list(matrix.columns) == [compound.id for compound in series]
    assert np.array_equal(matrix.to_numpy(), wanted)


def test_what_cannot_be_read_is_nan_and_what_has_no_bits_is_nought():
    series = read_series([Record(smiles=each) for each in ("CCO", "C1CC", "[Na+].[Cl-]")])
    matrix = compute_similarity(series, "torsion:1024").to_numpy()
    assert np.isnan(matrix[1]).all()
    assert np.isnan(matrix[:, 1]).all()
    assert matrix[0, 0] == DataStructs.TanimotoSimilarity(
        *[
            rdFingerprintGenerator.GetTopologicalTorsionGenerator(fpSize=1024).GetFingerprint(
                Chem.MolFromSmiles("CCO")
            )
        ]
        * 2
    )
    assert matrix[2, 2] == 0


def test_a_fingerprint_that_there_is_not_is_told():
    with pytest.raises(UnknownName, match="no fingerprint 'daylight'"):
        compute_similarity(read_series([Record(smiles="CCO")]), "daylight")
