"""What the suites share: two sides to measure, and the samples that both work on.

Every benchmark runs for the side `bare`, which does the least that has to be done with RDKit alone,
and for the side `molinfo`; both are in one group, so that the table shows their ratio. A round is
the whole sample: 100 records unless the group's name gives another number. Larger samples are named
on the command line: `pytest benchmarks --claims FILE.csv.gz --molecules FILE.smi.gz --count 1000`.
"""

import csv
import gzip
from pathlib import Path

import pytest
from rdkit import Chem, RDLogger
from rdkit.Chem import rdDepictor
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

import molinfo as mi

ROOT = Path(__file__).parents[1]
CLAIMS = ROOT / "benchmarks" / "data" / "claims.csv"
STRUCTURES = ROOT / "tests" / "data" / "structures.csv"
LONG_NAMES = {"avg_mw": "molecular_weight", "mono_mass": "monoisotopic_mass", "record_id": "id"}


def pytest_addoption(parser):
    """The samples, where others than the committed ones are wanted."""
    group = parser.getgroup("molinfo")
    group.addoption("--claims", type=Path, help="a CSV file with a structure and claims a row")
    group.addoption("--molecules", type=Path, help="a SMILES file, or CSV with SMILES first")
    group.addoption("--count", type=int, default=100, help="records of a round")


@pytest.fixture(params=["bare", "molinfo"])
def side(request):
    """The side that is measured."""
    return request.param


@pytest.fixture(scope="session", autouse=True)
def _quiet():
    """Keep RDKit's log out of the measurements of both sides."""
    RDLogger.DisableLog("rdApp.*")


@pytest.fixture(scope="session")
def claims(request):
    """Rows with whose formula and InChIKey RDKit alone agrees, thinned out evenly."""
    with open_text(request.config.getoption("claims") or CLAIMS) as stream:
        rows = [
            {LONG_NAMES.get(name, name): value for name, value in row.items()}
            for row in csv.DictReader(stream)
        ]
    return thin_out([row for row in rows if is_consistent(row)], request)


@pytest.fixture(scope="session")
def smiles(request):
    """Structures as SMILES, thinned out evenly; of the committed sample its drug-like half."""
    path = request.config.getoption("molecules")
    with open_text(path or STRUCTURES) as stream:
        rows = [line.replace(",", " ").split()[0] for line in stream if line.strip()]
    rows = [row for row in rows if row.lower() != "smiles"]
    return thin_out(rows if path else rows[-500:], request)


@pytest.fixture(scope="session")
def molblocks(smiles):
    """The structures laid out by RDKit, as molblocks."""
    return [lay_out(each) for each in smiles]


@pytest.fixture(scope="session")
def make_records(tmp_path_factory):
    """Rows of claims to records, as molinfo reads them from a table."""

    def make(rows):
        path = tmp_path_factory.mktemp("claims") / "claims.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return list(mi.read_records(path))

    return make


@pytest.fixture(scope="session")
def compute_by_rdkit():
    """The least that a check has to compute: InChI, InChIKey and formula of each structure."""

    def compute(records):
        for record in records:
            mols = [Chem.MolFromSmiles(record.smiles)]
            if record.molblock:
                mols.append(Chem.MolFromMolBlock(record.molblock))
            for mol in mols:
                Chem.InchiToInchiKey(Chem.MolToInchi(mol))
                CalcMolFormula(mol)

    return compute


def lay_out(smiles):
    """A molblock with RDKit's coordinates."""
    mol = Chem.MolFromSmiles(smiles)
    rdDepictor.Compute2DCoords(mol)
    return Chem.MolToMolBlock(mol)


def is_consistent(row):
    """Whether RDKit alone agrees with the formula and the InChIKey of a row."""
    mol = Chem.MolFromSmiles(row["smiles"]) if row["smiles"] else None
    if mol is None:
        return False
    formula, key = row.get("formula"), row.get("inchikey")
    return (not formula or CalcMolFormula(mol, True, False) == formula) and (
        not key or Chem.MolToInchiKey(mol) == key
    )


def thin_out(rows, request):
    """As many rows as a round takes, from all over the sample."""
    count = request.config.getoption("count")
    return rows[:: max(1, len(rows) // count)][:count]


def open_text(path):
    """Open a text file, gzipped or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    return opened(path, "rt", encoding="utf-8", newline="")
