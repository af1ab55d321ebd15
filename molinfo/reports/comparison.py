"""The comparison of a series as a page of its own; the piece that it is made of goes anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from molinfo.comparison.panel import Panel
from molinfo.comparison.show import render_panel

__all__ = ["render_panel", "render_panel_page"]


def render_panel_page(panel: Panel, versions: Mapping[str, str]) -> str:
    """Render a panel as a whole page; nothing in it is fetched from anywhere."""
    environment = Environment(
        loader=PackageLoader("molinfo.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("comparison.html").render(
        panel=panel, piece=Markup(render_panel(panel)), versions=versions
    )
