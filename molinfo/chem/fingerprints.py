"""Fingerprints by name, as packed bits: what descriptors, comparison and search share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rdkit import Chem, DataStructs
from rdkit.Chem import rdFingerprintGenerator, rdMolDescriptors

from molinfo.errors import UnknownName

_MAX_BITS = 1 << 20
_MACCS_BITS = 167  # bit 0 is never set; RDKit keeps the keys' own numbers


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A kind of fingerprint with its parameters; `name` is the column's."""

    name: str
    kind: str
    radius: int
    bits: int

    def compute(self, mol: Chem.Mol) -> bytes:
        """The bits, eight a byte, bit 0 in the lowest place of the first byte.

        `numpy.unpackbits(..., bitorder="little")` gives them back.
        """
        bits = _make_generator(self.kind, self.radius, self.bits)(mol)
        packed: bytes = DataStructs.BitVectToBinaryText(bits)
        return packed


def find_fingerprint(text: str) -> Fingerprint | None:
    """Read a fingerprint's name; None for a text that names none.

    `morgan:RADIUS:BITS`, `rdkit:BITS`, `atompair:BITS`, `torsion:BITS`, `maccs`; left out are
    radius 2 and 2,048 bits. `rdkit` alone is the set of descriptors, `rdkit:2048` the fingerprint.
    Sources: Morgan: Rogers, Hahn, J. Chem. Inf. Model. 2010, 50, 742; atom pairs: Carhart et al.,
    J. Chem. Inf. Comput. Sci. 1985, 25, 64; torsions: Nilakantan et al., ibid. 1987, 27, 82;
    MACCS keys: Durant et al., ibid. 2002, 42, 1273; rdkit: RDKit's path fingerprint.
    Raises UnknownName for parameters that it cannot have.

    >>> find_fingerprint("morgan:3").name
    'morgan:3:2048'
    """
    kind, *parameters = text.split(":")
    if kind == "maccs" and not parameters:
        return Fingerprint("maccs", kind, 0, _MACCS_BITS)
    if kind not in ("morgan", "rdkit", "atompair", "torsion") or text == "rdkit":
        return None
    try:
        numbers = [int(each) for each in parameters]
    except ValueError:
        raise UnknownName(f"fingerprint {text!r}: {_FORM}") from None
    radius = numbers.pop(0) if kind == "morgan" and numbers else 2
    bits = numbers.pop(0) if numbers else 2048
    if numbers or not 0 <= radius <= 10 or not 8 <= bits <= _MAX_BITS or bits % 8:
        raise UnknownName(f"fingerprint {text!r}: {_FORM}")
    if kind == "morgan":
        return Fingerprint(f"morgan:{radius}:{bits}", kind, radius, bits)
    return Fingerprint(f"{kind}:{bits}", kind, 0, bits)


@cache
def get_fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a name; see `find_fingerprint`. Raises UnknownName where there is none.

    >>> get_fingerprint("maccs").bits
    167
    """
    found = find_fingerprint(text)
    if found is None:
        raise UnknownName(f"no fingerprint {text!r}; {_FORM}")
    return found


_FORM = "write morgan:RADIUS:BITS, rdkit:BITS, atompair:BITS, torsion:BITS or maccs; BITS is 8 n"


@cache
def _make_generator(
    kind: str, radius: int, bits: int
) -> Callable[[Chem.Mol], DataStructs.ExplicitBitVect]:
    if kind == "maccs":
        maccs: Callable[[Chem.Mol], DataStructs.ExplicitBitVect]
        maccs = rdMolDescriptors.GetMACCSKeysFingerprint
        return maccs
    if kind == "morgan":
        generator = rdFingerprintGenerator.GetMorganGenerator(radius=radius, fpSize=bits)
    elif kind == "rdkit":
        generator = rdFingerprintGenerator.GetRDKitFPGenerator(fpSize=bits)
    elif kind == "atompair":
        generator = rdFingerprintGenerator.GetAtomPairGenerator(fpSize=bits)
    else:
        generator = rdFingerprintGenerator.GetTopologicalTorsionGenerator(fpSize=bits)
    compute: Callable[[Chem.Mol], DataStructs.ExplicitBitVect] = generator.GetFingerprint
    return compute
