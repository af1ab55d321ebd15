"""Where results go: a writer by format, on a file or on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from molinfo.errors import InputError

if TYPE_CHECKING:
    from molinfo.checks.result import Result
    from molinfo.checks.summary import RunSummary
    from molinfo.store.record import Record


class ResultWriter(Protocol):
    """Takes one record and its result at a time."""

    def write(self, record: Record, result: Result) -> None:
        """Write one result."""


@contextmanager
def open_writer(
    output_format: str, output: str | None, user_file: Path | None, summary: RunSummary
) -> Iterator[ResultWriter]:
    """Open the writer of a format on a file, or on standard output where none is named."""
    target: Any = sys.stdout if output is None else Path(output)
    if output is not None and not Path(output).absolute().parent.is_dir():
        raise InputError(f"{output}: its folder does not exist; make it first")
    if output_format == "text":
        with _text_writer(target, summary) as writer:
            yield writer
        return
    from molinfo.reports.tables import CsvWriter, JsonLinesWriter, XlsxWriter

    if output_format == "xlsx":
        if output is None:
            raise InputError("XLSX cannot be printed; name a file with -o")
        source = user_file if user_file and user_file.suffix.lower() == ".xlsx" else None
        with XlsxWriter(target, source) as xlsx_writer:
            yield xlsx_writer
        return
    from molinfo.reports.check_html import CheckHtmlWriter
    from molinfo.reports.ci import JunitWriter, SarifWriter

    kinds: dict[str, Any] = {
        "jsonl": JsonLinesWriter,
        "csv": CsvWriter,
        "junit": JunitWriter,
        "sarif": SarifWriter,
    }
    made = CheckHtmlWriter(target, summary) if output_format == "html" else None
    with made or kinds[output_format](target) as row_writer:
        yield row_writer


def find_format(
    output: str | None, of_ending: Mapping[str, str], *, printed: str, kind: str
) -> str:
    """The format that the ending of an output asks for; `printed` where no file is named.

    Raises InputError for an ending of no format of this kind.
    """
    if output is None:
        return printed
    ending = Path(output).suffix.lower().removeprefix(".")
    if ending not in of_ending:
        known = ", ".join(dict.fromkeys(of_ending.values()))
        raise InputError(
            f"{output}: no {kind} has the ending {ending!r}; use --format with one of {known}"
        )
    return of_ending[ending]


def refuse_input_as_output(output: str, inputs: Iterable[str]) -> None:
    """Raise InputError where a result would take the place of an input."""
    there = [each for each in inputs if each != "-" and Path(each).exists()]
    if Path(output).exists() and any(Path(output).samefile(each) for each in there):
        raise InputError(f"{output} is the input; name another file with -o")


@contextmanager
def _text_writer(target: Any, summary: RunSummary) -> Iterator[ResultWriter]:
    from rich.console import Console

    from molinfo.reports.text import TextWriter
    from molinfo.store.files import open_beside

    with ExitStack() as stack:
        console = Console()
        if isinstance(target, Path):
            console = Console(file=stack.enter_context(open_beside(target)), width=120)
        yield stack.enter_context(TextWriter(console, summary))
