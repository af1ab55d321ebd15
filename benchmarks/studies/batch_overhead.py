"""What the guard costs a row: processor time of guarded work against the bare row function.

    python benchmarks/studies/batch_overhead.py MOLECULES.smi[.gz]
        [--rows 500] [--rounds 20] [--set rdkit]

Both sides process the same rows in turn: the bare side calls the row function in this process,
the guarded side sends the rows to one worker and takes what comes back. Processor time is counted,
that of the worker from /proc (Linux), so that waiting for other work on the machine is not. The
guard alone, around a function that has its answer ready, is timed too: on a busy machine that tells
more than the difference of two large times.
"""

import argparse
import os
import time
from itertools import islice
from pathlib import Path
from statistics import median

from describe_workers import find_children
from rich.console import Console

from molinfo.batch.guard import Guard, GuardLimits
from molinfo.batch.inputs import Inputs
from molinfo.batch.job import BLOCK_ROWS
from molinfo.batch.run import make_chunks
from molinfo.descriptors.describe import prepare_task
from molinfo.reports.describe_task import DescribeTask

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)


class Ready:
    """A row function that costs nothing: it has true results ready, each an object of its own."""

    def __init__(self, outcomes):
        self.outcomes = outcomes

    def __call__(self, rows):
        """An outcome for each row, whichever it is."""
        return iter(self.outcomes[: len(rows)])

    def simplify(self, row):
        """There is nothing to leave out."""


def read_worker_clock():
    """Seconds of processor time of the processes that this one has started."""
    nanoseconds = 0
    for pid in find_children(os.getpid()):
        nanoseconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return nanoseconds / 1e9


def time_bare(task, rows):
    """Processor seconds of the row function in this process."""
    start = time.process_time()
    for block in make_chunks(rows, BLOCK_ROWS):
        list(task(block))
    return time.process_time() - start


def time_guarded(guard, rows):
    """Processor seconds of the same under guard, worker included."""
    start = time.process_time() + read_worker_clock()
    for _block, _results in guard.run(make_chunks(rows, BLOCK_ROWS)):
        pass
    return time.process_time() + read_worker_clock() - start


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("molecules")
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--set", default="rdkit")
    options = parser.parse_args()
    rows = list(islice(Inputs((options.molecules,)).read(), options.rows))
    task = DescribeTask(prepare_task(options.set, "as-drawn"), "parquet", {})
    bare, guarded = [], []
    with Guard(task, workers=1, limits=GuardLimits()) as guard:
        time_bare(task, rows)
        time_guarded(guard, rows)
        for _ in range(options.rounds):
            bare.append(time_bare(task, rows) / len(rows) * 1e6)
            guarded.append(time_guarded(guard, rows) / len(rows) * 1e6)
    alone = []
    with Guard(Ready(list(task(rows[:BLOCK_ROWS]))), workers=1, limits=GuardLimits()) as guard:
        time_guarded(guard, rows)
        for _ in range(options.rounds):
            alone.append(time_guarded(guard, rows) / len(rows) * 1e6)
    CONSOLE.print(
        f"the guard alone: {median(alone):.1f} us a row (least {min(alone):.1f}), "
        f"{median(alone) / median(bare):.1%} of the bare function ({min(alone) / min(bare):.1%})"
    )
    shares = [under / alone - 1 for alone, under in zip(bare, guarded, strict=True)]
    CONSOLE.print(
        f"{options.set}: bare {median(bare):.0f} us a row (least {min(bare):.0f}), guarded "
        f"{median(guarded):.0f} us (least {min(guarded):.0f}); overhead {median(shares):+.1%} "
        f"(median of {options.rounds} rounds), {min(guarded) / min(bare) - 1:+.1%} of the least"
    )


if __name__ == "__main__":
    main()
