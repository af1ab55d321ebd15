"""What results and tables are written as, one row a format.

Whatever needs a list of formats makes it from these rows: the choices of `--format`, the endings
that pick a format, the writer, and whether a run into it can be resumed. What is no row is
refused before anything is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeVar

from molinfo.errors import InputError, UnknownName

if TYPE_CHECKING:
    from molinfo.checks.result import Result
    from molinfo.checks.summary import RunSummary
    from molinfo.descriptors.sets import DescriptorSet
    from molinfo.reports.descriptors import FrameWriter
    from molinfo.store.record import Record

Target = Path | IO[str]


class ResultWriter(Protocol):
    """Takes one record and its result at a time."""

    def write(self, record: Record, result: Any) -> None:
        """Write one result, or its text where the format prints results."""


@dataclass(frozen=True, slots=True)
class WriterContext:
    """What a writer may need beside results: the counts of the run, and the user's own file."""

    summary: RunSummary
    user_file: Path | None = None


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """A kind of output: its name, the endings of its files, and whether it can be printed."""

    name: str
    endings: tuple[str, ...]
    is_printable: bool = True


OpenWriter = Callable[[Target, WriterContext], AbstractContextManager[ResultWriter]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat(OutputFormat):
    """A format of results, which either has a writer or prints one result after the other.

    One that prints grows part by part, so that an unfinished file of it can be finished by a later
    run; `print_head` is what stands before the first.
    """

    open_writer: OpenWriter | None = None
    print_part: Callable[[Result], str] | None = None
    print_head: Callable[[], str] = str

    @property
    def is_resumable(self) -> bool:
        """Whether an unfinished file of it can be finished by a later run."""
        return self.print_part is not None

    @contextmanager
    def open(self, target: Target, context: WriterContext) -> Iterator[ResultWriter]:
        """Open a writer on a file, which appears when it is whole, or on a stream.

        Raises OutputError.
        """
        if self.open_writer is not None:
            with self.open_writer(target, context) as writer:
                yield writer
            return
        from molinfo.store.files import open_beside

        with ExitStack() as stack:
            stream = (
                stack.enter_context(open_beside(target)) if isinstance(target, Path) else target
            )
            stream.write(self.print_head())
            yield _PartWriter(stream, self)


@dataclass(frozen=True, slots=True)
class _PartWriter:
    """Writes the text of each result, which a worker may have made already."""

    stream: IO[str]
    format: ReportFormat

    def write(self, record: Record, result: Result | str) -> None:
        """Write one result."""
        assert self.format.print_part is not None
        self.stream.write(result if isinstance(result, str) else self.format.print_part(result))


OpenFrames = Callable[
    [IO[Any], "DescriptorSet", Mapping[str, Any]], "AbstractContextManager[FrameWriter]"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat(OutputFormat):
    """A format of descriptors, which grows part by part.

    `open_frames` opens a writer on a stream, of bytes where the format is binary. `print_head` is
    what stands before the first part.
    """

    open_frames: OpenFrames
    print_head: Callable[[DescriptorSet], str] = lambda _columns: ""
    is_binary: bool = False


@contextmanager
def _open_text(target: Target, context: WriterContext) -> Iterator[ResultWriter]:
    from rich.console import Console

    from molinfo.reports.text import TextWriter
    from molinfo.store.files import open_beside

    with ExitStack() as stack:
        console = Console()
        if isinstance(target, Path):
            console = Console(file=stack.enter_context(open_beside(target)), width=120)
        yield stack.enter_context(TextWriter(console, context.summary))


def _print_json(result: Result) -> str:
    return result.to_json() + "\n"


def _print_csv(result: Result) -> str:
    from molinfo.reports.tables import make_row, print_csv_line

    return print_csv_line(make_row(result).values())


def _print_csv_head() -> str:
    from molinfo.reports.tables import CSV_COLUMNS, print_csv_line

    return print_csv_line(CSV_COLUMNS)


def _open_xlsx(target: Target, context: WriterContext) -> AbstractContextManager[ResultWriter]:
    from molinfo.reports.tables import XlsxWriter

    assert isinstance(target, Path)  # the format is not printable
    file = context.user_file
    return XlsxWriter(target, file if file and file.suffix.lower() == ".xlsx" else None)


def _open_html(target: Target, context: WriterContext) -> AbstractContextManager[ResultWriter]:
    from molinfo.reports.check_html import CheckHtmlWriter

    return CheckHtmlWriter(target, context.summary)


def _open_junit(target: Target, _context: WriterContext) -> AbstractContextManager[ResultWriter]:
    from molinfo.reports.ci import JunitWriter

    return JunitWriter(target)


def _open_sarif(target: Target, _context: WriterContext) -> AbstractContextManager[ResultWriter]:
    from molinfo.reports.ci import SarifWriter

    return SarifWriter(target)


REPORT_FORMATS = {
    each.name: each
    for each in (
        ReportFormat("text", ("txt",), open_writer=_open_text),
        ReportFormat("jsonl", ("jsonl", "ndjson"), print_part=_print_json),
        ReportFormat("csv", ("csv",), print_part=_print_csv, print_head=_print_csv_head),
        ReportFormat("xlsx", ("xlsx",), open_writer=_open_xlsx, is_printable=False),
        ReportFormat("html", ("html",), open_writer=_open_html),
        ReportFormat("junit", ("xml",), open_writer=_open_junit),
        ReportFormat("sarif", ("sarif",), open_writer=_open_sarif),
    )
}
"""What `molinfo check` writes, by name; the first is what it prints."""


def _open_csv_frames(
    stream: IO[Any], columns: DescriptorSet, _about: Mapping[str, Any]
) -> AbstractContextManager[FrameWriter]:
    from molinfo.reports.descriptors import CsvFrames

    return nullcontext(CsvFrames(stream, columns))


def _print_frame_head(columns: DescriptorSet) -> str:
    from molinfo.reports.descriptors import print_csv_head

    return print_csv_head(columns)


def _open_jsonl_frames(
    stream: IO[Any], columns: DescriptorSet, _about: Mapping[str, Any]
) -> AbstractContextManager[FrameWriter]:
    from molinfo.reports.descriptors import JsonLinesFrames

    return nullcontext(JsonLinesFrames(stream, columns))


def _open_parquet_frames(
    stream: IO[Any], columns: DescriptorSet, about: Mapping[str, Any]
) -> AbstractContextManager[FrameWriter]:
    from molinfo.reports.descriptors import open_parquet

    return open_parquet(stream, columns, about)


TABLE_FORMATS = {
    each.name: each
    for each in (
        TableFormat("csv", ("csv",), open_frames=_open_csv_frames, print_head=_print_frame_head),
        TableFormat("jsonl", ("jsonl", "ndjson"), open_frames=_open_jsonl_frames),
        TableFormat(
            "parquet",
            ("parquet",),
            is_printable=False,
            open_frames=_open_parquet_frames,
            is_binary=True,
        ),
    )
}
"""What `molinfo describe` writes, by name; the first is what it prints."""

COMPARISON_FORMATS = {
    each.name: each
    for each in (
        OutputFormat("csv", ("csv",)),
        OutputFormat("html", ("html",), is_printable=False),
        OutputFormat("xlsx", ("xlsx",), is_printable=False),
        OutputFormat("parquet", ("parquet",), is_printable=False),
    )
}
"""What `molinfo compare` writes, by name; the first is what it prints."""

AnyFormat = TypeVar("AnyFormat", bound=OutputFormat)


def choose_format(
    formats: dict[str, AnyFormat], output: str | Path | None, name: str | None = None
) -> AnyFormat:
    """The format of a name; without one that of an output's ending, the first where there is none.

    Raises UnknownName for a name that no format has, InputError for an ending that none has or for
    a format that cannot be printed where no output is named.

    >>> choose_format(REPORT_FORMATS, "junit.xml").name
    'junit'
    """
    known = ", ".join(formats)
    if name is not None:
        if name not in formats:
            raise UnknownName(f"no format {name!r}; known: {known}")
        chosen = formats[name]
    elif output is None:
        chosen = next(iter(formats.values()))
    else:
        chosen = _find_by_ending(formats.values(), str(output), known)
    if output is None and not chosen.is_printable:
        raise InputError(f"{chosen.name} cannot be printed; name a file with -o")
    return chosen


def _find_by_ending(formats: Iterable[AnyFormat], output: str, known: str) -> AnyFormat:
    ending = Path(output).suffix.lower().removeprefix(".")
    for each in formats:
        if ending in each.endings:
            return each
    raise InputError(
        f"{output}: no format has the ending {ending!r}; use --format with one of {known}"
    )
