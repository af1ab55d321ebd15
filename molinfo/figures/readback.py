"""Read what a figure says of itself: the structure behind the picture, from any format."""

from __future__ import annotations

from pathlib import Path

from molinfo.errors import InputError
from molinfo.figures.formats import read_said
from molinfo.figures.metadata import FigureMetadata, SheetMetadata
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def read_figure(path: str | Path) -> Record:
    """The structure of a figure as a record: id, name and molblock, InChIKey and formula as claims.

    So `check(read_figure(path))` tells whether the figure is still true to itself. A format
    is known by the file's first bytes.

    Raises InputError when the file cannot be read or says nothing, MissingExtra for a PDF without
    the extra `pdf`.

    >>> import tempfile
    >>> from molinfo.figures.draw import draw
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     draw("CCO").write(Path(folder) / "ethanol.png")
    ...     read_figure(Path(folder) / "ethanol.png").claims[0].value
    'LFQSCWFLJHTTHZ-UHFFFAOYSA-N'
    """
    return _make_record(read_metadata(path))


def read_sheet(path: str | Path) -> list[Record]:
    """The structures of a sheet, or of a page of it, as records in their order.

    The figures of all pages stand in a PDF, those of one page in each other file. Raises as
    read_figure does, and InputError for a figure of one structure.
    """
    said = read_said(path)
    if isinstance(said, FigureMetadata):
        raise InputError(f"{path}: a figure of one structure; read_figure reads it")
    return [_make_record(each) for each in said.sheet]


def _make_record(said: FigureMetadata) -> Record:
    claims = [
        Claim(field=field, value=value)
        for field, value in ((FieldName.INCHIKEY, said.inchikey), (FieldName.FORMULA, said.formula))
        if value
    ]
    return Record(id=said.id, name=said.name, molblock=said.molblock, claims=tuple(claims))


def read_metadata(path: str | Path) -> FigureMetadata:
    """All that a figure says of itself, its style included. Raises as read_figure does."""
    said = read_said(path)
    if isinstance(said, SheetMetadata):
        raise InputError(f"{path}: a sheet of {len(said.sheet)} structures; read_sheet reads it")
    return said
