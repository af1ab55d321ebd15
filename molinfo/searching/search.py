"""`search`: a question put to an index, a store, a file or records."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Unpack

from molinfo.searching.engine import Engine
from molinfo.searching.guarded import GuardedSearch
from molinfo.searching.hits import Hit, Hits
from molinfo.searching.index import Index
from molinfo.searching.opening import open_index
from molinfo.searching.question import Question, SearchOptions, Structure, ask


def search(
    source: Any,
    *,
    substructure: Structure | None = None,
    similar: Structure | None = None,
    exact: Structure | None = None,
    formula: str | None = None,
    text: str | None = None,
    where: str | Sequence[str] = (),
    limit: int | None = None,
    **options: Unpack[SearchOptions],
) -> Hits:
    """Find structures and records; what is asked for has to be fulfilled all together.

    `source` is an index or its path, several of them, a store, a folder or file of structures, or
    records; what has no index is indexed in memory. `substructure` is a SMARTS, the name of a core,
    a molfile or its path, or a molecule; `similar` a structure, as SMILES, InChI, molfile or
    molecule; `exact` a structure or an InChIKey; `formula` a formula or ranges (`C16-20 H* N7`);
    `text` a part of an id, a name, a printed value or a source; `where` conditions such as
    `ic50.JAK1 < 10 nM and mw < 400`. For `options` see SearchOptions.

    Hits come in the order of the input, with `similar` by falling similarity.
    Raises InputError, UnknownName, StoreError.

    >>> from molinfo.store.folder import open_store
    >>> hits = search(open_store(), substructure="c1ncnc2[nH]ccc12", where="ic50.JAK1 < 10 nM")
    >>> [hit.record for hit in hits]
    ['baricitinib']
    """
    question = ask(
        substructure=substructure,
        similar=similar,
        exact=exact,
        formula=formula,
        text=text,
        where=where,
        **options,
    )
    return search_indexes(open_index(source), question, limit)


def search_indexes(
    indexes: Sequence[Index],
    question: Question,
    limit: int | None = None,
    guard: GuardedSearch | None = None,
) -> Hits:
    """The hits of a question in indexes, as if they were one."""
    engines = [Engine(index, question, guard) for index in indexes]

    def run() -> Iterator[Hit]:
        streams = [engine.tell() for engine in engines]
        return streams[0] if len(streams) == 1 else merge_hits(streams, question)

    return Hits(
        run,
        lambda: sum(engine.upper_bound for engine in engines),
        lambda: sum(engine.count() for engine in engines),
        limit,
    )


def merge_hits(streams: Iterable[Iterator[Hit]], question: Question) -> Iterator[Hit]:
    """Streams of hits as one: by falling score, else by the order of inputs and rows in them."""
    if question.similar is not None:
        return heapq.merge(*streams, key=lambda hit: -(hit.score or 0.0))
    inputs: dict[str, int] = {}

    def place(hit: Hit) -> tuple[int, int]:
        return inputs.setdefault(hit.input, len(inputs)), hit.row

    return heapq.merge(*streams, key=place)
