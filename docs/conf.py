"""How Sphinx builds the documentation: `sphinx-build -W docs site`."""

project = "molinfo"
author = copyright = "The molinfo developers"
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["examples"]
html_theme = "furo"
html_title = "molinfo"
