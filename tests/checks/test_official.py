"""What InChI's own reader says of a molfile."""

from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem import rdDepictor

from molinfo.checks.result import Severity
from molinfo.checks.run import check
from molinfo.store.record import Record

DATA = Path(__file__).parent.parent / "data"


def test_contradictory_wedges_are_a_warning_at_their_atom():
    block = (DATA / "contradictory_wedges.mol").read_text()
    (finding,) = check(Record(molblock=block)).findings
    assert (finding.code, finding.severity) == ("ambiguous-stereo", Severity.WARNING)
    assert finding.atoms == (0,)


@pytest.mark.parametrize("smiles", ["C[C@H](F)Cl", "CCO", "C[C@H](N)C(=O)O"])
def test_a_sound_drawing_is_not_asked_about(smiles):
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    found = {finding.code for finding in check(Record(molblock=Chem.MolToMolBlock(mol))).findings}
    assert found <= {"chiral-flag"}
