"""What the studies that run other projects' test suites share: a tally, and how it is printed.

Every study takes the folder of a checkout of the other project; nothing of theirs is kept here. A
case ends in one of four ways: both say the same; they differ and molinfo is right, or wrong, each
with a reason from outside; or the two cannot be compared, because one of them does not do the job.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from rich.console import Console
from rich.table import Table

Ending = Literal["same", "right", "wrong", "not comparable"]
_ENDINGS: tuple[Ending, ...] = ("same", "right", "wrong", "not comparable")


@dataclass
class Tally:
    """How the cases of one suite ended, and what is to be told of those that are not the same."""

    suite: str
    counts: Counter[Ending] = field(default_factory=Counter)
    told: list[tuple[Ending, str, str]] = field(default_factory=list)

    def add(self, ending: Ending, case: str = "", reason: str = "") -> None:
        """Count a case; `reason` says why the two differ or cannot be compared."""
        self.counts[ending] += 1
        if ending != "same":
            self.told.append((ending, case, reason))


def print_tallies(tallies: list[Tally], *, show: Ending | None = None) -> None:
    """Print one row a suite, every case in which molinfo is wrong, and those of `show`."""
    console = Console(soft_wrap=True)
    table = Table("suite", *_ENDINGS)
    for tally in tallies:
        table.add_row(tally.suite, *(str(tally.counts[ending]) for ending in _ENDINGS))
    console.print(table)
    for tally in tallies:
        reasons = Counter((ending, reason) for ending, _case, reason in tally.told)
        for (ending, reason), number in reasons.most_common():
            console.print(f"{tally.suite}: {number} {ending}: {reason}", markup=False)
        for ending, case, reason in tally.told:
            if ending in ("wrong", show):
                console.print(f"{tally.suite}: {ending}: {case}: {reason}", markup=False)
