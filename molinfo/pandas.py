"""The accessor `.chem` of DataFrames and Series, registered by `import molinfo.pandas`.

>>> import pandas as pd
>>> import molinfo.pandas
>>> pd.Series(["CCO", "c1ccccc1"]).chem.descriptors(set="HeavyAtomCount")["HeavyAtomCount"].tolist()
[3, 6]
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

import pandas as pd
from rdkit import Chem

from molinfo.checks.result import Result
from molinfo.checks.rows import check_many
from molinfo.chem.fragments import find_parent
from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_structure
from molinfo.comparison.scaffolds import find_scaffold
from molinfo.comparison.series import neutralise
from molinfo.descriptors.describe import Form, describe, find_column, read_cell
from molinfo.errors import StructureError
from molinfo.notebook import StructureTable, show_structures
from molinfo.reports.tables import say_why
from molinfo.store.columns import find_columns
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


class _Structures:
    """What the accessors of Series and DataFrame share: a column of structures."""

    def _find(self, column: Hashable | None) -> pd.Series:
        raise NotImplementedError

    def _map(self, function: Callable[[Chem.Mol], str], column: Hashable | None) -> pd.Series:
        """A text for each structure, with the string dtype of the column."""
        series = self._find(column)
        texts = [_apply(function, cell) for cell in series.tolist()]
        held = isinstance(series.dtype, pd.StringDtype | pd.ArrowDtype)
        dtype = series.dtype if held and pd.api.types.is_string_dtype(series.dtype) else object
        return pd.Series(texts, index=series.index, dtype=dtype)


def _apply(function: Callable[[Chem.Mol], str], cell: object) -> str | None:
    text = read_cell(cell)
    if text.defect:
        return None
    try:
        parsed = parse_structure(text.smiles, text.molblock)
        with quiet():
            return function(parsed.mol)
    except StructureError:
        return None


def _find_parent_smiles(mol: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(find_parent(mol)))


def _find_neutral_parent(mol: Chem.Mol) -> str:
    return str(Chem.MolToSmiles(neutralise(find_parent(mol))))


def _find_inchikey(mol: Chem.Mol) -> str:
    return compute_inchi(mol).key


def _find_generic_scaffold(mol: Chem.Mol) -> str:
    return find_scaffold(mol, generic=True)


def _make_record(cell: object, claims: Iterable[Claim] = ()) -> Record:
    text = read_cell(cell)
    read = Record(smiles=text.smiles, molblock=text.molblock, defect=text.defect)
    return read.model_copy(update={"claims": tuple(claims)})


def _tabulate(results: Iterable[Result], fields: Iterable[str], index: pd.Index) -> pd.DataFrame:
    """A row for each result: verdict, why, codes, and computed and status of each claimed field."""
    fields = list(fields)
    rows = []
    for result in results:
        row: dict[str, object] = {
            "verdict": result.verdict.value,
            "why": say_why(result),
            "codes": ", ".join(dict.fromkeys(finding.code for finding in result.findings)),
        }
        claims = {claim.field: claim for claim in result.claims}
        for field in fields:
            claim = claims.get(field)
            row[f"{field}_computed"] = None if claim is None else claim.computed
            row[f"{field}_status"] = None if claim is None else claim.status.value
        rows.append(row)
    names = ["verdict", "why", "codes"]
    names += [f"{field}_{part}" for field in fields for part in ("computed", "status")]
    return pd.DataFrame(rows, index=index, columns=names)


@pd.api.extensions.register_series_accessor("chem")
class SeriesChem(_Structures):
    """Chemistry of a Series of SMILES or molblocks; results have its index.

    A structure that cannot be read gives a missing value; `check` says why.
    """

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def _find(self, column: Hashable | None) -> pd.Series:
        return self._series

    def descriptors(
        self,
        *,
        set: str | Iterable[str] = "rdkit",
        form: Form = "as-drawn",
        workers: int = 1,
    ) -> pd.DataFrame:
        """`molinfo.describe` of the Series: a table with its index."""
        return describe(self._series, set=set, form=form, workers=workers)

    def check(self) -> pd.DataFrame:
        """What the checks say of each structure: verdict, why, codes."""
        records = [_make_record(cell) for cell in self._series.tolist()]
        return _tabulate(check_many(records), (), self._series.index)

    def parent(self, *, neutral: bool = False) -> pd.Series:
        """The largest fragment as SMILES; `neutral` takes away charges that protons can take.

        >>> pd.Series(["CC[NH3+].[Cl-]"]).chem.parent(neutral=True).tolist()
        ['CCN']
        """
        return self._map(_find_neutral_parent if neutral else _find_parent_smiles, None)

    def inchikey(self) -> pd.Series:
        """The standard InChIKey.

        >>> pd.Series(["CCO"]).chem.inchikey().tolist()
        ['LFQSCWFLJHTTHZ-UHFFFAOYSA-N']
        """
        return self._map(_find_inchikey, None)

    def scaffold(self, *, generic: bool = False) -> pd.Series:
        """The Murcko scaffold as SMILES, "" where there is no ring; see `find_scaffold`.

        >>> pd.Series(["Cc1ccccc1", "CCO"]).chem.scaffold().tolist()
        ['c1ccccc1', '']
        """
        return self._map(_find_generic_scaffold if generic else find_scaffold, None)

    def draw(self, *, style: str = "screen", width: str = "45mm") -> StructureTable:
        """The Series as a table of pictures, which a notebook shows."""
        name = "structure" if self._series.name is None else self._series.name
        return show_structures(
            self._series.to_frame(name), column=str(name), style=style, width=width
        )


@pd.api.extensions.register_dataframe_accessor("chem")
class DataFrameChem(_Structures):
    """Chemistry of a DataFrame with a column of SMILES or molblocks; results have its index.

    The column is found by its usual names, or named with `column`. A structure that cannot be read
    gives a missing value; `check` says why.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def _find(self, column: Hashable | None) -> pd.Series:
        found: pd.Series = self._frame[find_column(self._frame, column)]
        return found

    def descriptors(
        self,
        *,
        set: str | Iterable[str] = "rdkit",
        form: Form = "as-drawn",
        workers: int = 1,
        column: str | None = None,
    ) -> pd.DataFrame:
        """`molinfo.describe` of the DataFrame: a table with its index."""
        return describe(self._frame, set=set, form=form, workers=workers, column=column)

    def check(self, *, column: str | None = None) -> pd.DataFrame:
        """Check what the other columns claim about each structure.

        Columns are recognised by their names as in files (formula, mw, inchikey, cas, ...). The
        result has one row for each structure: verdict, why, codes, and for each claimed field
        `FIELD_computed` and `FIELD_status`.

        >>> frame = pd.DataFrame({"smiles": ["CCO"], "mw": ["46.70"]})
        >>> frame.chem.check()[["verdict", "molecular_weight_computed"]].values.tolist()
        [['fail', '46.07']]
        """
        structures = self._find(column)
        texts = {str(name): name for name in self._frame.columns if name != structures.name}
        claimed = find_columns(texts, source="the DataFrame").claims
        columns = [(field, self._frame[texts[name]].tolist()) for field, name in claimed]
        records = [
            _make_record(cell, _read_claims(columns, row))
            for row, cell in enumerate(structures.tolist())
        ]
        fields = dict.fromkeys(field.value for field, _ in columns)
        return _tabulate(check_many(records), fields, self._frame.index)

    def parent(self, *, neutral: bool = False, column: str | None = None) -> pd.Series:
        """The largest fragment as SMILES; `neutral` adds or removes protons to remove charges."""
        return self._map(_find_neutral_parent if neutral else _find_parent_smiles, column)

    def inchikey(self, *, column: str | None = None) -> pd.Series:
        """The standard InChIKey."""
        return self._map(_find_inchikey, column)

    def scaffold(self, *, generic: bool = False, column: str | None = None) -> pd.Series:
        """The Murcko scaffold as SMILES, "" where there is no ring; see `find_scaffold`."""
        return self._map(_find_generic_scaffold if generic else find_scaffold, column)

    def draw(
        self, *, style: str = "screen", width: str = "45mm", column: str | None = None
    ) -> StructureTable:
        """The DataFrame as a table with pictures, which a notebook shows."""
        return show_structures(self._frame, column, style=style, width=width)


def _read_claims(columns: list[tuple[FieldName, list[object]]], row: int) -> list[Claim]:
    """The claims of a row; a number becomes the text that pandas prints."""
    claims = []
    for field, cells in columns:
        cell = cells[row]
        if not pd.isna(cell) and str(cell).strip():  # type: ignore[call-overload]
            claims.append(Claim.model_construct(field=field, value=str(cell).strip()))
    return claims
