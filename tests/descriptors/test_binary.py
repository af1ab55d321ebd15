"""A structure's arrays: from RDKit's binary form as from its answers, atom by atom."""

import csv
from pathlib import Path

import pytest
from rdkit import Chem

from molinfo.descriptors import binary
from molinfo.descriptors.engine import Engine
from molinfo.descriptors.kernels import reading
from molinfo.descriptors.shared import Workspace

SAMPLE = Path(__file__).parents[1] / "data" / "structures.csv"
PLAIN = {
    "labels, charges, pieces": "[13CH3][C@@H]([NH3+])C(=O)[O-].[K+]",
    "atom maps": "[CH3:1][OH:300]",
    "a charge beyond a byte's half": "[Fe+4]",
    "radicals": "C[CH]C[C]",
    "E and Z": "C/C=C/C=C\\F",
    "more than 255 atoms": "C" * 400 + "c1ccccc1/C=C/C",
    "rings of every kind": "C1CC2(C1)C1CC1C2c1ccc2ccccc2c1",
}


@pytest.fixture
def graphs():
    return Workspace().graph, Workspace().graph


def read_sample():
    with SAMPLE.open(encoding="utf-8") as lines:
        return [row["smiles"] for row in csv.DictReader(lines)]


def test_both_ways_give_the_same_arrays(graphs):
    by_form, by_answers = graphs
    for smiles in [*read_sample(), *PLAIN.values()]:
        mol = Chem.MolFromSmiles(smiles)
        try:
            binary.ask(by_answers, mol)
        except binary.NotPlain:
            with pytest.raises(binary.NotPlain):
                binary.read(by_form, mol)
            continue
        assert binary.read(by_form, mol), smiles
        assert by_form.dump() == by_answers.dump(), smiles


@pytest.mark.parametrize("smiles", ["", "[H][H]", "[2H]C", "N->[Cu]", "[Re]$[Re]"])
@pytest.mark.parametrize("way", [binary.read, binary.ask])
def test_what_is_not_plain_is_left_to_rdkit(way, smiles, graphs):
    with pytest.raises(binary.NotPlain):
        way(graphs[0], Chem.MolFromSmiles(smiles))


def test_queries_and_structures_without_rings_found_are_not_read(graphs):
    query = Chem.MolFromSmarts("[C,N]~O")
    raw = Chem.MolFromSmiles("C1CC1", sanitize=False)
    assert not binary.read(graphs[0], query)
    assert not binary.read(graphs[0], raw)


def test_every_cut_or_foreign_form_is_refused(graphs):
    mol = Chem.MolFromSmiles("F/C(Cl)=C(C#N)\\c1cc2[nH]cnc2s1")
    whole = mol.ToBinary(int(Chem.PropertyPickleOptions.NoConformers))
    assert reading.read_binary(graphs[0], whole) == reading.READ
    needed = len(whole) - 2  # the end mark and what follows the rings is of no use here
    for length in range(needed):
        assert reading.read_binary(graphs[0], whole[:length]) != reading.READ, length
    foreign = bytearray(whole)
    foreign[12] = 99  # a later version
    assert reading.read_binary(graphs[0], bytes(foreign)) == reading.UNKNOWN


def test_damaged_bytes_never_crash(graphs):
    mol = Chem.MolFromSmiles("C1CC2(C1)CC2c1ccccc1")
    whole = mol.ToBinary(int(Chem.PropertyPickleOptions.NoConformers))
    for place in range(20, len(whole)):
        for value in (0, 1, 127, 255):
            damaged = bytearray(whole)
            damaged[place] = value
            found = reading.read_binary(graphs[0], bytes(damaged))
            assert found in (reading.READ, reading.NOT_PLAIN, reading.UNKNOWN)


def test_the_installed_rdkit_is_read():
    assert binary.can_read_binary()


def test_where_the_form_is_another_values_come_out_the_same(monkeypatch):
    engine = Engine(["qed", "TPSA", "BertzCT", "MaxPartialCharge", "SPS", "fr_ester"])
    smiles = read_sample()[:40]
    with_form = [str(engine.compute(Chem.MolFromSmiles(each))) for each in smiles]
    monkeypatch.setattr(reading, "read_binary", lambda graph, data: reading.UNKNOWN)
    binary.can_read_binary.cache_clear()
    try:
        assert not binary.can_read_binary()
        assert [str(engine.compute(Chem.MolFromSmiles(each))) for each in smiles] == with_form
    finally:
        binary.can_read_binary.cache_clear()
