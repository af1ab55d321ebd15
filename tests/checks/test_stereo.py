"""Stereo: undefined, impossible, meaningless, claimed."""

import pytest
from rdkit import Chem
from rdkit.Chem import rdDepictor

from molinfo.checks.result import Severity
from molinfo.checks.run import check
from molinfo.store.folder import open_store
from molinfo.store.record import Record

STORE = open_store()
TOFACITINIB = STORE["tofacitinib"]


def codes(record):
    return {finding.code: finding for finding in check(record).findings}


def draw(smiles):
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    return Chem.MolToMolBlock(mol)


def test_achiral_baricitinib_gets_no_stereo_finding():
    record = STORE["baricitinib"].model_copy(update={"claims": ()})
    assert check(record).findings == ()


@pytest.mark.parametrize(
    ("smiles", "code", "atoms"),
    [
        ("CC(F)Cl", "undefined-stereocentre", (1,)),
        ("C[C@H](F)C(O)Cl", "partly-defined-stereo", (3,)),
        ("CC=CC", "undefined-double-bond", ()),
        ("C[C@H](C)F", "impossible-stereo", (1,)),
    ],
)
def test_open_and_impossible_stereo_is_found_with_its_atoms(smiles, code, atoms):
    found = codes(Record(smiles=smiles))
    assert set(found) == {code}
    assert found[code].atoms == atoms


@pytest.mark.parametrize("smiles", ["C[C@H](F)Cl", "C/C=C/C", "CC(C)F", "c1ccccc1", "C1CCCCC1C"])
def test_defined_or_absent_stereo_is_no_finding(smiles):
    assert check(Record(smiles=smiles)).findings == ()


def test_a_cage_leaves_no_choice_at_its_last_bridgehead():
    record = STORE["peficitinib"].model_copy(update={"claims": (), "molblock": ""})
    assert check(record).findings == ()


def test_chiral_flag_0_is_told_but_not_as_a_racemate_when_the_smiles_states_the_stereo():
    block = TOFACITINIB.molblock.replace("  0  0  1  0", "  0  0  0  0")
    assert block != TOFACITINIB.molblock
    stated = codes(Record(smiles=TOFACITINIB.smiles, molblock=block))["chiral-flag"]
    alone = codes(Record(molblock=block))["chiral-flag"]
    assert stated.severity is alone.severity is Severity.INFO
    assert "one enantiomer" in stated.message
    assert "racemate" in alone.message


def test_enhanced_stereo_says_itself_what_is_meant():
    mol = Chem.MolFromSmiles("C[C@H](F)Cl |&1:1|")
    rdDepictor.Compute2DCoords(mol)
    assert "chiral-flag" not in codes(Record(molblock=Chem.MolToV3KMolBlock(mol)))


def test_a_wedge_at_an_atom_without_stereo_means_nothing():
    lines = draw("CC(C)O").splitlines()
    bond = next(i for i, line in enumerate(lines) if line.split()[:2] == ["2", "3"])
    lines[bond] = lines[bond][:9] + "  1"
    found = codes(Record(molblock="\n".join(lines) + "\n"))
    assert found["meaningless-wedge"].atoms == (1,)


def test_the_chiral_flag_is_read_in_v3000_as_in_v2000():
    mol = Chem.MolFromSmiles("C[C@H](F)Cl")
    rdDepictor.Compute2DCoords(mol)
    block = Chem.MolToV3KMolBlock(mol)
    assert "chiral-flag" in codes(Record(molblock=block))
    flagged = block.replace("COUNTS 4 3 0 0 0", "COUNTS 4 3 0 0 1")
    assert flagged != block
    assert "chiral-flag" not in codes(Record(molblock=flagged))


@pytest.mark.parametrize("group", ["&1", "o1"])
def test_one_enantiomer_as_smiles_beside_a_racemic_molfile_is_told(group):
    mol = Chem.MolFromSmiles(f"C[C@H](F)Cl |{group}:1|")
    rdDepictor.Compute2DCoords(mol)
    block = Chem.MolToV3KMolBlock(mol)
    found = codes(Record(smiles="C[C@H](F)Cl", molblock=block))
    assert found["stereo-groups-differ"].severity is Severity.WARNING
    same = codes(Record(smiles=f"C[C@H](F)Cl |{group}:1|", molblock=block))
    assert "stereo-groups-differ" not in same


@pytest.mark.parametrize(
    ("smiles", "beyond"),
    [
        ("Cl[Pt@SP1](Cl)([NH3])[NH3]", True),
        ("Cl[Pt@SP2](Cl)([NH3])[NH3]", True),
        ("C[C@H](F)Cl", False),
        ("CCO", False),
    ],
)
def test_stereo_that_an_inchi_cannot_hold_is_said(smiles, beyond):
    assert ("stereo-beyond-inchi" in codes(Record(smiles=smiles))) is beyond
