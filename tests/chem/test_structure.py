"""Parsing: typed errors with RDKit's reason, a quiet terminal, size guards."""

import pytest

from molinfo.chem.structure import Limits, parse_inchi, parse_molblock, parse_smiles
from molinfo.errors import StructureError, StructureTooLarge


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("C1CC", "unclosed ring"),
        ("C(C)(C)(C)(C)C", "valence"),
        ("c1cccc1", "kekulize"),
        ("hello world", "SMILES"),
    ],
)
def test_unreadable_smiles_says_why_and_prints_nothing(text, reason, capfd):
    with pytest.raises(StructureError, match=f"(?i){reason}"):
        parse_smiles(text)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("text", ["", "not a molfile", "\n\n\n  9  9\n"])
def test_unreadable_molfile_says_so_and_prints_nothing(text, capfd):
    with pytest.raises(StructureError, match="molfile"):
        parse_molblock(text)
    assert capfd.readouterr() == ("", "")


def test_unreadable_inchi_says_so(capfd):
    with pytest.raises(StructureError, match="InChI"):
        parse_inchi("InChI=1S/nonsense")
    assert capfd.readouterr() == ("", "")


def test_inchi_gives_the_structure():
    assert parse_inchi("InChI=1S/CH4O/c1-2/h2H,1H3").mol.GetNumAtoms() == 2


def test_cxsmiles_stereo_groups_are_read():
    structure = parse_smiles("C[C@H](O)[C@@H](C)N |&1:1,3|")
    assert len(structure.mol.GetStereoGroups()) == 1


def test_limits_on_text_and_atoms_are_settable():
    with pytest.raises(StructureTooLarge, match="limit of 5"):
        parse_smiles("CCCCCC", Limits(max_text=5))
    with pytest.raises(StructureTooLarge, match="limit of 5"):
        parse_smiles("CCCCCC", Limits(max_atoms=5))
