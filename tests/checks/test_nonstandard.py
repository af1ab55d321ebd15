"""What a non-standard InChI says more than the structure."""

from molinfo.checks.result import Status
from molinfo.checks.run import check_structure


def test_stereo_that_the_structure_lacks_is_named():
    inchi = "InChI=1/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m0/s1/f/h5H"
    result = check_structure("CC(N)C(=O)O", inchi=inchi)
    assert result.claims[0].status is Status.DISAGREE
    assert "the claim defines tetrahedral stereo" in result.findings[0].message
