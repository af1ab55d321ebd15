"""Non-standard InChIs, computed with the options that they show."""

from __future__ import annotations

import pytest
from rdkit import Chem
from rdkit.Chem import rdinchi

from molinfo.chem.nonstandard import compute_nonstandard, list_options


@pytest.mark.parametrize(
    ("inchi", "options"),
    [
        ("InChI=1/C8H9NO/c1-7(10)9-8/h2-6H,1H3,(H,9,10)/f/h9H", "/FixedH"),
        ("InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2?", "/SUU"),
        ("InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2u", "/SUU /SLUUD"),
        ("InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2-/s2", "/SRel"),
        ("InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2-/s3", "/SRac"),
        ("InChI=1/2ClH.2H2N.Pt/h2*1H/rCl2H4N2Pt/c1-5", "/RecMet"),
    ],
)
def test_the_options_that_a_string_shows_come_first(inchi, options):
    assert list_options(inchi)[0] == options


@pytest.mark.parametrize(
    ("smiles", "options"),
    [
        ("CC(=O)Nc1ccccc1", "/FixedH"),
        ("CC(F)O", "/SUU"),
        ("C[C@H](F)O", "/SRel"),
        ("C[C@H](F)O", "/SRac"),
        ("CC(C)=O", "/KET"),
        ("N[Pt](N)(Cl)Cl", "/RecMet"),
        ("CC(F)O", "/SUU /SLUUD /FixedH"),
        ("CCO", "/SUU"),
    ],
)
def test_a_structure_gives_what_its_options_made(smiles, options):
    mol = Chem.MolFromSmiles(smiles)
    printed = rdinchi.MolToInchi(mol, options)[0]
    assert printed.startswith("InChI=1/") or options == "/SUU"
    assert printed in [each.inchi for _, each in compute_nonstandard(mol, "", printed)]
