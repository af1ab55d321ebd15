"""An index of many kinds of structures, built once for all tests of a file."""

import csv
from pathlib import Path

import pytest

from molinfo.batch.inputs import Inputs
from molinfo.searching.build import BuildPlan, write_index
from molinfo.searching.index import open_file
from molinfo.store.folder import open_store

DATA = Path(__file__).parents[1] / "data"
ODD = """[Na+].[Cl-]
[Na+].CC(=O)[O-]
[2H]O[2H]
[2H]C([2H])([2H])Oc1ccccc1
[13CH3][C@@H](O)[15NH2]
[13C]1CCCC1
[H][H]
[H+]
[CH3]
C[CH2]
[O][O]
[C-]#[O+]
Cl[Pt](Cl)(N)N
[NH3]->[Cu+2]
N->[Cu]
CC(=O)O->[Pd]
[K][K]
C~C
*C(=O)O
[1*]CC[2*]
CC |$_R1;$|
F/C=C/F
F/C=C\\F
C[S@](=O)c1ccccc1
B(O)(O)c1ccccc1
[SeH]CC(N)C(=O)O
c1cc[se]c1
c1ccc2[nH]ccc2c1
Cn1cccc1
[O-][n+]1ccccc1
O=[N+]([O-])c1ccc([N+](=O)[O-])cc1
CS(=O)(=O)N=S(C)C
FS(F)(F)(F)(F)F
CP(=O)(O)O
OI(=O)=O
C1CCCCCCCCCCCCCC(=O)O1
C1CC2CCC1CC2
C12C3C4C1C5C2C3C45
C1CC1C1CCC1
CC(C)(C)c1ccc(cc1)S(=O)(=O)N
c1ccc(cc1)-c1ccccc1
O=c1[nH]cnc2[nH]ncc12
Oc1ncnc2[nH]ncc12
C/N=c1/c(=N/C)c(O)c1O
[U]
[3H]C
C[N+](C)(C)CC([O-])=O""".split("\n")


def read_texts():
    """SMILES of drug-like, chiral and odd structures."""
    with (DATA / "structures.csv").open(encoding="utf-8") as lines:
        texts = [row["smiles"] for row in csv.DictReader(lines)]
    texts += [line.split()[0] for line in (DATA / "chiral.smi").read_text().splitlines()]
    return texts + ODD


@pytest.fixture(scope="session")
def texts():
    return read_texts()


@pytest.fixture(scope="session")
def index(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    (folder / "all.csv").write_text(
        "id,smiles\n" + "".join(f'm{number},"{text}"\n' for number, text in enumerate(texts))
    )
    write_index(BuildPlan(Inputs((str(folder / "all.csv"),))), folder / "all.molindex")
    with open_file(folder / "all.molindex") as opened:
        yield opened


@pytest.fixture(scope="session")
def store():
    return open_store()
