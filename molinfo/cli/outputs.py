"""Where results may go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from molinfo.errors import InputError, OutputError


def refuse_input_as_output(output: str, inputs: Iterable[str]) -> None:
    """Raise InputError where a result would take the place of an input."""
    there = [each for each in inputs if each != "-" and Path(each).exists()]
    if Path(output).exists() and any(Path(output).samefile(each) for each in there):
        raise InputError(f"{output} is the input; name another file with -o")


def refuse_missing_folder(output: str) -> None:
    """Raise OutputError where the folder of a result does not exist."""
    if not Path(output).absolute().parent.is_dir():
        raise OutputError(f"{output}: its folder does not exist; make it first")
