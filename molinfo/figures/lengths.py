"""Lengths as people write them: 3.25in, 84mm, 8.3cm, 240pt, 300px, and widths of columns."""

from __future__ import annotations

import re

from molinfo.errors import UnknownName

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54, "px": 0.75}
# ACS: pubs.acs.org/instruct/illus.html. RSC: "Guidelines for Preparation of Illustrations",
# www.rsc.org/Publishing/ReSourCe/AuthorGuidelines/Illustrations/sect1.asp
# Nature: research-figure-guide.nature.com, "Preparing figures - our specifications". Science: "the
# width of figures, when printed, will usually be 5.7 cm (...), 12.1 cm (...), or 18.4 cm",
# www.science.org, "Instructions for preparing an initial manuscript". Elsevier: www.elsevier.com,
# "Artwork sizing".
COLUMNS = {
    "acs-single": "3.25in",
    "acs-double": "7in",
    "rsc-single": "8.3cm",
    "rsc-double": "17.1cm",
    "nature-single": "89mm",
    "nature-double": "183mm",
    "science-single": "5.7cm",
    "science-double": "12.1cm",
    "science-triple": "18.4cm",
    "elsevier-single": "90mm",
    "elsevier-middle": "140mm",
    "elsevier-double": "190mm",
}
_LENGTH = re.compile(r"(?P<number>\d+(\.\d+)?)\s*(?P<unit>pt|in|cm|mm|px)")
MAX_LENGTH_PT = 14400.0  # the largest page of PDF (ISO 32000-1, annex C)


def parse_length(text: str) -> float:
    """A length in points; px are the 1/96 inch of CSS.

    Raises UnknownName for anything else, and for lengths of nothing or beyond 200 inches.

    >>> parse_length("3.25in"), parse_length("acs-double"), parse_length("300px")
    (234.0, 504.0, 225.0)
    """
    match = _LENGTH.fullmatch(COLUMNS.get(text.strip(), text.strip()))
    if match is None:
        columns = ", ".join(COLUMNS)
        raise UnknownName(f"no length {text!r}; write 3.25in, 84mm, 8.3cm, 240pt, 300px, {columns}")
    length = float(match["number"]) * _POINTS[match["unit"]]
    if not 1 <= length <= MAX_LENGTH_PT:
        raise UnknownName(f"length {text!r} is out of bounds: 1 pt to {MAX_LENGTH_PT:.0f} pt")
    return length
