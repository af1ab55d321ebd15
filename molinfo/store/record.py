"""What a record is: a structure as text, and what is claimed about it, by whom."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated

from pydantic import AliasChoices, Field, StringConstraints

from molinfo.store.fields import FieldName
from molinfo.store.frozen import Frozen

NonEmpty = Annotated[str, StringConstraints(min_length=1)]
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]*$")]
RecordId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]


_DOI = re.compile(r"doi:\s*(10\.\S+)", re.IGNORECASE)
_GITHUB = re.compile(r"github:([\w.-]+/[\w.-]+)")


class SourceDetails(Frozen):
    """One table of sources.toml: what a source id stands for."""

    title: NonEmpty
    publisher: str = ""
    address: str = ""
    date: str = ""
    kind: str = ""

    @property
    def link(self) -> str:
        """The web address that the address stands for, "" where there is none.

        >>> SourceDetails(title="An article", address="doi:10.1000/1").link
        'https://doi.org/10.1000/1'
        """
        if match := _DOI.match(self.address):
            return f"https://doi.org/{match[1]}"
        if match := _GITHUB.match(self.address):
            return f"https://github.com/{match[1]}"
        return self.address if re.match(r"https?://\S+$", self.address) else ""


class Source(Frozen):
    """Where a claim was read: the id of a source, the place in it, and whom it cites."""

    id: NonEmpty
    locator: str = ""
    via: str = ""


class Waiver(Frozen):
    """Silences one finding code on one claim, with a reason."""

    code: NonEmpty
    reason: NonEmpty
    by: NonEmpty
    until: datetime.date | None = None


class Claim(Frozen):
    """One value as printed, character for character, and who printed it."""

    field: FieldName
    value: NonEmpty
    unit: str = ""
    target: str = ""
    relation: Annotated[str, StringConstraints(pattern=r"^(=|~|>|<|>=|<=)?$")] = ""
    assay: Annotated[
        str, StringConstraints(pattern=r"^(biochemical|binding|cell|blood|aggregate)?$")
    ] = ""
    domain: str = ""
    variant: str = ""
    atp_um: str = ""
    quote: str = ""
    of: str = ""
    note: str = ""
    sources: tuple[Source, ...] = ()
    waivers: tuple[Waiver, ...] = Field(
        default=(), validation_alias=AliasChoices("waivers", "waiver")
    )


class Place(Frozen):
    """Where a record stands in the user's own file, as that counts, from 1.

    `row` is the row of a sheet or the record of a file, `line` the line of a text file.
    """

    sheet: str | None = None
    row: int | None = None
    line: int | None = None


class FileLines(Frozen):
    """Where the parts of a record stand in its file in a store: lines from 1."""

    file: str
    smiles: int
    molfile: int
    claims: tuple[int, ...]


class StructureBasis(StrEnum):
    """How the structure of a record is known."""

    CITED = "cited"
    DERIVED = "derived"


class Record(Frozen):
    """A structure as text and the claims on it; never holds a parsed molecule."""

    id: str = ""
    name: str = ""
    smiles: str = ""
    molfile: FileName = ""
    form_of: str = ""
    structure_basis: StructureBasis | None = None
    structure_proof: str = ""
    structure_sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = Field(default=(), validation_alias=AliasChoices("claims", "claim"))
    molblock: str = Field(default="", exclude=True, repr=False)
    """The text of the molfile, read beside the record."""
    defect: str = Field(default="", exclude=True)
    """Why the row that should have held this record cannot be read; empty when it can."""
    lines: FileLines | None = Field(default=None, exclude=True, repr=False)
    """Where its parts stand in its file, when it was read from a store."""
    place: Place | None = Field(default=None, exclude=True, repr=False)
    """Where the record stands in the file that it was read from; None where it has no file."""

    @property
    def has_structure(self) -> bool:
        """Whether there is a SMILES or a molfile to check claims against."""
        return bool(self.smiles or self.molblock)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook shows: the record's picture, where it can be drawn.

        Through the public door, as the user would: pictures are made in a room further on.
        """
        from molinfo import MolinfoError, draw

        try:
            return draw(self)._repr_mimebundle_()
        except MolinfoError:
            return {}
