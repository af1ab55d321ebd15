"""A record as an index keeps it: bits, SMILES, keys and words; the row function of a build."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rdkit import Chem, DataStructs
from rdkit.Chem import RegistrationHash, rdMolDescriptors

from molinfo.batch.guard import Fault
from molinfo.batch.inputs import Row
from molinfo.chem.concentrations import find_nanomolar_power
from molinfo.chem.fingerprints import get_fingerprint
from molinfo.chem.fragments import find_parent
from molinfo.chem.identifiers import compute_inchikey_of
from molinfo.chem.numbers import parse_printed_number
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_inchi, parse_structure
from molinfo.errors import NumberError, StructureError
from molinfo.searching.kernels import COMPILED
from molinfo.searching.programs import Op, symbols
from molinfo.searching.schema import FINGERPRINT, PATTERN_BITS
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

if TYPE_CHECKING:
    from molinfo.searching.kernels.scan import Scanner

_HYDROGENS = re.compile(r"H(\d*)(?![a-z])")
_STANDARD_BLOCKS = 25
"""Characters of an InChIKey without its last block, which tells protonation."""


class Keys(NamedTuple):
    """What tells that two structures are the same: exactly, without stereo, as tautomers, ..."""

    inchikey: str = ""
    exact: int | None = None
    flat: int | None = None
    tautomer: int | None = None
    parent: int | None = None


NO_KEYS = Keys()


class ClaimValue(NamedTuple):
    """A claim as it is searched: as printed, as a number, and in nM where it is a concentration."""

    field: str
    target: str
    relation: str
    value: str
    unit: str
    number: float | None
    number_nm: float | None


class IndexedRow(NamedTuple):
    """A record as an index keeps it.

    `smiles` is the record's own; `scanned` is RDKit's, for the scanner, and begins with `!` where
    that does not read it as RDKit does. `drawing` is the molecule itself where no SMILES of the
    record gives it.
    """

    id: str
    name: str
    smiles: str
    scanned: bytes = b""
    pattern: bytes = b""
    near: bytes = b""
    formula: str = ""
    drawing: bytes | None = None
    keys: Keys = NO_KEYS
    claims: tuple[ClaimValue, ...] = ()
    words: str = ""
    verdict: str = ""
    error: str = ""
    code: str = ""


@dataclass(frozen=True)
class IndexTask:
    """Makes rows of an index; `judge` gives the verdict on a record."""

    with_keys: bool = True
    fingerprint: str = FINGERPRINT
    judge: Callable[[Record], str] | None = None

    def __call__(self, rows: Sequence[Row]) -> Iterator[IndexedRow]:
        """The rows one by one, in their order."""
        with quiet():
            for row in rows:
                yield self.make_row(row.record)

    def simplify(self, row: Row) -> None:
        """There is nothing to leave out."""

    def fail(self, row: Row, fault: Fault) -> IndexedRow:
        """A row that has no structure, with the reason."""
        told = self._tell(row.record)
        return told._replace(error=fault.message, code=fault.code.value)

    def make_row(self, record: Record) -> IndexedRow:
        """A record as an index keeps it; one whose structure cannot be read has an error."""
        told = self._tell(record)
        if self.judge is not None:
            told = told._replace(verdict=self.judge(record))
        if record.defect:
            return told._replace(error=record.defect, code="unreadable-row")
        try:
            mol = read_structure(record)
        except StructureError as error:
            return told._replace(error=str(error), code="unreadable-structure")
        with quiet():
            formula = rdMolDescriptors.CalcMolFormula(mol)
            return told._replace(
                scanned=_write_scanned(mol, record.smiles, formula),
                pattern=DataStructs.BitVectToBinaryText(Chem.PatternFingerprint(mol, PATTERN_BITS)),
                near=get_fingerprint(self.fingerprint).compute(mol),
                formula=formula,
                drawing=None if record.smiles else mol.ToBinary(),
                keys=compute_keys(mol) if self.with_keys else NO_KEYS,
            )

    def _tell(self, record: Record) -> IndexedRow:
        claims = tuple(map(_read_claim, record.claims))
        words = _collect_words(record)
        return IndexedRow(record.id, record.name, record.smiles, claims=claims, words=words)


def read_structure(record: Record) -> Chem.Mol:
    """The structure of a record: its SMILES, else its molfile, else the InChI that it claims.

    Raises StructureError.
    """
    if not record.has_structure:
        claimed = (each.value for each in record.claims if each.field is FieldName.INCHI)
        inchi = next(claimed, "")
        if inchi:
            return parse_inchi(inchi).mol
    return parse_structure(record.smiles, record.molblock).mol


def _write_scanned(mol: Chem.Mol, smiles: str, formula: str) -> bytes:
    """The SMILES for the scanner: the record's own where that is read as RDKit reads it.

    Else RDKit writes one, which is proved by its counts of atoms and hydrogens.
    """
    if not COMPILED:
        return str(Chem.MolToSmiles(mol, canonical=False)).encode()
    reader = _open_reader()
    match = _HYDROGENS.search(formula)
    hydrogens = int(match[1] or 1) if match else 0
    text = smiles.encode()
    if text and b"*" not in text:
        orders = Chem.GetAdjacencyMatrix(mol, useBO=True)
        if reader.agrees(text, orders, hydrogens):
            return text
    text = Chem.MolToSmiles(mol, canonical=False).encode()
    agrees = reader.describe(text) == (mol.GetNumAtoms(), hydrogens)
    return text if agrees and b"*" not in text else b"!" + text


@cache
def _open_reader() -> Scanner:
    """A scanner whose query is any atom: it is asked only what it reads."""
    from molinfo.searching.kernels.scan import Scanner

    return Scanner([((Op.ANY, 0),)], [[(0, -1, 0xFF, [])]], symbols())


def compute_keys(mol: Chem.Mol) -> Keys:
    """The keys of a structure.

    The InChIKey tells no racemate from a single enantiomer, so that the exact key holds enhanced
    stereo as well; without an InChI (R groups) it is that of the canonical CXSMILES. The parent is
    the largest fragment, whatever its protons. No-stereo and tautomer keys are layers of RDKit's
    RegistrationHash, the latter by the hash HetAtomTautomerv2.
    """
    with quiet():
        try:
            inchikey = compute_inchikey_of(mol)
        except StructureError:
            inchikey = ""
        groups = mol.GetStereoGroups() or not inchikey
        exact = f"{inchikey} {_write_canonical(mol)}" if groups else inchikey
        _tautomer_flat, flat = RegistrationHash.GetNoStereoLayers(mol)
        tautomer = RegistrationHash.GetStereoTautomerHash(mol, enable_tautomer_hash_v2=True)
        parent_mol = find_parent(mol)
        parent = exact if parent_mol is mol else _name_parent(parent_mol)
    if parent == inchikey:
        parent = inchikey[:_STANDARD_BLOCKS]
    return Keys(inchikey, digest(exact), digest(flat), digest(tautomer), digest(parent))


def _write_canonical(mol: Chem.Mol) -> str:
    ranked = Chem.Mol(mol)
    Chem.CanonicalizeEnhancedStereo(ranked)
    flags = Chem.CXSmilesFields.CX_ENHANCEDSTEREO | Chem.CXSmilesFields.CX_ATOM_LABELS
    text: str = Chem.MolToCXSmiles(ranked, Chem.SmilesWriteParams(), flags)
    return text


def _name_parent(mol: Chem.Mol) -> str:
    try:
        return compute_inchikey_of(mol)[:_STANDARD_BLOCKS]
    except StructureError:
        return _write_canonical(mol)


def digest(text: str) -> int:
    """A text as a whole number of 64 bits, with sign, as SQLite keeps them."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)


def _read_claim(claim: Claim) -> ClaimValue:
    number: float | None = None
    number_nm: float | None = None
    with suppress(NumberError):
        number = float(parse_printed_number(claim.value).value)
    power = find_nanomolar_power(claim.unit) if claim.unit else None
    if number is not None and power is not None:
        number_nm = number * 10.0**power
    return ClaimValue(
        claim.field.value, claim.target, claim.relation or "=", claim.value, claim.unit,
        number, number_nm,
    )  # fmt: skip


def _collect_words(record: Record) -> str:
    """What a search for text looks through: ids, names, printed values, sources."""
    return "\n".join(dict.fromkeys(filter(None, _list_words(record))))


def _list_words(record: Record) -> Iterable[str]:
    yield from (record.id, record.name)
    for claim in record.claims:
        yield claim.value
        for source in claim.sources:
            yield from (source.id, source.locator, source.via)
