"""Stereo in words, against the drawing and its enhanced stereo."""

from __future__ import annotations

import pytest
from rdkit import Chem
from rdkit.Chem import rdDepictor

from molinfo.checks.result import Status
from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Record

TOFACITINIB = open_store()["tofacitinib"]
AGREE, DISAGREE, UNCHECKABLE = Status.AGREE, Status.DISAGREE, Status.UNCHECKABLE
THALIDOMIDE = "O=C1CC[C@H](N2C(=O)c3ccccc3C2=O)C(=O)N1"
BUTANOL = "CC[C@H](C)O"


def state(text, **structure):
    claim = Claim(field=FieldName.STEREO, value=text)
    return check(Record(claims=(claim,), **structure)).claims[0].status


@pytest.mark.parametrize(
    ("smiles", "text", "status"),
    [
        ("CCO", "achiral", Status.AGREE),
        ("C[C@H](F)Cl", "Achiral Molecule", Status.DISAGREE),
        ("C[C@H](F)Cl", "Single Stereoisomer", Status.AGREE),
        ("CC(F)Cl", "Single Stereoisomer", Status.DISAGREE),
        (TOFACITINIB.smiles, "(3R,4R)", Status.AGREE),
        (TOFACITINIB.smiles, "R,R", Status.AGREE),
        (TOFACITINIB.smiles, "(3S,4S)", Status.DISAGREE),
        (TOFACITINIB.smiles, "2 stereocentres", Status.AGREE),
        (TOFACITINIB.smiles, "3 stereocenters", Status.DISAGREE),
        ("C/C=C/C", "(E)", Status.AGREE),
        ("C/C=C/C", "Z", Status.DISAGREE),
        ("CC(F)Cl", "racemic", Status.AGREE),
        ("CCO", "smells nice", Status.UNCHECKABLE),
    ],
)
def test_a_stereo_statement_is_held_against_the_cip_labels(smiles, text, status):
    assert state(text, smiles=smiles) is status


@pytest.mark.parametrize(
    ("smiles", "text", "status"),
    [
        # AND: a racemate or a mixture
        (f"{THALIDOMIDE} |&1:4|", "enantiopure", DISAGREE),
        (f"{THALIDOMIDE} |&1:4|", "single stereoisomer", DISAGREE),
        (f"{THALIDOMIDE} |&1:4|", "(S)", DISAGREE),
        (f"{THALIDOMIDE} |&1:4|", "racemic", AGREE),
        (f"{THALIDOMIDE} |&1:4|", "rac-(R)", AGREE),
        (f"{THALIDOMIDE} |&1:4|", "(RS)", AGREE),
        (f"{THALIDOMIDE} |&1:4|", "(±)", AGREE),
        (f"{THALIDOMIDE} |&1:4|", "( + / - )", AGREE),
        ("Cl.O[C@@H]1CC[C@H](Cl)C[C@@H]1O |a:5,&1:2,8|", "single stereoisomer", DISAGREE),
        # OR: one of two, not known which
        (f"{BUTANOL} |o1:2|", "single stereoisomer", AGREE),
        (f"{BUTANOL} |o1:2|", "S", UNCHECKABLE),
        (f"{BUTANOL} |o1:2|", "(R)-", UNCHECKABLE),
        (f"{BUTANOL} |o1:2|", "racemic", DISAGREE),
        (f"{BUTANOL} |o1:2|", "rel-(S)", AGREE),
        # the chiral flag of a CXSMILES, written on purpose
        (f"{BUTANOL} |r|", "single stereoisomer", UNCHECKABLE),
        (f"{BUTANOL} |r|", "(S)", UNCHECKABLE),
        (f"{BUTANOL} |r|", "(R)", DISAGREE),
        (f"{BUTANOL} |r|", "racemic", AGREE),
        # absolute
        (BUTANOL, "racemic", DISAGREE),
        (BUTANOL, "(RS)", DISAGREE),
        (BUTANOL, "rac-(S)", DISAGREE),
        (BUTANOL, "(S)", AGREE),
        (BUTANOL, "single enantiomer", AGREE),
        ("O[C@H](C(=O)O)[C@@H](O)C(=O)O", "achiral", AGREE),
        ("O[C@H](C(=O)O)[C@@H](O)C(=O)O", "meso", AGREE),
        ("O[C@@H](C(=O)O)[C@@H](O)C(=O)O", "achiral", DISAGREE),
        ("O[C@H]1CC[C@@H](C)CC1", "achiral", AGREE),
        ("CCC(C)O", "achiral", DISAGREE),
        ("C[N+](C)(C)CCOP(=O)([O-])OCC", "achiral", AGREE),
        ("C[N+](C)(C)CCOP(=O)([O-])OC[C@H](C)O", "single stereoisomer", AGREE),
        ("CCO", "no stereocentres", AGREE),
        ("CCC(C)O", "(RS)", AGREE),
        ("CCC(C)O", "(S)", DISAGREE),
        ("CCO", "racemic", DISAGREE),
    ],
)
def test_enhanced_stereo_decides(smiles, text, status):
    assert state(text, smiles=smiles) is status


def draw(smiles, flag=0):
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    return Chem.MolToV3KMolBlock(mol).replace(
        " 0 0 0\nM  V30 BEGIN ATOM", f" 0 0 {flag}\nM  V30 BEGIN ATOM"
    )


@pytest.mark.parametrize(
    ("flag", "text", "status"),
    [
        (0, "single stereoisomer", UNCHECKABLE),
        (0, "(S)", UNCHECKABLE),
        (0, "(R)", DISAGREE),
        (0, "racemic", AGREE),
        (1, "single stereoisomer", AGREE),
        (1, "(S)", AGREE),
        (1, "racemic", DISAGREE),
    ],
)
def test_the_chiral_flag_alone_never_makes_a_single_enantiomer_wrong(flag, text, status):
    assert state(text, molblock=draw(BUTANOL, flag)) is status


def test_a_smiles_of_one_enantiomer_tells_more_than_a_flag():
    assert state("single stereoisomer", smiles=BUTANOL, molblock=draw(BUTANOL)) is AGREE
    racemic = draw(f"{BUTANOL} |&1:2|")
    assert state("single stereoisomer", smiles=BUTANOL, molblock=racemic) is DISAGREE
