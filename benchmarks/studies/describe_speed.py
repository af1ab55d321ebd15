"""How many times as fast as RDKit's own loop the whole set of descriptors comes out of `describe`.

    python benchmarks/studies/describe_speed.py [MOLECULES.smi[.gz]] [--count 5000]

Blocks of 150 SMILES go through `molinfo.describe` to a DataFrame, and through RDKit's parser and
CalcMolDescriptors to dictionaries, by turns in one process on one core. Then each group of
descriptors alone, once a fresh molecule: what RDKit's functions take and what the kernels take, in
microseconds a molecule.
"""

import argparse
import gzip
import statistics
import time
from collections import Counter
from pathlib import Path

from rdkit import Chem
from rdkit.Chem import Descriptors
from rich.console import Console

import molinfo as mi
from molinfo.chem.quiet import quiet
from molinfo.descriptors.binary import NotPlain
from molinfo.descriptors.describe import CHUNK
from molinfo.descriptors.groups import list_groups
from molinfo.descriptors.shared import Shared, Workspace

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)

SAMPLE = Path(__file__).parents[2] / "tests" / "data" / "structures.csv"


def read_smiles(path, count):
    """The first column of a file, evenly thinned out to `count` rows."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        smiles = [line.replace(",", " ").split()[0] for line in lines if line.strip()]
    smiles = [each for each in smiles if each != "smiles"]
    return smiles[:: max(1, len(smiles) // count)][:count]


def describe_by_rdkit(smiles):
    """Parse and describe, one molecule after the other."""
    return [Descriptors.CalcMolDescriptors(Chem.MolFromSmiles(each)) for each in smiles]


def time_once(function, argument):
    """Seconds of processor time of one call."""
    start = time.process_time()
    function(argument)
    return time.process_time() - start


def compare_blocks(smiles):
    """Print the ratio over blocks that take turns."""
    mi.describe(smiles[:CHUNK])  # compile patterns, probe, fill caches
    describe_by_rdkit(smiles[:20])
    ratios, ours, theirs = [], 0.0, 0.0
    for at in range(0, len(smiles) - CHUNK + 1, CHUNK):
        block = smiles[at : at + CHUNK]
        mine = time_once(mi.describe, block)
        rdkit = time_once(describe_by_rdkit, block)
        ratios.append(rdkit / mine)
        ours, theirs = ours + mine, theirs + rdkit
    done = len(ratios) * CHUNK
    CONSOLE.print(
        f"{done} molecules in blocks of {CHUNK}, parse included, table on molinfo's side only"
    )
    CONSOLE.print(
        f"RDKit {theirs / done * 1e6:.0f} us, molinfo {ours / done * 1e6:.0f} us a molecule"
    )
    quarters = statistics.quantiles(ratios, n=4)
    CONSOLE.print(
        f"ratio: median {quarters[1]:.2f}, quartiles {quarters[0]:.2f} to {quarters[2]:.2f}\n"
    )


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
    parser.add_argument("--count", type=int, default=5000)
    options = parser.parse_args()
    smiles = read_smiles(options.molecules, options.count)
    compare_blocks(smiles)
    compare_groups(smiles[:1000])


if __name__ == "__main__":
    main()
