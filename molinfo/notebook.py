"""Tables of structures in a notebook, with pictures in place of the text."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd
from rdkit import Chem

from molinfo.errors import InputError, MolinfoError
from molinfo.figures.draw import draw, hold_record
from molinfo.store.columns import find_columns
from molinfo.store.record import Record

_MOST_ROWS = 60


@dataclass(frozen=True)
class StructureTable:
    """A DataFrame that a notebook shows with pictures of its structures."""

    frame: pd.DataFrame
    column: Hashable
    style: str
    width: str
    max_rows: int

    @cached_property
    def html(self) -> str:
        """The table as self-contained HTML; all text is escaped."""
        names: list[Hashable] = list(self.frame.columns)
        drawn = names.index(self.column)
        heads = "".join(f"<th>{escape(str(name))}</th>" for name in ["", *names])
        lines = [
            '<table border="1" class="dataframe">',
            f"<thead><tr>{heads}</tr></thead>",
            "<tbody>",
        ]
        for label, *cells in self.frame.head(self.max_rows).itertuples(name=None):
            shown = [
                self._picture(cell) if place == drawn else escape(str(cell))
                for place, cell in enumerate(cells)
            ]
            row = "".join(f"<td>{cell}</td>" for cell in shown)
            lines.append(f"<tr><th>{escape(str(label))}</th>{row}</tr>")
        lines += ["</tbody>", "</table>"]
        left = len(self.frame) - self.max_rows
        if left > 0:
            lines.append(f"<p>and {left:,} more rows</p>")
        return "\n".join(lines)

    def _picture(self, cell: object) -> str:
        """A cell as a picture; where it cannot be drawn, its text and the reason."""
        try:
            figure = draw(_read_cell(cell), style=self.style, width=self.width, inchikey="")
        except MolinfoError as error:
            text = "" if cell is None or cell != cell else str(cell)
            return f"{escape(text)}<br><small>{escape(str(error))}</small>"
        data = b64encode(figure.svg.encode("utf-8")).decode("ascii")
        said = figure.metadata.formula if figure.metadata else ""
        return f'<img alt="{escape(said)}" src="data:image/svg+xml;base64,{data}">'

    def _repr_html_(self) -> str:
        return self.html


def show_structures(
    frame: pd.DataFrame,
    column: str | None = None,
    *,
    style: str = "screen",
    width: str = "45mm",
    max_rows: int = _MOST_ROWS,
) -> StructureTable:
    """Show a DataFrame with pictures in place of its structures.

    The column may hold SMILES, molblocks, records or RDKit molecules. Without `column`, it is the
    first with a usual name (`smiles`, `molfile`, ...), else the first that holds records or
    molecules.
    A cell that cannot be drawn says why. The table has the index and the order of the frame, and at
    most `max_rows` of its rows; `width` is that of a picture, such as "45mm".

    Raises InputError where there is no such column.

    >>> table = show_structures(pd.DataFrame({"smiles": ["CCO"], "name": ["ethanol"]}))
    >>> table.html.count("<img")
    1
    """
    return StructureTable(frame, _find_column(frame, column), style, width, max_rows)


def _find_column(frame: pd.DataFrame, column: str | None) -> Hashable:
    names = list(frame.columns)
    told = ", ".join(map(str, names)) or "none"
    if column is not None:
        if column not in names:
            raise InputError(f"no column {column!r}; the columns are {told}")
        return column
    texts = {str(name): name for name in names}
    found = find_columns(texts, source="the DataFrame").own
    for field in ("smiles", "molfile"):
        if field in found:
            return texts[found[field][0]]
    for place, name in enumerate(names):
        values = frame.iloc[:, place].dropna()
        if len(values) and isinstance(values.iloc[0], Record | Chem.Mol):
            return name
    raise InputError(
        f"no column of structures found; name it with column= (the columns are {told})"
    )


def _read_cell(cell: Any) -> Record:
    if cell is None or (isinstance(cell, float) and cell != cell):
        raise InputError("no structure")
    return hold_record(cell)
