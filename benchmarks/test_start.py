"""Whole processes, by the wall clock: what a user waits for before anything is computed."""

import subprocess
import sys
import time

import pytest

SMILES = "CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12"
STARTS = {
    "start: import": ("import rdkit.Chem", "import molinfo"),
    "start: --help": ("pass", "from molinfo.cli import main; main(['--help'])"),
    "start: check one structure": (
        "from rdkit import Chem\n"
        "from rdkit.Chem.rdMolDescriptors import CalcMolFormula\n"
        f"mol = Chem.MolFromSmiles({SMILES!r})\n"
        "print(Chem.MolToInchiKey(mol), CalcMolFormula(mol))",
        f"from molinfo.cli import main; main(['check', '--smiles', {SMILES!r}, '--mw', '371.42'])",
    ),
    "start: describe one structure": (
        "from rdkit import Chem\n"
        "from rdkit.Chem import Descriptors\n"
        f"print(Descriptors.CalcMolDescriptors(Chem.MolFromSmiles({SMILES!r})))",
        "import molinfo as mi\n"
        f"print(mi.describe([{SMILES!r}], set='rdkit'))",
    ),
}  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.benchmark(timer=time.perf_counter)
def test_start(benchmark, side, start):
    """A process from its beginning to its end."""
    benchmark.group = start
    code = STARTS[start][side == "molinfo"]
    command = [sys.executable, "-c", code]
    benchmark(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
