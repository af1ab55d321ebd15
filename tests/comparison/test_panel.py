"""`molinfo.compare`: a series against one of its records."""

import numpy as np
import pandas as pd
import pytest

import molinfo as mi
from molinfo.comparison.panel import TABLES
from molinfo.errors import InputError, RecordNotFound, UnknownName
from molinfo.store.record import Record


def test_every_compound_has_a_row_and_forms_stand_behind_their_parent(panel, store):
    assert sorted(panel.table.index) == sorted(store)
    place = {name: place for place, name in enumerate(panel.table.index)}
    assert place["tofacitinib-citrate"] == place["tofacitinib"] + 1
    assert place["ruxolitinib"] < place["deuruxolitinib"] < place["ruxolitinib"] + 3
    assert panel.table.loc["tofacitinib-citrate", "parent"] == "tofacitinib"


def test_differences_are_from_the_reference(panel):
    table = panel.table
    assert table.loc["baricitinib", "TPSA_difference"] == 0
    wanted = table.loc["tofacitinib", "TPSA"] - table.loc["baricitinib", "TPSA"]
    assert table.loc["tofacitinib", "TPSA_difference"] == wanted
    assert table["similarity"].tolist() == panel.similarity["baricitinib"].tolist()


def test_a_salt_is_compared_as_its_free_form(panel):
    names = ["MolLogP", "TPSA", "HeavyAtomCount", "mw_iupac_da_percentile", "similarity"]
    salt, base = (panel.table.loc[name, names] for name in ("tofacitinib-citrate", "tofacitinib"))
    assert salt.tolist() == base.tolist()


def test_percentiles_count_each_parent_once():
    smiles = ["C", "CC", "CCC", "CCCC"]
    records = [Record(id=f"c{n}", smiles=each) for n, each in enumerate(smiles)]
    records.append(Record(id="salt", smiles="C.Cl", form_of="c0"))
    table = mi.compare(records, "c0", descriptors=["HeavyAtomCount"]).table
    ranks = table["HeavyAtomCount_percentile"]
    assert ranks[["c0", "c1", "c2", "c3", "salt"]].tolist() == [12.5, 37.5, 62.5, 87.5, 12.5]


def test_forms_are_grouped_by_structure_where_they_name_no_parent():
    records = [Record(id="base", smiles="CCN"), Record(id="salt", smiles="CC[NH3+].[Cl-]")]
    assert mi.compare(records, "base").table["parent"].tolist() == ["base", "base"]


def test_a_structure_that_cannot_be_read_keeps_its_row():
    records = [Record(id="good", smiles="CCO"), Record(id="bad", smiles="C1CC")]
    table = mi.compare(records, "good").table
    assert "SMILES cannot be read" in table.loc["bad", "error"]
    assert np.isnan(table.loc["bad", "TPSA_difference"])
    assert np.isnan(table.loc["bad", "similarity"])


def test_ids_that_stand_twice_are_told_apart():
    records = [Record(id="a", smiles="CCO"), Record(id="a", smiles="CCN"), Record(smiles="CCC")]
    panel = mi.compare(records, "a")
    assert list(panel.table.index) == ["a", "a (2)", "row-2"]
    assert panel.table.loc["a (2)", "parent"] == "a (2)"
    assert "a (2)" in panel.similarity.columns


def test_a_reference_is_found_by_name_and_a_wrong_one_is_told():
    records = [Record(id="m1", name="ethanol", smiles="CCO"), Record(id="m2", smiles="C1CC")]
    assert mi.compare(records, "ethanol").reference.id == "m1"
    with pytest.raises(RecordNotFound, match="no record 'ethanl' in the series; perhaps ethanol"):
        mi.compare(records, "ethanl")
    with pytest.raises(InputError, match="the reference m2 cannot be read"):
        mi.compare(records, "m2")


def test_files_and_folders_are_series(tmp_path, panel):
    path = tmp_path / "series.csv"
    path.write_text("id,smiles\na,CCO\nb,CCN\n", encoding="utf-8")
    assert list(mi.compare(path, "a").table.index) == ["a", "b"]
    assert panel.sources["fridman-2010"].link


def test_fingerprints_are_no_descriptors():
    with pytest.raises(UnknownName, match="compared by similarity"):
        _ = mi.compare([Record(id="a", smiles="CCO")], "a", descriptors="maccs").table


def test_the_tables_are_frames_and_two_panels_are_the_same(panel, store):
    again = mi.compare(store, reference="baricitinib")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(panel, name), getattr(again, name))


def test_every_column_of_every_table_says_what_it_holds(panel):
    for name in TABLES[:-1]:
        frame = getattr(panel, name)
        assert list(frame.attrs["columns"]) == list(frame.columns)
        assert all(frame.attrs["columns"].values())
    said = panel.table.attrs["columns"]
    assert said["TPSA"].startswith("topological polar surface area [A^2]; N and O only")
    assert said["TPSA_difference"] == "TPSA less that of the reference"


def test_a_panel_shows_itself(panel):
    assert panel._repr_html_().startswith("<section")
