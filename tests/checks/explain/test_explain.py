"""Why a claim disagrees: the right explanation first, equal fits as equals."""

import pytest
from rdkit import Chem
from rdkit.Chem import rdDepictor
from rdkit.Chem.Descriptors import ExactMolWt, MolWt
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

from molinfo.checks.codes import collect_explanations
from molinfo.checks.rows import check_many
from molinfo.checks.run import check, check_structure
from molinfo.chem.quiet import quiet
from molinfo.store.fields import FieldName
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Record

STORE = open_store()
BARICITINIB = STORE["baricitinib"].smiles
RUXOLITINIB = STORE["ruxolitinib"].smiles
TOFACITINIB = STORE["tofacitinib"].smiles
PHOSPHATE = STORE["ruxolitinib-phosphate"].smiles
DEUCRAVACITINIB = STORE["deucravacitinib"].smiles


def first(smiles, **claim):
    result = check_structure(smiles, **claim)
    told = [each for finding in result.findings for each in finding.explanations]
    assert [each.rank for each in told] == sorted(each.rank for each in told)
    assert all(each.code in collect_explanations() for each in told)
    return {each.code for each in told if each.rank == 1}


def key(smiles):
    return Chem.MolToInchiKey(Chem.MolFromSmiles(smiles))


@pytest.mark.parametrize(
    ("smiles", "formula", "code"),
    [
        (BARICITINIB, "C16H17N7O2S.H3PO4", "salt-form"),
        (BARICITINIB, "C16H20N7O6PS", "salt-form"),
        (BARICITINIB, "C16H17N7O2S.½H2O", "hydrate"),
        (BARICITINIB, "C16H17N7O2S.C2H6OS", "solvate"),
        (BARICITINIB, "C16H17N7O2S.HCl.H2O", "salt-form"),
        (BARICITINIB, "C16H18N7O2S", "hydrogen-count"),
        (BARICITINIB, "C16H18N7O2S+", "charge-state"),
        (BARICITINIB, "C16H71N7O2S", "digit-typo"),
        (BARICITINIB, "C16H16DN7O2S", "isotopologue"),
        (BARICITINIB, "C32H34N14O4S2", "formula-multiple"),
        (BARICITINIB, "C9H8O4", "different-compound"),
        (PHOSPHATE, "C17H18N6", "free-form"),
        ("[Na+].CC(=O)[O-]", "C2H4O2", "free-form"),
        ("CC(=O)O", "C2H3NaO2", "salt-form"),
        ("CCN.O", "C2H7N", "anhydrous"),
        ("C[N+](C)(C)C", "C4H12ClN", "salt-form"),
    ],
)
def test_formulas(smiles, formula, code):
    assert code in first(smiles, formula=formula)


@pytest.mark.parametrize(
    ("smiles", "weight", "code"),
    [
        (BARICITINIB, "371.12", "monoisotopic-mass"),
        (BARICITINIB, "371.1", "monoisotopic-mass"),
        ("IP(I)I", "411.68", "truncated"),
        (BARICITINIB, "469.41", "salt-form"),
        (BARICITINIB, "389.43", "hydrate"),
        (BARICITINIB, "372.124", "adduct"),
        (BARICITINIB, "394.106", "adduct"),
        (BARICITINIB, "371.24", "digit-typo"),
        (BARICITINIB, "317.42", "digit-typo"),
        (BARICITINIB, "512.33", "different-compound"),
        (PHOSPHATE, "306.37", "free-form"),
        (DEUCRAVACITINIB, "422.449", "unlabelled"),
        (BARICITINIB, "371.42.1", "malformed"),
    ],
)
def test_weights(smiles, weight, code):
    assert code in first(smiles, molecular_weight=weight)


@pytest.mark.parametrize(
    ("smiles", "mass", "code"),
    [
        (BARICITINIB, "371.42", "average-weight"),
        (BARICITINIB, "371.00", "nominal-mass"),
        (BARICITINIB, "372.1237", "adduct"),
        (BARICITINIB, "373.1321", "hydrogen-count"),
        ("C[N+](C)(C)C", "74.09697", "electron-mass"),
        (BARICITINIB, "371.11589", "electron-mass"),
        ("BrCCBr", "187.8659", "most-abundant-mass"),
    ],
)
def test_masses(smiles, mass, code):
    assert code in first(smiles, monoisotopic_mass=mass)


@pytest.mark.parametrize(
    ("drawn", "claimed", "code"),
    [
        (RUXOLITINIB, "N#CCC(C1CCCC1)n1cc(-c2ncnc3[nH]ccc23)cn1", "stereo-missing"),
        ("N#CCC(C1CCCC1)n1cc(-c2ncnc3[nH]ccc23)cn1", RUXOLITINIB, "stereo-specified"),
        (RUXOLITINIB, "N#CC[C@@H](C1CCCC1)n1cc(-c2ncnc3[nH]ccc23)cn1", "enantiomer"),
        (TOFACITINIB, "C[C@H]1CCN(C(=O)CC#N)C[C@@H]1N(C)c1ncnc2[nH]ccc12", "diastereomer"),
        ("C/C=C/C(=O)O", "C/C=C\\C(=O)O", "double-bond-isomer"),
        (STORE["deuruxolitinib"].smiles, RUXOLITINIB, "unlabelled"),
        (RUXOLITINIB, RUXOLITINIB.replace("N#C", "N#[13C]"), "isotopologue"),
        (PHOSPHATE, RUXOLITINIB, "free-form"),
        (RUXOLITINIB, PHOSPHATE, "salt-form"),
        ("CCN", "CC[NH3+]", "charge-state"),
        ("CC(=O)CC(C)=O", "CC(O)=CC(C)=O", "tautomer"),
        (RUXOLITINIB, BARICITINIB, "different-compound"),
    ],
)
def test_inchikeys(drawn, claimed, code):
    assert code in first(drawn, inchikey=key(claimed))


def test_a_key_that_no_trial_gives_is_said_to_be_a_guess():
    result = check_structure(RUXOLITINIB, inchikey=key(STORE["deuruxolitinib"].smiles))
    (explanation,) = result.findings[0].explanations
    assert explanation.data["proven"] is False
    assert "same skeleton" in explanation.detail


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("XUZMWHLSFXCVMG-UHFFFAOYSA-N".replace("XUZ", "XVZ"), "digit-typo"),
        ("XUZMWHLSFXCVMG-UHFFFAOYSA", "malformed"),
        ("XUZMWHLSFXCVM-UHFFFAOYSA-N", "digit-typo"),
        ("InChI=1S/CH4/h1H4", "wrong-field"),
        ("1187594-09-7", "wrong-field"),
    ],
)
def test_damaged_inchikeys(value, code):
    assert first(BARICITINIB, inchikey=value) == {code}


@pytest.mark.parametrize(
    ("drawn", "claimed", "code"),
    [
        (RUXOLITINIB, "N#CC[C@@H](C1CCCC1)n1cc(-c2ncnc3[nH]ccc23)cn1", "enantiomer"),
        (RUXOLITINIB, STORE["deuruxolitinib"].smiles, "isotopologue"),
        (
            BARICITINIB,
            "CCS(=O)(=O)N1CC(CC#N)(n2cc(-c3ncnc4[nH]ccc34)nc2)C1",
            "constitutional-isomer",
        ),
        (RUXOLITINIB, PHOSPHATE, "salt-form"),
        ("CCN", "CC[NH3+]", "charge-state"),
        ("CC(=O)CC(C)=O", "CC(O)=CC(C)=O", "tautomer"),
    ],
)
def test_inchis_are_explained_layer_by_layer(drawn, claimed, code):
    inchi = Chem.MolToInchi(Chem.MolFromSmiles(claimed))
    assert code in first(drawn, inchi=inchi)


TOFACITINIB_INCHI = Chem.MolToInchi(Chem.MolFromSmiles(TOFACITINIB))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (TOFACITINIB_INCHI.replace("/c1-11", "/c1-1"), "digit-typo"),
        (TOFACITINIB_INCHI.replace("N6O", "N6O0"), "digit-typo"),
        (TOFACITINIB_INCHI.replace("/m1", "/m0"), "enantiomer"),
        (TOFACITINIB_INCHI[:-5], "malformed"),
        (TOFACITINIB_INCHI.partition("/t")[0], "stereo-missing"),
        (TOFACITINIB, "wrong-field"),
    ],
)
def test_damaged_inchis(value, code):
    assert value != TOFACITINIB_INCHI
    assert code in first(TOFACITINIB, inchi=value)


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        (TOFACITINIB.replace("@@", "@"), "enantiomer"),
        (TOFACITINIB.replace("@@", ""), "stereo-missing"),
        (TOFACITINIB + ".OC(=O)CC(O)(CC(=O)O)C(=O)O", "salt-form"),
        (TOFACITINIB.replace("N(C)c1", "N(C([2H])([2H])[2H])c1"), "isotopologue"),
        (RUXOLITINIB, "different-compound"),
    ],
)
def test_a_molfile_that_is_another_structure_is_explained(drawn, code):
    mol = Chem.MolFromSmiles(drawn)
    rdDepictor.Compute2DCoords(mol)
    result = check(Record(smiles=TOFACITINIB, molblock=Chem.MolToMolBlock(mol)))
    (finding,) = (each for each in result.findings if each.code == "molfile-disagrees")
    assert finding.explanations[0].code == code
    assert not finding.explanations[0].detail.startswith("claim")


def test_equal_fits_are_shown_as_equal():
    assert first("CCO", formula="C2H7O") == {"hydrogen-count", "digit-typo"}


def test_a_component_from_a_weight_alone_tells_the_chance_of_a_random_fit():
    result = check_structure(BARICITINIB, molecular_weight="469.41")
    chance = result.findings[0].explanations[0].data["chance"]
    assert 0 < chance < 0.1


ROWS = [("a", BARICITINIB), ("b", TOFACITINIB), ("c", RUXOLITINIB), ("d", "CCO")]


def test_shifted_rows_are_told_as_those_of_their_neighbours():
    records = []
    for (name, smiles), (_, other) in zip(ROWS[1:], ROWS, strict=False):
        claim = Claim(field=FieldName.INCHIKEY, value=key(other))
        records.append(Record(id=name, smiles=smiles, claims=(claim,)))
    results = list(check_many(records))
    told = [result.findings[0].explanations[0] for result in results[1:]]
    assert [(each.code, each.data["record"]) for each in told] == [
        ("other-record", "b"),
        ("other-record", "c"),
    ]


def test_the_weight_of_a_sibling_form_names_it():
    record = STORE["tofacitinib"].model_copy(
        update={"claims": (Claim(field=FieldName.MOLECULAR_WEIGHT, value="504.50"),)}
    )
    told = check(record, forms=STORE).findings[0].explanations
    assert [each.code for each in told if each.rank == 1] == ["salt-form"]
    assert "other-record" in {each.code for each in told}


def test_claims_that_agree_with_each_other_cast_doubt_on_the_structure():
    result = check_structure("CCO", formula="C16H17N7O2S", molecular_weight="371.42")
    assert "structure-suspect" in {finding.code for finding in result.findings}


def test_one_claim_against_the_others_is_the_odd_one():
    result = check_structure(
        BARICITINIB,
        formula="C16H17N7O2S",
        molecular_weight="371.24",
        inchikey="XUZMWHLSFXCVMG-UHFFFAOYSA-N",
    )
    (odd,) = [finding for finding in result.findings if finding.code == "odd-one-out"]
    assert "only molecular weight disagrees" in odd.message


def test_a_weight_that_fits_a_form_under_old_tables_only_is_equally_a_slip():
    # 432.29 is [M-H]- by the weights of 1961, and 433.29 with a digit changed by today's
    smiles = "C1CC(OC1)CN2C(=O)C3=CC=CC=C3N(C2=O)CC(=O)C4=CC(=C(C=C4)Cl)Cl"
    result = check_structure(smiles, molecular_weight="432.29")
    first = {e.code for f in result.findings for e in f.explanations if e.rank == 1}
    assert "digit-typo" in first


def test_a_label_is_no_slip_of_the_pen():
    result = check_structure("CC1=CN(C(=O)NC1=O)[14C@H]2C=C[C@H](O2)CO", formula="C10H11N2O4D")
    explanations = result.findings[0].explanations
    assert explanations[0].code == "isotopologue"
    assert "digit-typo" not in {each.code for each in explanations}


SALTS = {  # what is drawn, and what is claimed: its structure and the words for it
    "an acid's sodium salt": ("CC(=O)O", "CC(=O)[O-].[Na+]", "sodium"),
    "an anion's sodium salt": ("CC(=O)[O-]", "CC(=O)[O-].[Na+]", "sodium"),
    "two acids' calcium salt": ("CCC(=O)O", "CCC(=O)[O-].CCC(=O)[O-].[Ca+2]", "calcium"),
    "three sodium ions": (
        "OC(=O)CC(O)(CC(=O)O)C(=O)O",
        "[O-]C(=O)CC(O)(CC(=O)[O-])C(=O)[O-].[Na+].[Na+].[Na+]",
        "sodium",
    ),
    "a cation's chloride": ("C[N+](C)(C)CCO", "C[N+](C)(C)CCO.[Cl-]", "chloride"),
    "an amine's hydrochloride": ("CCCN", "CCC[NH3+].[Cl-]", "chloride"),
}


@pytest.mark.parametrize(("drawn", "claimed", "words"), SALTS.values(), ids=SALTS)
@pytest.mark.parametrize(
    "field", ["formula", "molecular_weight", "monoisotopic_mass", "inchi", "inchikey"]
)
def test_a_salt_is_named_from_any_one_claim(drawn, claimed, words, field):
    mol = Chem.MolFromSmiles(claimed)
    with quiet():
        value = {
            "formula": CalcMolFormula,
            "molecular_weight": lambda m: f"{MolWt(m):.2f}",
            "monoisotopic_mass": lambda m: f"{ExactMolWt(m):.4f}",
            "inchi": Chem.MolToInchi,
            "inchikey": Chem.MolToInchiKey,
        }[field](mol)
    (finding,) = (f for f in check_structure(drawn, **{field: value}).findings if f.explanations)
    assert finding.explanations[0].code == "salt-form"
    assert words in finding.explanations[0].detail
