"""A page of everything that a style decides: each kind of line and label, named."""

from __future__ import annotations

from molinfo.figures.sheet import Sheet, draw_sheet
from molinfo.figures.style import Style
from molinfo.store.record import Record

_SMILES = {
    "double and single bonds": "O=C(N)c1ccncc1",
    "triple bond, charges": "N#CC[N+](C)(C)CC(=O)[O-]",
    "wedged and hashed bonds": "C[C@H](N)[C@@H](O)C(=O)O",
    "ring fusion": "C1CC[C@@H]2CCCC[C@@H]2C1",
    "elements": "FC(Cl)(Br)CSP(=O)(I)O",
    "isotopes": "[2H]C([2H])([2H])[13CH2]O",
    "R groups": "*c1ccc(*)nc1 |$_R1;;;;;_R2;;$|",
    "point of attachment": "*C(=O)c1ccncc1 |$_AP1;;;;;;;;$|",
    "repeating unit": "*CCO* |$star_e;;;;star_e$,Sg:n:1,2,3::ht|",
    "dative bonds": "[NH3]->[Pt](Cl)(Cl)<-[NH3]",
    "radical": "[CH2]c1ccncc1",
    "salt": "C[NH2+]C.[Cl-]",
}


def draw_style_sheet(style: str | Style, columns: int = 4) -> Sheet:
    """Each kind of line and label in a style, as a sheet.

    >>> draw_style_sheet("acs").failures
    {}
    """
    records = [
        Record(id=f"{number}", name=name, smiles=smiles)
        for number, (name, smiles) in enumerate(_SMILES.items(), 1)
    ]
    return draw_sheet(records, columns=columns, style=style, metadata=False)
