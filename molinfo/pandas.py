"""`import molinfo.pandas` gives DataFrames and Series the accessor `.chem`.

>>> import pandas as pd
>>> import molinfo.pandas
>>> pd.Series(["CCO", "c1ccccc1"]).chem.descriptors(set="HeavyAtomCount")["HeavyAtomCount"].tolist()
[3, 6]
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from molinfo.descriptors.describe import Form, describe


@pd.api.extensions.register_series_accessor("chem")
class SeriesChem:
    """Chemistry of a Series of SMILES."""

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def descriptors(
        self,
        *,
        set: str | Iterable[str] = "rdkit",
        form: Form = "as-drawn",
        workers: int = 1,
    ) -> pd.DataFrame:
        """`molinfo.describe` of the Series: a table with its index."""
        return describe(self._series, set=set, form=form, workers=workers)


@pd.api.extensions.register_dataframe_accessor("chem")
class DataFrameChem:
    """Chemistry of a DataFrame with a column of SMILES."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

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
