"""InChI with its warnings, and the blocks of InChIKeys."""

from pathlib import Path

import pytest
from rdkit import Chem

from molinfo.chem.identifiers import (
    compute_inchi,
    compute_molblock_inchi,
    name_different_blocks,
    parse_inchikey,
)
from molinfo.errors import IdentifierError, StructureError

DATA = Path(__file__).parent.parent / "data"


def test_warnings_of_the_inchi_software_are_kept():
    computed = compute_inchi(Chem.MolFromSmiles("CC(O)(F)Cl"))
    assert computed.warnings == ("Omitted undefined stereo",)


def test_key_is_that_of_rdkit():
    mol = Chem.MolFromSmiles("C[C@H](N)C(=O)O")
    assert compute_inchi(mol).key == Chem.MolToInchiKey(mol)


@pytest.mark.parametrize(
    ("smiles", "inchi"),  # as PubChem prints them (CID 23682463, 24345)
    [
        ("[Li+].[O-]Cl(=O)=O", "InChI=1S/ClHO3.Li/c2-1(3)4;/h(H,2,3,4);/q;+1/p-1"),
        ("OI(=O)=O", "InChI=1S/HIO3/c2-1(3)4/h(H,2,3,4)"),
    ],
)
def test_halates_have_the_inchi_of_their_neutral_drawing(smiles, inchi):
    mol = Chem.MolFromSmiles(smiles)
    assert compute_inchi(mol).inchi == inchi
    assert Chem.MolToSmiles(mol) == Chem.CanonSmiles(smiles)  # the molecule is left as it was


@pytest.mark.parametrize(
    "text", ["LFQSCWFLJHTTHZ-UHFFFAOYSA-N", "InChIKey=LFQSCWFLJHTTHZ-UHFFFAOYSA-N "]
)
def test_key_is_split_into_blocks(text):
    key = parse_inchikey(text)
    assert (key.skeleton, key.stereo_isotope, key.standard, key.protonation) == (
        "LFQSCWFLJHTTHZ",
        "UHFFFAOY",
        True,
        "N",
    )


@pytest.mark.parametrize(
    "text", ["", "LFQSCWFLJHTTH", "LFQSCWFLJHTTHZ-UHFFFAOYSA", "LFQSCWFLJHTTHZ-UHFFFAOYXA-N"]
)
def test_broken_key_is_refused(text):
    with pytest.raises(IdentifierError, match="not an InChIKey"):
        parse_inchikey(text)


def test_differing_blocks_are_named():
    left = parse_inchikey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N")
    right = parse_inchikey("UJLAWZDWDVHWOW-YPMHNXCESA-N")
    assert name_different_blocks(left, right) == ("skeleton", "stereo-isotope")
    assert name_different_blocks(left, left) == ()


@pytest.mark.parametrize(
    ("text", "notation", "blocks"),
    [
        ("lfqscwfljhtthz-uhfffaoysa-n", "lower case", ("LFQSCWFLJHTTHZ", "UHFFFAOY", "N")),
        ("LFQSCWFLJHTTHZUHFFFAOYSAN", "no hyphens", ("LFQSCWFLJHTTHZ", "UHFFFAOY", "N")),
        ("LFQSCWFLJHTTHZ", "first block", ("LFQSCWFLJHTTHZ", "", "")),
        ("LFQSCWFLJHTTHZ-UHFFFAOYAB", "25 characters", ("LFQSCWFLJHTTHZ", "UHFFFAOY", "")),
    ],
)
def test_other_notations_of_keys_are_read(text, notation, blocks):
    key = parse_inchikey(text)
    assert notation in key.notation
    assert (key.skeleton, key.stereo_isotope, key.protonation) == blocks
    full = parse_inchikey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N")
    assert name_different_blocks(key, full) == ()
    assert name_different_blocks(key, parse_inchikey("VNWKTOKETHGBQD-UHFFFAOYSA-N"))


def test_a_molblock_has_the_inchi_that_the_official_reader_gives():
    block = (DATA / "contradictory_wedges.mol").read_text()
    official = compute_molblock_inchi(block)
    assert official.inchi == "InChI=1S/CBrClFI/c2-1(3,4)5"
    assert "Ambiguous stereo: center(s)" in official.warnings
    assert "/t" in compute_inchi(Chem.MolFromMolBlock(block)).inchi
    with pytest.raises(StructureError, match="no InChI can be made of the molblock"):
        compute_molblock_inchi("no molfile")
