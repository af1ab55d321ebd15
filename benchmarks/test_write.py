"""Results to files, beside the shortest way to write as much with pandas, json or RDKit."""

import io
import json

import pytest
from rdkit import Chem

import molinfo as mi
from molinfo.descriptors.sets import resolve_set
from molinfo.reports.formats import TABLE_FORMATS
from molinfo.store.sdf import print_sd_record


@pytest.mark.benchmark(group="write: results as JSON lines")
def test_results_as_json_lines(benchmark, side, claims, make_records):
    """Results that are there to text; bare are their plain dictionaries by json."""
    results = list(mi.check_many(make_records(claims)))
    plain = [result.to_dict() for result in results]
    if side == "bare":
        benchmark(lambda: [json.dumps(each) for each in plain])
    else:
        benchmark(lambda: [each.to_json() for each in results])


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_descriptors(benchmark, side, kind, smiles):
    """All of RDKit's descriptors, computed before, to a file in memory; bare is pandas."""
    benchmark.group = f"write: descriptors as {kind}"
    records = [mi.Record(id=f"m{number}", smiles=text) for number, text in enumerate(smiles)]
    frame = mi.describe(records, set="rdkit")
    columns = resolve_set("rdkit")

    def write():
        stream = io.BytesIO() if kind == "parquet" else io.StringIO()
        with TABLE_FORMATS[kind].open_frames(stream, columns, {}) as writer:
            writer.write(frame)
        return stream.tell()

    def write_bare():
        if kind == "parquet":
            stream = io.BytesIO()
            frame.to_parquet(stream)
            return stream.tell()
        if kind == "csv":
            return len(frame.to_csv())
        return len(frame.to_json(orient="records", lines=True))

    assert benchmark(write if side == "molinfo" else write_bare)


@pytest.mark.benchmark(group="write: SD file")
def test_sd_file(benchmark, side, claims, smiles, molblocks):
    """Records with three fields, beside RDKit's writer."""
    records = [
        mi.Record(id=f"m{number}", name=f"name {number}", smiles=text, molblock=block)
        for number, (text, block) in enumerate(zip(smiles, molblocks, strict=True))
    ]
    mols = [Chem.MolFromMolBlock(block) for block in molblocks]
    for record, mol in zip(records, mols, strict=True):
        for field in ("id", "name", "smiles"):
            mol.SetProp(field, getattr(record, field))

    def write_bare():
        stream = io.StringIO()
        with Chem.SDWriter(stream) as writer:
            for mol in mols:
                writer.write(mol)
        return len(stream.getvalue())

    def write():
        return sum(len(print_sd_record(record)) for record in records)

    assert benchmark(write if side == "molinfo" else write_bare)
