"""The outlines of glyphs that legends are set in."""
