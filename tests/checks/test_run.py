"""A record in, a result out."""

import datetime

import pytest

from molinfo.checks.options import CheckOptions, CodeFilter
from molinfo.checks.result import Severity, Status, Verdict
from molinfo.checks.rows import check_many
from molinfo.checks.run import check, check_structure
from molinfo.errors import UnknownName
from molinfo.store.record import Claim, Record

BARICITINIB = "CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12"


def make_record(smiles, claims, **more):
    return Record(
        smiles=smiles, claims=[{"field": field, "value": value} for field, value in claims], **more
    )


def check_one(smiles, field, value):
    return check(make_record(smiles, [(field, value)]))


def codes_of(result):
    return [finding.code for finding in result.findings]


def test_baricitinib_as_its_maker_prints_it_passes():
    result = check_structure(BARICITINIB, formula="C16H17N7O2S", molecular_weight="371.42")
    assert result.verdict is Verdict.PASS
    assert [claim.status for claim in result.claims] == [Status.AGREE, Status.AGREE]
    assert result.claims[1].decided_by == "IUPAC 2024"


def test_two_swapped_digits_fail_and_the_computed_weight_is_said():
    result = check_structure(BARICITINIB, formula="C16H17N7O2S", molecular_weight="371.24")
    assert result.verdict is Verdict.FAIL
    (finding,) = result.findings
    assert finding.code == "molecular_weight-disagrees"
    assert "371.24" in finding.message
    assert "371.42" in finding.message


def test_weight_of_a_toolkit_agrees_and_the_table_is_named():
    result = check_one(BARICITINIB, "molecular_weight", "371.43")
    assert result.verdict is Verdict.PASS
    assert result.claims[0].decided_by.startswith("RDKit")
    assert codes_of(result) == ["other-weight-table"]


@pytest.mark.parametrize(
    ("smiles", "formula", "per"),
    [
        ("CCO", "C2H6O", "drawn structure"),
        ("CCO.CCO.O", "C2H6O.½H2O", "mole of parent"),
        ("CCO.CCO.O", "C4H14O3", "drawn structure"),
        ("[Na+].[Cl-]", "NaCl", "drawn structure"),
    ],
)
def test_formula_agrees_per_drawn_structure_or_per_parent(smiles, formula, per):
    result = check_one(smiles, "formula", formula)
    assert result.claims[0].status is Status.AGREE
    assert result.claims[0].per == per


def test_hemihydrate_drawn_two_to_one_weighs_per_mole_of_parent():
    upadacitinib = "CC[C@@H]1CN(C(=O)NCC(F)(F)F)C[C@@H]1c1cnc2cnc3[nH]ccc3n12"
    result = check_one(f"{upadacitinib}.{upadacitinib}.O", "molecular_weight", "389.38")
    assert result.claims[0].status is Status.AGREE
    assert result.claims[0].per == "mole of parent"


def test_an_ion_whose_charge_its_parents_cannot_share_weighs_as_drawn():
    result = check_one("[Pt+2].[C-]#N.[C-]#N.[C-]#N", "molecular_weight", "273.14")
    assert result.claims[0].status is Status.AGREE
    assert result.claims[0].per == "drawn structure"


@pytest.mark.parametrize(
    ("smiles", "claimed"), [("[2H]C([2H])([2H])O", "CH4O"), ("C[NH3+]", "CH6N")]
)
def test_formula_without_labels_or_charge_agrees_with_a_note(smiles, claimed):
    result = check_one(smiles, "formula", claimed)
    assert result.claims[0].status is Status.AGREE
    assert codes_of(result)[0] == "formula-notation"
    assert result.verdict is Verdict.PASS


def test_formula_with_labels_that_the_drawing_lacks_disagrees():
    assert check_one("CO", "formula", "CHD3O").verdict is Verdict.FAIL


def test_open_multiplier_cannot_be_checked():
    result = check_one("CCO", "formula", "C2H6O.xH2O")
    assert result.claims[0].status is Status.UNCHECKABLE
    assert result.findings == ()


def test_r_group_makes_composition_uncheckable_not_wrong():
    result = check(make_record("*CCO", [("formula", "C2H6O"), ("molecular_weight", "46.07")]))
    assert [claim.status for claim in result.claims] == [Status.UNCHECKABLE] * 2
    assert result.verdict is Verdict.UNCHECKED


@pytest.mark.parametrize("printed", ["371.1164", "371.1165", "371.116", "371.12"])
def test_monoisotopic_mass_agrees_however_it_was_rounded(printed):
    assert check_one(BARICITINIB, "monoisotopic_mass", printed).verdict is Verdict.PASS


@pytest.mark.parametrize("printed", ["371.42", "371.1166", "372.1237"])
def test_another_mass_in_the_monoisotopic_field_disagrees(printed):
    result = check_one(BARICITINIB, "monoisotopic_mass", printed)
    assert codes_of(result) == ["monoisotopic_mass-disagrees"]


def test_integer_mass_is_never_plain_agreement():
    result = check_one(BARICITINIB, "monoisotopic_mass", "371")
    assert codes_of(result) == ["nominal-mass"]
    assert result.verdict is Verdict.WARN


def test_ion_mass_with_the_electron_ignored_is_said_to_be_that():
    result = check_one("C[N+](C)(C)C", "monoisotopic_mass", "74.09697")
    finding = result.findings[0]
    assert finding.code == "monoisotopic_mass-disagrees"
    assert finding.explanations[0].code == "electron-mass"


def test_exact_mass_may_be_that_of_the_most_abundant_isotopologue():
    tribromobenzene = "c1c(Br)cc(Br)cc1Br"
    result = check_one(tribromobenzene, "exact_mass", "313.7764")
    assert result.claims[0].decided_by == "most abundant isotopologue"


@pytest.mark.parametrize(
    ("key", "block"),
    [
        ("UJLAWZDWDVHWOW-UHFFFAOYSA-N", "stereo-isotope"),
        ("UJLAWZDWDVHWOW-YPMHNXCESA-O", "protonation"),
        ("XUZMWHLSFXCVMG-YPMHNXCESA-N", "skeleton"),
    ],
)
def test_inchikey_names_the_block_that_differs(key, block):
    tofacitinib = "C[C@@H]1CCN(C(=O)CC#N)C[C@@H]1N(C)c1ncnc2[nH]ccc12"
    result = check_one(tofacitinib, "inchikey", key)
    assert result.verdict is Verdict.FAIL
    assert block in result.findings[0].message


def test_broken_inchikey_is_malformed():
    result = check_one("CCO", "inchikey", "LFQSCWFLJHTTHZ-UHFFFAOYSA")
    assert result.findings[0].explanations[0].code == "malformed"


def test_unreadable_number_is_a_warning_and_the_rest_goes_on():
    result = check(make_record("CCO", [("molecular_weight", "n/a"), ("formula", "C2H6O")]))
    assert codes_of(result) == ["claim-unreadable"]
    assert result.claims[1].status is Status.AGREE


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (Record(id="x", smiles="C1CC"), "structure-unreadable"),
        (Record(id="x", smiles="C(C)(C)(C)(C)C"), "structure-unreadable"),
        (Record(id="x"), "structure-missing"),
        (Record(id="x", defect="line 3: cut off"), "row-unreadable"),
    ],
)
def test_record_without_a_readable_structure_is_an_error_result(record, code, capfd):
    result = check(record)
    assert result.verdict is Verdict.ERROR
    assert result.error is not None
    assert result.error.code == code
    assert capfd.readouterr() == ("", "")


def test_molfile_that_is_another_structure_is_found():
    from rdkit import Chem

    molblock = Chem.MolToMolBlock(Chem.MolFromSmiles("CCN"))
    result = check(Record(id="x", smiles="CCO", molblock=molblock))
    assert codes_of(result) == ["molfile-disagrees"]


def waived_claim(**waiver):
    return Claim(
        field="formula",
        value="C2H5O",
        waivers=[{"code": "formula-disagrees", "reason": "misprint", "by": "a chemist", **waiver}],
    )


def test_waived_finding_stays_listed_and_does_not_count():
    result = check(Record(smiles="CCO", claims=[waived_claim()]))
    assert result.verdict is Verdict.PASS
    assert result.findings[0].waived == "misprint"
    assert result.claims[0].status is Status.DISAGREE


def test_expired_waiver_silences_nothing():
    result = check(Record(smiles="CCO", claims=[waived_claim(until=datetime.date(2020, 1, 1))]))
    assert result.verdict is Verdict.FAIL


def test_claim_of_another_form_is_held_against_that_form():
    base = Record(id="base", smiles="CCN")
    salt = Record(
        id="salt", smiles="CCN.Cl", claims=[{"field": "formula", "value": "C2H7N", "of": "base"}]
    )
    assert check(salt, forms={"base": base}).claims[0].status is Status.AGREE
    assert check(salt).claims[0].status is Status.UNCHECKABLE


def test_ignored_code_does_not_count():
    record = make_record("CCO", [("formula", "C2H5O")])
    options = CheckOptions(codes=CodeFilter.of(ignore=["formula-disagrees"]))
    assert check(record, options=options).findings == ()
    with pytest.raises(UnknownName, match="nonsense"):
        CodeFilter.of(select=["nonsense"])


def test_unknown_keyword_is_refused():
    with pytest.raises(UnknownName, match="colour"):
        check_structure("CCO", colour="red")


def test_results_stream_in_input_order():
    seen = []

    def records():
        for smiles in ["CCO", "C1CC", "CCN"]:
            seen.append(smiles)
            yield Record(smiles=smiles)

    results = check_many(records())
    assert next(results).record == "row-0"
    assert seen == ["CCO", "C1CC"]  # one row ahead, to explain shifted rows
    assert [result.verdict for result in results] == [Verdict.ERROR, Verdict.UNCHECKED]


def test_findings_carry_registered_severities():
    result = check_one("CCO", "formula", "C2H5O")
    assert result.findings[0].severity is Severity.ERROR
