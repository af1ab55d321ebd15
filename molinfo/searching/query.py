"""What a user asks for as a query: SMARTS, SMILES, molfiles, names of cores, molecules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdkit import Chem
from rdkit.Chem import rdTautomerQuery

from molinfo.chem.cores import find_core, named_cores
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_inchi, parse_molblock, parse_smiles
from molinfo.errors import InputError, StructureError, UnknownName
from molinfo.searching.kernels import COMPILED
from molinfo.searching.programs import QueryTables, compile_query
from molinfo.searching.schema import PATTERN_BITS

KINDS = ("smarts", "smiles", "molfile", "core", "molecule")
_MOST_TEXT = 100_000
_MOST_ATOMS = 1_000


@dataclass(frozen=True)
class StructureQuery:
    """A substructure to find.

    `kind` says how its text was read. `chirality`: stereo of the query has to be there as well;
    `tautomers`: any tautomer of the query will do.
    """

    mol: Chem.Mol
    text: str
    kind: str
    chirality: bool = False
    tautomers: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle without what is derived."""
        return StructureQuery, (self.mol, self.text, self.kind, self.chirality, self.tautomers)

    @cached_property
    def tautomer_query(self) -> rdTautomerQuery.TautomerQuery:
        """RDKit's query for all tautomers."""
        with quiet():
            return rdTautomerQuery.TautomerQuery(self.mol)

    @property
    def smarts(self) -> str:
        """The query as SMARTS; of tautomers that of what they have in common."""
        mol = self.tautomer_query.GetTemplateMolecule() if self.tautomers else self.mol
        return str(Chem.MolToSmarts(mol))

    @cached_property
    def tables(self) -> QueryTables | None:
        """What the compiled scanner is given, None where RDKit has to look at every candidate."""
        return compile_query(self.mol) if COMPILED and not self.tautomers else None

    @property
    def is_decided(self) -> bool:
        """Whether the compiled scanner decides by itself."""
        return self.tables is not None and self.tables.exact and not self.needs_stereo

    @cached_property
    def needs_stereo(self) -> bool:
        """Whether stereo that the query has must be there as well."""
        none = (Chem.ChiralType.CHI_UNSPECIFIED, Chem.BondStereo.STEREONONE, Chem.BondDir.NONE)
        told = [
            *(atom.GetChiralTag() for atom in self.mol.GetAtoms()),
            *(bond.GetStereo() for bond in self.mol.GetBonds()),
            *(bond.GetBondDir() for bond in self.mol.GetBonds()),
        ]
        return self.chirality and any(each not in none for each in told)

    @cached_property
    def screens(self) -> tuple[tuple[int, ...], ...]:
        """Sets of pattern bits; a structure with the query has all bits of at least one set."""
        with quiet():
            mols = self.tautomer_query.GetTautomers() if self.tautomers else [self.mol]
            sets = {
                tuple(Chem.PatternFingerprint(_open_atoms(mol), PATTERN_BITS).GetOnBits())
                for mol in mols
            }
        return tuple(sorted(sets))

    @cached_property
    def parameters(self) -> Chem.SubstructMatchParameters:
        """RDKit's parameters of a match."""
        parameters = Chem.SubstructMatchParameters()
        parameters.useChirality = self.chirality  # type: ignore[assignment]  # RDKit's stub is wrong
        return parameters

    def matches(self, mol: Chem.Mol) -> bool:
        """Whether RDKit finds the query in a molecule."""
        if self.tautomers:
            return bool(self.tautomer_query.IsSubstructOf(mol, self.parameters))
        return bool(mol.HasSubstructMatch(self.mol, self.parameters))

    def find_atoms(self, mol: Chem.Mol) -> tuple[int, ...]:
        """The atoms of the first match, in the order of the query's; () where there is none."""
        if self.tautomers:
            return tuple(self.tautomer_query.GetSubstructMatch(mol, self.parameters))
        return tuple(mol.GetSubstructMatch(self.mol, self.parameters))


def parse_substructure(
    query: str | Path | Chem.Mol,
    *,
    kind: str | None = None,
    chirality: bool = False,
    tautomers: bool = False,
) -> StructureQuery:
    """Read a substructure: the name of a core, a molfile or its path, or else a SMARTS.

    `kind` (smarts, smiles, molfile, core) says how a text is to be read. A SMILES is a SMARTS as
    well, in which bonds that are not written are single or aromatic; read as `smiles`, hydrogens
    and bonds mean what they mean in a structure. Raises InputError for what cannot be read.

    >>> parse_substructure("c1ncnc2[nH]ccc12").kind
    'smarts'
    >>> parse_substructure("pyrrolo[2,3-d]pyrimidine").kind
    'core'
    """
    if isinstance(query, Chem.Mol):
        return _check(StructureQuery(query, "", "molecule", chirality, tautomers))
    text = str(query)
    chosen = kind or _guess_kind(text)
    if chosen not in KINDS:
        raise UnknownName(f"no kind of query {chosen!r}; known: smarts, smiles, molfile, core")
    mol = _read_query(text, chosen)
    return _check(StructureQuery(mol, text, chosen, chirality, tautomers))


def _guess_kind(text: str) -> str:
    if "\n" in text or text.lower().endswith((".mol", ".sdf", ".sd")):
        return "molfile"
    if text in {core.name for core in named_cores()}:
        return "core"
    return "smarts"


def _read_query(text: str, kind: str) -> Chem.Mol:
    if len(text) > _MOST_TEXT:
        raise InputError(f"a query of {len(text):,} characters is too long; shorten it")
    try:
        if kind == "core":
            return find_core(text).query
        if kind == "molfile":
            return _read_query_molblock(text)
        if kind == "smiles":
            return parse_smiles(text).mol
    except (StructureError, UnknownName) as error:
        raise InputError(f"query: {error}") from error
    with quiet():
        query = Chem.MolFromSmarts(text.strip())
    if query is None or not query.GetNumAtoms():
        cores = ", ".join(core.name for core in named_cores())
        raise InputError(
            f"query {text[:100]!r} cannot be read: it is no SMARTS, no molfile and no core "
            f"({cores}); check its brackets and ring numbers"
        )
    return query


def _read_query_molblock(text: str) -> Chem.Mol:
    """A molfile with its query features; R groups are any atom."""
    block = text
    if "\n" not in text:
        try:
            block = Path(text).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"query {text}: cannot be read: {error}") from error
    mol = parse_molblock(block).mol
    parameters = Chem.AdjustQueryParameters.NoAdjustments()
    parameters.makeDummiesQueries = True  # type: ignore[assignment]  # RDKit's stub is wrong
    with quiet():
        query = Chem.AdjustQueryProperties(mol, parameters)
    return Chem.MergeQueryHs(query)


def _check(query: StructureQuery) -> StructureQuery:
    atoms = query.mol.GetNumAtoms()
    if not atoms:
        raise InputError("the query has no atoms; give a structure")
    if atoms > _MOST_ATOMS:
        raise InputError(f"the query has {atoms:,} atoms; at most {_MOST_ATOMS:,} are searched for")
    return query


def _open_atoms(query: Chem.Mol) -> Chem.Mol:
    """The query with any atom in place of those whose element RDKit does not know.

    Its pattern fingerprint takes `[v3;#7]`, unlike `[#7;v3]`, for an atom of number 0, which no
    structure has.
    """
    unknown = [
        atom.GetIdx() for atom in query.GetAtoms() if atom.HasQuery() and not atom.GetAtomicNum()
    ]
    if not unknown:
        return query
    opened = Chem.RWMol(query)
    for at in unknown:
        opened.ReplaceAtom(at, Chem.AtomFromSmarts("*"))
    return opened


def parse_whole(query: str | Path | Chem.Mol) -> Chem.Mol:
    """Read a whole structure: a SMILES, an InChI, a molfile or its path.

    Raises InputError for what cannot be read.
    """
    if isinstance(query, Chem.Mol):
        return query
    text = str(query)
    try:
        if text.startswith("InChI="):
            return parse_inchi(text).mol
        if "\n" in text:
            return parse_molblock(text).mol
        if text.lower().endswith((".mol", ".sdf", ".sd")):
            return parse_molblock(Path(text).read_text(encoding="utf-8")).mol
        return parse_smiles(text).mol
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"query {text}: cannot be read: {error}") from error
    except StructureError as error:
        raise InputError(f"query: {error}") from error
