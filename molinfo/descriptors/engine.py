"""Every descriptor of RDKit for a structure, by RDKit's own functions."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from rdkit import Chem, rdBase
from rdkit.Chem import Descriptors

from molinfo.chem.structure import parse_molblock, parse_smiles
from molinfo.errors import StructureError
from molinfo.store.record import Record


def compute_rdkit_descriptors(mol: Chem.Mol) -> dict[str, float]:
    """All descriptors of `rdkit.Chem.Descriptors.descList`, NaN where RDKit raises.

    >>> compute_rdkit_descriptors(Chem.MolFromSmiles("CCO"))["HeavyAtomCount"]
    3
    """
    with rdBase.BlockLogs():
        values: dict[str, float] = Descriptors.CalcMolDescriptors(mol, missingVal=float("nan"))
    return values


def describe_records(records: Iterable[Record]) -> pd.DataFrame:
    """One row a record, indexed by its id: RDKit's descriptors and `error`, "" where all went well.

    A record whose structure cannot be read has empty descriptors and the reason as its error.

    >>> describe_records([Record(id="ethanol", smiles="CCO")]).loc["ethanol", "HeavyAtomCount"]
    np.int64(3)
    """
    ids: list[str] = []
    rows: list[dict[str, float]] = []
    errors: list[str] = []
    for record in records:
        ids.append(record.id)
        try:
            parsed = (
                parse_smiles(record.smiles) if record.smiles else parse_molblock(record.molblock)
            )
            rows.append(compute_rdkit_descriptors(parsed.mol))
            errors.append("")
        except StructureError as error:
            rows.append({})
            errors.append(str(error))
    names = [name for name, _function in Descriptors.descList]
    frame = pd.DataFrame(rows, index=pd.Index(ids, name="record"), columns=names)
    frame["error"] = errors
    return frame
