"""What reading costs a row, and what a row costs that is passed by.

    python benchmarks/studies/batch_reading.py INPUT [--rounds 5]

Processor time of one process through a whole input: every row made, and none but the first, as in a
share whose chunks lie further on.
"""

import argparse
import time

from rich.console import Console

from molinfo.batch.inputs import Inputs
from molinfo.store.streams import Skip

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)


def time_reading(source, *, passes_by):
    """Microseconds a row, and the rows."""
    skip = Skip()
    start = time.process_time()
    rows = source.read(skip)
    next(rows)
    if passes_by:
        skip.ahead = 1 << 62
    count = 1 + sum(1 for _row in rows) + skip.taken
    return (time.process_time() - start) / count * 1e6, count


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    source = Inputs((options.input,))
    read, passed = [], []
    for _ in range(options.rounds):
        read.append(time_reading(source, passes_by=False)[0])
        passed.append(time_reading(source, passes_by=True)[0])
    _, rows = time_reading(source, passes_by=True)
    CONSOLE.print(
        f"{rows:,} rows: {min(read):.2f} us a row read, {min(passed):.2f} us passed by, "
        f"x {min(read) / min(passed):.1f} (least of {options.rounds} rounds)"
    )


if __name__ == "__main__":
    main()
