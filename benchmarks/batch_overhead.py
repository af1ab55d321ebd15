"""What the guard costs a row: processor time of guarded work against the bare row function.

    python benchmarks/batch_overhead.py MOLECULES.smi[.gz] [--rows 3000] [--rounds 5] [--set rdkit]

Both sides work the same rows in one process, turn about: the bare side calls the row function here,
the guarded side sends the rows to one worker and takes what comes back. Processor time of both
processes is counted, so that other work on the machine matters little; what starting and ending a
worker costs is measured with one row and taken off.
"""

import argparse
import resource
import time
from itertools import islice
from statistics import median

from rich.console import Console

from molinfo.batch.guard import Guard, GuardLimits
from molinfo.batch.job import BLOCK_ROWS
from molinfo.batch.run import make_chunks
from molinfo.batch.source import Source
from molinfo.descriptors.describe import prepare_task
from molinfo.reports.describe_task import DescribeTask

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)


def read_clock():
    """Seconds of processor time of this process and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def time_bare(task, rows):
    """Processor seconds of the row function in this process."""
    start = read_clock()
    for block in make_chunks(rows, BLOCK_ROWS):
        list(task(block))
    return read_clock() - start


def time_guarded(task, rows):
    """Processor seconds of the same under guard, worker included."""
    start = read_clock()
    with Guard(task, workers=1, limits=GuardLimits()) as guard:
        for _block, _results in guard.run(make_chunks(rows, BLOCK_ROWS)):
            pass
    return read_clock() - start


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("molecules")
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--set", default="rdkit")
    options = parser.parse_args()
    begun = time.perf_counter()
    rows = list(islice(Source((options.molecules,)).read(), options.rows))
    task = DescribeTask(prepare_task(options.set, "as-drawn"), "parquet", {})
    time_bare(task, rows[:100])
    bare, guarded = [], []
    for _ in range(options.rounds):
        bare.append(time_bare(task, rows))
        guarded.append(time_guarded(task, rows) - time_guarded(task, rows[:1]))
        CONSOLE.print(
            f"bare {bare[-1] / len(rows) * 1e6:.0f} us a row, "
            f"guarded {guarded[-1] / len(rows) * 1e6:.0f} us"
        )
    share = median(guarded) / median(bare) - 1
    CONSOLE.print(
        f"{options.set}: overhead {share:+.1%} of {median(bare) / len(rows) * 1e6:.0f} us a row "
        f"(median of {options.rounds}, {time.perf_counter() - begun:.0f} s)"
    )


if __name__ == "__main__":
    main()
