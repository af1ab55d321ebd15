"""Where descriptors differ from RDKit's own functions: how often, and by how much.

    python benchmarks/studies/describe_differences.py FILE.smi[.gz]... [--every N]

Prints for each file how many molecules were compared, and each descriptor of which any value is
not equal bit by bit, with the count and the largest relative difference. NaN equals NaN.
"""

import argparse
import gzip
import math
from collections import defaultdict
from pathlib import Path

from rdkit import Chem
from rdkit.Chem import Descriptors
from rich.console import Console

from molinfo.chem.quiet import quiet
from molinfo.descriptors.engine import Engine
from molinfo.descriptors.trust import ask

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)


def compare(path, every):
    """Print how one file's descriptors differ from RDKit's."""
    functions = dict(Descriptors.descList)
    engine = Engine(functions)
    differences = defaultdict(list)
    compared = unreadable = 0
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        smiles = [line.split()[0] for line in lines if line.strip()][::every]
    with quiet():
        for each in smiles:
            mol = Chem.MolFromSmiles(each)
            if mol is None:
                unreadable += 1
                continue
            compared += 1
            found = engine.compute(mol).values
            fresh = Chem.MolFromSmiles(each)  # RDKit keeps results on a molecule
            for name, ours in zip(engine.names, found, strict=True):
                theirs = ask(functions[name], fresh)
                if ours == theirs or (math.isnan(ours) and math.isnan(theirs)):
                    continue
                size = max(abs(theirs), abs(ours))
                differences[name].append((abs(ours - theirs) / size, each))
    CONSOLE.print(f"{path.name}: {compared} compared, {unreadable} unreadable")
    for name, found in differences.items():
        largest, smiles = max(found)
        CONSOLE.print(f"  {name}: {len(found)} differ, at most by {largest:.1e} relative, {smiles}")


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="compare every n-th molecule")
    options = parser.parse_args()
    for path in options.files:
        compare(path, options.every)


if __name__ == "__main__":
    main()
