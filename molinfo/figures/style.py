"""Styles: how a figure looks, in points, named or from a file of one's own."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from rdkit import Chem

from molinfo.errors import InputError, UnknownName

Points = Annotated[float, Field(gt=0, le=1000)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
RGB = tuple[float, float, float]


class Style(BaseModel):
    """How a figure looks. Lengths are points of 1/72 inch, colours `#RRGGBB`.

    `bond_spacing` is the gap of a double bond as a fraction of its length; `deuterium` "D" labels
    heavy hydrogen with D and T; `colours` are those of elements by symbol, `*` of all others; an
    empty `background` is transparent; `dpi` is the resolution of pixel formats where none is asked
    for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    bond_length_pt: Points
    line_width_pt: Points
    font_size_pt: Points
    bond_spacing: Annotated[float, Field(gt=0, lt=1)] = 0.18
    label_margin_pt: Annotated[float, Field(ge=0, le=100)] = 0.6
    font: Literal["roboto", "telex"] = "roboto"
    deuterium: Literal["2H", "D"] = "2H"
    background: Colour | Literal[""] = "#FFFFFF"
    dpi: Annotated[int, Field(ge=10, le=4800)] = 300
    colours: dict[str, Colour] = {"*": "#000000"}

    @cached_property
    def digest(self) -> str:
        """What tells two styles of one name apart: the head of the SHA-256 of all values."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @cached_property
    def palette(self) -> dict[int, RGB]:
        """Colours by atomic number as fractions of 1; -1 stands for all other elements."""
        table = Chem.GetPeriodicTable()
        return {
            -1 if symbol == "*" else table.GetAtomicNumber(symbol): parse_colour(colour)
            for symbol, colour in {"*": "#000000", **self.colours}.items()
        }


def parse_colour(colour: str) -> RGB:
    """A colour `#RRGGBB` as fractions of 1.

    >>> parse_colour("#FF0000")
    (1.0, 0.0, 0.0)
    """
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def style_names() -> tuple[str, ...]:
    """The styles that come with the package, sorted.

    >>> style_names()
    ('acs', 'mono', 'nature', 'rsc', 'screen')
    """
    folder = files("molinfo.figures.styles")
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


@cache
def get_style(name: str) -> Style:
    """A style by its name, or from a TOML file by its path (which ends in .toml).

    Raises UnknownName for a name that no style has, InputError for a file that is no style.

    >>> get_style("acs").bond_length_pt
    14.4
    """
    if name in style_names():
        text = (files("molinfo.figures.styles") / f"{name}.toml").read_text(encoding="utf-8")
        return _parse_style(text, name, name)
    path = Path(name)
    if path.suffix != ".toml":
        known = ", ".join(style_names())
        raise UnknownName(f"no style {name!r}; known: {known}; one of your own is a .toml file")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: style cannot be read: {error}") from error
    return _parse_style(text, path.stem, str(path))


def _parse_style(text: str, name: str, where: str) -> Style:
    try:
        style = Style.model_validate({"name": name, **tomllib.loads(text)})
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: not TOML: {error}") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors(include_url=False)
        )
        raise InputError(f"{where}: not a style: {faults}") from error
    unknown = [symbol for symbol in style.colours if symbol != "*" and not _is_element(symbol)]
    if unknown:
        raise InputError(f"{where}: not a style: no element {', '.join(map(repr, unknown))}")
    return style


def _is_element(symbol: str) -> bool:
    table = Chem.GetPeriodicTable()
    return symbol in {table.GetElementSymbol(number) for number in range(1, 119)}
