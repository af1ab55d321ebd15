"""Scaffolds, common cores and R groups of a series."""

import pytest
from rdkit import Chem

from molinfo.chem.identifiers import compute_inchi
from molinfo.comparison.scaffolds import find_scaffold, tabulate_r_groups, tabulate_scaffolds
from molinfo.comparison.series import read_series
from molinfo.errors import RecordNotFound, UnknownName
from molinfo.store.record import Record


def make_series(*smiles):
    return read_series(Record(id=f"c{n}", smiles=each) for n, each in enumerate(smiles))


@pytest.mark.parametrize(
    ("smiles", "scaffold", "generic"),
    [
        ("CCO", "", ""),
        ("Cc1ccncc1", "c1ccncc1", "C1CCCCC1"),
        ("OC(C1CC1)c1ccsc1", "c1cc(CC2CC2)cs1", "C1CCC(CC2CC2)C1"),
        ("O=C1CCCCN1C", "O=C1CCCCN1", "CC1CCCCC1"),
    ],
)
def test_scaffolds_are_rings_and_what_joins_them(smiles, scaffold, generic):
    mol = Chem.MolFromSmiles(smiles)
    assert find_scaffold(mol) == Chem.CanonSmiles(scaffold)
    assert find_scaffold(mol, generic=True) == Chem.CanonSmiles(generic)


def test_a_scaffold_is_counted_once_a_parent():
    rows = tabulate_scaffolds(
        make_series("Cc1ccccc1", "Oc1ccccc1", "Cc1ccccc1", "c1ccncc1", "C1CC")
    )
    assert rows["parents_with_scaffold"].tolist()[:4] == [2, 2, 2, 1]
    assert rows["parents_with_generic"].tolist()[:4] == [3, 3, 3, 3]
    assert "cannot be read" in rows["reason"][4]


def test_what_no_carbon_can_take_the_place_of_has_no_generic_scaffold():
    rows = tabulate_scaffolds(make_series("C1CCS23(C1)(CCCC2)CCCC3", "C1CC1"))
    assert rows["scaffold"][0]
    assert "no generic scaffold" in rows["reason"][0]
    assert rows["parents_with_generic"].isna().tolist() == [True, False]


def test_each_compound_is_put_together_again_from_core_and_r_groups(panel):
    groups = panel.r_groups()
    found = groups[groups["reason"] == ""].set_index("compound")
    mols = {compound.id: compound.mol for compound in panel.compounds}
    assert {"baricitinib", "tofacitinib", "ruxolitinib"} <= set(found.index)
    for name, row in found.iterrows():
        parts = [part for part in row.drop("reason") if part]
        joined = Chem.molzip(Chem.MolFromSmiles(".".join(parts)))
        assert compute_inchi(joined) == compute_inchi(mols[name])
    assert set(groups["reason"]) == {"", "no-core"}


def test_what_lacks_the_core_or_cannot_be_read_says_so():
    rows = tabulate_r_groups(make_series("Cc1ccncc1", "CCO", "C1CC"), "c1ccncc1")
    assert rows["reason"].tolist()[:2] == ["", "no-core"]
    assert "cannot be read" in rows["reason"][2]
    assert rows["R1"].tolist() == ["C[*:1]", "", ""]
    with pytest.raises(UnknownName, match="no core 'nonsense'"):
        tabulate_r_groups(make_series("CCO"), "nonsense")


def test_the_common_core_of_a_selection_is_in_each_of_it(panel):
    names = ("baricitinib", "ruxolitinib", "itacitinib")
    core = panel.common_core(*names)
    assert core.query.GetNumAtoms() == 14  # pyrrolopyrimidine and pyrazole
    for compound in panel.compounds:
        if compound.id in names:
            assert compound.mol.HasSubstructMatch(core.query)
    with pytest.raises(RecordNotFound, match="nobody"):
        panel.common_core("baricitinib", "nobody")
