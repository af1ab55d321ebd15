"""One complex drawn in several ways is explained as such."""

import pytest
from rdkit import Chem

from molinfo.checks.run import check_structure
from molinfo.chem.identifiers import compute_inchi

COVALENT = "N[Pt](N)(Cl)Cl"
DATIVE = "N->[Pt](<-N)(Cl)Cl"
FERROCENE_IONS = "[Fe+2].[cH-]1cccc1.[cH-]1cccc1"
FERROCENE_COVALENT = "C1=CC([Fe]C2C=CC=C2)C=C1"


def codes(drawn, **claims):
    result = check_structure(drawn, **claims)
    return [each.code for finding in result.findings for each in finding.explanations]


@pytest.mark.parametrize(
    ("drawn", "claimed"),
    [
        (COVALENT, DATIVE),
        (FERROCENE_COVALENT, FERROCENE_IONS),
        (FERROCENE_IONS, FERROCENE_COVALENT),
    ],
)
def test_an_inchi_of_the_complex_drawn_otherwise_is_no_different_compound(drawn, claimed):
    inchi = compute_inchi(Chem.MolFromSmiles(claimed)).inchi
    assert "different-compound" not in codes(drawn, inchi=inchi)


def test_a_key_of_the_complex_with_neutral_ligands_is_explained():
    key = compute_inchi(Chem.MolFromSmiles(DATIVE)).key
    assert "metal-bonding" in codes(COVALENT, inchikey=key)
    result = check_structure(COVALENT, inchikey=key)
    assert "molecular inorganics" in result.findings[0].message


def test_another_metal_is_another_compound():
    key = compute_inchi(Chem.MolFromSmiles("N->[Pd](<-N)(Cl)Cl")).key
    assert codes(COVALENT, inchikey=key) == ["different-compound"]
