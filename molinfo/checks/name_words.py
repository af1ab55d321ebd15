"""What the words of a name claim: labels, counter-ions, water, stereo; read without OPSIN."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rdkit import Chem
from rdkit.Chem import rdCIPLabeler, rdqueries

from molinfo.checks.result import Code, Finding, Severity, make_finding
from molinfo.checks.stereo import is_in_cage, leaves_stereo_open
from molinfo.checks.subject import Subject
from molinfo.chem.formula import Nuclide
from molinfo.chem.fragments import read_components, split_fragments
from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.chem.stereo_groups import find_stereo_groups

NAME_WORDS = Code(
    "name-words",
    Severity.WARNING,
    "A word of the name claims a label, a counter-ion, water or a configuration that the structure "
    "has not.",
    "Compare with the source: the name may be that of another form, or the structure incomplete.",
)

_FIRST_LOOK = re.compile(
    r"[-(\[]d\d|^d\d+-|\[2H|\(2H\d|1[1345][CN]|18[OF]|ium\b|chloride|bromide|iodide|HCl|HBr|ate\b"
    r"|zinc\b|free (?:base|acid)|\([\d,a-z']*[RS]|\brac|±|\+/-|\b[DL]{1,2}-|\b[dl]{2}-",
    re.IGNORECASE,
)
"""A cheap first look: a name without any of these claims nothing that is read here."""
_TAIL = (
    r"(?:[ -](?:salt|hemi|an?hydrous|hydrate|(?:mono|di|tri|tetra|hemi|sesqui)hydrate|solution"
    r"|\(?\d:\d\)?|\[\w+\]|\(\w+\)))*$"
)
_METAL_NAMES = {
    "sodium": "Na",
    "potassium": "K",
    "lithium": "Li",
    "calcium": "Ca",
    "magnesium": "Mg",
    "zinc": "Zn",
    "barium": "Ba",
    "strontium": "Sr",
    "caesium": "Cs",
    "cesium": "Cs",
}
_METALS = "|".join(_METAL_NAMES)
_METAL_AT_END = re.compile(rf"\S[ ,](?:mono|di|tri|tetra|hemi)?({_METALS}){_TAIL}")
_METAL_AT_START = re.compile(rf"^(?:mono|di|tri|tetra)?({_METALS}) (?:\S.*)?\w(?:ate|ite|ide)$")
_HALIDE = re.compile(
    r"\S (?:mono|di|tri|tetra)?(hydrochloride|hydrobromide|hydroiodide|hydriodide|hcl|hbr)"
    rf"(?: salt)?{_TAIL}"
)
_HALOGENS = {"hydrochloride": "Cl", "hcl": "Cl", "hydrobromide": "Br", "hbr": "Br"}
_HYDRATE = re.compile(r"\S (?:mono|di|tri|tetra|penta|hexa|hemi|sesqui)?hydrate(?: \S*)?$")
_COVALENT_HYDRATES = re.compile(r"chloral|bromal|terpin|linalool|glyoxal|hydrazine")
_GEM_DIOL = Chem.MolFromSmarts("[CX4]([OX2H])[OX2H]")
_ANION = re.compile(rf"\S (?:mono|di|bi|tri|hemi|sesqui)?(\w+ate)(?: salt)?{_TAIL}")
_FREE = re.compile(r"\bfree (base|acid)\b")
_DEUTERIUM = re.compile(
    r"(?:(?<=[-(\[])|^(?=d\d+-))d(\d{1,2})(?=$|[-)\] ])|\[(?:[\d,]+-)?2H(\d*)\]"
)
_ONE_DEUTERIUM = re.compile(r"(?<=\w)-d(?=$|[-)\] ])")
_NOT_DEUTERIUM = re.compile("vitamin|prostaglandin|receptor|gangliosid|dimer", re.IGNORECASE)
_LABELS = re.compile(r"(?<![\d.])(1[134]C|1[35]N|18O|18F)(\d*)(?![A-Za-z0-9])")
_CONFIGURATIONS = re.compile(r"\((\d*[a-z]?'*[RS](?:,\s?\d*[a-z]?'*[RS])*)\)-")
_RACEMIC = re.compile(r"^(?:rac-|\(±\)|±|\(\+/-\)|\(\+-\)|DL-|dl-)|\(\d*RS\)-|\brac-\(")
_SERIES = re.compile(r"^[LD]-(?=[A-Za-z])")
_TETRAHEDRAL = (Chem.ChiralType.CHI_TETRAHEDRAL_CW, Chem.ChiralType.CHI_TETRAHEDRAL_CCW)


def check_name_words(subject: Subject) -> tuple[Finding, ...]:
    """Hold the words of the record's name against its structure.

    A word counts only where it can be nothing else: salts at the end of a name or a metal before an
    anion, so that a sodium channel blocker is no salt; esters are those of their acid.
    """
    name = " ".join(subject.record.name.split())
    if not name or not _FIRST_LOOK.search(name) or subject.indefinite:
        return ()
    words = [*_check_labels(subject, name), *_check_parts(subject, name.lower())]
    words += _check_stereo(subject, name)
    return tuple(
        make_finding(NAME_WORDS, f"the name {name[:80]!r} says {said}, but {found}", field="name")
        for said, found in words
    )


Contradiction = tuple[str, str]
"""What the name says, and what the structure has instead."""


def _check_labels(subject: Subject, name: str) -> Iterator[Contradiction]:
    wanted: dict[Nuclide, list[tuple[str, int]]] = {}
    if not _NOT_DEUTERIUM.search(name):
        found = _DEUTERIUM.finditer(name)
        labels = [(match[0].strip("[]"), int(match[1] or match[2] or 0)) for match in found]
        if labels:
            labels += [(match[0], 1) for match in _ONE_DEUTERIUM.finditer(name)]
            wanted[Nuclide("H", 2)] = labels
    for label, count in _LABELS.findall(name):
        nuclide = Nuclide(label.lstrip("0123456789"), int(label[:2]))
        wanted.setdefault(nuclide, []).append((label + count, int(count or 0)))
    for nuclide, labels in wanted.items():
        drawn = int(subject.formula.counts.get(nuclide, 0))
        said, total = labels[0][0], sum(count for _, count in labels)
        if not drawn or drawn < total or (len(labels) == 1 and total and drawn % total):
            yield said, f"the structure has {drawn or 'none'} of it"


def _check_parts(subject: Subject, name: str) -> Iterator[Contradiction]:
    mol = subject.structure.mol
    for match in (_METAL_AT_END.search(name), _METAL_AT_START.search(name)):
        if match and not _has_element(mol, _METAL_NAMES[match[1]]):
            yield match[1], f"the structure has no {_METAL_NAMES[match[1]]}"
            break
    if match := _HALIDE.search(name):
        halogen = _HALOGENS.get(match[1], "I")
        if halogen not in _list_lone_atoms(mol):
            yield match[1], f"the structure has no {halogen} beside it"
    covalent = _COVALENT_HYDRATES.search(name) or mol.HasSubstructMatch(_GEM_DIOL)
    if (match := _HYDRATE.search(name)) and not covalent and "O" not in _list_lone_atoms(mol):
        yield match[0].split()[-1], "the structure has no water"
    if match := _ANION.search(name):
        acid = _index_acids().get(match[1])
        if acid is not None and not mol.HasSubstructMatch(acid):
            yield match[1], "the structure holds no such acid or ester"
    if (match := _FREE.search(name)) and len(split_fragments(mol)) > 1:
        yield f"free {match[1]}", "the structure has a counter-ion or solvent"


def _has_element(mol: Chem.Mol, symbol: str) -> bool:
    return any(atom.GetAtomicNum() == ATOMIC_NUMBERS[symbol] for atom in mol.GetAtoms())


def _list_lone_atoms(mol: Chem.Mol) -> set[str]:
    """The elements that stand alone, but for hydrogen, or are bound to a metal only."""
    return {
        atom.GetSymbol()
        for atom in mol.GetAtoms()
        if all(neighbour.GetAtomicNum() in (0, 1) for neighbour in atom.GetNeighbors())
    }


@cache
def _index_acids() -> dict[str, Chem.Mol]:
    """The heavy atoms of acids by the names of their anions, as queries without hydrogens."""
    acids: dict[str, Chem.Mol] = {}
    for component in read_components():
        names = component.name.lower().replace(" and ", " or ").split(" or ")
        for place, name in enumerate(names):
            same = not place or name in _SAME_SKELETON
            if component.kind == "counter-ion" and name.endswith("ate") and same:
                acids.setdefault(name, _make_skeleton(Chem.MolFromSmiles(component.smiles)))
    return acids


_SAME_SKELETON = ("fumarate", "oleate")  # of the maleate and elaidate that they stand beside


def _make_skeleton(mol: Chem.Mol) -> Chem.Mol:
    """Elements and bonds of any order: salts, esters and tautomers of an acid match it."""
    query = Chem.RWMol()
    for atom in mol.GetAtoms():
        query.AddAtom(rdqueries.AtomNumEqualsQueryAtom(atom.GetAtomicNum()))
    any_bond = Chem.MolFromSmarts("*~*").GetBondWithIdx(0)
    for bond in mol.GetBonds():
        query.AddBond(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx(), Chem.BondType.SINGLE)
        query.ReplaceBond(query.GetNumBonds() - 1, any_bond)
    return query.GetMol()


def _check_stereo(subject: Subject, name: str) -> Iterator[Contradiction]:
    said = _CONFIGURATIONS.search(name)
    racemic, series = _RACEMIC.search(name), _SERIES.search(name)
    if not (said or racemic or series):
        return
    mol = subject.structure.mol
    groups = find_stereo_groups(subject.structure)
    defined = [atom for atom in mol.GetAtoms() if atom.GetChiralTag() in _TETRAHEDRAL]
    if racemic:
        if defined and not (groups.both or groups.either) and not _has_open_centre(subject):
            yield racemic[0], "the structure is one stereoisomer"
        return
    what = f"({said[1]})" if said else series[0] if series else ""
    if not defined and _has_open_centre(subject):
        yield what, "the structure leaves its configuration open"
    elif said and groups.both:
        yield what, "the structure is a racemate (AND)"
    elif said and len(defined) == 1 and re.fullmatch(r"\d*[RS]", said[1]) and not _is_labelled(mol):
        label = _label(mol, defined[0].GetIdx())
        if label in ("R", "S") and label != said[1][-1]:
            yield what, f"the structure is {label}"


def _has_open_centre(subject: Subject) -> bool:
    mol = subject.structure.mol
    return leaves_stereo_open(subject) and any(
        place.type == Chem.StereoType.Atom_Tetrahedral
        and place.specified != Chem.StereoSpecified.Specified
        and not is_in_cage(mol, place.centeredOn)
        for place in Chem.FindPotentialStereo(Chem.Mol(mol))
    )


def _is_labelled(mol: Chem.Mol) -> bool:
    """Whether isotopes may rank the neighbours of a centre otherwise than the name does."""
    return any(atom.GetIsotope() for atom in mol.GetAtoms())


def _label(mol: Chem.Mol, index: int) -> str:
    labelled = Chem.Mol(mol)
    try:
        rdCIPLabeler.AssignCIPLabels(labelled, maxRecursiveIterations=1_250_000)
    except RuntimeError:
        return ""
    atom = labelled.GetAtomWithIdx(index)
    return str(atom.GetProp("_CIPCode")) if atom.HasProp("_CIPCode") else ""
