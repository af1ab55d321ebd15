"""A salt, hydrate or isotopologue against the parent that it names."""

from __future__ import annotations

import re

from rdkit import Chem
from rdkit.Chem.MolStandardize import rdMolStandardize

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.subject import Subject
from molinfo.chem.fragments import split_fragments
from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError

PARENT_MISSING = Code(
    "parent-missing",
    Severity.ERROR,
    "The record names a parent whose structure is not in its own.",
    "Correct form_of, or one of the two structures.",
)
FORM_NAME = Code(
    "form-name",
    Severity.WARNING,
    "The name of the form counts other counter-ions or waters than the drawing.",
    "Compare both with the source.",
)

_ISOTOPES = re.compile(r"/i.*$")
_NUMBERS = {"mono": 1, "di": 2, "tri": 3, "tetra": 4, "": 1}
_WORDS = {
    "hydrochloride": "Cl",
    "hydrobromide": "Br",
    "hydrate": "O",
}


def check_form(subject: Subject) -> tuple[Finding, ...]:
    """The parent's structure is in the form, and the form's name counts what is drawn."""
    record = subject.record
    if not record.form_of:
        return ()
    findings = []
    parent = subject.forms.get(record.form_of)
    if parent is not None and not _holds(subject, Subject(parent, limits=subject.limits)):
        message = f"the structure of {record.form_of} is not in that of {record.id}"
        findings.append(make_finding(PARENT_MISSING, message, field="form_of"))
    for word, expected, drawn in _count_words(record.name, subject.structure.mol):
        if expected != drawn:
            message = f"the name says {word}, the drawing has {drawn} of it"
            findings.append(make_finding(FORM_NAME, message, field="form_of"))
    return tuple(findings)


def _holds(form: Subject, parent: Subject) -> bool:
    """Whether a fragment of the form, made neutral, is the parent or an isotopologue of it."""
    try:
        wanted = _ISOTOPES.sub("", parent.inchi.inchi)
        if _ISOTOPES.sub("", form.inchi.inchi) == wanted:
            return True
        for fragment in split_fragments(form.structure.mol):
            Chem.SanitizeMol(fragment, catchErrors=True)
            with quiet():
                neutral = rdMolStandardize.Uncharger().uncharge(fragment)
            if _ISOTOPES.sub("", compute_inchi(neutral).inchi) == wanted:
                return True
    except StructureError:
        return True  # what has no InChI cannot be compared
    return False


def _count_words(name: str, mol: Chem.Mol) -> list[tuple[str, int, int]]:
    """Words of a form's name that count a species of one heavy atom, and how many are drawn."""
    drawn = [
        part.GetAtomWithIdx(0).GetSymbol()
        for part in split_fragments(mol)
        if part.GetNumHeavyAtoms() == 1
    ]
    counted = []
    for word, symbol in _WORDS.items():
        match = re.search(rf"\b(mono|di|tri|tetra|){word}\b", name.lower())
        if match:
            counted.append((match[0], _NUMBERS[match[1]], drawn.count(symbol)))
    return counted
