"""The pages about a store: summary, records with claims and sources, descriptors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from molinfo.checks.codes import collect_codes, collect_explanations
from molinfo.checks.result import (
    ClaimResult,
    Finding,
    Result,
    Severity,
    Status,
    Verdict,
)
from molinfo.checks.summary import RunSummary
from molinfo.comparison.panel import Panel
from molinfo.comparison.show import render_panel
from molinfo.reports.descriptor_data import DescriptorData
from molinfo.reports.environment import open_templates
from molinfo.reports.words import STATUSES, VERDICTS
from molinfo.store.fields import FieldName
from molinfo.store.folder import Store
from molinfo.store.record import Claim, Record

if TYPE_CHECKING:
    import pandas as pd

MOST_ON_A_PAGE = 200
"""Records on one page; a store of more has them on pages of their own."""
_MOST_NAMED = 20
_MOST_WAIVERS = 100
_IDENTIFIERS = {FieldName.INCHIKEY, FieldName.CAS, FieldName.UNII, FieldName.CHEMBL_ID}


@dataclass(frozen=True)
class Entry:
    """A record, what was found about it, and its picture as SVG, "" where there is none."""

    record: Record
    result: Result
    svg: str

    @property
    def rows(self) -> list[tuple[Claim, ClaimResult, tuple[Finding, ...]]]:
        """Each claim with its result and the findings on it."""
        findings = self.result.findings
        return [
            (claim, result, tuple(each for each in findings if each.claim == index))
            for index, (claim, result) in enumerate(
                zip(self.record.claims, self.result.claims, strict=True)
            )
        ]

    @property
    def other_findings(self) -> tuple[Finding, ...]:
        """Findings on the record as a whole."""
        return tuple(each for each in self.result.findings if each.claim is None)

    @property
    def open_findings(self) -> list[Finding]:
        """Findings that no waiver silences, the worst first."""
        order = list(Severity)
        opened = [each for each in self.result.findings if each.waived is None]
        return sorted(opened, key=lambda each: order.index(each.severity))

    @property
    def codes(self) -> list[str]:
        """The codes of all findings, each once."""
        return sorted({finding.code for finding in self.result.findings})

    @property
    def identifiers(self) -> list[str]:
        """Id and claimed identifiers, by which a reader may look for the record."""
        claimed = [claim.value for claim in self.record.claims if claim.field in _IDENTIFIERS]
        return [self.record.id, *claimed]

    @property
    def disagreeing(self) -> int:
        """How many claims disagree, waived or not."""
        return sum(claim.status is Status.DISAGREE for claim in self.result.claims)


@dataclass(frozen=True)
class Page:
    """Some records of a large store, on a page of their own; counted from 1."""

    path: str
    first: int
    entries: Sequence[Entry]

    @property
    def last(self) -> int:
        """The number of the last record."""
        return self.first + len(self.entries) - 1


def render_report(
    store: Store,
    entries: Sequence[Entry],
    descriptors: pd.DataFrame,
    versions: Mapping[str, str],
    panel: Panel | None = None,
) -> dict[str, str]:
    """Render the pages, by their paths in the report's folder; `report.html` comes first.

    Up to MOST_ON_A_PAGE records it is the only one and whole in itself. Beyond, the records stand
    in `records/001.html` and so on, and their pictures are those in `figures/`. A `panel` is the
    comparison that the report shows. Nothing is fetched from a network, and every text is escaped.
    """
    templates = open_templates()
    pages = _split(entries) if len(entries) > MOST_ON_A_PAGE else []
    hrefs = {entry.record.id: f"#{entry.record.id}" for entry in entries}
    for page in pages:
        hrefs |= {name: page.path + hrefs[name] for name in (e.record.id for e in page.entries)}
    summary = RunSummary()
    for entry in entries:
        summary.add(entry.record, entry.result)
    codes = Counter(code for entry in entries for code in entry.codes)
    rendered = {
        "report.html": templates.get_template("report.html").render(
            store=store,
            entries=entries,
            pages=pages,
            hrefs=hrefs,
            summary=summary,
            statuses={
                status: sum(n for (_field, each), n in summary.claims.items() if each is status)
                for status in Status
            },
            words={"verdicts": VERDICTS.items(), "statuses": STATUSES.items()},
            waived=[
                (entry.record, finding)
                for entry in entries
                for finding in entry.result.findings
                if finding.waived is not None
            ],
            most_waivers=_MOST_WAIVERS,
            look_at=sorted(
                (entry for entry in entries if entry.result.verdict is not Verdict.PASS),
                key=lambda entry: list(Verdict).index(entry.result.verdict),
                reverse=True,
            ),
            most_named=_MOST_NAMED,
            codes=sorted(codes.items()),
            meanings=_explain_codes(entries),
            panel=panel and Markup(render_panel(panel)),
            reference=panel and panel.reference.name,
            descriptors=DescriptorData(descriptors, hrefs),
            versions=versions,
        )
    }
    from_pages = {name: href.removeprefix("records/") for name, href in hrefs.items()}
    neighbours = [None, *pages, None]
    for page, before, after in zip(pages, neighbours, neighbours[2:], strict=False):
        rendered[page.path] = templates.get_template("records.html").render(
            store=store, page=page, before=before, after=after, hrefs=from_pages
        )
    return rendered


def _split(entries: Sequence[Entry]) -> list[Page]:
    starts = range(0, len(entries), MOST_ON_A_PAGE)
    return [
        Page(f"records/{number:03}.html", start + 1, entries[start : start + MOST_ON_A_PAGE])
        for number, start in enumerate(starts, 1)
    ]


def _explain_codes(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """The codes on the pages, of findings and of explanations, with their meanings."""
    findings = [finding for entry in entries for finding in entry.result.findings]
    codes, explanations = collect_codes(), collect_explanations()
    meanings = {
        each.code: f"{codes[each.code].meaning} {codes[each.code].advice}" for each in findings
    }
    for why in (why for finding in findings for why in finding.explanations):
        meanings.setdefault(why.code, f"The claim describes {explanations[why.code].meaning}.")
    return sorted(meanings.items())
