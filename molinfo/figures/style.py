"""Styles: how a figure looks, in points, named or from a file of one's own."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic import model_validator as validates

from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.errors import InputError, UnknownName

Points = Annotated[float, Field(gt=0, le=1000)]
Margin = Annotated[float, Field(ge=0, le=100)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
RGB = tuple[float, float, float]

# What a style leaves out is in proportion to the ACS 1996 settings: hash spacing 2.5 pt to bonds of
# 14.4 pt, bold 2.0 pt to lines of 0.6 pt, and a wedge's end 1.5 times bold (ChemDraw's manual).
_OF_BOND = {
    "hash_spacing_pt": 2.5,
    "wave_pt": 3.6,
    "dash_pt": 1.8,
    "dash_gap_pt": 1.4,
    "arrow_pt": 4.6,
    "bracket_leg_pt": 2.2,
    "margin_pt": 2.0,
}
_OF_LINE = {"bold_width_pt": 2.0, "wave_height_pt": 2.4, "dot_pt": 1.5}
_OF_FONT = {"note_size_pt": 0.7, "legend_size_pt": 0.8}
_ACS_BOND, _ACS_LINE = 14.4, 0.6
_WEDGE_OF_BOLD = 1.5


class Style(BaseModel):
    """How a figure looks. Lengths are points of 1/72 inch, colours `#RRGGBB`.

    `bond_spacing` is the gap of a multiple bond as a fraction of its length; `label_margin_pt` is
    free between letters and lines, `margin_pt` around the drawing. `hash_spacing_pt` is from one
    line of a hashed wedge to the next, `wave_pt` the length of a wave and `wave_height_pt` its
    height, `arrow_pt` the length of an arrow's head, `dot_pt` the diameter of a radical's dot.
    `deuterium` "D" labels heavy hydrogen with D and T; `r_groups` says how the number of R1 stands;
    `attachment` how the open end of a bond is drawn; `stereo_groups` writes and1 and or1.
    `colours` are those of labels by element, `*` of all else; an empty `background` is transparent;
    `dpi` is the resolution of pixel formats where none is asked for. No letter or line of a sheet
    is smaller than `smallest_font_pt` and `smallest_line_pt`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    bond_length_pt: Points
    line_width_pt: Points
    font_size_pt: Points
    bond_spacing: Annotated[float, Field(gt=0, lt=1)] = 0.18
    bold_width_pt: Points
    wedge_width_pt: Points
    hash_spacing_pt: Points
    wave_pt: Points
    wave_height_pt: Points
    dash_pt: Points
    dash_gap_pt: Points
    arrow_pt: Points
    dot_pt: Points
    bracket_leg_pt: Points
    label_margin_pt: Margin = 0.6
    margin_pt: Margin
    script_size: Annotated[float, Field(ge=0.4, le=1)] = 0.72
    note_size_pt: Points
    legend_size_pt: Points
    smallest_font_pt: Margin = 0.0
    smallest_line_pt: Margin = 0.0
    font: Literal["roboto"] = "roboto"
    fallback_font: str = ""
    deuterium: Literal["2H", "D"] = "2H"
    r_groups: Literal["superscript", "subscript", "inline"] = "superscript"
    attachment: Literal["wavy", "star"] = "wavy"
    stereo_groups: bool = False
    background: Colour | Literal[""] = "#FFFFFF"
    dpi: Annotated[int, Field(ge=10, le=4800)] = 300
    colours: dict[str, Colour] = {"*": "#000000"}
    note_colour: Colour
    legend_colour: Colour
    highlight_colour: Colour = "#ABDAF4"
    difference_colour: Colour = "#F3CF80"

    @validates(mode="before")
    @classmethod
    def _fill(cls, values: dict[str, Any]) -> dict[str, Any]:
        """What is left out follows from bond, line, font and colour of everything else."""
        filled = dict(values)
        for of, lengths, base in (
            ("bond_length_pt", _OF_BOND, _ACS_BOND),
            ("line_width_pt", _OF_LINE, _ACS_LINE),
            ("font_size_pt", _OF_FONT, 1.0),
        ):
            if isinstance(values.get(of), int | float):
                for name, length in lengths.items():
                    filled.setdefault(name, round(length * values[of] / base, 3))
        bold = filled.get("bold_width_pt")
        if isinstance(bold, int | float):
            filled.setdefault("wedge_width_pt", round(_WEDGE_OF_BOLD * bold, 3))
        colours = values.get("colours")
        plain = colours.get("*", "#000000") if isinstance(colours, dict) else "#000000"
        filled.setdefault("note_colour", plain)
        filled.setdefault("legend_colour", plain)
        return filled

    @cached_property
    def digest(self) -> str:
        """What tells two styles of one name apart: the head of the SHA-256 of all values."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]

    @cached_property
    def line_colour(self) -> str:
        """The colour of lines, and of labels that have none of their own."""
        return self.colours.get("*", "#000000")

    def colour_of(self, symbol: str) -> str:
        """The colour of an element's label."""
        return self.colours.get(symbol, self.line_colour)


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
    ('acs', 'dark', 'elsevier', 'mono', 'nature', 'rsc', 'science', 'screen', 'slide')
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
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: not TOML: {error}") from error
    try:
        style = Style.model_validate({"name": name, **values})
    except ValidationError as error:
        faults = [
            f"{_find_line(text, fault['loc'])}{'.'.join(map(str, fault['loc']))}: {_explain(fault)}"
            for fault in error.errors(include_url=False)
            if fault["type"] != "missing" or fault["loc"][0] in _NEEDED
        ]
        raise InputError(f"{where}: not a style: {'; '.join(faults)}") from error
    for symbol in style.colours:
        if symbol != "*" and symbol not in ATOMIC_NUMBERS:
            line = _find_line(text, ("colours", symbol))
            raise InputError(f"{where}: not a style: {line}no element {symbol!r}")
    return style


_NEEDED = ("bond_length_pt", "line_width_pt", "font_size_pt")


def _explain(fault: Any) -> str:
    if fault["type"] == "extra_forbidden":
        return f"no such key; known: {', '.join(Style.model_fields)}"
    return str(fault["msg"])


def _find_line(text: str, where: tuple[int | str, ...]) -> str:
    """`line 3: ` for the line that sets a key, "" where none does."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[([^\]]*)\]", line):
            table = opened[1].strip()
        key = line.partition("=")[0].strip().strip("\"'")
        path = (table, key) if table else (key,)
        if "=" in line and path == tuple(map(str, where[: len(path)])):
            return f"line {number}: "
    return ""
