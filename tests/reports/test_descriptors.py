"""Tables of descriptors in text and Parquet; other ways to write them are tested by the command."""

import io
import json

import pytest

import molinfo as mi
from molinfo.descriptors.sets import resolve_set
from molinfo.reports.formats import TABLE_FORMATS


@pytest.fixture(scope="module")
def frame():
    return mi.describe([mi.Record(id="a", smiles="CCO"), mi.Record(id="b", smiles="C1CC")])


def test_json_lines_begin_with_the_record_and_hold_every_column_even_of_a_large_set(frame):
    stream = io.StringIO()
    with TABLE_FORMATS["jsonl"].open_frames(stream, resolve_set("rdkit"), {}) as writer:
        writer.write(frame)
    ethanol, unreadable = map(json.loads, stream.getvalue().splitlines())
    assert list(ethanol) == ["record", *frame.columns]
    assert (ethanol["record"], ethanol["TPSA"], ethanol["NumHDonors"]) == ("a", 20.23, 1)
    assert unreadable["TPSA"] is None
    assert "unclosed ring" in unreadable["error"]
