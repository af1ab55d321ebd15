"""No explanation breaks, whatever is printed: claims are mutated and explained."""

from __future__ import annotations

import random

import pytest
from rdkit import Chem

from molinfo.checks.result import Status
from molinfo.checks.run import check_structure
from molinfo.chem.identifiers import compute_inchi

STRUCTURES = {
    "ethanol": ("CCO", "64-17-5"),
    "2-butene": ("C/C=C/C", "107-01-7"),
    "nicotine": ("CN1CCC[C@H]1c1cccnc1", "54-11-5"),
    "sodium acetate": ("CC(=O)[O-].[Na+]", "127-09-3"),
    "ferrocene": ("[Fe+2].[cH-]1cccc1.[cH-]1cccc1", "102-54-5"),
    "heavy ethanol": ("[2H]OC([2H])([2H])C", "1624-36-8"),
    "polymer": ("*CCO* |Sg:n:1,2,3:n:ht|", "25322-68-3"),
    "R group": ("C*", "1-1-1"),
}
SIGNS = "0123456789ABCHNOSXabchmpqstxi/()+-,;*?.=[]| "
ROUNDS = 250  # of 8 structures and 5 fields: 10,000


def mutate(text: str, dice: random.Random) -> str:
    """The text with one to three characters changed, dropped, added, repeated or swapped."""
    letters = list(text)
    for _ in range(dice.randint(1, 3)):
        place = dice.randrange(len(letters) + 1)
        match dice.randrange(6):
            case 0:
                letters.insert(place, dice.choice(SIGNS))
            case 1:
                del letters[place : place + dice.randint(1, 4)]
            case 2:
                letters[place : place + 1] = [dice.choice(SIGNS)]
            case 3:
                letters[place:place] = letters[max(0, place - 5) : place]
            case 4:
                letters[place : place + 2] = reversed(letters[place : place + 2])
            case _:
                letters = letters[:place]
    return "".join(letters) or "?"


@pytest.mark.parametrize("name", STRUCTURES)
@pytest.mark.parametrize("field", ["inchi", "inchikey", "formula", "cas", "molecular_weight"])
def test_no_mutation_breaks_an_explanation(name, field):
    smiles, cas = STRUCTURES[name]
    dice = random.Random(f"{name} {field}")
    mol = Chem.MolFromSmiles(smiles)
    inchi = compute_inchi(mol) if "*" not in smiles else compute_inchi(Chem.MolFromSmiles("CCO"))
    right = {
        "inchi": inchi.inchi,
        "inchikey": inchi.key,
        "formula": "C2H6O",
        "cas": cas,
        "molecular_weight": "123.45",
    }[field]
    for _ in range(ROUNDS):
        result = check_structure(smiles, **{field: mutate(right, dice)})
        assert result.error is None
        assert result.claims[0].status in Status


@pytest.mark.parametrize(
    "layer", ["/b3-1-", "/t5-", "/m1", "/s1", "/i9+1", "/q+9", "/p-9", "/h9H", "/b-", "/t-,2-"]
)
def test_a_layer_that_the_structure_cannot_have_is_explained(layer):
    inchi = "InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3" + layer
    result = check_structure("CCO", inchi=inchi)
    assert result.claims[0].status is Status.DISAGREE
    assert result.findings[0].explanations
