from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem import AllChem, rdinchi

from molinfo.checks.result import Status, Verdict
from molinfo.checks.run import check, check_structure
from molinfo.chem.identifiers import compute_inchi
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

DATA = Path(__file__).parent.parent / "data"
L_ALANINE = "C[C@H](N)C(=O)O"
D_ALANINE = "C[C@@H](N)C(=O)O"
L_ALANINE_INCHI = compute_inchi(Chem.MolFromSmiles(L_ALANINE)).inchi
L_ALANINE_KEY = compute_inchi(Chem.MolFromSmiles(L_ALANINE)).key


def find(result, code):
    return next(finding for finding in result.findings if finding.code == code)


def claims_only(**claims):
    return Record(
        id="x", claims=tuple(Claim(field=FieldName(name), value=v) for name, v in claims.items())
    )


def draw(smiles):
    mol = Chem.MolFromSmiles(smiles)
    AllChem.Compute2DCoords(mol)
    return Chem.MolToMolBlock(mol)


def test_an_inchi_of_the_enantiomer_names_the_layer_and_the_centre():
    inchi = compute_inchi(Chem.MolFromSmiles(D_ALANINE)).inchi
    finding = find(check_structure(L_ALANINE, inchi=inchi), "inchi-disagrees")
    assert "tetrahedral parity" in finding.message
    assert finding.atoms == (1,)
    assert finding.message.endswith("at atom 2")


def test_only_the_centre_that_differs_is_named():
    inchi = compute_inchi(Chem.MolFromSmiles("C[C@H](O)[C@H](O)CC")).inchi
    finding = find(check_structure("C[C@H](O)[C@@H](O)CC", inchi=inchi), "inchi-disagrees")
    assert finding.atoms == (3,)


def test_a_double_bond_of_the_other_geometry_is_named_by_its_bond():
    inchi = compute_inchi(Chem.MolFromSmiles("C/C=C\\C")).inchi
    finding = find(check_structure("C/C=C/C", inchi=inchi), "inchi-disagrees")
    assert finding.bonds == (1,)
    assert "double-bond stereo at bond 2" in finding.message


def test_each_component_of_a_mixture_is_looked_at():
    claimed = "C[C@@H](N)C(=O)O.CC(N)C(=O)O.Cl"
    inchi = compute_inchi(Chem.MolFromSmiles(claimed)).inchi
    finding = find(check_structure(f"{L_ALANINE}.{L_ALANINE}.Cl", inchi=inchi), "inchi-disagrees")
    assert finding.atoms == (1, 7)


def test_another_skeleton_names_layers_but_no_atoms():
    finding = find(check_structure("CCO", inchi="InChI=1S/C2H6O/c1-3-2/h1-2H3"), "inchi-disagrees")
    assert "connections" in finding.message
    assert finding.atoms == ()


def test_a_molfile_of_the_enantiomer_names_its_own_atoms():
    result = check_structure(L_ALANINE, molblock=draw("OC(=O)[C@H](N)C"))
    finding = find(result, "molfile-disagrees")
    drawn = Chem.MolFromMolBlock(draw("OC(=O)[C@H](N)C"))
    assert [drawn.GetAtomWithIdx(index).GetDegree() for index in finding.atoms] == [3]
    assert finding.atoms == (3,)


def test_without_a_structure_the_inchikey_is_held_against_the_claimed_inchi():
    result = check(claims_only(inchi=L_ALANINE_INCHI, inchikey=L_ALANINE_KEY, formula="C3H7NO2"))
    assert result.verdict is Verdict.PASS
    assert [claim.status for claim in result.claims] == [
        Status.WELL_FORMED,
        Status.AGREE,
        Status.AGREE,
    ]
    assert result.claims[1].decided_by == "claimed InChI"
    assert find(result, "structure-from-inchi").severity == "info"


def test_an_inchikey_that_is_not_of_the_claimed_inchi_is_explained():
    flat = compute_inchi(Chem.MolFromSmiles("CC(N)C(=O)O")).key
    result = check(claims_only(inchi=L_ALANINE_INCHI, inchikey=flat))
    assert result.claims[1].status is Status.DISAGREE
    finding = find(result, "inchikey-disagrees")
    assert finding.explanations[0].code == "stereo-missing"


def test_a_damaged_inchi_without_a_structure_is_an_error_of_its_row():
    result = check(claims_only(inchi="InChI=1S/C3H7NO2/c1-9", inchikey=L_ALANINE_KEY))
    assert result.verdict is Verdict.ERROR
    assert result.error.code == "structure-unreadable"


def test_claims_without_structure_or_inchi_are_an_error_of_their_row():
    result = check(claims_only(inchi="unknown", inchikey=L_ALANINE_KEY))
    assert result.error.code == "structure-missing"


@pytest.mark.parametrize(
    ("smiles", "options"),
    [
        ("CCO", "/SUU"),
        ("CC(=O)Nc1ccccc1", "/FixedH"),
        ("CC(F)O", "/SUU"),
        ("CC(F)O", "/SUU /SLUUD"),
        ("C[C@H](F)O", "/SRel"),
        ("CC(C)=O", "/KET"),
        ("N[Pt](N)(Cl)Cl", "/RecMet"),
    ],
)
def test_a_non_standard_inchi_and_its_key_are_computed_with_their_options(smiles, options):
    inchi = rdinchi.MolToInchi(Chem.MolFromSmiles(smiles), options)[0]
    inchi = inchi.replace("InChI=1S/", "InChI=1/")
    key = rdinchi.InchiToInchiKey(inchi)
    result = check_structure(smiles, inchi=inchi, inchikey=key)
    assert [claim.status for claim in result.claims] == [Status.AGREE] * 2
    assert all("non-standard InChI" in claim.decided_by for claim in result.claims)


def test_a_non_standard_inchi_of_another_compound_disagrees_by_its_layers():
    inchi = "InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2-/m0/s1"
    result = check_structure("CC(F)O", inchi=inchi)
    assert result.claims[0].status is Status.DISAGREE
    assert "the claim defines tetrahedral stereo, the structure none" in result.findings[0].message
    assert check_structure("CCO", inchi=inchi).claims[0].status is Status.DISAGREE


def test_a_non_standard_key_of_another_skeleton_disagrees():
    key = "VNWKTOKETHGBQD-UHFFFAOYNA-N"
    assert check_structure("CCO", inchikey=key).claims[0].status is Status.DISAGREE
    unknown = "LFQSCWFLJHTTHZ-ABCDEFGHNA-N"
    assert check_structure("CCO", inchikey=unknown).claims[0].status is Status.UNCHECKABLE


@pytest.mark.parametrize(
    ("key", "note"),
    [
        ("LFQSCWFLJHTTHZ", "first block"),
        ("lfqscwfljhtthz-uhfffaoysa-n", "lower case"),
        ("LFQSCWFLJHTTHZUHFFFAOYSAN", "no hyphens"),
        ("LFQSCWFLJHTTHZ-UHFFFAOYAB", "25 characters"),
    ],
)
def test_a_key_in_another_notation_agrees_with_a_note(key, note):
    result = check_structure("CCO", inchikey=key)
    assert result.claims[0].status is Status.AGREE
    assert note in find(result, "inchi-notation").message
    assert check_structure("CCN", inchikey=key).claims[0].status is Status.DISAGREE


def test_what_the_official_reader_gives_agrees_and_is_named():
    block = (DATA / "contradictory_wedges.mol").read_text()
    official, drawn = "InChI=1S/CBrClFI/c2-1(3,4)5", "InChI=1S/CBrClFI/c2-1(3,4)5/t1-/m0/s1"
    for inchi, decided_by in ((official, "InChI's own reading"), (drawn, "standard InChI")):
        result = check(
            Record(
                molblock=block,
                claims=(
                    Claim(field="inchi", value=inchi),
                    Claim(field="inchikey", value=rdinchi.InchiToInchiKey(inchi)),
                ),
            )
        )
        assert [claim.status for claim in result.claims] == [Status.AGREE] * 2
        assert all(claim.decided_by.startswith(decided_by) for claim in result.claims)
        assert find(result, "ambiguous-stereo").atoms == (0,)


def test_a_smiles_that_the_official_reader_sees_in_the_molfile_is_no_error():
    block = (DATA / "contradictory_wedges.mol").read_text()
    result = check(Record(smiles="FC(Cl)(Br)I", molblock=block))
    assert find(result, "molfile-readings-differ").severity == "info"
    assert all(finding.code != "molfile-disagrees" for finding in result.findings)


def test_haptic_ferrocene_checks_whole():
    block = (DATA / "ferrocene_haptic.mol").read_text()
    claims = {
        "formula": "C10H10Fe",
        "molecular_weight": "186.03",
        "inchi": "InChI=1S/2C5H5.Fe/c2*1-2-4-5-3-1;/h2*1-5H;/q2*-1;+2",
        "inchikey": "KTWOOEGAPBSYNW-UHFFFAOYSA-N",
    }
    record = Record(
        molblock=block, claims=tuple(Claim(field=f, value=v) for f, v in claims.items())
    )
    result = check(record)
    assert [claim.status for claim in result.claims] == [Status.AGREE] * 4
    assert result.findings == ()


def test_a_polymer_has_no_standard_inchi_to_agree_with():
    result = check_structure("*CCO* |Sg:n:1,2,3:n:ht|", inchi="InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3")
    assert result.claims[0].status is Status.UNCHECKABLE
    assert "repeats" in result.claims[0].note


def test_a_racemate_agrees_with_a_standard_inchi_with_a_note():
    inchi = "InChI=1S/C4H10O/c1-3-4(2)5/h4-5H,3H2,1-2H3/t4-/m0/s1"
    claim = check_structure("CC[C@H](C)O |&1:2|", inchi=inchi).claims[0]
    assert claim.status is Status.AGREE
    assert "the same for one enantiomer" in claim.note


def test_a_missing_prefix_is_told_not_faulted():
    result = check_structure(L_ALANINE, inchi=L_ALANINE_INCHI.removeprefix("InChI="))
    assert result.claims[0].status is Status.AGREE
    assert find(result, "inchi-notation").severity == "info"


@pytest.mark.parametrize(
    "smiles", ["[Na+].[O-]Cl(=O)(=O)=O", "[K+].[O-]Br(=O)=O", "[O-]Cl=O.[Na+]"]
)
def test_halates_agree_with_both_identifiers_in_use(smiles):
    mol = Chem.MolFromSmiles(smiles)
    for inchi in (compute_inchi(mol).inchi, Chem.MolToInchi(mol)):
        key = Chem.InchiToInchiKey(inchi)
        result = check_structure(smiles, inchi=inchi, inchikey=key)
        assert [claim.status for claim in result.claims] == [Status.AGREE] * 2
        assert [claim.computed for claim in result.claims] == [inchi, key]
