"""Fingerprints by name against RDKit's own."""

import numpy as np
import pytest
from rdkit import Chem
from rdkit.Chem import rdFingerprintGenerator, rdMolDescriptors

from molinfo.chem.fingerprints import find_fingerprint, get_fingerprint
from molinfo.errors import UnknownName

MOL = Chem.MolFromSmiles("CC1CCN(C(=O)CC#N)CC1N(C)c1ncnc2[nH]ccc12")


@pytest.mark.parametrize(
    ("name", "compute"),
    [
        ("morgan:2:2048", rdFingerprintGenerator.GetMorganGenerator(2).GetFingerprint),
        ("rdkit:1024", rdFingerprintGenerator.GetRDKitFPGenerator(fpSize=1024).GetFingerprint),
        ("atompair:512", rdFingerprintGenerator.GetAtomPairGenerator(fpSize=512).GetFingerprint),
        ("maccs", rdMolDescriptors.GetMACCSKeysFingerprint),
    ],
)
def test_packed_bits_are_those_of_rdkit(name, compute):
    kind = get_fingerprint(name)
    packed = np.frombuffer(kind.compute(MOL), np.uint8)
    bits = np.unpackbits(packed, count=kind.bits, bitorder="little")
    assert list(np.flatnonzero(bits)) == list(compute(MOL).GetOnBits())


def test_what_is_left_out_has_the_usual_value():
    assert get_fingerprint("morgan") == get_fingerprint("morgan:2:2048")
    assert get_fingerprint("torsion").name == "torsion:2048"


def test_the_set_of_descriptors_is_no_fingerprint():
    assert find_fingerprint("rdkit") is None


@pytest.mark.parametrize("name", ["daylight", "morgan:2:7", "morgan:x", "morgan:2:2048:1", "rdkit"])
def test_a_name_of_no_fingerprint_says_how_to_write_one(name):
    with pytest.raises(UnknownName, match="write morgan:RADIUS:BITS"):
        get_fingerprint(name)
