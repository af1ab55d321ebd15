"""Search beside RDKit's SubstructLibrary, the PostgreSQL cartridge, FPSim2 and the plain loop.

    python benchmarks/studies/search_speed.py library.smi.gz [--postgresql DSN] [--similarity]

Every engine is built once over the distinct molecules of the file; each query runs cold, in a fresh
process that has opened the engine's file and asked nothing, and warm, the best of three after that.
One thread. Opening is told apart. FPSim2 is not among molinfo's extras: `pip install FPSim2`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

QUERIES = {
    "core of baricitinib": "c1ncnc2[nH]ccc12",
    "benzamide": "c1ccccc1C(=O)N",
    "piperidine": "C1CCNCC1",
    "ethylsulfonamide": "CCS(=O)(=O)N",
    "nitrile": "C#N",
    "indole": "c1ccc2[nH]ccc2c1",
    "salicylate": "OC(=O)c1ccccc1O",
    "trifluoromethyl": "FC(F)F",
    "pyrazine or so": "n1cccnc1",
    "benzene": "c1ccccc1",
    "primary amine, no amide": "[NX3;H2;!$(NC=O)]",
    "sp3 carbon, no carbonyl": "[CX4;!$(C=O)]",
    "seven-ring": "[r7]",
    "no hits": "[Se]c1ccccc1",
}
SIMILAR = (
    "Cc1ccc(Nc2nc(NCCCO)nc3c2cnn3C)cc1C",
    "CC(Sc1nc2ncccn2n1)C(=O)NC1CC1",
    "CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12",
)
THRESHOLD = 0.5


def read_smiles(path: Path) -> list[str]:
    """The distinct SMILES of a file."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        return list(dict.fromkeys(line.split()[0] for line in lines if line.strip()))


class Molinfo:
    """molinfo's index."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.file = folder / "library.molindex"
        self.source = folder / "library.smi"
        import molinfo.searching.build  # noqa: F401  importing is not building

    def build(self, smiles: list[str]) -> None:
        """Build without keys, as the others have none."""
        from molinfo.batch.inputs import Inputs
        from molinfo.searching.build import BuildPlan, write_index
        from molinfo.searching.rows import IndexTask

        plan = BuildPlan(Inputs((str(self.source),)), IndexTask(with_keys=False))
        write_index(plan, self.file)

    def open(self) -> None:
        """Open the file, with all that is imported for a search."""
        from molinfo.searching.index import open_file
        from molinfo.searching.search import search

        self.index, self.search = open_file(self.file), search

    def count(self, smarts: str) -> int:
        """Hits of a substructure."""
        return self.search(self.index, substructure=smarts).count()

    def count_similar(self, smiles: str) -> int:
        """Hits of a similarity search."""
        return self.search(self.index, similar=smiles, threshold=THRESHOLD).count()


class Library:
    """RDKit's SubstructLibrary with pickled molecules."""

    holder = "CachedMolHolder"

    def __init__(self, folder: Path, dsn: str) -> None:
        self.file = folder / f"{self.holder}.pkl"

    def build(self, smiles: list[str]) -> None:
        """Build and store the library."""
        from rdkit import Chem
        from rdkit.Chem import rdSubstructLibrary as lib

        library = lib.SubstructLibrary(getattr(lib, self.holder)(), lib.PatternHolder())
        for text in smiles:
            library.AddMol(Chem.MolFromSmiles(text))
        self.file.write_bytes(pickle.dumps(library))

    def open(self) -> None:
        """Load the library."""
        from rdkit.Chem import rdSubstructLibrary  # noqa: F401  registers the pickle

        self.library = pickle.loads(self.file.read_bytes())

    def count(self, smarts: str) -> int:
        """Hits of a substructure."""
        from rdkit import Chem

        query = Chem.MolFromSmarts(smarts)
        return len(self.library.GetMatches(query, numThreads=1, maxResults=-1))


class TrustedLibrary(Library):
    """RDKit's SubstructLibrary with SMILES that it wrote itself."""

    holder = "CachedTrustedSmilesMolHolder"


class PlainLoop:
    """RDKit over molecules in memory."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.file = folder / "library.smi"

    def build(self, smiles: list[str]) -> None:
        """There is nothing to build."""

    def open(self) -> None:
        """Read all molecules."""
        from rdkit import Chem

        self.mols = [Chem.MolFromSmiles(line.split()[0]) for line in self.file.open()]

    def count(self, smarts: str) -> int:
        """Hits of a substructure."""
        from rdkit import Chem

        query = Chem.MolFromSmarts(smarts)
        return sum(mol.HasSubstructMatch(query) for mol in self.mols)


class Cartridge:
    """PostgreSQL with the RDKit cartridge, GiST index, filled by `molinfo export`."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.folder, self.dsn = folder, dsn
        self.file = folder / "library.molindex"

    def build(self, smiles: list[str]) -> None:
        """Export the index, which has to be there."""
        from molinfo.searching.index import open_file
        from molinfo.searching.postgresql import export_to_postgresql

        with open_file(self.file) as index:
            export_to_postgresql(index, self.dsn, "study")

    def open(self) -> None:
        """Connect, with one process a query."""
        from molinfo.searching.postgresql import _connect

        self.connection = _connect(self.dsn)
        self.connection.run("SET max_parallel_workers_per_gather = 0")
        self.connection.run("SET rdkit.morgan_fp_size = 2048")
        self.connection.run(f"SET rdkit.tanimoto_threshold = {THRESHOLD}")

    def count(self, smarts: str) -> int:
        """Hits of a substructure."""
        statement = "SELECT count(*) FROM study.structure WHERE mol @> CAST(:query AS qmol)"
        return int(self.connection.run(statement, query=smarts)[0][0])

    def count_similar(self, smiles: str) -> int:
        """Hits of a similarity search."""
        statement = (
            "SELECT count(*) FROM study.structure "
            "WHERE morgan % morganbv_fp(CAST(:query AS mol), 2)"
        )
        return int(self.connection.run(statement, query=smiles)[0][0])


class FPSim2:
    """FPSim2's engine in memory, similarity alone."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.file = folder / "library.h5"

    def build(self, smiles: list[str]) -> None:
        """Build the file."""
        from FPSim2.io import create_db_file

        rows = [[text, number] for number, text in enumerate(smiles)]
        create_db_file(
            mols_source=rows,
            filename=str(self.file),
            mol_format="smiles",
            fp_type="Morgan",
            fp_params={"radius": 2, "fpSize": 2048},
        )

    def open(self) -> None:
        """Load the file."""
        from FPSim2 import FPSim2Engine

        self.engine = FPSim2Engine(str(self.file))

    def count_similar(self, smiles: str) -> int:
        """Hits of a similarity search."""
        return len(self.engine.similarity(smiles, threshold=THRESHOLD, n_workers=1))


ENGINES = {
    "molinfo": Molinfo,
    "SubstructLibrary, pickles": Library,
    "SubstructLibrary, trusted SMILES": TrustedLibrary,
    "PostgreSQL cartridge": Cartridge,
    "FPSim2": FPSim2,
    "plain loop, live molecules": PlainLoop,
}


def run_query(engine, method: str, query: str) -> dict[str, float]:
    """In a fresh process: seconds to open, cold and warm."""
    begun = time.perf_counter()
    engine.open()
    opened = time.perf_counter()
    ask = getattr(engine, method)
    hits = ask(query)
    cold = time.perf_counter() - opened
    warm = min(_time(ask, query) for _ in range(3))
    return {"open": opened - begun, "cold": cold, "warm": warm, "hits": hits}


def _time(function, *args) -> float:
    begun = time.perf_counter()
    function(*args)
    return time.perf_counter() - begun


def measure_parts(smiles: list[str]) -> dict[str, float]:
    """Seconds that fingerprints alone take, parsing included, and all that keys need besides."""
    from rdkit import Chem, DataStructs

    from molinfo.chem.fingerprints import get_fingerprint
    from molinfo.searching.rows import compute_keys

    kind = get_fingerprint("morgan:2:2048")
    begun = time.perf_counter()
    mols = []
    for text in smiles:
        mol = Chem.MolFromSmiles(text)
        DataStructs.BitVectToBinaryText(Chem.PatternFingerclick.echo(mol, 2048))
        kind.compute(mol)
        mols.append(mol)
    fingerprints = time.perf_counter() - begun
    some = mols[:: max(1, len(mols) // 2000)]
    begun = time.perf_counter()
    for mol in some:
        compute_keys(mol)
    keys = (time.perf_counter() - begun) / len(some) * len(mols)
    return {"fingerprints": fingerprints, "keys": keys}


def main() -> None:
    """Build, measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--postgresql", default="", metavar="DSN")
    parser.add_argument("--similarity", action="store_true")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        name, folder, method, query = given.run
        engine = ENGINES[name](Path(folder), given.postgresql)
        click.echo(json.dumps(run_query(engine, method, query)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _compare(given, Path(folder))


def _compare(given: argparse.Namespace, folder: Path) -> None:
    smiles = read_smiles(given.path)
    (folder / "library.smi").write_text(
        "".join(f"{text} m{at}\n" for at, text in enumerate(smiles))
    )
    method = "count_similar" if given.similarity else "count"
    queries = list(SIMILAR) if given.similarity else list(QUERIES.values())
    names = [name for name, kind in ENGINES.items() if hasattr(kind, method)]
    if not given.postgresql:
        names.remove("PostgreSQL cartridge")
    click.echo(f"{len(smiles):,} distinct molecules, {len(queries)} queries, one thread\n")
    results: dict[str, list[dict[str, float]]] = {}
    click.echo(
        "| engine | build s | bytes a molecule | open s | cold median ms | worst ms | warm ms |"
    )
    click.echo("| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        engine = ENGINES[name](folder, given.postgresql)
        built = _time(engine.build, smiles)
        told = results[name] = []
        for query in queries:
            command = [sys.executable, __file__, str(given.path), "--postgresql", given.postgresql]
            command += ["--run", name, str(folder), method, query]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            told.append(json.loads(done.stdout.splitlines()[-1]))
        size = engine.file.stat().st_size / len(smiles) if engine.file.exists() else 0
        cells = [
            name,
            f"{built:.1f}",
            f"{size:.0f}",
            f"{statistics.median(each['open'] for each in told):.2f}",
            f"{1e3 * statistics.median(each['cold'] for each in told):.1f}",
            f"{1e3 * max(each['cold'] for each in told):.1f}",
            f"{1e3 * statistics.median(each['warm'] for each in told):.1f}",
        ]
        click.echo(f"| {' | '.join(cells)} |")
    _print_ratios(results, queries, given)
    if not given.similarity:
        parts = measure_parts(smiles)
        click.echo(
            f"\nFingerprints alone, parsing included: {parts['fingerprints']:.1f} s; "
            f"keys: {parts['keys']:.1f} s"
        )


def _print_ratios(results, queries, given) -> None:
    against = "FPSim2" if given.similarity else "SubstructLibrary, pickles"
    if against not in results:
        return
    click.echo(f"\n| query | hits | cold, ours / {against} | warm |\n| --- | --- | --- | --- |")
    titles = {smarts: title for title, smarts in QUERIES.items()}
    cold, warm = [], []
    for at, query in enumerate(queries):
        ours, theirs = results["molinfo"][at], results[against][at]
        cold.append(ours["cold"] / theirs["cold"])
        warm.append(ours["warm"] / theirs["warm"])
        hits = {name: each[at]["hits"] for name, each in results.items()}
        same = "" if len(set(hits.values())) == 1 else f" (they differ: {hits})"
        title = titles.get(query, query)
        click.echo(f"| {title} | {ours['hits']:,}{same} | {cold[-1]:.3f} | {warm[-1]:.3f} |")
    click.echo(f"| median | | {statistics.median(cold):.3f} | {statistics.median(warm):.3f} |")


if __name__ == "__main__":
    main()
