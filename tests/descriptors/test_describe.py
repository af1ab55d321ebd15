"""Tables of descriptors: index, columns, types, errors."""

import numpy as np
import pandas as pd
import pytest
from rdkit import Chem
from rdkit.Chem import Descriptors, rdFingerprintGenerator

import molinfo as mi
import molinfo.pandas
from molinfo.descriptors.sets import DRUGLIKE
from molinfo.store.record import Record


def test_a_list_has_the_index_0_to_n_and_rdkits_columns():
    frame = mi.describe(["CCO", "c1ccccc1"])
    assert list(frame.index) == [0, 1]
    names = [name for name, _ in Descriptors.descList]
    assert list(frame.columns) == [*names, "n_fragments", "error"]
    assert frame.loc[1, "RingCount"] == 1


def test_counts_are_nullable_integers_and_the_rest_reals():
    frame = mi.describe(["CCO", "C1CC"], set="TPSA,RingCount")
    assert frame["RingCount"].dtype == "Int64"
    assert frame["TPSA"].dtype == "float64"
    assert frame["n_fragments"].dtype == "Int64"
    assert frame.loc[1, ["RingCount", "TPSA", "n_fragments"]].isna().all()


def test_counts_are_those_that_rdkit_gives_as_integers():
    mol = Chem.MolFromSmiles("CC(=O)Oc1ccccc1C(=O)O")
    frame = mi.describe([Chem.MolToSmiles(mol)])
    for name, function in Descriptors.descList:
        assert (frame[name].dtype == "Int64") == isinstance(function(mol), int), name


def test_a_structure_that_cannot_be_read_keeps_its_row_and_says_why():
    frame = mi.describe(["CCO", "C1CC", None, 7], set="druglike")
    assert list(frame["error"].str[:20]) == [
        "",
        "SMILES cannot be rea",
        "no structure",
        "7 is no SMILES",
    ]
    assert frame.loc[1:, list(DRUGLIKE)].isna().all(axis=None)


def test_what_is_nan_says_why_in_the_error():
    frame = mi.describe(["[Na+].[Cl-]", ""], set="BCUT2D_MW*,SPS")
    assert frame.loc[0, "error"] == "BCUT2D_MWHI, BCUT2D_MWLOW: not a number, in RDKit too"
    assert frame["SPS"].notna().tolist() == [True, False]


def test_records_and_stores_are_indexed_by_id():
    frame = mi.describe([Record(id="a", smiles="CCO"), Record(smiles="C")], set="MolWt")
    assert list(frame.index) == ["a", "row-1"]
    store = mi.open_store()
    assert list(mi.describe(store, set="MolWt").index) == list(store)


def test_a_dataframe_keeps_its_index_and_needs_a_column_of_smiles():
    data = pd.DataFrame({"Canonical SMILES": ["CCO", "C"], "x": ["N", "O"]}, index=["p", "q"])
    assert mi.describe(data, set="HeavyAtomCount")["HeavyAtomCount"].to_dict() == {"p": 3, "q": 1}
    assert mi.describe(data, set="NOCount", column="x").loc["q", "NOCount"] == 1
    with pytest.raises(mi.MolinfoError, match="column="):
        mi.describe(data[["x"]], set="MolWt")


def test_a_series_and_a_dataframe_have_the_accessor():
    data = pd.DataFrame({"smiles": ["CCO"]}, index=[7])
    for each in (data, data["smiles"]):
        assert each.chem.descriptors(set="HeavyAtomCount").loc[7, "HeavyAtomCount"] == 3


def test_a_file_is_described_in_its_order(tmp_path):
    path = tmp_path / "two.smi"
    path.write_text("CCO ethanol\nC methane\n")
    frame = mi.describe(path, set="HeavyAtomCount")
    assert frame["HeavyAtomCount"].to_dict() == {"ethanol": 3, "methane": 1}


def test_the_parent_is_the_largest_fragment():
    frame = mi.describe(["CC[NH3+].[Cl-]"], set="HeavyAtomCount,formal_charge", form="parent")
    assert frame.loc[0].tolist() == [3, 1, 2, ""]
    with pytest.raises(mi.MolinfoError, match="as-drawn and parent"):
        mi.describe(["C"], form="children")


def test_druglike_has_the_iupac_weight_and_the_rules():
    frame = mi.describe(mi.open_store(), set="druglike")
    baricitinib = frame.loc["baricitinib"]
    assert list(frame.columns) == [*DRUGLIKE, "n_fragments", "error"]
    assert baricitinib["mw_iupac_da"] == 371.419
    assert baricitinib["lipinski_violations"] == baricitinib["veber_violations"] == 0


def test_fingerprints_are_rdkits_bits_packed():
    frame = mi.describe(["CCO", "C1CC"], set="morgan:2:1024,maccs")
    bits = np.unpackbits(np.frombuffer(frame.loc[0, "morgan:2:1024"], np.uint8), bitorder="little")
    generator = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=1024)
    assert (bits == generator.GetFingerprintAsNumPy(Chem.MolFromSmiles("CCO"))).all()
    assert frame.loc[1, "maccs"] is None


def test_two_workers_give_the_table_of_one():
    smiles = ["C" * (n % 30 + 1) for n in range(200)]
    one = mi.describe(smiles, set="rdkit,rdkit:512")
    pd.testing.assert_frame_equal(mi.describe(smiles, set="rdkit,rdkit:512", workers=2), one)


def test_no_structures_give_an_empty_table_with_all_columns():
    assert mi.describe([], set="TPSA,maccs").shape == (0, 4)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [("TPZA", "perhaps TPSA"), ("morgan:2:7", "BITS is 8 n"), ("xyzzy", "--list")],
)
def test_an_unknown_name_is_told_with_what_comes_close(wanted, message):
    with pytest.raises(mi.MolinfoError, match=message):
        mi.describe(["C"], set=wanted)


def test_a_single_smiles_is_told_to_go_into_a_list():
    with pytest.raises(mi.MolinfoError, match="goes into a list"):
        mi.describe("CCO")
