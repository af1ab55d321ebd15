"""Results as a chemist reads them on a terminal: verdict first, then what is wrong, in words."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from molinfo.checks.result import ClaimResult, Finding, Result, Status, Verdict
from molinfo.checks.summary import RunSummary
from molinfo.store.record import Record

_STYLES = {
    Verdict.PASS: "green",
    Verdict.UNCHECKED: "cyan",
    Verdict.WARN: "yellow",
    Verdict.FAIL: "bold red",
    Verdict.ERROR: "bold red",
}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 400  # characters of one value; a report is read by people


def show(text: str) -> Text:
    """A text of the user's as it may stand on a terminal: no markup, no control characters."""
    clean = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
    return Text(clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}… ({len(clean):,} chars)")


class TextWriter:
    """Prints each record with something to tell, and at the end the summary that the caller keeps.

    A single record is shown in full, with a table of its claims; of many, those that pass without a
    word are only counted.
    """

    def __init__(self, console: Console, summary: RunSummary) -> None:
        self._console = console
        self._summary = summary
        self._first: tuple[Record, Result] | None = None
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            return
        if self._first is not None:
            self._print_full(*self._first)
        else:
            self._print_summary()

    def write(self, record: Record, result: Result) -> None:
        """Take one result; it is printed as soon as it is known not to be the only one."""
        self._seen += 1
        if self._seen == 1:
            self._first = (record, result)
            return
        if self._first is not None:
            self._print_short(self._first[1])
            self._first = None
        self._print_short(result)

    def _print_heading(self, result: Result, name: str = "") -> None:
        verdict = Text(result.verdict.value.upper(), style=_STYLES[result.verdict])
        shown = f"{result.record} ({name})" if name and name != result.record else result.record
        self._console.print(verdict, show(shown), soft_wrap=True)

    def _print_short(self, result: Result) -> None:
        told = [each for each in result.findings if each.waived is None]
        if not told:
            return
        self._print_heading(result)
        for finding in told:
            self._print_finding(finding)

    def _print_full(self, record: Record, result: Result) -> None:
        self._print_heading(result, record.name)
        if result.claims:
            self._console.print(_tabulate(result.claims))
        for finding in result.findings:
            self._print_finding(finding)

    def _print_finding(self, finding: Finding) -> None:
        line = Text(f"  {finding.severity.value}: ")
        line.append_text(show(finding.message))
        if finding.file is not None:
            line.append(f" ({finding.file}, line {finding.line})")
        if finding.waived is not None:
            line.append_text(Text(" - waived: ")).append_text(show(finding.waived))
        line.append(f" [{finding.code}]", style="dim")
        self._console.print(line, soft_wrap=True)
        for explanation in finding.explanations[:3]:
            known = explanation.code != "different-compound"
            hint = Text("    perhaps " if known else "    ").append_text(show(explanation.detail))
            self._console.print(hint.append(f" [{explanation.code}]", style="dim"), soft_wrap=True)

    def _print_summary(self) -> None:
        summary = self._summary
        counts = [f"{summary.verdicts[v]} {v.value}" for v in Verdict if summary.verdicts[v]]
        total = f"{summary.records} records: {', '.join(counts) or 'none read'}"
        self._console.print(total, highlight=False)
        if summary.describe_table():
            self._console.print(summary.describe_table(), highlight=False, soft_wrap=True)
        fields = dict.fromkeys(field for field, _status in summary.claims)
        if not fields:
            return
        table = Table("claims", *(status.value for status in Status), box=box.SIMPLE_HEAD)
        for field in fields:
            numbers = (summary.claims[field, status] for status in Status)
            table.add_row(field, *(str(number or "") for number in numbers))
        self._console.print(table)


def _tabulate(claims: tuple[ClaimResult, ...]) -> Table:
    table = Table("field", "claimed", "computed", "status", "decided by", box=box.SIMPLE_HEAD)
    for column in table.columns[1:3]:
        column.overflow = "fold"
    for claim in claims:
        beside = "; ".join(filter(None, (claim.decided_by, claim.note)))
        per = f" ({claim.per})" if claim.per not in ("", "drawn structure") else ""
        table.add_row(
            claim.field,
            show(claim.claimed),
            show(claim.computed or ""),
            claim.status.value + per,
            show(beside),
        )
    return table
