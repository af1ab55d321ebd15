"""Results for continuous integration: JUnit XML and SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from xml.sax.saxutils import escape, quoteattr

from molinfo.checks.codes import collect_codes
from molinfo.checks.result import Finding, Result, Severity, Verdict
from molinfo.store.files import open_beside
from molinfo.store.record import Record

_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class WholeReport:
    """A report whose head counts what follows: the body is kept until the end."""

    def __init__(self, target: Path | IO[str]) -> None:
        self._target = target

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
        if isinstance(self._target, Path):
            with open_beside(self._target) as stream:
                self._finish(stream)
        else:
            self._finish(self._target)

    def _finish(self, stream: IO[str]) -> None:
        raise NotImplementedError


class JunitWriter(WholeReport):
    """A record is a test case; unwaived errors and warnings are its failures.

    One of which no claim was compared is skipped.

    Times are 0, because results carry no clock.
    """

    def __init__(self, target: Path | IO[str]) -> None:
        super().__init__(target)
        self._cases: list[str] = []
        self._failures = self._errors = self._skipped = 0

    def write(self, record: Record, result: Result) -> None:
        """Add one test case."""
        name = quoteattr(_clean(result.record))
        suite = quoteattr(_clean(result.input or "molinfo"))
        told = [
            finding
            for finding in result.findings
            if finding.waived is None and finding.severity is not Severity.INFO
        ]
        body = ""
        if result.verdict is Verdict.ERROR:
            self._errors += 1
            body = _tell("error", told[0].code, told)
        elif told:
            self._failures += 1
            body = _tell("failure", told[0].code, told)
        elif result.verdict is Verdict.UNCHECKED:
            self._skipped += 1
            body = '<skipped message="unchecked">no claim was compared</skipped>'
        self._cases.append(f'<testcase classname={suite} name={name} time="0">{body}</testcase>')

    def _finish(self, stream: IO[str]) -> None:
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n')
        counts = f'tests="{len(self._cases)}" failures="{self._failures}" errors="{self._errors}"'
        counts += f' skipped="{self._skipped}"'
        stream.write(f'<testsuite name="molinfo check" {counts} time="0">\n')
        stream.writelines(f"{case}\n" for case in self._cases)
        stream.write("</testsuite>\n</testsuites>\n")


def _tell(element: str, code: str, findings: list[Finding]) -> str:
    text = "\n".join(_say(finding) for finding in findings)
    return f"<{element} message={quoteattr(code)}>{escape(_clean(text))}</{element}>"


def _say(finding: Finding) -> str:
    place = f" ({finding.file}, line {finding.line})" if finding.file else ""
    why = "".join(f"\n  perhaps {each.detail}" for each in finding.explanations[:3])
    return f"{finding.severity.value}: {finding.message}{place} [{finding.code}]{why}"


def _clean(text: str) -> str:
    return _ILLEGAL_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


class SarifWriter(WholeReport):
    """Findings as SARIF results, those of a store on the lines of its files.

    Waived findings stand in it as suppressed, with their reason.
    """

    def __init__(self, target: Path | IO[str]) -> None:
        super().__init__(target)
        self._results: list[dict[str, Any]] = []
        self._codes: dict[str, int] = {}

    def write(self, record: Record, result: Result) -> None:
        """Add the findings of one record."""
        for finding in result.findings:
            index = self._codes.setdefault(finding.code, len(self._codes))
            entry: dict[str, Any] = {
                "ruleId": finding.code,
                "ruleIndex": index,
                "level": _LEVELS[finding.severity],
                "message": {"text": _clean(f"{result.record}: {finding.message}")},
                "locations": [_locate(result, finding)],
                "partialFingerprints": {"molinfo/v1": _clean(f"{result.record}/{finding.code}")},
            }
            if finding.explanations:
                told = [each.model_dump(mode="json") for each in finding.explanations]
                entry["properties"] = {"explanations": told}
            if finding.waived is not None:
                justification = _clean(finding.waived)
                entry["suppressions"] = [{"kind": "inSource", "justification": justification}]
            self._results.append(entry)

    def _finish(self, stream: IO[str]) -> None:
        known = collect_codes()
        rules = [
            {
                "id": code,
                "shortDescription": {"text": known[code].meaning},
                "help": {"text": known[code].advice},
                "defaultConfiguration": {"level": _LEVELS[known[code].severity]},
            }
            for code in self._codes
        ]
        driver = {"name": "molinfo", "version": version("molinfo-structures"), "rules": rules}
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
        log = {
            "$schema": SARIF_SCHEMA,
            "version": "2.1.0",
            "runs": [{**run, "results": self._results}],
        }
        json.dump(log, stream, indent=1, ensure_ascii=False)
        stream.write("\n")


def _locate(result: Result, finding: Finding) -> dict[str, Any]:
    """The line of a store's file, else the row of a table, whose first line names the columns."""
    uri = finding.file or result.input or "input"
    line = finding.line if finding.line is not None else result.row + 2
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": re.sub(r"[^\w./-]", "_", uri)},
            "region": {"startLine": line},
        },
        "logicalLocations": [{"name": _clean(result.record), "kind": "record"}],
    }
