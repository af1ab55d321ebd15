"""What stands beside figures: captions, and texts for screen readers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from molinfo.figures.draw import Figure
from molinfo.figures.legends import fill_legend
from molinfo.store.record import Record

COLUMNS = ("id", "name", "caption", "alt_text", "shows_not")


def write_captions(figures: Iterable[tuple[Record, Figure]], legend: str = "{name}") -> str:
    r"""A CSV with a row a figure: its caption from a legend's template, and an alt text.

    `shows_not` says what of the structure the figure does not show. Lines of a legend are joined.

    >>> from molinfo.figures.draw import draw, hold_record
    >>> record = hold_record("CCO").model_copy(update={"id": "e", "name": "ethanol"})
    >>> print(write_captions([(record, draw(record))], "{name}, {formula}").splitlines()[1])
    e,ethanol,"ethanol, C₂H₆O","Structure of ethanol, C2H6O, LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record, figure in figures:
        said = figure.metadata
        caption = " ".join(fill_legend(legend, record, said))
        alt = said.description if said is not None else f"Structure of {record.name or record.id}"
        writer.writerow((record.id, record.name, caption, alt, "; ".join(figure.warnings)))
    return out.getvalue()
