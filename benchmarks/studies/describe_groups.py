"""What each group of descriptors costs RDKit's own functions, and the kernels.

    python benchmarks/studies/describe_groups.py [MOLECULES.smi[.gz]] [--count 1000]

Each group alone, once a fresh molecule, in microseconds a molecule. How many times as fast the
whole set is, `pytest benchmarks/test_describe.py --benchmark-only` says.
"""

import argparse
import csv
import gzip
import time
from collections import Counter
from pathlib import Path

from rdkit import Chem
from rdkit.Chem import Descriptors
from rich.console import Console

from molinfo.chem.quiet import quiet
from molinfo.descriptors.binary import NotPlain
from molinfo.descriptors.groups import list_groups
from molinfo.descriptors.shared import Shared, Workspace

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)

SAMPLE = Path(__file__).parents[2] / "tests" / "data" / "structures.csv"


def read_smiles(path, count):
    """The first column of a file, evenly thinned out to `count` rows."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        smiles = [row[0].split()[0] for row in csv.reader(lines) if row and row[0].strip()]
    smiles = [each for each in smiles if each.lower() != "smiles"]
    return smiles[:: max(1, len(smiles) // count)][:count]


def time_once(function, argument):
    """Seconds of processor time of one call."""
    start = time.process_time()
    function(argument)
    return time.process_time() - start


def compare_groups(smiles):
    """Print what each group of descriptors costs on both sides."""
    functions = dict(Descriptors.descList)
    space = Workspace()
    ours, theirs = Counter(), Counter()
    with quiet():
        for each in smiles:
            mol, fresh = Chem.MolFromSmiles(each), Chem.MolFromSmiles(each)
            start = time.process_time()
            try:
                shared = Shared(mol, space)
            except NotPlain:
                continue
            ours["(atoms, bonds, rings)"] += time.process_time() - start
            for group in list_groups():
                wanted = [functions[name] for name in group.descriptors if name in functions]
                try:
                    ours[group.name] += time_once(group.compute, shared)
                except NotPlain:  # left to RDKit's functions
                    continue
                start = time.process_time()
                for function in wanted:
                    function(fresh)
                theirs[group.name] += time.process_time() - start
    CONSOLE.print("| group | RDKit us | molinfo us |\n| --- | --- | --- |")
    for name in ours:
        rdkit, mine = theirs[name] / len(smiles) * 1e6, ours[name] / len(smiles) * 1e6
        CONSOLE.print(f"| {name} | {rdkit:.0f} | {mine:.0f} |")


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("molecules", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    compare_groups(read_smiles(options.molecules, options.count))


if __name__ == "__main__":
    main()
