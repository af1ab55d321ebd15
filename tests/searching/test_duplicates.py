"""Records of one structure, within an index and between two."""

import pytest
from rdkit import Chem
from rdkit.Chem import RegistrationHash

from molinfo.batch.inputs import Inputs
from molinfo.errors import InputError
from molinfo.searching.build import BuildPlan, make_index
from molinfo.searching.duplicates import find_duplicates, tell_members
from molinfo.searching.rows import IndexTask, compute_keys, digest
from molinfo.searching.search import search

ONE = """CC(=O)Oc1ccccc1C(=O)O acid
[Na+].CC(=O)Oc1ccccc1C(=O)[O-] salt
C[C@H](N)C(=O)O L
C[C@@H](N)C(=O)O D
CC(N)C(=O)O flat
C[C@H](N)C(=O)O |&1:1| racemate
Oc1ccccn1 lactim
O=c1cccc[nH]1 lactam
C1CC damaged
"""
TWO = """OC(=O)c1ccccc1OC(C)=O again
CCO ethanol
OCC also
*CC group
C(*)C group-again
"""


@pytest.fixture
def indexes(tmp_path):
    made = []
    for name, text in (("one", ONE), ("two", TWO)):
        path = tmp_path / f"{name}.smi"
        path.write_text(text)
        made.append(make_index(BuildPlan(Inputs((str(path),))), name))
    return made


def name_groups(indexes, overlap):
    groups = {}
    for number, _index, record, _shared in tell_members(indexes, overlap):
        groups.setdefault(number, []).append(record.id)
    return list(groups.values())


ACID, LACTAM = ["acid", "again"], ["lactim", "lactam"]
OTHERS = [["ethanol", "also"], ["group", "group-again"]]


@pytest.mark.parametrize(
    ("layer", "wanted"),
    [
        ("exact", [ACID, LACTAM, *OTHERS]),
        ("no-stereo", [ACID, ["L", "D", "flat", "racemate"], *OTHERS]),
        ("tautomer", [ACID, LACTAM, *OTHERS]),
        ("parent", [["acid", "salt", "again"], LACTAM, *OTHERS]),
    ],
)
def test_each_layer_takes_for_the_same_what_it_says(indexes, layer, wanted):
    assert name_groups(indexes, find_duplicates(indexes, layer)) == wanted


def test_the_overlap_of_two_indexes_is_counted(indexes):
    overlap = find_duplicates(indexes)
    assert overlap.records == (8, 5)
    assert overlap.without == (1, 0)
    assert overlap.distinct == (7, 3)
    assert overlap.shared == 1
    assert overlap.describe()[-2:] == [
        "structures in more than one index: 1",
        "structures with more than one record: 4",
    ]


def test_an_exact_structure_is_found_by_layer_and_by_inchikey(indexes):
    one = indexes[0]
    assert [hit.record for hit in search(one, exact="C[C@H](N)C(=O)O")] == ["L"]
    assert [hit.record for hit in search(one, exact="C[C@H](N)C(=O)O", layer="no-stereo")] == [
        *("L", "D", "flat", "racemate"),
    ]
    key = "QNAYBMKLOCPYGJ-REOHCLBHSA-N"
    assert [hit.record for hit in search(one, exact=key)] == ["L", "racemate"]
    assert len(list(search(one, exact=key[:14]))) == 4
    with pytest.raises(InputError, match="needs a structure"):
        list(search(one, exact=key, layer="parent"))


def test_an_index_without_keys_says_so(tmp_path):
    path = tmp_path / "x.smi"
    path.write_text("CCO\n")
    index = make_index(BuildPlan(Inputs((str(path),)), IndexTask(with_keys=False)), "x")
    with pytest.raises(InputError, match="--no-keys"):
        find_duplicates([index])


def test_keys_are_layers_of_the_registration_hash(texts):
    for text in texts[::40]:
        mol = Chem.MolFromSmiles(text)
        layers = RegistrationHash.GetMolLayers(mol, enable_tautomer_hash_v2=True)
        keys = compute_keys(mol)
        assert keys.tautomer == digest(layers[RegistrationHash.HashLayer.TAUTOMER_HASH])
        assert keys.flat == digest(layers[RegistrationHash.HashLayer.NO_STEREO_SMILES])
