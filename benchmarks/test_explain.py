"""Records with one planted fault of a kind, checked and explained; RDKit alone explains nothing.

The bare side computes InChI, InChIKey and formula of the same structures.
"""

import random

import pytest
from faults import PLANTERS
from rdkit import Chem

import molinfo as mi

KINDS = (
    "formula: 1 H",
    "formula: hydrate",
    "weight: swapped",
    "weight: salt",
    "weight: monoisotopic",
    "InChIKey: stereo missing",
    "InChIKey: salt",
)


def explain(records):
    """Check, and try every hypothesis for what disagrees."""
    return list(mi.check_many(records))


@pytest.mark.parametrize("kind", KINDS)
def test_planted_faults(benchmark, side, kind, claims, make_records, compute_by_rdkit):
    """Every fourth record has the one fault, where it can have it."""
    rng = random.Random(1)
    planted = []
    for row in claims[::4]:
        fault = PLANTERS[kind](Chem.MolFromSmiles(row["smiles"]), rng)
        if fault is not None:
            planted.append({**row, fault.field: fault.value})
    benchmark.group = f"explain: {kind} ({len(planted)} records)"
    records = make_records(planted)
    if side == "bare":
        benchmark(compute_by_rdkit, records)
        return
    results = benchmark(explain, records)
    assert sum(result.verdict == "fail" for result in results) > 0.9 * len(results)
