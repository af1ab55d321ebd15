"""InChI and InChIKey of a structure, and the syntax of identifiers as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdkit import Chem, rdBase
from rdkit.Chem import rdinchi

from molinfo.errors import IdentifierError, StructureError


@dataclass(frozen=True, slots=True)
class ComputedInchi:
    """A standard InChI, its key, and what the InChI software warned of."""

    inchi: str
    key: str
    warnings: tuple[str, ...]


def compute_inchi(mol: Chem.Mol) -> ComputedInchi:
    """Compute the standard InChI and InChIKey.

    Raises StructureError when the InChI software refuses the structure.
    Source: Heller et al., J. Cheminf. 2015, 7, 23, doi:10.1186/s13321-015-0068-4.

    >>> compute_inchi(Chem.MolFromSmiles("CCO")).key
    'LFQSCWFLJHTTHZ-UHFFFAOYSA-N'
    """
    with rdBase.BlockLogs():
        inchi, _code, message, _log, _aux = rdinchi.MolToInchi(mol)
    if not inchi:
        raise StructureError(f"no InChI can be made: {message or 'the InChI software is silent'}")
    warnings = tuple(part.strip() for part in message.split(";") if part.strip())
    return ComputedInchi(inchi, rdinchi.InchiToInchiKey(inchi), warnings)


_INCHIKEY = re.compile(r"([A-Z]{14})-([A-Z]{8})([SN])([A-Z])-([A-Z])")


@dataclass(frozen=True, slots=True)
class InchiKey:
    """The blocks of an InChIKey: skeleton, stereo and isotopes, flags, protonation."""

    text: str
    skeleton: str
    stereo_isotope: str
    standard: bool
    protonation: str


def parse_inchikey(text: str) -> InchiKey:
    """Split a printed InChIKey; a prefix `InChIKey=` and stray spaces are dropped.

    Raises IdentifierError when the pattern of 14-10-1 letters is broken.

    >>> parse_inchikey("InChIKey=LFQSCWFLJHTTHZ-UHFFFAOYSA-N").skeleton
    'LFQSCWFLJHTTHZ'
    """
    bare = text.strip().strip("\"'").strip()
    if bare.lower().startswith("inchikey="):
        bare = bare[len("inchikey=") :].strip()
    match = _INCHIKEY.fullmatch(bare)
    if match is None:
        raise IdentifierError(
            f"{bare[:60]!r} is not an InChIKey: 14, 10 and 1 capital letters joined by hyphens"
        )
    skeleton, stereo_isotope, flag, _version, protonation = match.groups()
    return InchiKey(bare, skeleton, stereo_isotope, flag == "S", protonation)


def name_different_blocks(claimed: InchiKey, computed: InchiKey) -> tuple[str, ...]:
    """Name the blocks in which two keys differ: skeleton, stereo-isotope, protonation.

    >>> ethanol = parse_inchikey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N")
    >>> name_different_blocks(ethanol, parse_inchikey("LFQSCWFLJHTTHZ-UHFFFAOYSA-M"))
    ('protonation',)
    """
    pairs = (
        ("skeleton", claimed.skeleton, computed.skeleton),
        ("stereo-isotope", claimed.stereo_isotope, computed.stereo_isotope),
        ("protonation", claimed.protonation, computed.protonation),
    )
    return tuple(name for name, left, right in pairs if left != right)
