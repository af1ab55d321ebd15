"""How the cost of descriptors grows with the size of a structure.

    python benchmarks/studies/describe_growth.py [--rdkit]

Peptides, chains and fused rings of 10, 30, 100, 300 and 1,000 heavy atoms, each described as a
whole: seconds, and the exponent between each two sizes. --rdkit times RDKit's own functions too, up
to 500 atoms. Last, a peptide of 500 atoms and a chain of 2,000.
"""

import argparse
import math
import time
from itertools import pairwise

from rdkit import Chem
from rdkit.Chem import Descriptors
from rich.console import Console

from molinfo.chem.quiet import quiet
from molinfo.descriptors.engine import Engine

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)

SIZES = (10, 30, 100, 300, 1000)
RESIDUES = ["C", "C(C)", "C(CO)", "C(CC(C)C)", "C(Cc1ccccc1)", "C(CCCCN)", "C(CC(=O)O)", "C(CS)"]


def make_peptide(atoms):
    """A peptide with about that many heavy atoms."""
    text, position = "N", 0
    while Chem.MolFromSmiles(text + "C(=O)O").GetNumAtoms() < atoms:
        residue = RESIDUES[position % len(RESIDUES)]
        text += f"{residue}C(=O)N"
        position += 1
    return text + "CC(=O)O"


def make_chain(atoms):
    """An alkane with that many carbon atoms."""
    return "C" * atoms


def make_fused_rings(atoms):
    """Linear acenes."""
    rings = max(1, round((atoms - 2) / 4))
    mol = Chem.RWMol()
    for _ in range(4 * rings + 2):
        mol.AddAtom(Chem.Atom(6))
    top, bottom = range(2 * rings + 1), range(2 * rings + 1, 4 * rings + 2)
    for row in (top, bottom):
        for one, other in pairwise(row):
            mol.AddBond(one, other, Chem.BondType.AROMATIC)
    for place in range(0, 2 * rings + 1, 2):
        mol.AddBond(top[place], bottom[place], Chem.BondType.AROMATIC)
    for atom in mol.GetAtoms():
        atom.SetIsAromatic(True)
    Chem.SanitizeMol(mol)
    return Chem.MolToSmiles(mol)


def time_ours(smiles, engine, repeats):
    """The best of several times in seconds."""
    best = math.inf
    for _ in range(repeats):
        mol = Chem.MolFromSmiles(smiles)
        start = time.perf_counter()
        engine.compute(mol)
        best = min(best, time.perf_counter() - start)
    return best


def time_rdkit(smiles):
    """Seconds that RDKit's own loop takes."""
    mol = Chem.MolFromSmiles(smiles)
    start = time.perf_counter()
    Descriptors.CalcMolDescriptors(mol)
    return time.perf_counter() - start


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rdkit", action="store_true")
    options = parser.parse_args()
    engine = Engine([name for name, _ in Descriptors.descList])
    cases = [
        (kind, make(size))
        for kind, make in (
            ("peptide", make_peptide),
            ("chain", make_chain),
            ("fused rings", make_fused_rings),
        )
        for size in SIZES
    ]
    cases += [("peptide 500", make_peptide(500)), ("chain 2,000", make_chain(2000))]
    CONSOLE.print("| structure | heavy atoms | molinfo s | exponent | RDKit s |\n| " + "--- | " * 5)
    with quiet():
        time_ours("CCO", engine, 3)
        before = ("", 0, 0.0)
        for kind, smiles in cases:
            atoms = Chem.MolFromSmiles(smiles).GetNumAtoms()
            seconds = time_ours(smiles, engine, 5 if atoms < 400 else 1)
            exponent = ""
            if kind == before[0]:
                exponent = f"{math.log(seconds / before[2]) / math.log(atoms / before[1]):.2f}"
            rdkit = f"{time_rdkit(smiles):.3f}" if options.rdkit and atoms < 550 else ""
            CONSOLE.print(f"| {kind} | {atoms} | {seconds:.4f} | {exponent} | {rdkit} |")
            before = (kind, atoms, seconds)


if __name__ == "__main__":
    main()
