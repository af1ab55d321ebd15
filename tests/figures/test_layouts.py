"""Layouts of a series: made where they lack, kept where they are, laid over a core, measured."""

import pytest
from rdkit import Chem
from rdkit.Chem import rdDistGeom

from molinfo.chem.cores import find_core
from molinfo.errors import InputError, StructureError, UnknownName
from molinfo.figures.layouts import lay_out_series, parse_core_choice
from molinfo.store.folder import open_store
from molinfo.store.record import Record

STORE = open_store()
CORE = "pyrrolo[2,3-d]pyrimidine"


def lay_out(records, core="named", **options):
    return list(lay_out_series(records, parse_core_choice(core, records), **options))


def turn(record):
    """The record with its layout turned by a right angle."""
    mol = Chem.MolFromMolBlock(record.molblock)
    for index, (x, y, _z) in enumerate(mol.GetConformer().GetPositions().tolist()):
        mol.GetConformer().SetAtomPosition(index, (-y, x, 0.0))
    return record.model_copy(update={"molblock": Chem.MolToMolBlock(mol)})


def key(record):
    return Chem.MolToInchiKey(Chem.MolFromMolBlock(record.molblock))


def test_stored_layouts_stay_to_the_byte_and_lie_on_the_core():
    laid = lay_out(STORE.values())
    assert [each.record for each in laid] == list(STORE.values())
    assert {each.engine for each in laid} == {"stored"}
    with_core = [each for each in laid if each.core]
    assert len(with_core) == 12
    assert all(each.core == CORE and each.core_rmsd < 0.05 for each in with_core)


def test_layouts_are_made_for_records_that_lack_them():
    bare = [record.model_copy(update={"molblock": ""}) for record in STORE.values()]
    laid = lay_out(bare)
    assert {each.engine for each in laid} == {"rdkit", "coordgen", "template"}
    assert all(each.is_aligned and each.is_changed for each in laid)
    assert [key(each.record) for each in laid] == [key(record) for record in STORE.values()]
    assert laid[0].record.molblock.startswith("abrocitinib\n  molinfo           2D\n")


def test_remade_layouts_keep_the_atoms_of_the_molfile_in_their_order():
    record = STORE["tofacitinib-citrate"]
    (laid,) = lay_out([record], remake=True)
    symbols = [
        [atom.GetSymbol() for atom in Chem.MolFromMolBlock(each.molblock).GetAtoms()]
        for each in (record, laid.record)
    ]
    assert symbols[0] == symbols[1]
    assert key(laid.record) == key(record)


def test_a_layout_that_lies_another_way_is_told_and_turned_when_asked_for():
    turned = turn(STORE["tofacitinib"])
    (told,) = lay_out([turned])
    assert told.core_rmsd > 0.5
    assert not told.is_aligned
    assert told.record.molblock == turned.molblock
    (aligned,) = lay_out([turned], align=True)
    assert aligned.engine == "stored"
    assert aligned.core_rmsd < 0.05
    assert key(aligned.record) == key(STORE["tofacitinib"])


def test_a_series_is_laid_over_its_common_core_as_the_first_layout_has_it():
    first = turn(STORE["ruxolitinib"])
    bare = STORE["baricitinib"].model_copy(update={"molblock": ""})
    laid = lay_out([bare, first], core="common")
    assert [each.engine for each in laid] == ["rdkit", "stored"]
    assert {each.core for each in laid} == {"common core of 14 atoms"}
    assert all(each.core_rmsd < 0.05 for each in laid)
    assert lay_out([bare, first], core=CORE)[1].core_rmsd > 0.5


def test_a_core_may_be_a_smarts_or_a_template_molfile(tmp_path):
    records = [Record(id="a", smiles="Cc1ccncc1"), Record(id="b", smiles="CCc1ccncc1")]
    assert all(each.core_rmsd < 0.05 for each in lay_out(records, core="c1ccncc1"))
    template = turn(STORE["ruxolitinib"]).molblock
    (tmp_path / "series.mol").write_text(template, encoding="utf-8")
    made = STORE["deuruxolitinib"].model_copy(update={"molblock": ""})
    (laid,) = lay_out([made], core=str(tmp_path / "series.mol"))
    assert laid.core == "series"
    assert laid.core_rmsd is not None


def test_what_has_only_zeros_for_places_is_laid_out_with_the_stereo_of_its_smiles():
    record = STORE["tofacitinib"]
    mol = Chem.MolFromSmiles(record.smiles)
    mol.AddConformer(Chem.Conformer(mol.GetNumAtoms()))
    (laid,) = lay_out([record.model_copy(update={"molblock": Chem.MolToMolBlock(mol)})])
    assert key(laid.record) == key(record)


def test_three_dimensions_become_two_without_hydrogens_unless_they_are_wanted():
    solid = Chem.AddHs(Chem.MolFromSmiles(STORE["tofacitinib"].smiles))
    rdDistGeom.EmbedMolecule(solid, randomSeed=7)
    record = Record(id="docked", molblock=Chem.MolToMolBlock(solid))
    (laid,) = lay_out([record])
    assert key(laid.record) == key(STORE["tofacitinib"])
    assert " H " not in laid.record.molblock
    (whole,) = lay_out([record], keep_hydrogens=True)
    assert whole.record.molblock.count(" H ") == 20
    assert key(whole.record) == key(laid.record)


def test_a_record_without_structure_is_told_and_the_rest_goes_on():
    laid = lay_out([Record(id="x"), Record(id="y", smiles="C1CC"), Record(id="z", smiles="CCO")])
    assert [bool(each.fault) for each in laid] == [True, True, False]
    assert "unclosed ring" in laid[1].fault


def test_what_is_no_core_is_told(tmp_path):
    records = [Record(id="a", smiles="CCO"), Record(id="b", smiles="FF")]
    with pytest.raises(UnknownName, match="no core"):
        parse_core_choice("nonsense (", records)
    with pytest.raises(StructureError, match="share no core"):
        parse_core_choice("common", records)
    with pytest.raises(StructureError, match="no record has the core"):
        parse_core_choice("c1ccccc1", records)
    with pytest.raises(InputError, match="template cannot be read"):
        parse_core_choice(str(tmp_path / "none.mol"), records)
    assert find_core(CORE).has_places
