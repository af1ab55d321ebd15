"""Write docs/styles.md, the page of all figure styles, from the style files."""

import re
from importlib.resources import files
from pathlib import Path

from molinfo.figures.style import Style, get_style, style_names

UNITS = {
    "bond_length_pt": "bond length, pt",
    "line_width_pt": "line width, pt",
    "font_size_pt": "label size, pt",
    "bond_spacing": "gap of a double bond, of its length",
    "label_margin_pt": "space around labels, pt",
    "font": "labels",
    "deuterium": "label of deuterium",
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
