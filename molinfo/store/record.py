"""What a record is: a structure as text, and what is claimed about it, by whom."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from molinfo.store.fields import FieldName

NonEmpty = Annotated[str, StringConstraints(min_length=1)]
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]*$")]
RecordId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the plain values: ten times as fast, for rows on their way to workers."""
        return _restore, (type(self), self.__dict__)


def _restore(kind: type[_Frozen], values: dict[str, Any]) -> _Frozen:
    """What was valid when it was pickled; nothing is looked at again."""
    model = kind.__new__(kind)
    object.__setattr__(model, "__dict__", values)
    object.__setattr__(model, "__pydantic_fields_set__", set(values))
    object.__setattr__(model, "__pydantic_extra__", None)
    object.__setattr__(model, "__pydantic_private__", None)
    return model


_DOI = re.compile(r"doi:\s*(10\.\S+)", re.IGNORECASE)
_GITHUB = re.compile(r"github:([\w.-]+/[\w.-]+)")


class SourceDetails(_Frozen):
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


class Source(_Frozen):
    """Where a claim was read: the id of a source, the place in it, and whom it cites."""

    id: NonEmpty
    locator: str = ""
    via: str = ""


class Waiver(_Frozen):
    """Silences one finding code on one claim, with a reason."""

    code: NonEmpty
    reason: NonEmpty
    by: NonEmpty
    until: datetime.date | None = None


class Claim(_Frozen):
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
    waivers: tuple[Waiver, ...] = Field(default=(), alias="waiver")


class StructureBasis(StrEnum):
    """How the structure of a record is known."""

    CITED = "cited"
    DERIVED = "derived"


class Record(_Frozen):
    """A structure as text and the claims on it; never holds a parsed molecule."""

    id: str = ""
    name: str = ""
    smiles: str = ""
    molfile: FileName = ""
    form_of: str = ""
    structure_basis: StructureBasis | None = None
    structure_proof: str = ""
    structure_sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = Field(default=(), alias="claim")
    molblock: str = Field(default="", exclude=True, repr=False)
    """The text of the molfile, read beside the record."""
    defect: str = Field(default="", exclude=True)
    """Why the row that should have held this record cannot be read; empty when it can."""

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
