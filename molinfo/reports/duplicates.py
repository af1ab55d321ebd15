"""What tells that two rows hold the same structure."""

from __future__ import annotations

from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.structure import parse_molblock, parse_smiles
from molinfo.errors import StructureError
from molinfo.store.record import Record


def compute_key(record: Record) -> str:
    """The InChIKey of a record's structure, "" where there is none (R groups, polymers).

    >>> compute_key(Record(smiles="OCC")) == compute_key(Record(smiles="CCO"))
    True
    """
    try:
        parsed = parse_smiles(record.smiles) if record.smiles else parse_molblock(record.molblock)
        return compute_inchi(parsed.mol).key
    except StructureError:
        return ""
