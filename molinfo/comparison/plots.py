"""What every plot of a comparison is made with: colours, text, and the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from molinfo.errors import MissingExtra, UnknownName

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png")
"""The formats of a plot, each the ending of its files."""

REFERENCE_COLOUR = "#D55E00"
SIMILAR_COLOURS = ("#0072B2", "#009E73", "#CC79A7")
QUIET_COLOUR = "#8C8C8C"
"""Colours that colour-blind readers tell apart, of the palette of Okabe and Ito."""

SIMILAR_DASHES = ("--", "-.", ":")
"""A second way to tell what the colours tell."""

_SETTINGS: dict[str, Any] = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "DejaVu Sans",  # it comes with matplotlib
    "font.size": 8,
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "molinfo",
}
_WITHOUT_CLOCK: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


@dataclass(frozen=True)
class Plot:
    """A plot, drawn; `figure` is matplotlib's, to be changed before it is written.

    In a notebook it shows itself.
    """

    figure: Figure

    @cached_property
    def svg(self) -> str:
        """The plot as SVG, texts as outlines."""
        return self.render("svg").decode("utf-8")

    def render(self, file_format: str, dpi: int = 200) -> bytes:
        """The bytes of a file of a format; the same each time. Raises UnknownName."""
        if file_format not in FORMATS:
            raise UnknownName(f"no plot format {file_format!r}; known: {', '.join(FORMATS)}")
        stream = io.BytesIO()
        with plot_settings():
            self.figure.savefig(
                stream, format=file_format, dpi=dpi, metadata=_WITHOUT_CLOCK[file_format]
            )
        return stream.getvalue()

    def write(self, path: str | Path, dpi: int = 200) -> None:
        """Write a file; its ending is the format."""
        path = Path(path)
        path.write_bytes(self.render(path.suffix.lower().removeprefix("."), dpi))

    def _repr_svg_(self) -> str:
        return self.svg


@contextmanager
def plot_settings() -> Iterator[None]:
    """matplotlib with the settings of every plot, and the caller's again afterwards.

    Raises MissingExtra without matplotlib.
    """
    try:
        import matplotlib
    except ImportError:
        raise MissingExtra("matplotlib", "plots") from None
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = matplotlib.rcParams
        settings.update(_SETTINGS)
        yield


def make_figure(width_in: float, height_in: float) -> Figure:
    """An empty figure, known to no window and no pyplot."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_in, height_in), layout="constrained")


def finish_plot(figure: Figure) -> Plot:
    """Lay a figure out once and for all: matplotlib else moves it a little at each drawing."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return Plot(figure)


def cut_name(name: str, longest: int = 28) -> str:
    """A name that leaves room for the plot.

    >>> cut_name("2-[1-ethylsulfonyl-3-pyrazol-1-ylazetidin-3-yl]acetonitrile", 12)
    '2-[1-ethyls…'
    """
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
