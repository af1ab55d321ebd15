"""Matched pairs."""

from rdkit import Chem

from molinfo.comparison.pairs import tabulate_pairs
from molinfo.comparison.series import read_series
from molinfo.store.record import Record


def find_pairs(**smiles):
    series = read_series(Record(id=name, smiles=each) for name, each in smiles.items())
    return tabulate_pairs(series)


def test_one_group_at_one_place_makes_a_pair():
    pairs = find_pairs(toluene="Cc1ccccc1", phenol="Oc1ccccc1", xylene="Cc1ccccc1C")
    assert pairs[["compound", "other"]].values.tolist() == [
        ["toluene", "phenol"],
        ["toluene", "xylene"],
    ]
    assert pairs[["group", "other_group"]].values.tolist()[0] == ["C[*:1]", "O[*:1]"]


def test_hydrogen_is_a_group():
    pairs = find_pairs(benzene="c1ccccc1", fluorobenzene="Fc1ccccc1")
    assert pairs[["group", "other_group"]].values.tolist() == [["[H][*:1]", "F[*:1]"]]


def test_the_largest_constant_part_is_told():
    pairs = find_pairs(methyl="CC(=O)Nc1ccccc1", ethyl="CCC(=O)Nc1ccccc1")
    (row,) = pairs.to_dict("records")
    assert row["constant_heavy_atoms"] == 10
    assert {row["group"], row["other_group"]} == {"[H][*:1]", "C[*:1]"}


def test_forms_of_one_parent_are_no_pair():
    assert find_pairs(base="CCN", salt="CC[NH3+].[Cl-]").empty


def test_group_and_constant_part_make_the_compound(panel):
    mols = {compound.id: compound.mol for compound in panel.compounds}
    pairs = panel.matched_pairs
    assert ["baricitinib", "ruxolitinib"] in pairs[["compound", "other"]].values.tolist()
    for row in pairs.to_dict("records"):
        for name, group in (("compound", "group"), ("other", "other_group")):
            joined = Chem.molzip(Chem.MolFromSmiles(f"{row['constant']}.{row[group]}"))
            assert Chem.MolToSmiles(Chem.RemoveHs(joined)) == Chem.MolToSmiles(mols[row[name]])


def test_nothing_readable_has_no_pairs():
    assert find_pairs(broken="C1CC").empty
