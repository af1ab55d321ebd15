"""Several indexes at once: each searched in a process of its own, here or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from molinfo.batch.cluster import map_on_dask
from molinfo.batch.guard import GuardLimits
from molinfo.batch.run import run_chunks
from molinfo.searching.guarded import GuardedSearch
from molinfo.searching.hits import Hit
from molinfo.searching.index import open_file
from molinfo.searching.question import Question
from molinfo.searching.search import merge_hits, search_indexes


@dataclass(frozen=True)
class ShardResult:
    """What one index gave: hits, how many there could have been, and what was not compared."""

    path: str
    hits: list[Hit]
    upper_bound: int
    faults: list[tuple[str, int, str]]


@dataclass(frozen=True)
class SearchShard:
    """Searches an index; picklable, so that it may run elsewhere."""

    question: Question
    limit: int | None
    limits: GuardLimits

    def __call__(self, paths: Sequence[str]) -> list[ShardResult]:
        """The result for each index."""
        return [self._search(path) for path in paths]

    def _search(self, path: str) -> ShardResult:
        guard = GuardedSearch(self.limits)
        with open_file(Path(path)) as index:
            hits = search_indexes([index], self.question, self.limit, guard)
            found = list(hits)
            faults = [(where, slot, fault.message) for where, slot, fault in guard.faults]
            return ShardResult(path, found, hits.upper_bound, faults)


def search_shards(
    paths: Sequence[str],
    task: SearchShard,
    *,
    workers: int,
    runner: str = "local",
    scheduler: str | None = None,
) -> list[ShardResult]:
    """Search each index on its own; the results in the order of the paths.

    Raises BatchError, InputError, MissingExtra.
    """
    single = [[path] for path in paths]
    if runner == "dask":
        found = map_on_dask(task, single, scheduler, workers)
    else:
        found = run_chunks(task, single, workers=workers)
    return [one for each in found for one in each]


def join_results(
    results: Iterable[ShardResult], question: Question, limit: int | None = None
) -> Iterator[Hit]:
    """The hits of all indexes as one stream."""
    return islice(merge_hits([iter(each.hits) for each in results], question), limit)
