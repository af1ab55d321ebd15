"""Whether a structure makes sense as a substance."""

import pytest
from rdkit import Chem

from molinfo.checks.result import Severity, Status
from molinfo.checks.run import check, check_structure
from molinfo.store.record import Claim, Record


def find(smiles):
    return {finding.code: finding for finding in check(Record(smiles=smiles)).findings}


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


@pytest.mark.parametrize(
    ("smiles", "what"),
    [
        ("CCO[4H]", "4H at atom 4 decays"),
        ("C[9CH3]", "9C at atom 2 decays"),
        ("[999Na+].[Cl-]", "999Na at atom 1 is no known"),
        ("C[100CH3]", "100C at atom 2 is no known"),
    ],
)
def test_an_isotope_that_does_not_last_is_a_warning(smiles, what):
    assert what in find(smiles)["impossible-isotope"].message


@pytest.mark.parametrize(
    "smiles", ["C[11CH3]", "[2H]C", "CC[18F]", "[82Rb+]", "C[13CH3]", "[235U]", "[99Tc]"]
)
def test_isotopes_in_use_are_no_finding(smiles):
    assert not {"impossible-isotope", "odd-valence"} & set(find(smiles))


@pytest.mark.parametrize(
    "smiles", ["CS(=O)=O", "CS=O", "C[SH](=O)=O", "CP(C)(C)C", "[13CH3]", "C[13CH]C", "CIC"]
)
def test_a_valence_that_chemistry_hardly_knows_is_a_warning(smiles):
    assert find(smiles)["odd-valence"].severity is Severity.WARNING


@pytest.mark.parametrize(
    "smiles",
    ["CS(=O)(=O)O", "CS(C)=O", "CS", "O=[PH](O)O", "CP", "Cl", "I", "C[SH+]C", "CC[13CH3]"],
)
def test_usual_valences_are_no_finding(smiles):
    assert "odd-valence" not in find(smiles)


@pytest.mark.parametrize(
    ("smiles", "reason"),
    [
        ("*CCO* |Sg:n:1,2,3:n:ht|", None),
        ("CCO |Sg:n:0,1,2:n:ht|", "SRU"),
        ("CCC |LN:1:1.3|", "link node"),
        ("CC~C", "query"),
    ],
)
def test_no_definite_composition_is_told_once(smiles, reason):
    found = find(smiles)
    assert ("indefinite-composition" in found) != ("open-atom" in found)
    if reason:
        assert reason in found["indefinite-composition"].message


def test_an_empty_molfile_is_a_warning():
    block = Chem.MolToMolBlock(Chem.Mol())
    result = check(Record(molblock=block, claims=(Claim(field="formula", value="C2H6O"),)))
    assert [finding.code for finding in result.findings] == ["empty-structure"]
    assert result.claims[0].status is Status.UNCHECKABLE


@pytest.mark.parametrize(
    ("smiles", "several"),
    [
        ("CC1(C)SC2C(NC(=O)Cc3ccccc3)C(=O)N2C1C(=O)O.CCN(CC)CCOC(=O)c1ccc(N)cc1", True),
        ("CCN.OC(=O)CC(O)(CC(=O)O)C(=O)O", False),
        ("[Na+].[Cl-]", False),
        ("c1ccncc1CCN.c1ccncc1CCN.OS(=O)(=O)O", False),
    ],
)
def test_two_drugs_in_one_salt_are_said_to_be_two(smiles, several):
    assert ("several-parents" in find(smiles)) is several
