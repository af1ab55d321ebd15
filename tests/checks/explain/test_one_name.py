"""One difference has one name in every field."""

import pytest

from molinfo.checks.run import check_structure
from molinfo.chem.formula import parse_formula
from molinfo.chem.weights import compute_molecular_weight, compute_monoisotopic_mass


@pytest.mark.parametrize(
    ("drawn", "claimed", "code"),
    [
        ("[BH4-].[Na+]", "BH3Na", "hydrogen-count"),
        ("[H-].[Na+]", "Na", "hydrogen-count"),
        ("CCO", "C2H4O", "hydrogen-count"),
        ("c1ccccc1", "C6H12", "hydrogen-count"),
        ("CC(=O)[O-]", "C2H4O2", "charge-state"),
        ("C[NH3+]", "CH5N", "charge-state"),
        ("[OH-]", "H2O", "charge-state"),
        ("CCN", "C2H8ClN", "salt-form"),
        ("CCN.Cl", "C2H7N", "free-form"),
        ("CCO", "C2H8O2", "hydrate"),
        ("CCO", "C2DH5O", "isotopologue"),
    ],
)
def test_a_difference_has_the_same_name_as_formula_weight_and_mass(drawn, claimed, code):
    formula = parse_formula(claimed)
    result = check_structure(
        drawn,
        formula=claimed,
        molecular_weight=f"{compute_molecular_weight(formula):.3f}",
        monoisotopic_mass=f"{compute_monoisotopic_mass(formula):.5f}",
    )
    told = {
        finding.field: [each.code for each in finding.explanations]
        for finding in result.findings
        if finding.explanations
    }
    assert len(told) == 3
    assert all(code in codes for codes in told.values()), told
    assert told["formula"][0] == told["monoisotopic_mass"][0] == code
