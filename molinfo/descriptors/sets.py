"""Which descriptors and fingerprints a user asks for: set names, single names and globs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from rdkit.Chem import Descriptors

from molinfo.descriptors.fingerprints import Fingerprint, find_fingerprint
from molinfo.descriptors.own import OWN
from molinfo.errors import UnknownName

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
"""What every medicinal chemist reads; names and order are fixed."""


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
    return tuple(name for name, _function in Descriptors.descList)


def resolve_set(wanted: str | Iterable[str]) -> DescriptorSet:
    """Find what is asked for, each column once.

    `wanted` is `rdkit`, `druglike`, a name, a glob such as `fr_*`, a fingerprint such as
    `morgan:2:2048`, or several of them, in a list or joined by commas. Raises UnknownName with the
    names that come close.

    >>> resolve_set("TPSA, Chi3*, maccs").columns
    ('TPSA', 'Chi3n', 'Chi3v', 'maccs')
    """
    parts = wanted.split(",") if isinstance(wanted, str) else list(wanted)
    known = (*list_rdkit_names(), *OWN)
    descriptors: dict[str, None] = {}
    fingerprints: dict[str, Fingerprint] = {}
    for part in (part.strip() for part in parts):
        fingerprint = find_fingerprint(part)
        if fingerprint is not None:
            fingerprints[fingerprint.name] = fingerprint
            continue
        if part == "rdkit":
            found = list(list_rdkit_names())
        elif part == "druglike":
            found = list(DRUGLIKE)
        else:
            found = [name for name in known if fnmatchcase(name, part)]
        if not found:
            raise UnknownName(f"no descriptor {part!r}; {_say_close(part, known)}")
        descriptors.update(dict.fromkeys(found))
    return DescriptorSet(tuple(descriptors), tuple(fingerprints.values()))


def _say_close(part: str, known: Iterable[str]) -> str:
    names = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(part.casefold(), names, n=3)
    if close:
        return f"perhaps {', '.join(names[each] for each in close)}"
    return "`molinfo describe --list` shows them all"
