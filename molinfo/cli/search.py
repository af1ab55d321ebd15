"""`molinfo search`: structures and records found in an index."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import rich_click as click

from molinfo.cli.sheet import Grid, SheetOptions, parse_grid, write_sheet

if TYPE_CHECKING:
    from molinfo.searching.hits import Hit
    from molinfo.searching.index import Index
    from molinfo.searching.question import Question

_MANY = 10_000
LAYERS = ("exact", "no-stereo", "tautomer", "parent")

_QUESTIONS = (
    click.option(
        "--substructure",
        metavar="QUERY",
        help="SMARTS, the name of a core, or a .mol file with query features.",
    ),
    click.option(
        "--query-kind",
        type=click.Choice(["smarts", "smiles", "molfile", "core"]),
        help="How to read the substructure; else it is found out, a text being a SMARTS.",
    ),
    click.option("--chirality", is_flag=True, help="Stereo of the substructure has to be there."),
    click.option("--tautomers", is_flag=True, help="Any tautomer of the substructure will do."),
    click.option("--similar", metavar="STRUCTURE", help="SMILES, InChI or .mol file."),
    click.option(
        "--threshold",
        type=click.FloatRange(0, 1),
        default=0.7,
        show_default=True,
        help="Least Tanimoto similarity.",
    ),
    click.option(
        "--fingerprint",
        default="morgan:2:2048",
        show_default=True,
        metavar="NAME",
        help="What similarity is measured by.",
    ),
    click.option(
        "--exact",
        metavar="STRUCTURE",
        help="SMILES, InChI, .mol file, InChIKey or its first block.",
    ),
    click.option(
        "--layer",
        type=click.Choice(LAYERS),
        default="exact",
        show_default=True,
        help="What --exact and --duplicates take for the same.",
    ),
    click.option("--formula", metavar="FORMULA", help="C16H17N7O2S, or ranges: 'C16-20 H* N6-'."),
    click.option("--text", metavar="TEXT", help="A part of an id, name, printed value or source."),
    click.option(
        "--where",
        multiple=True,
        metavar="CONDITION",
        help="Such as 'ic50.JAK1 < 10 nM' or 'mw < 400'; may be given again.",
    ),
    click.option("--duplicates", is_flag=True, help="Records of the same structure, by --layer."),
)
_ANSWERS = (
    click.option("--limit", type=click.IntRange(1), help="Tell so many hits at most."),
    click.option("--count", is_flag=True, help="Print how many hits there are, and no hit."),
    click.option("-o", "--output", help="Write to this file; its ending picks the format."),
    click.option(
        "--format", "output_format", help="csv, jsonl, sdf, or a figure format for a sheet."
    ),
    click.option(
        "--sheet",
        callback=parse_grid,
        default="5x4",
        show_default=True,
        metavar="ROWSxCOLUMNS",
        help="Hits on a page, where figures are written.",
    ),
    click.option("--style", default="screen", show_default=True, help="The style of figures."),
    click.option(
        "--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes."
    ),
    click.option(
        "--row-timeout",
        default=10.0,
        show_default=True,
        type=click.FloatRange(0.1),
        metavar="SECONDS",
        help="Time that the comparison with one structure may take.",
    ),
    click.option(
        "--memory-limit",
        default=2048,
        show_default=True,
        type=click.IntRange(0),
        metavar="MIB",
        help="Memory that a worker may use; 0 for no limit.",
    ),
    click.option(
        "--runner",
        type=click.Choice(["local", "dask"]),
        default="local",
        show_default=True,
        help="Where to search several indexes: here, or on a Dask cluster (extra [cluster]).",
    ),
    click.option(
        "--scheduler", metavar="ADDRESS", help="The Dask cluster, tcp://...; else one started here."
    ),
)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for decorate in reversed((*_QUESTIONS, *_ANSWERS)):
        command = decorate(command)
    return command


@dataclass(frozen=True)
class HitOutput:
    """How hits are told."""

    limit: int | None
    count: bool
    output: str | None
    output_format: str
    sheet: Grid
    style: str


@click.command("search")
@click.argument("indexes", nargs=-1, required=True, metavar="INDEX...")
@_with_options
def command(indexes: tuple[str, ...], **given: Any) -> None:
    """Find structures in INDEX, which `molinfo index` made; several are searched as one.

    A store folder or a file of structures is indexed for this search alone, unless its index lies
    beside it. All that is asked for has to be fulfilled. Hits come in the order of the input, with
    --similar by falling similarity, as CSV: record, row (in its input, from 0), input, smiles,
    score. Exit code 0, also without hits; 2: wrong usage, or an index that cannot be read.
    """
    if given["scheduler"] is not None and given["runner"] != "dask":
        raise click.UsageError("--scheduler goes with --runner dask")
    answer = HitOutput(
        given["limit"],
        given["count"],
        given["output"],
        _choose_format(given["output"], given["output_format"]),
        given["sheet"],
        given["style"],
    )
    if given["duplicates"]:
        _tell_duplicates(indexes, given, answer)
        return
    question = _ask(given)
    paths = [path for name in indexes for path in _find_paths(name)]
    if len(paths) > 1 and all(map(_is_index, paths)):
        _search_shards(paths, question, given, answer)
    else:
        _search_here(paths, question, given, answer)


def _ask(given: dict[str, Any]) -> Question:
    from molinfo.searching.question import ask

    return ask(
        substructure=given["substructure"],
        similar=given["similar"],
        exact=given["exact"],
        formula=given["formula"],
        text=given["text"],
        where=given["where"],
        threshold=given["threshold"],
        fingerprint=given["fingerprint"],
        layer=given["layer"],
        kind=given["query_kind"],
        chirality=given["chirality"],
        tautomers=given["tautomers"],
    )


def _choose_format(output: str | None, chosen: str | None) -> str:
    from molinfo.figures.formats import FORMATS
    from molinfo.reports.formats import OutputFormat, choose_format
    from molinfo.reports.hits import HIT_FORMATS

    pictures = (OutputFormat(each.name, each.endings, False) for each in FORMATS.values())
    known = {**HIT_FORMATS, **{each.name: each for each in pictures}}
    return choose_format(known, output, chosen).name


def _find_paths(name: str) -> list[str]:
    from molinfo.batch.inputs import find_inputs

    return [str(each) for each in find_inputs((name,))]


def _is_index(path: str) -> bool:
    from molinfo.searching.schema import ENDING

    return path.endswith(ENDING)


@contextmanager
def _open(paths: list[str]) -> Iterator[list[Index]]:
    """Indexes for a search here; one made by other versions is built anew, which is told."""
    from molinfo.searching.opening import open_fresh

    indexes = []
    try:
        for path in paths:
            index, told = open_fresh(path)
            indexes.append(index)
            if told:
                click.echo(f"molinfo: {told}", err=True)
        yield indexes
    finally:
        for index in indexes:
            index.close()


def _search_here(
    paths: list[str], question: Question, given: dict[str, Any], answer: HitOutput
) -> None:
    from molinfo.batch.guard import GuardLimits
    from molinfo.searching.guarded import GuardedSearch
    from molinfo.searching.search import search_indexes

    limits = GuardLimits(given["row_timeout"], given["memory_limit"])
    guard = GuardedSearch(limits, given["workers"])
    with _open(paths) as indexes:
        hits = search_indexes(indexes, question, answer.limit, guard)
        if answer.count:
            click.echo(hits.count())
        else:
            bound, total = hits.upper_bound, sum(index.structures for index in indexes)
            if bound > _MANY and answer.limit is None and answer.output is None:
                _say(f"up to {bound:,} of {total:,} structures may match; --limit ends the list")
            number = _write(iter(hits), question, paths, given, answer)
            _say(_count(number, bound, total))
        _tell_faults(indexes, [(path, slot, fault.message) for path, slot, fault in guard.faults])


def _search_shards(
    paths: list[str], question: Question, given: dict[str, Any], answer: HitOutput
) -> None:
    from molinfo.batch.guard import GuardLimits
    from molinfo.searching.shards import SearchShard, join_results, search_shards

    with _open(paths) as indexes:
        limits = GuardLimits(given["row_timeout"], given["memory_limit"])
        task = SearchShard(question, answer.limit, limits)
        results = search_shards(
            [str(Path(path).absolute()) for path in paths],
            task,
            workers=min(given["workers"], len(paths)),
            runner=given["runner"],
            scheduler=given["scheduler"],
        )
        hits = join_results(results, question, answer.limit)
        if answer.count:
            click.echo(sum(1 for _hit in hits))
        else:
            number = _write(hits, question, paths, given, answer)
            bound = sum(each.upper_bound for each in results)
            _say(_count(number, bound, sum(index.structures for index in indexes)))
        _tell_faults(indexes, [fault for each in results for fault in each.faults])


def _count(hits: int, bound: int, total: int) -> str:
    told = "1 hit" if hits == 1 else f"{hits:,} hits"
    return f"{told}; {bound:,} of {total:,} structures had to be compared"


def _write(
    hits: Iterator[Hit],
    question: Question,
    paths: list[str],
    given: dict[str, Any],
    answer: HitOutput,
) -> int:
    from molinfo.reports.hits import HIT_FORMATS, write_hits

    if answer.output_format in HIT_FORMATS:
        with _open_output(answer.output) as stream:
            number = write_hits(hits, HIT_FORMATS[answer.output_format], stream)
    else:
        number = _write_figures(list(hits), question, paths, answer)
    if answer.output is not None and answer.output_format in HIT_FORMATS:
        from molinfo.store.provenance import write_provenance

        told = {name: value for name, value in given.items() if value not in (None, (), False)}
        for name in ("output", "workers", "runner", "scheduler"):
            told.pop(name, None)
        write_provenance(Path(answer.output), map(Path, paths), told)
    return number


@contextmanager
def _open_output(output: str | None) -> Iterator[IO[str]]:
    from molinfo.errors import InputError
    from molinfo.store.files import open_beside

    if output is None:
        yield sys.stdout
        return
    if not Path(output).absolute().parent.is_dir():
        raise InputError(f"{output}: its folder does not exist; make it first")
    with open_beside(Path(output)) as stream:
        yield stream


def _write_figures(hits: list[Hit], question: Question, paths: list[str], answer: HitOutput) -> int:
    from molinfo.errors import InputError
    from molinfo.figures.marks import CORE_COLOUR
    from molinfo.figures.recipe import Recipe
    from molinfo.figures.style import get_style
    from molinfo.reports.hits import make_record

    if not hits:
        raise InputError("there are no hits, and a sheet needs at least one; nothing was written")
    cores: tuple[tuple[str, str], ...] = ()
    if question.substructure is not None:
        cores = ((question.substructure.smarts, CORE_COLOUR),)
    recipe = Recipe(get_style(answer.style), cores=cores)
    records = [make_record(hit) for hit in hits]
    output = str(answer.output)
    legend = "{name}" if any(hit.name for hit in hits) else "{id}"  # files seldom have names
    options = SheetOptions(*answer.sheet, legend)
    inputs = [Path(path) for path in paths]
    write_sheet(records, recipe, options, output, (answer.output_format,), inputs)
    return len(hits)


def _tell_duplicates(indexes: tuple[str, ...], given: dict[str, Any], answer: HitOutput) -> None:
    from molinfo.reports.hits import write_duplicates
    from molinfo.searching.duplicates import find_duplicates

    if answer.output_format != "csv":
        raise click.UsageError("duplicates are told as CSV")
    paths = [path for name in indexes for path in _find_paths(name)]
    with _open(paths) as opened:
        overlap = find_duplicates(opened, given["layer"])
        if answer.count:
            click.echo(len(overlap.groups))
        else:
            with _open_output(answer.output) as stream:
                write_duplicates(opened, overlap, stream)
        for line in overlap.describe():
            _say(line)


def _tell_faults(indexes: list[Index], faults: list[tuple[str, int, str]]) -> None:
    by_name = {str(Path(index.name).absolute()): index for index in indexes}
    for path, slot, message in faults:
        (told,) = by_name[str(Path(path).absolute())].read_records([slot])
        name = told.id or f"row {told.row}"
        _say(f"{told.input}: {name} was not compared: {message}")


def _say(text: str) -> None:
    click.echo(f"molinfo: {text}", err=True)
