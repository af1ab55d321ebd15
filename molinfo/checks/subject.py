"""What every check is given: a record with its structure, formula and InChI, each computed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from rdkit import Chem

from molinfo.chem.composition import find_indefinite, print_formula, read_formula
from molinfo.chem.formula import Formula
from molinfo.chem.fragments import count_parents
from molinfo.chem.identifiers import (
    ComputedInchi,
    compute_inchi,
    compute_inchi_as_drawn,
    compute_molblock_inchi,
    is_standard_inchi,
    normalise_inchi,
)
from molinfo.chem.mass_differences import read_mass_differences
from molinfo.chem.structure import (
    DEFAULT_LIMITS,
    Limits,
    Structure,
    parse_inchi,
    parse_molblock,
    parse_smiles,
)
from molinfo.chem.weights import WeightTable
from molinfo.errors import IdentifierError, StructureError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


@dataclass(frozen=True, slots=True)
class Composition:
    """A formula that a claim may be held against, and per what it counts."""

    formula: Formula
    per: str


@dataclass(frozen=True, slots=True)
class Wedge:
    """A wedged or hashed bond: the atom at its narrow end and the bond, by index."""

    atom: int
    bond: int


_MAY_BE_WEDGED = re.compile(r"^[ \d]{9}[ \d]{2}[16]|^M  V30 .*CFG=[13]", re.MULTILINE)
"""A bond line, V2000 or V3000, with a wedge up or down; a cheap first look."""


class Subject:
    """A record under check. Nothing is computed before it is asked for, and nothing twice."""

    def __init__(
        self,
        record: Record,
        *,
        forms: Mapping[str, Record] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        weight_table: WeightTable | None = None,
    ) -> None:
        self.record = record
        self.weight_table = weight_table
        self.forms = forms or {}
        self.limits = limits
        self._other_forms: dict[str, Subject] = {}

    def for_claim(self, claim: Claim) -> Subject | None:
        """The subject that a claim describes: this one, or the form that `of` names if known."""
        if not claim.of or claim.of == self.record.id:
            return self
        if claim.of not in self.forms:
            return None
        if claim.of not in self._other_forms:
            form = self.forms[claim.of]
            self._other_forms[claim.of] = Subject(
                form, forms=self.forms, limits=self.limits, weight_table=self.weight_table
            )
        return self._other_forms[claim.of]

    @cached_property
    def siblings(self) -> tuple[Subject, ...]:
        """Other forms of the same parent, and the parent itself."""
        parent = self.record.form_of or self.record.id
        if not parent:
            return ()
        return tuple(
            Subject(form, limits=self.limits, weight_table=self.weight_table)
            for name, form in self.forms.items()
            if name != self.record.id and parent in (name, form.form_of)
        )

    @cached_property
    def structure(self) -> Structure:
        """The structure: the SMILES, else the molfile, else the claimed InChI.

        Raises StructureError.
        """
        if self.record.smiles:
            return parse_smiles(self.record.smiles, self.limits)
        if self.record.molblock or not self.claimed_inchi:
            return parse_molblock(self.record.molblock, self.limits)
        return parse_inchi(self.claimed_inchi, self.limits)

    @cached_property
    def claimed_inchi(self) -> str:
        """The InChI that the record claims for itself, "" when it claims none."""
        for claim in self.record.claims:
            if claim.field is FieldName.INCHI and not claim.of:
                try:
                    return normalise_inchi(claim.value)
                except IdentifierError:
                    continue
        return ""

    @cached_property
    def molfile_structure(self) -> Structure:
        """The structure in the molfile. Raises StructureError."""
        if not self.record.smiles:
            return self.structure
        return parse_molblock(self.record.molblock, self.limits)

    @cached_property
    def wedges(self) -> tuple[Wedge, ...]:
        """The wedged and hashed bonds as the molfile draws them. Raises StructureError."""
        if not _MAY_BE_WEDGED.search(self.record.molblock):
            return ()
        drawn = Chem.Mol(self.molfile_structure.mol)
        Chem.ReapplyMolBlockWedging(drawn)
        return tuple(
            Wedge(bond.GetBeginAtomIdx(), bond.GetIdx())
            for bond in drawn.GetBonds()
            if bond.GetBondDir() in (Chem.BondDir.BEGINWEDGE, Chem.BondDir.BEGINDASH)
        )

    @cached_property
    def formula(self) -> Formula:
        """The formula of the structure as drawn. Raises FormulaError where atoms are open."""
        return read_formula(self._rdkit_formula, self.structure.mol)

    @cached_property
    def formula_text(self) -> str:
        """The formula in Hill order, as results print it; RDKit's own where it prints the same.

        Raises FormulaError where atoms are open.
        """
        text = self._rdkit_formula
        organic = text.startswith("C") and not text[1:2].islower()
        return text if organic and text.isalnum() else str(self.formula)

    @cached_property
    def _rdkit_formula(self) -> str:
        return print_formula(self.structure.mol)

    @cached_property
    def indefinite(self) -> str:
        """Why the structure has no definite composition, "" where it has one."""
        text = self._rdkit_formula
        return find_indefinite(self.structure.mol) if not text or "*" in text else ""

    @cached_property
    def compositions(self) -> tuple[Composition, ...]:
        """The structure as drawn; per mole of parent, where it holds n identical ones; and with
        mass differences as InChI reads them, where that is another way."""
        drawn = Composition(self.formula, "drawn structure")
        found = [drawn]
        if not self.record.smiles or "." in self.record.smiles:
            parents = count_parents(self.structure.mol)
            if parents > 1 and not self.formula.charge % parents:
                share = self.formula * Fraction(1, parents)
                found.append(Composition(share, "mole of parent"))
        if not self.record.smiles and drawn.formula.has_isotopes:
            other = read_mass_differences(self.record.molblock, drawn.formula)
            if other is not None:
                per = f"mass differences as InChI reads them, {other}; RDKit: {drawn.formula}"
                found.append(Composition(other, per))
        return tuple(found)

    @cached_property
    def inchi(self) -> ComputedInchi:
        """InChI and InChIKey of the structure; by InChI's own reader, where RDKit's way to it is
        barred. Raises StructureError."""
        if self.structure.source == "inchi" and is_standard_inchi(self.claimed_inchi):
            return ComputedInchi(self.claimed_inchi)
        try:
            return compute_inchi(self.structure.mol)
        except StructureError:
            if self.structure.source != "molfile" or self.official_inchi is None:
                raise
            return self.official_inchi

    @cached_property
    def official_inchi(self) -> ComputedInchi | None:
        """What InChI's own reader makes of the molfile; None where there is no molfile, or nothing
        can be made of it. Asked only where RDKit's reading is in doubt."""
        if not self.record.molblock:
            return None
        try:
            return compute_molblock_inchi(self.record.molblock)
        except StructureError:
            return None

    @cached_property
    def inchi_as_drawn(self) -> ComputedInchi:
        """The same of exactly the bonds and charges that RDKit gives the structure: of a chlorate
        with its halogen charged, as tools on RDKit print it. Raises StructureError."""
        return compute_inchi_as_drawn(self.structure.mol)

    @cached_property
    def molfile_inchi(self) -> ComputedInchi:
        """InChI and InChIKey of the molfile. Raises StructureError."""
        return compute_inchi(self.molfile_structure.mol)
