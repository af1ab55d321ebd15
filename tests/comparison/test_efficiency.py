"""LE, LLE, BEI and SEI: by hand, by ChEMBL's figures, for the free form."""

import math

import pytest
from rdkit import Chem

from molinfo.comparison.efficiency import (
    EFFICIENCY_COLUMNS,
    LE_CONSTANT_KCAL,
    METRICS,
    compute_efficiencies,
    measure_properties,
    tabulate_efficiency,
)
from molinfo.comparison.potency import tabulate_potency
from molinfo.comparison.series import read_series
from molinfo.store.record import Claim, Record, Source


def tabulate(records, **options):
    series = read_series(records)
    return tabulate_efficiency(series, tabulate_potency(series), **options)


def test_baricitinib_on_jak1_by_hand(store):
    rows = tabulate([store["baricitinib"]])
    row = rows.query("target == 'JAK1' and assay == 'biochemical'").iloc[0]
    p = 9 - math.log10(5.9)
    assert row["heavy_atoms"] == 16 + 7 + 2 + 1  # C16H17N7O2S
    constant = 2.302585093 * 8.314462618 / 4184 * 298.15
    assert row["le_constant_kcal_mol"] == pytest.approx(constant)
    assert row["le_kcal_mol"] == pytest.approx(constant * p / 26)
    assert round(row["le_kcal_mol"], 3) == 0.432
    assert round(row["crippen_log_p"], 3) == 1.096
    assert round(row["lle"], 2) == 7.13
    assert (round(row["tpsa_a2"], 2), round(row["tpsa_with_s_a2"], 2)) == (120.56, 128.94)
    assert row["bei"] == pytest.approx(p / 0.371419)
    assert row["sei"] == pytest.approx(p / 1.2056)
    assert row["sei_with_s"] == pytest.approx(p / 1.2894)


@pytest.mark.parametrize(("constant", "le"), [(1.37, 0.434), (1.4, 0.443)])
def test_another_constant_gives_another_ligand_efficiency_and_is_shown(constant, le, store):
    rows = tabulate([store["baricitinib"]], le_constant_kcal_mol=constant)
    row = rows.query("target == 'JAK1' and assay == 'biochemical'").iloc[0]
    assert round(row["le_kcal_mol"], 3) == le
    assert row["le_constant_kcal_mol"] == constant


def test_efficiencies_are_those_that_chembl_prints():
    """Activity 12662605 of CHEMBL2324344 (assay CHEMBL2327429), as ChEMBL's web service gives it.

    IC50 300 nM, bei 13.92, le 0.25, lle 1.59, sei 9.82; ChEMBL computes with RDKit's molecular
    weight, Crippen log P and TPSA.
    """
    mol = Chem.MolFromSmiles("CCCC(=O)C1CCN(c2ncnc3c2CN(C(=O)c2ccc(-c4ccccc4)cc2)CC3)CC1")
    values = compute_efficiencies(9 - math.log10(300), measure_properties(mol))
    assert values["bei"] == pytest.approx(13.92, abs=0.005)
    assert values["le_kcal_mol"] == pytest.approx(0.25, abs=0.005)
    assert values["lle"] == pytest.approx(1.59, abs=0.01)  # p is rounded to 6.52 there
    assert values["sei"] == pytest.approx(9.82, abs=0.005)


def test_the_constant_is_what_others_round():
    """ChEMBL's compound-target pairs take 2.303 x 298 x 0.00199 kcal/mol."""
    assert pytest.approx(2.303 * 298 * 0.00199, rel=2e-3) == LE_CONSTANT_KCAL
    assert round(LE_CONSTANT_KCAL, 3) == 1.364


def test_a_salt_has_the_efficiencies_of_its_free_form():
    claim = Claim(field="ic50", target="JAK1", value="10", unit="nM", sources=(Source(id="s"),))
    smiles = ("CCN", "CC[NH3+].[Cl-]", "CCN.OS(=O)(=O)O.CCN")
    rows = tabulate(
        Record(id=f"x{n}", smiles=each, claims=[claim]) for n, each in enumerate(smiles)
    )
    names = [metric.column for metric in METRICS]
    assert rows[names].iloc[1].tolist() == rows[names].iloc[0].tolist()
    assert rows["heavy_atoms"].tolist() == [3, 3, 3]


def test_medians_over_mixed_assays_have_no_efficiency(store):
    rows = tabulate([store["abrocitinib"]])
    assert set(rows["reason"]) == {"no-common-assay"}
    assert rows[[metric.column for metric in METRICS]].isna().all(axis=None)


def test_a_bound_on_potency_is_a_bound_on_efficiency(store):
    rows = tabulate([store["baricitinib"]])
    assert rows.query("target == 'JAK3' and assay == 'biochemical'")["relation"].tolist() == [
        "~",
        "<",
    ]


def test_a_compound_without_structure_or_atomic_weight_or_surface_is_told():
    claim = Claim(field="ic50", target="JAK1", value="10", unit="nM", sources=(Source(id="s"),))
    rows = tabulate(
        Record(id=f"x{n}", smiles=each, claims=[claim])
        for n, each in enumerate(["C1CC", "[Tc]", "CC"])
    )
    assert "SMILES cannot be read" in rows["reason"][0]
    assert "Tc" in rows["reason"][1]
    assert math.isnan(rows["sei"][2])
    assert rows["bei"][2] > 0


def test_each_column_is_documented_with_formula_and_source():
    for metric in METRICS:
        text = EFFICIENCY_COLUMNS[metric.column]
        assert metric.formula in text
        assert "doi:" in text
    assert "Crippen" in EFFICIENCY_COLUMNS["lle"]
    assert "N and O alone" in EFFICIENCY_COLUMNS["sei"]
