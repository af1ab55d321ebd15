"""Text to structure: the one place that parses SMILES, molfiles and InChI."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rdkit import Chem, rdBase
from rdkit.Chem import rdinchi

from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError, StructureTooLarge

SourceKind = Literal["smiles", "molfile", "inchi"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a structure text and the structure itself may be.

    max_text counts characters, max_atoms the atoms as written (explicit hydrogens included).
    """

    max_text: int = 1_000_000
    max_atoms: int = 10_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Structure:
    """A parsed structure: the RDKit molecule, where it came from and what the parser warned of."""

    mol: Chem.Mol
    source: SourceKind
    warnings: tuple[str, ...] = ()


def parse_smiles(text: str, limits: Limits = DEFAULT_LIMITS) -> Structure:
    """Read a SMILES or CXSMILES.

    Raises StructureError with RDKit's reason, StructureTooLarge beyond the limits.

    >>> parse_smiles("CCO").mol.GetNumAtoms()
    3
    >>> parse_smiles("C1CC")
    Traceback (most recent call last):
    ...
    molinfo.errors.StructureError: SMILES cannot be read: unclosed ring for input: 'C1CC'
    """
    text = text.strip()
    if not text:
        raise StructureError("SMILES is empty: give a structure")
    _guard_text(text, "SMILES", limits)
    return _parse(lambda: Chem.MolFromSmiles(text), "SMILES", "smiles", limits)


def parse_molblock(
    text: str, limits: Limits = DEFAULT_LIMITS, *, keep_hydrogens: bool = False
) -> Structure:
    """Read a molfile, V2000 or V3000; `keep_hydrogens` keeps atoms numbered as in its text.

    Raises StructureError with RDKit's reason, StructureTooLarge beyond the limits.
    """
    if not text.strip():
        raise StructureError("molfile is empty: give a structure")
    _guard_text(text, "molfile", limits)

    def read() -> Chem.Mol | None:
        mol: Chem.Mol | None = Chem.MolFromMolBlock(text, removeHs=not keep_hydrogens)
        return mol

    return _parse(read, "molfile", "molfile", limits)


def parse_structure(smiles: str, molblock: str, limits: Limits = DEFAULT_LIMITS) -> Structure:
    """Read a SMILES, or where there is none the molblock.

    Raises StructureError, also where both are empty.

    >>> parse_structure("CCO", "").source
    'smiles'
    """
    if smiles or not molblock:
        return parse_smiles(smiles, limits)
    return parse_molblock(molblock, limits)


def parse_inchi(text: str, limits: Limits = DEFAULT_LIMITS) -> Structure:
    """Read an InChI as a structure.

    Raises StructureError with the reason, StructureTooLarge beyond the limits.
    """
    text = text.strip()
    _guard_text(text, "InChI", limits)

    def read() -> Chem.Mol | None:
        mol: Chem.Mol | None
        mol, _code, message, _log = rdinchi.InchiToMol(text)
        if mol is None:
            raise StructureError(f"InChI cannot be read: {message or 'no structure in it'}")
        return mol

    return _parse(read, "InChI", "inchi", limits)


def _guard_text(text: str, kind: str, limits: Limits) -> None:
    if len(text) > limits.max_text:
        raise StructureTooLarge(
            f"{kind} of {len(text):,} characters is beyond the limit of {limits.max_text:,}"
        )


def _parse(
    read: Callable[[], Chem.Mol | None], kind: str, source: SourceKind, limits: Limits
) -> Structure:
    """Run an RDKit parser quietly; on failure run it again to learn the reason from its log."""
    try:
        with quiet():
            mol = read()
    except StructureError:
        raise
    except (ValueError, RuntimeError) as error:
        raise StructureError(f"{kind} cannot be read: {_one_line(str(error))}") from error
    if mol is None:
        with quiet(), rdBase.CaptureErrorLog() as log:
            read()
        raise StructureError(f"{kind} cannot be read: {_reason(log.messages)}")
    if mol.GetNumAtoms() > limits.max_atoms:
        raise StructureTooLarge(
            f"{kind} of {mol.GetNumAtoms():,} atoms is beyond the limit of {limits.max_atoms:,}"
        )
    return Structure(mol, source)


_LOG_STAMP = re.compile(r"^\[\d\d:\d\d:\d\d\]\s*")


def _reason(log: str) -> str:
    """The line of RDKit's log that says most: the last one that is more than a caret."""
    lines = [_LOG_STAMP.sub("", line).strip() for line in log.splitlines()]
    told = [line for line in lines if line and not set(line) <= set("~^ ")]
    if not told:
        return "it is damaged or cut off"
    return _one_line(told[-1].removeprefix("SMILES Parse Error: "))


def _one_line(text: str, width: int = 300) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 3] + "..."
