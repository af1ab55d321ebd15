"""Count what `molinfo check FILE -o out.jsonl` found: by field and status, tables and reasons.

    molinfo check claims.csv.gz -o out.jsonl
    python benchmarks/studies/count_claims.py out.jsonl [--show CODE]

The share of printed weights that a named table reproduces is taken over the records whose formula
agrees. `--show` prints ten messages of a code, evenly over the file, to be looked at by eye.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def read_results(path: Path) -> Iterator[dict[str, Any]]:
    """The results of a JSON lines file, one at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def name_reason(finding: dict[str, Any]) -> str:
    """What a finding comes down to: its code, and the first explanation where there is one."""
    explanations = finding["explanations"]
    return f"{finding['code']}: {explanations[0]['code']}" if explanations else finding["code"]


def count(path: Path, show: str | None, console: Console) -> None:
    """Print the tables of one file."""
    rows = 0
    verdicts: Counter[str] = Counter()
    statuses: Counter[tuple[str, str]] = Counter()
    reasons: Counter[tuple[str, str]] = Counter()
    tables: Counter[str] = Counter()
    shown: list[str] = []
    weights = reproduced = 0
    for result in read_results(path):
        rows += 1
        verdicts[result["verdict"]] += 1
        formula_agrees = any(
            claim["field"] == "formula" and claim["status"] == "agree" for claim in result["claims"]
        )
        for claim in result["claims"]:
            statuses[claim["field"], claim["status"]] += 1
            if claim["field"] == "molecular_weight" and formula_agrees:
                weights += 1
                if claim["status"] == "agree" and claim["decided_by"]:
                    reproduced += 1
                    tables[claim["decided_by"]] += 1
        for finding in result["findings"]:
            reasons[finding["severity"], name_reason(finding)] += 1
            if show == finding["code"]:
                shown.append(f"{result['record']}: {finding['message']}")
    console.print(f"{path.name}: {rows} rows; {dict(verdicts)}")
    fields = Table("field", "agree", "well-formed", "disagree", "uncheckable")
    for field in dict.fromkeys(field for field, _status in statuses):
        cells = [statuses[field, status] for status in ("agree", "well-formed", "disagree")]
        fields.add_row(field, *map(str, cells), str(statuses[field, "uncheckable"]))
    console.print(fields)
    found = Table("severity", "finding", "count")
    for (severity, reason), number in reasons.most_common(10):
        found.add_row(severity, reason, str(number))
    console.print(found)
    if weights:
        share = reproduced / weights
        console.print(f"weights beside an agreeing formula: {weights}, reproduced {share:.2%}")
        console.print(", ".join(f"{name} {number}" for name, number in tables.most_common(8)))
    step = max(1, len(shown) // 10)
    for message in shown[::step][:10]:
        console.print(message, markup=False, highlight=False)


def main() -> None:
    """Read the arguments and count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", nargs="+", type=Path)
    parser.add_argument("--show", metavar="CODE")
    arguments = parser.parse_args()
    for path in arguments.results:
        count(path, arguments.show, Console())


if __name__ == "__main__":
    main()
