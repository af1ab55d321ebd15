"""The compounds of a series: each record with its free form, forms of one parent together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize

from molinfo.chem.fragments import find_parent
from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_structure
from molinfo.errors import StructureError
from molinfo.store.record import Record

_ACRYLAMIDE = Chem.MolFromSmarts("[#7][CX3](=[OX1])[CX3;!R]=[CX3;!R]")


@dataclass(frozen=True)
class Compound:
    """A record of the series, and the structure that potency is compared by.

    `mol` is the free form: the largest fragment with its charges taken away where protons can take
    them; None where the structure cannot be read, and `error` says why. `parent` is the id of the
    record that this one is a form of, its own where it is none.
    """

    id: str
    record: Record
    mol: Chem.Mol | None
    parent: str
    error: str = ""

    @property
    def name(self) -> str:
        """The record's name, its id where it has none."""
        return self.record.name or self.id


def read_series(records: Iterable[Record]) -> tuple[Compound, ...]:
    """Read each record once, in order; one without an id is `row-<n>`, a second `x` is `x (2)`.

    Forms of one parent are those whose `form_of` names it, or whose free forms have one InChIKey:
    the first of them is the parent.
    """
    compounds = []
    parents: dict[str, str] = {}
    times: Counter[str] = Counter()
    for row, record in enumerate(records):
        record_id = record.id or f"row-{row}"
        times[record_id] += 1
        if times[record_id] > 1:
            record_id = f"{record_id} ({times[record_id]})"
        try:
            mol = read_free_form(record)
            parent = record.form_of or parents.setdefault(_find_key(mol), record_id)
            compounds.append(Compound(record_id, record, mol, parent))
        except StructureError as error:
            parent = record.form_of or record_id
            compounds.append(Compound(record_id, record, None, parent, str(error)))
    return tuple(compounds)


def group_forms(compounds: Sequence[Compound]) -> tuple[Compound, ...]:
    """The compounds with the forms of each parent behind it, else in their order."""
    first: dict[str, int] = {}
    for place, compound in enumerate(compounds):
        first.setdefault(compound.parent, place)
    return tuple(sorted(compounds, key=lambda each: (first[each.parent], each.id != each.parent)))


def read_free_form(record: Record) -> Chem.Mol:
    """The free form of a record: its largest fragment, made neutral.

    Raises StructureError when the structure cannot be read.

    >>> Chem.MolToSmiles(read_free_form(Record(smiles="[Cl-].CC[NH3+].O")))
    'CCN'
    """
    if record.defect:
        raise StructureError(record.defect)
    return neutralise(find_parent(parse_structure(record.smiles, record.molblock).mol))


def neutralise(mol: Chem.Mol) -> Chem.Mol:
    """A molecule with its charges taken away where protons can take them."""
    if not Chem.GetFormalCharge(mol) and all(not a.GetFormalCharge() for a in mol.GetAtoms()):
        return mol
    with quiet():
        return rdMolStandardize.Uncharger().uncharge(mol)


def find_warhead(mol: Chem.Mol) -> str:
    """The group that binds a protein for good: "acrylamide" or "".

    What carries one can be a covalent inhibitor, whose IC50 falls with the time of incubation; so
    it is with ritlecitinib and Cys909 of JAK3. Source: Thorarensen et al., J. Med. Chem. 2017, 60,
    1971, doi:10.1021/acs.jmedchem.6b01694.

    >>> find_warhead(Chem.MolFromSmiles("C=CC(=O)N1CCCCC1"))
    'acrylamide'
    """
    return "acrylamide" if mol.HasSubstructMatch(_ACRYLAMIDE) else ""


def _find_key(mol: Chem.Mol) -> str:
    try:
        return compute_inchi(mol).key
    except StructureError:  # what has no InChI is known by its SMILES
        return str(Chem.MolToSmiles(mol))
