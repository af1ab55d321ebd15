"""Ligand, lipophilic, binding and surface efficiency of each potency, for the free form."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rdkit import Chem
from rdkit.Chem import rdMolDescriptors

from molinfo.comparison.frames import group_claims, make_frame
from molinfo.comparison.potency import NO_COMMON_ASSAY
from molinfo.comparison.series import Compound
from molinfo.descriptors.own import compute_mw_iupac_da
from molinfo.errors import MolinfoError

GAS_CONSTANT_KCAL = 8.314462618e-3 / 4.184
"""R in kcal mol-1 K-1: 8.314462618 J mol-1 K-1 (CODATA 2018), 4.184 J a calorie."""

TEMPERATURE_K = 298.15

LE_CONSTANT_KCAL = math.log(10) * GAS_CONSTANT_KCAL * TEMPERATURE_K
"""2.303 RT at 298.15 K in kcal/mol: 1.364. Others print 1.37 or 1.4 for it."""


@dataclass(frozen=True, slots=True)
class Metric:
    """What an efficiency is: its formula, unit, constants and where it was published."""

    column: str
    name: str
    formula: str
    unit: str
    constants: str
    source: str
    form: str
    """How many places are worth printing, as a format string."""

    def __str__(self) -> str:
        unit = f" [{self.unit}]" if self.unit else ""
        parts = (f"{self.name}{unit} = {self.formula}", self.constants, self.source)
        return "; ".join(filter(None, parts))


_ABAD = "Abad-Zapatero, Metz, Drug Discov. Today 2005, 10, 464, doi:10.1016/S1359-6446(05)03386-6"
_HOPKINS = (
    "Hopkins, Groom, Alex, Drug Discov. Today 2004, 9, 430, doi:10.1016/S1359-6446(04)03069-7"
)

METRICS = (
    Metric(
        "le_kcal_mol",
        "ligand efficiency LE",
        "2.303 RT p / N",
        "kcal/mol a heavy atom",
        "2.303 RT is le_constant_kcal_mol (1.364 at 298.15 K), N the heavy atoms",
        _HOPKINS,
        "{:.3f}",
    ),
    Metric(
        "lle",
        "lipophilic ligand efficiency LLE",
        "p - log P",
        "",
        "log P by Wildman and Crippen, doi:10.1021/ci990307l",
        "Hopkins et al., Nat. Rev. Drug Discov. 2014, 13, 105, doi:10.1038/nrd4163",
        "{:.2f}",
    ),
    Metric(
        "bei",
        "binding efficiency index BEI",
        "p / MW",
        "1/kDa",
        "MW in kDa by the IUPAC 2024 weights",
        _ABAD,
        "{:.1f}",
    ),
    Metric(
        "sei",
        "surface efficiency index SEI",
        "p / (TPSA / 100 A^2)",
        "1/(100 A^2)",
        "TPSA of N and O alone, doi:10.1021/jm000942e",
        _ABAD,
        "{:.2f}",
    ),
    Metric(
        "sei_with_s",
        "surface efficiency index SEI with S and P",
        "p / (TPSA / 100 A^2)",
        "1/(100 A^2)",
        "TPSA of N, O, S and P, doi:10.1021/jm000942e",
        _ABAD,
        "{:.2f}",
    ),
)
"""The efficiencies, each with its definition; p is pIC50, pKi or pKd."""

EFFICIENCY_COLUMNS = {
    "compound": "id of the record that the potency is of",
    "parent": "id of the record that the compound is a form of, else its own",
    "target": "the protein, as printed",
    "domain": "JH1, JH2, ... as printed",
    "variant": "a mutation, as printed",
    "measure": "IC50, Ki or Kd",
    "assay": "biochemical, binding, cell or blood, where printed",
    "source": "ids of the sources that print the potency",
    "relation": "of p and so of each efficiency: > and < are bounds",
    "p_molar": "-log10 of the value in mol/L: pIC50, pKi or pKd by measure",
    "heavy_atoms": "heavy atoms of the free form",
    "mw_da": "molecular weight of the free form, IUPAC 2024",
    "crippen_log_p": "log P of the free form by Wildman and Crippen",
    "tpsa_a2": "TPSA of the free form, N and O alone",
    "tpsa_with_s_a2": "TPSA of the free form, N, O, S and P",
    "le_constant_kcal_mol": "2.303 RT that LE was computed with",
    **{metric.column: str(metric) for metric in METRICS},
    "warhead": "acrylamide: may be covalent, then its IC50 depends on the time of incubation",
    "claim": "number of the claim in its record, from 0",
    "reason": "why there are no efficiencies",
}
"""What each column of an efficiency table holds, in their order."""


_NUMBERS = {
    "claim": "int64",
    "heavy_atoms": "Int64",
    **dict.fromkeys(("p_molar", "mw_da", "crippen_log_p", "tpsa_a2", "tpsa_with_s_a2"), "float64"),
    "le_constant_kcal_mol": "float64",
    **{metric.column: "float64" for metric in METRICS},
}


def tabulate_efficiency(
    compounds: Iterable[Compound],
    potency: pd.DataFrame,
    *,
    le_constant_kcal_mol: float = LE_CONSTANT_KCAL,
) -> pd.DataFrame:
    """Efficiencies of each potency (EFFICIENCY_COLUMNS), one row a claim, for the free form.

    Each is of one value from one assay. Medians over mixed assays have none and the reason
    `no-common-assay`; bounds keep their relation.

    >>> from molinfo.comparison.potency import tabulate_potency
    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.folder import open_store
    >>> series = read_series([open_store()["baricitinib"]])
    >>> table = tabulate_efficiency(series, tabulate_potency(series))
    >>> table.query("target == 'JAK1'")[["le_kcal_mol", "lle"]].round(3).values[0].tolist()
    [0.432, 7.133]
    """
    mols = {compound.id: compound for compound in compounds}
    properties = {each: _measure(mols[each]) for each in set(potency["compound"]) & set(mols)}
    rows = []
    for claim in group_claims(potency):
        first = claim[0]
        row = {name: first[name] for name in EFFICIENCY_COLUMNS if name in first}
        row["source"] = ", ".join(each["source"] for each in claim)
        row["relation"] = first["p_relation"]
        row["le_constant_kcal_mol"] = le_constant_kcal_mol
        row |= properties.get(first["compound"], {"reason": "no such record"})
        if not row["reason"]:
            row["reason"] = NO_COMMON_ASSAY if first["assay"] == "aggregate" else first["reason"]
        if not row["reason"]:
            row |= compute_efficiencies(first["p_molar"], row, le_constant_kcal_mol)
        rows.append(row)
    return make_frame(rows, EFFICIENCY_COLUMNS, _NUMBERS)


def compute_efficiencies(
    p_molar: float, properties: Mapping[str, Any], le_constant_kcal_mol: float = LE_CONSTANT_KCAL
) -> dict[str, float]:
    """The METRICS of one potency, from the properties that `measure_properties` gives.

    What would be divided by zero is NaN.

    >>> ethanol = measure_properties(Chem.MolFromSmiles("CCO"))
    >>> round(compute_efficiencies(6.0, ethanol)["bei"], 1)
    130.2
    """
    return {
        "le_kcal_mol": _divide(le_constant_kcal_mol * p_molar, properties["heavy_atoms"]),
        "lle": p_molar - properties["crippen_log_p"],
        "bei": _divide(p_molar * 1000, properties["mw_da"]),
        "sei": _divide(p_molar * 100, properties["tpsa_a2"]),
        "sei_with_s": _divide(p_molar * 100, properties["tpsa_with_s_a2"]),
    }


def measure_properties(mol: Chem.Mol) -> dict[str, Any]:
    """What efficiencies divide by: heavy atoms, molecular weight, log P and TPSA twice.

    Raises FormulaError or WeightError for an element without an atomic weight.
    """
    log_p, _refractivity = rdMolDescriptors.CalcCrippenDescriptors(mol)
    return {
        "heavy_atoms": mol.GetNumHeavyAtoms(),
        "mw_da": compute_mw_iupac_da(mol),
        "crippen_log_p": log_p,
        "tpsa_a2": rdMolDescriptors.CalcTPSA(mol),
        "tpsa_with_s_a2": rdMolDescriptors.CalcTPSA(mol, includeSandP=True),
    }


def _measure(compound: Compound) -> dict[str, Any]:
    if compound.mol is None:
        return {"reason": compound.error}
    try:
        return {**measure_properties(compound.mol), "reason": ""}
    except MolinfoError as error:
        return {"reason": str(error)}


def _divide(upper: float, lower: float) -> float:
    return upper / lower if lower else math.nan
