"""What a check found as one self-contained page: filter by verdict and code, atoms marked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import IO

from markupsafe import Markup

from molinfo.checks.result import Result, Verdict
from molinfo.checks.summary import RunSummary
from molinfo.errors import StructureError
from molinfo.figures.draw import draw
from molinfo.figures.marks import Highlight
from molinfo.reports.ci import WholeReport
from molinfo.reports.environment import cut, open_templates
from molinfo.reports.words import VERDICTS
from molinfo.store.record import Record

MOST_SHOWN = 2000
"""Records shown; those beyond are counted, so that a browser can still open the page."""
_MARK_COLOUR = "#F6B48F"


class CheckHtmlWriter(WholeReport):
    """Records with something to tell, each with its picture; those that pass are counted."""

    def __init__(self, target: Path | IO[str], summary: RunSummary) -> None:
        super().__init__(target)
        self._summary = summary
        self._entries: list[tuple[Record, Result, Markup]] = []
        self._left_out = 0

    def write(self, record: Record, result: Result) -> None:
        """Keep one record when it has a finding, or when it is the first."""
        if not result.findings and self._entries:
            return
        if len(self._entries) >= MOST_SHOWN:
            self._left_out += 1
            return
        self._entries.append((record, result, _draw(record, result)))

    def _finish(self, stream: IO[str]) -> None:
        shown = Counter(
            finding.code
            for _record, result, _picture in self._entries
            for finding in result.findings
        )
        page = (
            open_templates()
            .get_template("check.html")
            .render(
                entries=self._entries,
                left_out=self._left_out,
                summary=self._summary,
                verdicts=VERDICTS.items(),
                codes=sorted(shown.items()),
            )
        )
        stream.write(page)


def _draw(record: Record, result: Result) -> Markup:
    """The picture of a record, what the findings point at marked; empty when there is none."""
    if result.verdict is Verdict.ERROR:
        return Markup("")
    source = "molfile" if record.molblock else "smiles"
    marked = [finding for finding in result.findings if finding.field == source]
    marks = Highlight(
        tuple(sorted({atom for finding in marked for atom in finding.atoms})),
        tuple(sorted({bond for finding in marked for bond in finding.bonds})),
        _MARK_COLOUR,
    )
    try:
        named = record.model_copy(update={"id": cut(result.record), "name": cut(record.name)})
        return Markup(draw(named, highlights=[marks]).svg)
    except StructureError:
        return Markup("")
