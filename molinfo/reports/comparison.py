"""The comparison of a series as a page of its own; the piece that it is made of goes anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from molinfo.comparison.panel import Panel
from molinfo.comparison.show import render_panel
from molinfo.reports.environment import open_templates

__all__ = ["render_panel", "render_panel_page"]


def render_panel_page(panel: Panel, versions: Mapping[str, str]) -> str:
    """Render a panel as a whole page; nothing in it is fetched from anywhere."""
    return (
        open_templates()
        .get_template("comparison.html")
        .render(panel=panel, piece=Markup(render_panel(panel)), versions=versions)
    )
