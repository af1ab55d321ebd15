"""Layouts: made without overlaps, turned onto a core, their parts side by side."""

import numpy as np
import pytest
from rdkit import Chem

from molinfo.chem.coordinates import (
    align_layout,
    make_layout,
    measure_core_rmsd,
)
from molinfo.chem.cores import cages, find_common_core, find_core
from molinfo.chem.layout_score import (
    has_layout,
    median_bond_length,
    score_layout,
)
from molinfo.errors import StructureError, UnknownName
from molinfo.store.folder import open_store

STORE = open_store()
CORE = find_core("pyrrolo[2,3-d]pyrimidine")
WITH_CORE = [
    record
    for record in STORE.values()
    if Chem.MolFromSmiles(record.smiles).HasSubstructMatch(CORE.query)
]


def key(mol):
    return Chem.MolToInchiKey(mol)


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
def test_a_new_layout_is_of_the_same_structure_and_no_worse_than_the_stored_one(record):
    layout = make_layout(Chem.MolFromSmiles(record.smiles))
    made = Chem.MolFromMolBlock(layout.molblock)
    assert key(made) == key(Chem.MolFromSmiles(record.smiles))
    stored = score_layout(Chem.MolFromMolBlock(record.molblock))
    assert layout.score[:3] <= stored[:3]
    assert layout.score <= stored or layout.engine == "template"
    assert median_bond_length(made) == pytest.approx(1.5, abs=1e-3)


@pytest.mark.parametrize("record", WITH_CORE, ids=lambda record: record.id)
def test_every_stored_and_every_new_layout_lies_on_the_core(record):
    assert measure_core_rmsd(Chem.MolFromMolBlock(record.molblock), CORE) < 0.05
    layout = make_layout(Chem.MolFromSmiles(record.smiles), CORE)
    assert layout.core_rmsd < 0.05
    assert key(Chem.MolFromMolBlock(layout.molblock)) == key(Chem.MolFromSmiles(record.smiles))


def test_a_turned_and_mirrored_molecule_is_laid_back_with_its_stereo():
    record = STORE["tofacitinib"]
    mol = Chem.MolFromMolBlock(record.molblock)
    places = mol.GetConformer().GetPositions()
    turned = places[:, [1, 0, 2]]
    for index, place in enumerate(turned.tolist()):
        mol.GetConformer().SetAtomPosition(index, place)
    assert measure_core_rmsd(mol, CORE) > 0.5
    layout = align_layout(mol, CORE)
    assert layout.core_rmsd < 0.05
    assert key(Chem.MolFromMolBlock(layout.molblock)) == key(Chem.MolFromMolBlock(record.molblock))


def test_a_molecule_without_the_core_keeps_its_layout_and_says_so():
    layout = make_layout(Chem.MolFromSmiles("CCO"), CORE)
    assert layout.core_rmsd is None
    with pytest.raises(StructureError, match="has no pyrrolo"):
        measure_core_rmsd(layout.mol, CORE)


def test_counter_ions_and_water_stand_on_the_right_and_apart():
    layout = make_layout(Chem.MolFromSmiles("O.Cl.c1ccccc1CN.OC(=O)CC(O)(CC(=O)O)C(=O)O"))
    parts = sorted(Chem.GetMolFrags(layout.mol), key=len)
    places = layout.mol.GetConformer().GetPositions()
    assert places[list(parts[-1])][:, 0].max() + 2 < min(
        places[list(part)][:, 0].min() for part in parts[:-1]
    )
    gaps = np.linalg.norm(places[list(parts[0])][:, None] - places[list(parts[1])], axis=2)
    assert gaps.min() > 2


@pytest.mark.parametrize("smiles", ["C1CC2CC1C2", "C12C3C4C1C5C2C3C45", "CC(C)(C)C(C)(C)C(C)(C)C"])
def test_the_better_of_two_layouts_is_kept(smiles):
    assert make_layout(Chem.MolFromSmiles(smiles)).score.overlaps == 0


def test_the_score_counts_overlaps_crossings_and_angles():
    mol = make_layout(Chem.MolFromSmiles("CCCCCC")).mol
    assert score_layout(mol) == (0, 0, 0, 0)
    zigzag = mol.GetConformer().GetPositions()
    mol.GetConformer().SetAtomPosition(5, zigzag[3].tolist())
    assert score_layout(mol).overlaps == 1
    mol.GetConformer().SetAtomPosition(5, (zigzag[0] + zigzag[1] - zigzag[4]).tolist())
    assert score_layout(mol).crossings > 0
    assert score_layout(mol).odd_angles > 0


@pytest.mark.parametrize("smiles", [STORE["deuruxolitinib"].smiles, "[2H]C1([2H])CCCCC1([2H])[2H]"])
def test_labels_of_a_deuterated_ring_stand_apart(smiles):
    mol = make_layout(Chem.MolFromSmiles(smiles)).mol
    assert key(Chem.MolFromMolBlock(Chem.MolToMolBlock(mol))) == key(Chem.MolFromSmiles(smiles))
    labels = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() == 1]
    places = mol.GetConformer().GetPositions()[labels]
    gaps = np.linalg.norm(places[:, None] - places, axis=2)[np.triu_indices(len(labels), k=1)]
    assert gaps.min() > 0.99 * 1.5


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
def test_labels_of_the_store_stand_apart(record):
    mol = Chem.MolFromMolBlock(record.molblock)
    labels = [atom.GetIdx() for atom in mol.GetAtoms() if atom.GetAtomicNum() != 6]
    places = mol.GetConformer().GetPositions()
    for first in labels:
        for second in labels:
            if first < second and not mol.GetBondBetweenAtoms(first, second):
                assert np.linalg.norm(places[first] - places[second]) > 0.9 * 1.5


def test_zeros_and_three_dimensions_are_no_layout():
    mol = Chem.MolFromSmiles("CC")
    mol.AddConformer(Chem.Conformer(2))
    assert not has_layout(mol)
    mol.GetConformer().SetAtomPosition(1, (0.0, 1.0, 1.0))
    assert not has_layout(mol)
    assert has_layout(make_layout(Chem.MolFromSmiles("CC")).mol)
    assert has_layout(make_layout(Chem.MolFromSmiles("C")).mol)
    for wrong in (float("nan"), float("inf")):
        mol = make_layout(Chem.MolFromSmiles("CCC")).mol
        mol.GetConformer().SetAtomPosition(1, (wrong, 0.0, 0.0))
        assert not has_layout(mol)


def test_the_median_bond_is_measured_where_bonds_are_not_of_one_length():
    mol = make_layout(Chem.MolFromSmiles("CCCC")).mol
    assert median_bond_length(mol) == 1.5
    mol.GetConformer().SetAtomPosition(0, (40.0, 0.0, 0.0))
    assert median_bond_length(mol) == pytest.approx(1.5, abs=1e-6)
    for index, x in enumerate((0.0, 1.0, 3.0, 6.0)):
        mol.GetConformer().SetAtomPosition(index, (x, 0.0, 0.0))
    assert median_bond_length(mol) == 2.0


def test_an_empty_structure_is_refused():
    with pytest.raises(StructureError, match="empty"):
        make_layout(Chem.Mol())


def test_the_common_core_of_a_series_is_found():
    mols = [Chem.MolFromSmiles(STORE[name].smiles) for name in ("ruxolitinib", "baricitinib")]
    core = find_common_core(mols)
    assert core.query.GetNumAtoms() >= 9
    assert all(mol.HasSubstructMatch(core.query) for mol in mols)


def test_what_is_no_core_is_told():
    with pytest.raises(UnknownName, match=r"pyrrolo\[2,3-d\]pyrimidine"):
        find_core("no core (")
    with pytest.raises(StructureError, match="two structures"):
        find_common_core([Chem.MolFromSmiles("C")])
    with pytest.raises(StructureError, match="share no core"):
        find_common_core([Chem.MolFromSmiles("CC"), Chem.MolFromSmiles("FF")])
    with pytest.raises(StructureError, match="no places"):
        align_layout(Chem.MolFromMolBlock(STORE["baricitinib"].molblock), find_core("ccc"))


@pytest.mark.parametrize(
    ("smiles", "name"),
    [
        ("NC12CC3CC(CC(C3)C1)C2", "adamantane"),
        ("NC(=O)c1cnc2[nH]ccc2c1N[C@@H]1[C@@H]2CC3C[C@H]1C[C@@](O)(C3)C2", "adamantane"),
        ("OC(=O)C12C3C4C1C5C2C3C45", "cubane"),
    ],
)
def test_cages_are_drawn_as_textbooks_do(smiles, name):
    layout = make_layout(Chem.MolFromSmiles(smiles))
    cage = next(each for each in cages() if each.name == name)
    assert layout.engine == "template"
    assert measure_core_rmsd(layout.mol, cage) < 0.2  # bonds are 1.5 long in the median of all
    assert key(Chem.MolFromMolBlock(layout.molblock)) == key(Chem.MolFromSmiles(smiles))
