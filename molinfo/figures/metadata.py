"""What a figure says of itself: id, name, InChIKey, formula, style and molblock, as one JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from molinfo.errors import InputError

_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TITLE = 200


class FigureMetadata(BaseModel):
    """What every format carries. It holds no time, no host and no version of a library.

    `drawing` is the version of the drawing code, `style_digest` tells styles of one name apart;
    `options` are those of `draw` that were not left as they are by default.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    id: str = ""
    name: str = ""
    inchikey: str = ""
    formula: str = ""
    style: str
    style_digest: str
    drawing: int
    options: dict[str, Any] = {}
    molblock: str

    @property
    def title(self) -> str:
        """What a screen reader says first."""
        return clean_text(self.name or self.id or "Chemical structure", _LONGEST_TITLE)

    @property
    def description(self) -> str:
        """Name, formula and InChIKey in a sentence."""
        parts = [self.title, clean_text(self.formula, _LONGEST_TITLE), self.inchikey]
        return f"Structure of {', '.join(filter(None, parts))}"

    def to_json(self, *, with_molblock: bool = True) -> str:
        """ASCII text, keys in fixed order."""
        said = dict(self.__dict__)  # the fields in their order
        if not with_molblock:
            del said["molblock"]
        return json.dumps(said)


class SheetMetadata(BaseModel):
    """What a sheet carries: what each of its figures says of itself, in their order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    sheet: tuple[FigureMetadata, ...]
    molblock: Literal[""] = ""

    @property
    def title(self) -> str:
        """What a screen reader says first."""
        return f"{len(self.sheet)} chemical structures"

    @property
    def description(self) -> str:
        """The names of all, as far as they fit."""
        names = ", ".join(each.title for each in self.sheet)
        return clean_text(f"Structures of {names}", 10 * _LONGEST_TITLE)

    def to_json(self, *, with_molblock: bool = True) -> str:
        """ASCII text, keys in fixed order; the molblocks of the figures always stand in it."""
        return json.dumps(self.model_dump(exclude={"molblock"}))


Metadata = FigureMetadata | SheetMetadata


def parse_metadata(text: str, where: str, **more: str) -> Metadata:
    """Read the JSON of a figure and what stands beside it.

    Raises InputError where it is damaged or of another schema.
    """
    try:
        values = {**json.loads(text), **more}
        kind = SheetMetadata if "sheet" in values else FigureMetadata
        return kind.model_validate(values)
    except (ValueError, TypeError) as error:
        raise InputError(
            f"{where}: what the figure says of itself is damaged; draw it again"
        ) from error


def parse_said(text: str, path: Path, **more: str) -> Metadata:
    """Read what a file says of itself; raises InputError where it says nothing, or is damaged."""
    if not text.strip():
        why = "drawn without metadata, stripped of it, or not by molinfo"
        raise InputError(f"{path}: says nothing of a structure: {why}")
    return parse_metadata(text, str(path), **more)


def clean_text(text: str, longest: int) -> str:
    """A text on one line, without what XML forbids, cut when it is too long."""
    flat = " ".join(_ILLEGAL_IN_XML.sub("", text[: 4 * longest]).split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
