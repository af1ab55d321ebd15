"""One self-contained page about a store: records, claims, verdicts, sources, descriptors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from molinfo.checks.result import ClaimResult, Finding, Result, Verdict
from molinfo.store.folder import Store
from molinfo.store.record import Claim, Record

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
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


def render_report(
    store: Store,
    entries: Sequence[Entry],
    descriptors: pd.DataFrame,
    versions: Mapping[str, str],
) -> str:
    """Render the page; nothing in it is fetched from anywhere and every text is escaped."""
    environment = Environment(
        loader=PackageLoader("molinfo.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = _as_picture
    environment.filters["link"] = _find_link
    environment.filters["number"] = _print_number
    counts = Counter(entry.result.verdict for entry in entries)
    return environment.get_template("report.html").render(
        store=store,
        entries=entries,
        look_at=[entry for entry in entries if entry.result.verdict is not Verdict.PASS],
        verdicts=[(verdict.value, counts[verdict]) for verdict in Verdict if counts[verdict]],
        claims=sum(len(entry.result.claims) for entry in entries),
        sources=store.sources,
        descriptors=descriptors,
        versions=versions,
    )


def _as_picture(svg: str) -> Markup:
    """A picture of our own drawing, whose title was escaped when it was drawn."""
    return Markup(svg)


_DOI = re.compile(r"doi:\s*(10\.\S+)", re.IGNORECASE)
_GITHUB = re.compile(r"github:([\w.-]+/[\w.-]+)")


def _find_link(address: str) -> str:
    """The web address that an address stands for, "" where there is none."""
    if match := _DOI.match(address):
        return f"https://doi.org/{match[1]}"
    if match := _GITHUB.match(address):
        return f"https://github.com/{match[1]}"
    return address if re.match(r"https?://\S+$", address) else ""


def _print_number(value: object) -> str:
    """A descriptor's value with six significant digits, "" for none."""
    if isinstance(value, float):
        return "" if value != value else f"{value:.6g}"
    return "" if value is None else str(value)
