"""The accessor `.chem` of Series and DataFrames, for any kind of column and index."""

import pandas as pd
import pyarrow as pa
import pytest
from rdkit import Chem

import molinfo.pandas  # noqa: F401 (registers the accessor)
from molinfo.errors import InputError

SMILES = ["CC[NH3+].[Cl-]", "Cc1ccccc1", "C1CC", None, "C[C@H](N)C(=O)O"]
INDEX = pd.Index([30, 10, 20, 10, 5], name="number")
DTYPES = [
    object,
    "string[python]",
    "string[pyarrow]",
    "str",
    pd.ArrowDtype(pa.string()),
    pd.ArrowDtype(pa.large_string()),
]


def make_series(dtype):
    return pd.Series(SMILES, index=INDEX, dtype=dtype, name="smiles")


def plain(series):
    return [None if pd.isna(each) else each for each in series.tolist()]


@pytest.fixture(params=DTYPES, ids=str)
def series(request):
    return make_series(request.param)


def test_a_text_answer_has_the_index_and_the_kind_of_the_column(series):
    for answer in (series.chem.parent(), series.chem.inchikey(), series.chem.scaffold()):
        assert answer.index.equals(series.index)
        assert answer.index.name == "number"
        assert answer.dtype == series.dtype or series.dtype == object
        assert answer.isna().tolist() == [False, False, True, True, False]


def test_parents_inchikeys_and_scaffolds(series):
    assert plain(series.chem.parent()) == ["CC[NH3+]", "Cc1ccccc1", None, None, "C[C@H](N)C(=O)O"]
    assert plain(series.chem.parent(neutral=True))[0] == "CCN"
    assert plain(series.chem.inchikey())[1] == "YXFVVABEGXRONW-UHFFFAOYSA-N"
    assert plain(series.chem.scaffold()) == ["", "c1ccccc1", None, None, ""]
    assert plain(series.chem.scaffold(generic=True))[1] == "C1CCCCC1"


def test_descriptors_and_checks_have_the_index_too(series):
    described = series.chem.descriptors(set="HeavyAtomCount")
    assert described.index.equals(series.index)
    assert plain(described["HeavyAtomCount"]) == [4, 7, None, None, 6]
    checked = series.chem.check()
    assert checked.index.equals(series.index)
    assert checked["verdict"].tolist()[:4] == ["unchecked", "unchecked", "error", "error"]
    assert "unclosed ring" in checked["why"].iloc[2]
    assert "no structure" in checked["why"].iloc[3]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_molblocks_are_read_as_well_as_smiles(dtype):
    molblock = Chem.MolToMolBlock(Chem.MolFromSmiles("CCO"))
    v3000 = Chem.MolToV3KMolBlock(Chem.MolFromSmiles("CCN"))
    frame = pd.Series([molblock, v3000], index=["a", "b"], dtype=dtype, name="molfile").to_frame()
    assert frame.chem.descriptors(set="HeavyAtomCount")["HeavyAtomCount"].tolist() == [3, 3]
    assert frame.chem.parent().to_dict() == {"a": "CCO", "b": "CCN"}
    assert frame["molfile"].chem.check()["verdict"].isin(["unchecked", "warn"]).all()


def test_the_other_columns_of_a_frame_are_claims():
    frame = pd.DataFrame(
        {
            "SMILES": ["CCO", "CCO", "CCN"],
            "MW": [46.07, 46.7, float("nan")],
            "InChIKey": ["LFQSCWFLJHTTHZ-UHFFFAOYSA-N", None, "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"],
            "remark": ["x", "y", "z"],
        },
        index=[2, 1, 0],
    )
    for given in (frame, frame.convert_dtypes(dtype_backend="pyarrow")):
        checked = given.chem.check()
        assert checked.index.tolist() == [2, 1, 0]
        assert checked["verdict"].tolist() == ["pass", "fail", "fail"]
        assert plain(checked["molecular_weight_status"]) == ["agree", "disagree", None]
        assert plain(checked["inchikey_status"]) == ["agree", None, "disagree"]
        assert checked["molecular_weight_computed"].iloc[1] == "46.1"
        assert "inchikey-disagrees" in checked["codes"].iloc[2]


def test_a_column_is_found_or_named_and_the_frame_stays_as_it_was():
    frame = pd.DataFrame({"a": ["CCO"], "b": ["c1ccccc1C"]})
    before = frame.copy(deep=True)
    assert frame.chem.scaffold(column="b").tolist() == ["c1ccccc1"]
    assert frame.chem.inchikey(column="a").tolist() == ["LFQSCWFLJHTTHZ-UHFFFAOYSA-N"]
    for call in (frame.chem.parent, frame.chem.check, frame.chem.draw):
        with pytest.raises(InputError, match="column"):
            call()
    with pytest.raises(InputError, match="no column 'c'; there is a, b"):
        frame.chem.parent(column="c")
    pd.testing.assert_frame_equal(frame, before)


def test_structures_are_shown_as_pictures():
    frame = pd.DataFrame({"smiles": ["CCO", "C1CC"], "x": ["<b>", 2]})
    for table in (frame.chem.draw(), frame["smiles"].chem.draw(), pd.Series(["CCO"]).chem.draw()):
        html = table._repr_html_()
        assert html.count("<img") == 1
        assert "<b>" not in html


def test_an_empty_column_gives_empty_answers():
    empty = pd.Series([], dtype="str")
    assert empty.chem.parent().tolist() == []
    assert list(empty.chem.check().columns) == ["verdict", "why", "codes"]
