"""Structures that are found again: an index beside the text, and what is asked of it."""
