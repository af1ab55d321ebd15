"""What the compounds of a series have in common: scaffolds, a common core, R groups on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from rdkit import Chem
from rdkit.Chem import rdRGroupDecomposition
from rdkit.Chem.Scaffolds import MurckoScaffold

from molinfo.chem.cores import Core, find_common_core, find_core
from molinfo.chem.quiet import quiet
from molinfo.comparison.frames import make_frame
from molinfo.comparison.series import Compound
from molinfo.errors import RecordNotFound, StructureError

HINGE_CORE = "pyrrolo[2,3-d]pyrimidine"
"""The core by which most of the bundled inhibitors bind the hinge of the kinase."""

SCAFFOLD_COLUMNS = {
    "compound": "id of the record",
    "parent": "id of the record that the compound is a form of, else its own",
    "scaffold": 'rings and what joins them, as SMILES; "" where there is no ring',
    "generic_scaffold": "the same with every atom a carbon and every bond single",
    "parents_with_scaffold": "how many parents of the series have the scaffold",
    "parents_with_generic": "how many parents of the series have the generic scaffold",
    "reason": "why there is none",
}
"""What each column of a scaffold table holds, in their order."""

_SECONDS = 60


def find_scaffold(mol: Chem.Mol, *, generic: bool = False) -> str:
    """The Murcko scaffold of a molecule as SMILES, "" where there is no ring.

    As RDKit makes it: atoms joined to it by a double bond stay, and so do they, as carbons, in the
    generic one. Raises StructureError for a generic scaffold in which a carbon would have more than
    four neighbours.

    >>> find_scaffold(Chem.MolFromSmiles("CCc1ccc(CC2CC2)nc1"))
    'c1ccc(CC2CC2)nc1'
    """
    scaffold = MurckoScaffold.GetScaffoldForMol(mol)
    if generic and scaffold.GetNumAtoms():
        try:
            with quiet():
                scaffold = MurckoScaffold.MakeScaffoldGeneric(scaffold)
        except Chem.MolSanitizeException as error:
            raise StructureError(f"no generic scaffold: {error}") from error
    return str(Chem.MolToSmiles(scaffold))


def tabulate_scaffolds(compounds: Sequence[Compound]) -> pd.DataFrame:
    """The Murcko scaffold of each free form (SCAFFOLD_COLUMNS); what has none says why."""
    rows = [_find_scaffolds(compound) for compound in compounds]
    for name, column in (("scaffold", "scaffold"), ("generic_scaffold", "generic")):
        held = [row for row in rows if name in row]
        counts = Counter(each for each, _parent in {(row[name], row["parent"]) for row in held})
        for row in held:
            row[f"parents_with_{column}"] = counts[row[name]]
    numbers = dict.fromkeys(("parents_with_scaffold", "parents_with_generic"), "Int64")
    return make_frame(rows, SCAFFOLD_COLUMNS, numbers)


def _find_scaffolds(compound: Compound) -> dict[str, Any]:
    row: dict[str, Any] = {"compound": compound.id, "parent": compound.parent}
    if compound.mol is None:
        return {**row, "reason": compound.error}
    row["scaffold"] = find_scaffold(compound.mol)
    try:
        row["generic_scaffold"] = find_scaffold(compound.mol, generic=True)
    except StructureError as error:
        row["reason"] = str(error)
    return row


def find_series_core(compounds: Sequence[Compound], chosen: Sequence[str] = ()) -> Core:
    """The maximum common substructure of the compounds of some ids, else of all.

    Rings are whole. Raises RecordNotFound for an id that is not in the series, StructureError when
    there is none of three atoms or the search does not end in a minute.
    """
    known = {compound.id: compound for compound in compounds}
    missing = [each for each in chosen if each not in known]
    if missing:
        raise RecordNotFound(f"no record {', '.join(map(repr, missing))} in the series")
    picked = [known[each] for each in chosen] or list(compounds)
    return find_common_core([each.mol for each in picked if each.mol is not None])


def tabulate_r_groups(compounds: Sequence[Compound], core: str = HINGE_CORE) -> pd.DataFrame:
    """R groups of each free form on a core: compound, core, R1, R2, ... as SMILES, reason.

    `core` is a name (see `molinfo.chem.cores`) or a SMARTS. A compound without it has the reason
    `no-core`. Raises UnknownName when the core is neither, StructureError when the search for the
    best numbering does not end in a minute.

    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.folder import open_store
    >>> tabulate_r_groups(read_series([open_store()["tofacitinib"]])).loc[0, "R1"]
    'C[C@@H]1CCN(C(=O)CC#N)C[C@@H]1N(C)[*:1]'
    """
    query = find_core(core).query
    held = [each for each in compounds if each.mol is not None]
    parameters = rdRGroupDecomposition.RGroupDecompositionParameters()
    parameters.timeout = _SECONDS
    try:
        with quiet():
            groups, left = rdRGroupDecomposition.RGroupDecompose(
                [query], [each.mol for each in held], asSmiles=True, options=parameters
            )
    except RuntimeError as error:
        raise StructureError(
            f"no R groups on {core} were found in {_SECONDS} s; take a core with less symmetry, "
            "or fewer compounds"
        ) from error
    without = {held[place].id for place in left} | {each.id for each in compounds} - {
        each.id for each in held
    }
    found = iter(groups)
    rows = []
    for compound in compounds:
        if compound.id in without:
            rows.append({"compound": compound.id, "reason": compound.error or "no-core"})
        else:
            group = dict(next(found))
            rows.append({"compound": compound.id, "core": group.pop("Core"), **group})
    names = sorted({name for row in rows for name in row if name[0] == "R"}, key=_number)
    columns = {"compound": "id of the record", "core": "the core with its places"}
    columns |= {name: f"what stands at place {name[1:]}" for name in names}
    return make_frame(rows, {**columns, "reason": "why there are none"}, {})


def _number(name: str) -> int:
    return int(name[1:])
