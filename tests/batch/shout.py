"""A task that needs no chemistry: it writes ids in capitals, and fails rows without an id."""

from collections import Counter
from pathlib import Path

from molinfo.batch.guard import GuardLimits
from molinfo.batch.inputs import Inputs
from molinfo.batch.job import Job
from molinfo.batch.sink import Sink
from molinfo.batch.task import RowOutcome

OPTIONS = {"loud": True}


class Shout:
    """See Task."""

    sees_every_row = False

    def prepare(self, rows):
        return rows

    def __call__(self, rows):
        for row in rows:
            text = f"{row.number} {row.record.id.upper()}\n"
            yield RowOutcome(text) if row.record.id else RowOutcome(text, "no-id", "there is no id")

    def simplify(self, row):
        return None

    def fail(self, row, fault):
        return RowOutcome(f"{row.number} {fault.code}\n", fault.code, fault.message)

    def write(self, rows, outcomes, path):
        Path(path).write_text("".join(outcome.value for outcome in outcomes))

    def summarise(self, rows, outcomes):
        return {"letters": sum(len(outcome.value) for outcome in outcomes)}


class Counting:
    """A watcher that ends the run after so many rows, as a kill would."""

    def __init__(self, most=None):
        self.rows, self.failed, self.most = 0, Counter(), most

    def advance(self, rows, failed):
        self.rows += rows
        self.failed.update(failed)
        if self.most is not None and self.rows >= self.most:
            raise KeyboardInterrupt

    resume = advance


def write_input(folder, rows=250):
    path = folder / "in.smi"
    path.write_text("".join(f"C{'' if n % 100 == 50 else f' m{n}'}\n" for n in range(rows)))
    return path


def expect(rows=250):
    return "".join(f"{n} {'' if n % 100 == 50 else f'M{n}'}\n" for n in range(rows))


def make_job(path, output, *, options=OPTIONS, chunk_rows=30, shard=None):
    source = Inputs((str(path),))
    about = {"inputs": source.identify(), "options": options, "versions": {"molinfo": "1"}}
    sink = Sink(output, "txt", about, shard=shard)
    return Job(source, Shout(), sink, GuardLimits(), chunk_rows)
