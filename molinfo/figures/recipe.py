"""How the figures of a series are drawn: one recipe for all of them, and what identifies it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from rdkit import Chem

from molinfo.chem.cores import find_core
from molinfo.figures.draw import Figure, draw, find_layout
from molinfo.figures.fallback import hash_font
from molinfo.figures.layouts import find_series_core
from molinfo.figures.marks import CORE_COLOUR, Highlight, highlight_core, highlight_difference
from molinfo.figures.scene import DRAWING_VERSION
from molinfo.figures.style import Style
from molinfo.store.record import Record

_LONGEST_STEM = 120


@dataclass(frozen=True)
class Recipe:
    """Everything that decides a figure apart from its record and its format.

    `cores` are marked by SMARTS or name, each with its colour; what a record does not share with
    `reference` is marked too. `dpi` None is the style's.
    """

    style: Style
    width: str | None = None
    height: str | None = None
    dpi: int | None = None
    metadata: bool = True
    cores: tuple[tuple[str, str], ...] = ()
    reference: Record | None = None
    atom_numbers: bool = False
    stereo_labels: bool = False
    hydrogens: str = "as-drawn"
    abbreviate: bool = False

    def draw(self, record: Record) -> Figure:
        """The figure of a record. Raises as `draw` does."""
        return draw(
            record,
            style=self.style,
            width=self.width,
            height=self.height,
            highlights=self._mark(record),
            atom_numbers=self.atom_numbers,
            stereo_labels=self.stereo_labels,
            hydrogens=self.hydrogens,
            abbreviate=self.abbreviate,
            metadata=self.metadata,
        )

    def identify(self, record: Record, file_format: str) -> str:
        """A digest of all that decides the bytes of a figure, libraries apart."""
        digest = self._digest.copy()
        for text in (file_format, record.id, record.name, record.smiles, record.molblock):
            digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
        return str(digest.hexdigest())

    def list_parts(self, record: Record) -> dict[str, str]:
        """What decides a figure, in parts, each as a short digest: to say which of them changed."""
        said = {
            "record": (record.id, record.name, record.smiles, record.molblock),
            "style": (self.style.name, self.style.digest, hash_font(self.style.fallback_font)),
            "size": (self.width, self.height, self.dpi),
            "options": (
                self.metadata,
                self.cores,
                self.atom_numbers,
                self.stereo_labels,
                self.hydrogens,
                self.abbreviate,
                self.reference and (self.reference.molblock, self.reference.smiles),
            ),
            "drawing code": DRAWING_VERSION,
        }
        return {
            part: hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()[:8]
            for part, value in said.items()
        }

    def describe(self) -> dict[str, Any]:
        """What is told of the recipe beside an output, as plain JSON types."""
        return {
            "style": self.style.name,
            "style_digest": self.style.digest,
            "fallback_font_sha256": hash_font(self.style.fallback_font),
            "width": self.width,
            "height": self.height,
            "dpi": self.dpi,
            "metadata": self.metadata,
            "cores": [list(core) for core in self.cores],
            "reference": None if self.reference is None else self.reference.id,
            "atom_numbers": self.atom_numbers,
            "stereo_labels": self.stereo_labels,
            "hydrogens": self.hydrogens,
            "abbreviate": self.abbreviate,
        }

    @cached_property
    def _digest(self) -> Any:
        reference = self.reference.molblock + self.reference.smiles if self.reference else ""
        parts = (
            DRAWING_VERSION,
            self.style.name,
            self.style.digest,
            hash_font(self.style.fallback_font),
            self.width,
            self.height,
            self.dpi,
            self.metadata,
            self.cores,
            reference,
            self.atom_numbers,
            self.stereo_labels,
            self.hydrogens,
            self.abbreviate,
        )
        return hashlib.sha256(repr(parts).encode("utf-8") + b"\0")

    def _mark(self, record: Record) -> list[Highlight]:
        if not self.cores and self.reference is None:
            return []
        molblock = find_layout(record, self.hydrogens).molblock
        marks = [highlight_core(molblock, core, colour) for core, colour in self.cores]
        if self.reference is not None:
            marks.append(highlight_difference(molblock, find_layout(self.reference).molblock))
        return marks


def parse_cores(texts: Iterable[str], records: Sequence[Record]) -> tuple[tuple[str, str], ...]:
    """Cores or SMARTS, each with its colour where `=#RRGGBB` follows.

    `common` is the common core of the records. Raises UnknownName for what is no core,
    StructureError where records share none.

    >>> parse_cores(["c1ccccc1=#FFCC00"], [])
    (('c1ccccc1', '#FFCC00'),)
    """
    cores = []
    for text in texts:
        core, colour = _split_colour(text)
        if core == "common":
            core = Chem.MolToSmarts(find_series_core(records).query)
        find_core(core)
        cores.append((core, colour))
    return tuple(cores)


def _split_colour(text: str) -> tuple[str, str]:
    core, separator, colour = text.rpartition("=#")
    if separator and len(colour) == 6 and not set(colour.upper()) - set("0123456789ABCDEF"):
        return core, f"#{colour.upper()}"
    return text, CORE_COLOUR


def name_files(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """A file name without ending for each record: its id, safe in any folder, each only once.

    >>> [name for name, _ in name_files([Record(id="a/b"), Record(id="A/B"), Record()])]
    ['a%2Fb', 'A%2FB~2', 'row-2']
    """
    used: dict[str, int] = {}
    for row, record in enumerate(records):
        stem = quote(record.id, safe=" +,=@()[]", encoding="utf-8", errors="replace")
        if stem.startswith("."):
            stem = f"%2E{stem[1:]}"
        if len(stem) > _LONGEST_STEM:
            tail = hashlib.sha256(record.id.encode("utf-8", "replace")).hexdigest()[:12]
            stem = f"{stem[:_LONGEST_STEM]}~{tail}"
        stem = stem or f"row-{row}"
        times = used[stem.casefold()] = used.get(stem.casefold(), 0) + 1
        yield (stem if times == 1 else f"{stem}~{times}"), record
