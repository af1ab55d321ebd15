"""Whether a structure makes sense as a substance."""

import pytest

from molinfo.checks.result import Status
from molinfo.checks.run import check, check_structure
from molinfo.store.record import Record


@pytest.mark.parametrize(
    ("smiles", "code"),
    [
        ("C[CH2]", "radical"),
        ("*CCO", "open-atom"),
        ("[Na]OC(C)=O", "covalent-metal"),
        ("[Ca+2].[Cl-]", "unbalanced-charge"),
        ("CC(=O)[O-]", "lone-ion"),
    ],
)
def test_what_is_odd_about_a_substance_is_told(smiles, code):
    assert [finding.code for finding in check(Record(smiles=smiles)).findings] == [code]


@pytest.mark.parametrize(
    "smiles",
    ["CCO", "[Na+].[Cl-]", "C[N+](=O)[O-]", "[Ca+2].[Cl-].[Cl-]", "[Fe]", "C[N+](C)(C)CC([O-])=O"],
)
def test_a_sound_substance_has_no_finding(smiles):
    assert check(Record(smiles=smiles)).findings == ()


def test_an_r_group_makes_the_composition_uncheckable_not_wrong():
    result = check_structure("*CCO", formula="C2H5O", molecular_weight="45.06")
    assert [claim.status for claim in result.claims] == [Status.UNCHECKABLE] * 2
