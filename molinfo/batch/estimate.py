"""An estimate of the number of rows, from the beginning of each file."""

from __future__ import annotations

from pathlib import Path

from molinfo.batch.inputs import Inputs, find_inputs, is_store
from molinfo.errors import InputError
from molinfo.store.streams import PACKED_ENDINGS, is_address, open_bytes

_SAMPLE_BYTES = 1 << 20
_LINES = dict.fromkeys((".smi", ".smiles", ".cxsmiles", ".csv", ".tsv"), b"\n")
_ENDS_OF_ROWS = {".sdf": b"$$$$", ".sd": b"$$$$", **_LINES}
_PACKED_BY = 4.0
"""How many times larger structure text is than its compressed file, roughly."""


def estimate_rows(source: Inputs) -> int | None:
    """Estimate how many rows a source has; None where that needs reading all of it."""
    total = 0
    for each in find_inputs(source.inputs):
        if each is None or each == "-" or is_address(each) or is_store(each):
            return None
        rows = _estimate_file(Path(each))
        if rows is None:
            return None
        total += rows
    total = round(total * source.sample)
    return total if source.limit is None else min(total, source.limit)


def _estimate_file(path: Path) -> int | None:
    packed = path.suffix.lower() if path.suffix.lower() in PACKED_ENDINGS else ""
    kind = path.with_suffix("").suffix.lower() if packed else path.suffix.lower()
    if kind == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return int(pq.read_metadata(path).num_rows)
        except (OSError, pa.ArrowException):
            return None
    if kind == ".mol":
        return 1
    if kind not in _ENDS_OF_ROWS:
        return None
    try:
        with open_bytes(str(path), packed) as stream:
            sample = stream.read(_SAMPLE_BYTES)
    except (InputError, OSError, EOFError):
        return None
    rows = sample.count(_ENDS_OF_ROWS[kind])
    if len(sample) < _SAMPLE_BYTES:
        return rows
    size = path.stat().st_size * (_PACKED_BY if packed else 1.0)
    return round(rows * size / len(sample))
