"""All hits of many queries over whole files, against RDKit's plain loop.

    python benchmarks/studies/search_hits.py moses_50k.smi.gz nci_5k.smi chembl_20_chiral.smi.gz

Exit code 1 where any hit differs.
"""

from __future__ import annotations

import gzip
import runpy
import sys
from pathlib import Path

import click
from rdkit import Chem, rdBase

from molinfo.batch.inputs import Inputs
from molinfo.searching.build import BuildPlan, make_index
from molinfo.searching.rows import IndexTask
from molinfo.searching.search import search

TESTS = Path(__file__).parents[2] / "tests/searching/test_search.py"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def main(paths: tuple[Path, ...]) -> None:
    """Compare every query of the tests on every file, with and without chirality."""
    queries = runpy.run_path(str(TESTS))["QUERIES"]
    different = 0
    for path in paths:
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            smiles = [line.split()[0] for line in lines if line.strip()]
        with rdBase.BlockLogs():
            mols = [Chem.MolFromSmiles(each) for each in smiles]
        index = make_index(BuildPlan(Inputs((str(path),)), IndexTask(with_keys=False)), path.name)
        total = 0
        for smarts in queries:
            for chirality in (False, True):
                found = [hit.row for hit in search(index, substructure=smarts, chirality=chirality)]
                query = Chem.MolFromSmarts(smarts)
                wanted = [
                    at
                    for at, mol in enumerate(mols)
                    if mol is not None and mol.HasSubstructMatch(query, useChirality=chirality)
                ]
                total += len(wanted)
                if found != wanted:
                    different += 1
                    odd = sorted(set(found) ^ set(wanted))[:3]
                    click.echo(f"{path.name}: {smarts} differs at {[smiles[at] for at in odd]}")
        click.echo(
            f"{path.name}: {len(mols):,} structures, {2 * len(queries)} queries, {total:,} hits"
        )
    click.echo(f"{different} differ")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
