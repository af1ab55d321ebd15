"""Write docs/styles.md, the page of all figure styles, from the style files."""

import re
from importlib.resources import files
from pathlib import Path

from molinfo.figures.style import Style, get_style, style_names

UNITS = {
    "bond_length_pt": "bond length, pt",
    "line_width_pt": "line width, pt",
    "bold_width_pt": "bold line, pt",
    "wedge_width_pt": "wide end of a wedge, pt",
    "hash_spacing_pt": "from line to line of a hashed wedge, pt",
    "wave_pt": "length of a wave, pt",
    "wave_height_pt": "height of a wave, pt",
    "dash_pt": "dash, pt",
    "dash_gap_pt": "gap between dashes, at least, pt",
    "arrow_pt": "head of an arrow, pt",
    "dot_pt": "dot of a radical, pt",
    "bracket_leg_pt": "legs of a bracket, pt",
    "bond_spacing": "gap of a multiple bond, of its length",
    "font_size_pt": "labels, pt",
    "script_size": "subscripts and superscripts, of the label's size",
    "note_size_pt": "atom numbers, stereo labels, pt",
    "legend_size_pt": "legends, pt",
    "label_margin_pt": "space around labels, pt",
    "margin_pt": "space around the drawing, pt",
    "smallest_font_pt": "smallest letters of a sheet, pt",
    "smallest_line_pt": "thinnest line of a sheet, pt",
    "font": "letters",
    "deuterium": "label of deuterium",
    "r_groups": "number of R1",
    "attachment": "open end of a bond",
    "background": "background",
    "dpi": "resolution of pixel formats, dots per inch",
}


def make_page() -> str:
    """The page as Markdown."""
    styles = [get_style(name) for name in style_names()]
    lines = [
        "# Styles of figures",
        "",
        "Made by `python docs/make_styles.py` from the style files. `molinfo draw --style NAME`",
        "uses one of these, or a TOML file of your own with the same keys.",
        "",
        f"| key | what | {' | '.join(style.name for style in styles)} |",
        "| --- | --- " + "| --- " * len(styles) + "|",
    ]
    for key, what in UNITS.items():
        values = (getattr(style, key) for style in styles)
        cells = " | ".join(str(value) or "transparent" for value in values)
        lines.append(f"| `{key}` | {what} | {cells} |")
    lines.append("")
    for style in styles:
        lines += [f"## {style.name}", "", read_head(style), "", describe_colours(style), ""]
    return "\n".join(lines)


def read_head(style: Style) -> str:
    """What the style's file says of itself: its first comment."""
    path = files("molinfo.figures.styles") / f"{style.name}.toml"
    comment = re.match(r"(?:#.*\n)+", path.read_text(encoding="utf-8"))
    return "" if comment is None else re.sub(r"^# ?", "", comment[0], flags=re.MULTILINE).strip()


def describe_colours(style: Style) -> str:
    """The colours of the elements, in the order of the file."""
    others = style.colours.get("*", "#000000")
    named = [f"{symbol} `{colour}`" for symbol, colour in style.colours.items() if symbol != "*"]
    return f"Colours: {', '.join([*named, f'all others `{others}`' if named else f'`{others}`'])}."


if __name__ == "__main__":
    Path(__file__).with_name("styles.md").write_text(make_page(), encoding="utf-8")
