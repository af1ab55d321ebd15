"""The named sets of descriptors, and what a user asks for: sets, single names and globs.

A set is one row of `SETS`; the command line, its help, `--list` and the docs page read it there.
Nothing here loads RDKit before a set is resolved, because help has to be quick.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from molinfo.errors import UnknownName

if TYPE_CHECKING:
    from molinfo.chem.fingerprints import Fingerprint


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A set's row: what it is, in words that follow "the set X is", and how its names are found."""

    meaning: str
    list_names: Callable[[], tuple[str, ...]]

    def explain(self) -> str:
        """What it is, and its names, of a long set only their number."""
        names = self.list_names()
        told = f"{len(names)} names" if len(names) > _MOST_TOLD else ", ".join(names)
        return f"{self.meaning}: {told}"


_MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class DescriptorSet:
    """Descriptors by name, then fingerprints, in the order of their columns."""

    descriptors: tuple[str, ...]
    fingerprints: tuple[Fingerprint, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns."""
        return (*self.descriptors, *(each.name for each in self.fingerprints))


def list_rdkit_names() -> tuple[str, ...]:
    """The descriptors of the installed RDKit under its names, in its order."""
    from rdkit.Chem import Descriptors

    return tuple(name for name, _function in Descriptors.descList)


DRUGLIKE = (
    "mw_iupac_da",
    "MolWt",
    "MolLogP",
    "TPSA",
    "NumHAcceptors",
    "NumHDonors",
    "NumRotatableBonds",
    "NumAromaticRings",
    "FractionCSP3",
    "qed",
    "formal_charge",
    "HeavyAtomCount",
    "NumAtomStereoCenters",
    "lipinski_violations",
    "veber_violations",
)

SETS: dict[str, NamedSet] = {
    "rdkit": NamedSet(
        "all that the installed RDKit lists, under its names and in its order", list_rdkit_names
    ),
    "druglike": NamedSet("what every medicinal chemist reads", lambda: DRUGLIKE),
}
"""Names and order of `druglike` are fixed, those of `rdkit` are the installed RDKit's."""


def resolve_set(wanted: str | Iterable[str]) -> DescriptorSet:
    """Find what is asked for, each column once.

    `wanted` is a set of `SETS`, a name, a glob such as `fr_*`, a fingerprint such as
    `morgan:2:2048`, or several of them, in a list or joined by commas. Raises UnknownName with the
    names that come close.

    >>> resolve_set("TPSA, Chi3*, maccs").columns
    ('TPSA', 'Chi3n', 'Chi3v', 'maccs')
    """
    from molinfo.chem.fingerprints import find_fingerprint
    from molinfo.descriptors.own import OWN

    parts = wanted.split(",") if isinstance(wanted, str) else list(wanted)
    known = (*list_rdkit_names(), *OWN)
    descriptors: dict[str, None] = {}
    fingerprints: dict[str, Fingerprint] = {}
    for part in (part.strip() for part in parts):
        fingerprint = find_fingerprint(part)
        if fingerprint is not None:
            fingerprints[fingerprint.name] = fingerprint
            continue
        if part in SETS:
            found = list(SETS[part].list_names())
        else:
            found = [name for name in known if fnmatchcase(name, part)]
        if not found:
            raise UnknownName(f"no descriptor {part!r}; {_say_close(part, (*SETS, *known))}")
        descriptors.update(dict.fromkeys(found))
    return DescriptorSet(tuple(descriptors), tuple(fingerprints.values()))


def _say_close(part: str, known: Iterable[str]) -> str:
    names = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(part.casefold(), names, n=3)
    if close:
        return f"perhaps {', '.join(names[each] for each in close)}"
    return "`molinfo describe --list` shows them all"
