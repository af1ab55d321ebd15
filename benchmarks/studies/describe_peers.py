"""Molecules a second through molinfo and its peers, on the same molecules in the same run.

    python benchmarks/studies/describe_peers.py MOLECULES.smi[.gz] [--count 600]

In an environment of its own:

    pip install . datamol scikit-fingerprints descriptastorus mordredcommunity

Every library describes blocks of 100 SMILES in one process, in turn; those that are not installed
are named and left out. The sets differ: RDKit's 217 (RDKit, molinfo, scikit-fingerprints), about
200 of them (descriptastorus), datamol's 22, mordred's 1,613 two-dimensional ones.
"""

import argparse
import gzip
import time
import warnings
from collections import Counter
from pathlib import Path

from rdkit import Chem, RDLogger
from rdkit.Chem import Descriptors
from rich.console import Console

import molinfo as mi

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)

BLOCK = 100


def make_molinfo():
    """This library."""
    return mi.describe


def make_rdkit():
    """RDKit's own loop."""
    return lambda smiles: [
        Descriptors.CalcMolDescriptors(Chem.MolFromSmiles(each)) for each in smiles
    ]


def make_datamol():
    """datamol's batch."""
    import datamol

    return lambda smiles: datamol.descriptors.batch_compute_many_descriptors(
        [datamol.to_mol(each) for each in smiles], n_jobs=1, progress=False
    )


def make_scikit_fingerprints():
    """scikit-fingerprints' RDKit2D."""
    from skfp.fingerprints import RDKit2DDescriptorsFingerprint

    return RDKit2DDescriptorsFingerprint(n_jobs=1).transform


def make_descriptastorus():
    """descriptastorus' RDKit2D."""
    from descriptastorus.descriptors import rdDescriptors

    generator = rdDescriptors.RDKit2D()
    return lambda smiles: [generator.process(each) for each in smiles]


def make_mordred():
    """mordred's two-dimensional set."""
    from mordred import Calculator, descriptors

    calculator = Calculator(descriptors, ignore_3D=True)
    return lambda smiles: calculator.pandas(
        [Chem.MolFromSmiles(each) for each in smiles], nproc=1, quiet=True
    )


PEERS = {
    "molinfo": make_molinfo,
    "RDKit CalcMolDescriptors": make_rdkit,
    "datamol": make_datamol,
    "scikit-fingerprints": make_scikit_fingerprints,
    "descriptastorus": make_descriptastorus,
    "mordred": make_mordred,
}


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("molecules", type=Path)
    parser.add_argument("--count", type=int, default=600)
    options = parser.parse_args()
    opened = gzip.open if options.molecules.suffix == ".gz" else open
    with opened(options.molecules, "rt") as lines:
        smiles = [line.split()[0] for line in lines if line.strip()]
    smiles = smiles[:: max(1, len(smiles) // options.count)][: options.count]
    warnings.simplefilter("ignore")
    RDLogger.DisableLog("rdApp.*")
    functions = {}
    for name, make in PEERS.items():
        try:
            functions[name] = make()
            functions[name](smiles[:5])
        except ImportError as error:
            functions.pop(name, None)
            CONSOLE.print(f"{name}: left out, {error}")
    seconds = Counter()
    for at in range(0, len(smiles), BLOCK):
        for name, function in functions.items():
            start = time.perf_counter()
            function(smiles[at : at + BLOCK])
            seconds[name] += time.perf_counter() - start
    CONSOLE.print("| library | molecules a second | molinfo is |\n| --- | --- | --- |")
    for name in functions:
        rate = len(smiles) / seconds[name]
        CONSOLE.print(f"| {name} | {rate:.0f} | {seconds[name] / seconds['molinfo']:.1f} x |")


if __name__ == "__main__":
    main()
