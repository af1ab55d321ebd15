"""InChI and InChIKey of a structure, and the syntax of identifiers as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from rdkit import Chem
from rdkit.Chem import rdinchi

from molinfo.chem.coordination import disconnect, has_coordination
from molinfo.chem.formula import Formula, parse_formula
from molinfo.chem.nuclides import Nuclide
from molinfo.chem.quiet import quiet
from molinfo.chem.structure import parse_structure
from molinfo.errors import FormulaError, IdentifierError, StructureError


@dataclass(frozen=True)
class ComputedInchi:
    """A standard InChI, its key, and what the InChI software warned of."""

    inchi: str
    warnings: tuple[str, ...] = ()

    @cached_property
    def key(self) -> str:
        """The InChIKey. Raises StructureError when the InChI is damaged."""
        return compute_inchikey(self.inchi)


def compute_inchi(mol: Chem.Mol) -> ComputedInchi:
    """Compute the standard InChI and InChIKey, of halates from the drawing with neutral halogen.

    Raises StructureError when the InChI software refuses the structure.
    Source: Heller et al., J. Cheminf. 2015, 7, 23, doi:10.1186/s13321-015-0068-4.

    >>> compute_inchi(Chem.MolFromSmiles("CCO")).key
    'LFQSCWFLJHTTHZ-UHFFFAOYSA-N'
    """
    drawn = compute_inchi_as_drawn(mol)
    if not _MAY_BE_HALATE.match(drawn.inchi):
        return drawn
    neutral = _with_neutral_halogens(mol)
    return drawn if neutral is mol else compute_inchi_as_drawn(neutral)


def compute_inchi_as_drawn(mol: Chem.Mol) -> ComputedInchi:
    """Compute the standard InChI and InChIKey of exactly the bonds and charges of a molecule.

    Dative and haptic bonds, which RDKit cannot hand over, are taken apart, as InChI itself does
    with bonds to metals. Raises StructureError when the InChI software refuses the structure.

    >>> compute_inchi_as_drawn(Chem.MolFromSmiles("N->[Pt](<-N)(Cl)Cl")).inchi
    'InChI=1S/2ClH.2H3N.Pt/h2*1H;2*1H3;/q;;;;+2/p-2'
    """
    return compute_inchi_with(mol, "")


def compute_inchi_with(mol: Chem.Mol, options: str) -> ComputedInchi:
    """Compute the InChI of a molecule with options such as `/FixedH`, which make it non-standard.

    Raises StructureError when the InChI software refuses the structure.

    >>> compute_inchi_with(Chem.MolFromSmiles("CC(F)O"), "/SUU").inchi
    'InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2?'
    """
    with quiet():
        inchi, _code, message, _log, _aux = rdinchi.MolToInchi(mol, f"/AuxNone {options}".strip())
        if not inchi and has_coordination(mol):
            apart = disconnect(mol)
            inchi, _code, message, _log, _aux = rdinchi.MolToInchi(apart, f"/AuxNone {options}")
    if not inchi:
        raise StructureError(f"no InChI can be made: {message or 'the InChI software is silent'}")
    return ComputedInchi(inchi, _split_warnings(message))


def compute_molblock_inchi(molblock: str, options: str = "") -> ComputedInchi:
    """Compute the InChI of a molblock by InChI's own reader, as registries do.

    It differs from that of RDKit's reading where wedges are ambiguous, metals are bound or masses
    are given as differences. Raises StructureError when the InChI software refuses the molblock.
    """
    with quiet():
        answer = rdinchi.MolBlockToInchi(molblock, f"/AuxNone {options}".strip())
    inchi, _code, message, log, _aux = answer
    if not inchi:
        first = next(iter((message or log).strip().splitlines()), "the InChI software is silent")
        raise StructureError(f"no InChI can be made of the molblock: {first[:200]}")
    return ComputedInchi(inchi, _split_warnings(message))


def _split_warnings(message: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in message.split(";") if part.strip())


def compute_inchikey_of(mol: Chem.Mol) -> str:
    """The key alone of the InChI that `compute_inchi` gives, in a little less time.

    Raises StructureError when the InChI software refuses the structure.

    >>> compute_inchikey_of(Chem.MolFromSmiles("CCO"))
    'LFQSCWFLJHTTHZ-UHFFFAOYSA-N'
    """
    with quiet():
        key: str = rdinchi.MolToInchiKey(_with_neutral_halogens(mol), "/AuxNone")
    if not key and has_coordination(mol):
        return compute_inchi(mol).key
    if not key:
        raise StructureError("no InChIKey can be made: the InChI software refuses the structure")
    return key


def find_inchikey(smiles: str, molblock: str) -> str:
    """The InChIKey of a SMILES, or where there is none of a molblock; "" where there can be none
    (R groups, polymers) or neither can be read.

    >>> find_inchikey("OCC", "") == find_inchikey("CCO", "")
    True
    """
    try:
        return compute_inchikey_of(parse_structure(smiles, molblock).mol)
    except StructureError:
        return ""


_MAY_BE_HALATE = re.compile("InChI=1S/[^/]*(?:Br|Cl|I)[^/]*O")  # a cheap first look
_CHARGED_HALOGEN = Chem.MolFromSmarts("[Cl,Br,I;+1,+2]-[O-]")


def _with_neutral_halogens(mol: Chem.Mol) -> Chem.Mol:
    """Chlorate as O=Cl(=O)[O-], halogenite likewise, for InChI.

    RDKit reads them with a positive halogen, from which InChI makes another identifier than from
    the neutral halogen that chemists draw (13 of PubChem's InChIs in a table of 9,522 told so).
    """
    if not mol.HasSubstructMatch(_CHARGED_HALOGEN):
        return mol
    neutral = Chem.RWMol(mol)
    for halogen_index, oxygen_index in neutral.GetSubstructMatches(_CHARGED_HALOGEN):
        halogen = neutral.GetAtomWithIdx(halogen_index)
        if halogen.GetFormalCharge() > 0:
            halogen.SetFormalCharge(halogen.GetFormalCharge() - 1)
            halogen.SetNoImplicit(True)
            neutral.GetAtomWithIdx(oxygen_index).SetFormalCharge(0)
            bond = neutral.GetBondBetweenAtoms(halogen_index, oxygen_index)
            bond.SetBondType(Chem.BondType.DOUBLE)
    neutral.UpdatePropertyCache(False)
    return neutral


def compute_inchikey(inchi: str) -> str:
    """The InChIKey of an InChI. Raises StructureError when the InChI software refuses it.

    >>> compute_inchikey("InChI=1S/CH4/h1H4")
    'VNWKTOKETHGBQD-UHFFFAOYSA-N'
    """
    with quiet():
        key: str = rdinchi.InchiToInchiKey(inchi)
    if not key:
        raise StructureError(f"{inchi[:60]!r} is damaged: no InChIKey can be made of it")
    return key


_INCHIKEY = re.compile(r"([A-Z]{14})-([A-Z]{8})([SN])([A-Z])-([A-Z])")
_BETA_KEY = re.compile(r"([A-Z]{14})-([A-Z]{8})(?![SN]A)[A-Z]{2}")  # SA, NA: a key cut off


@dataclass(frozen=True, slots=True)
class InchiKey:
    """The blocks of an InChIKey: skeleton, stereo and isotopes, flags, protonation.

    A block that is not given is "". `notation` says how the printed key is written otherwise.
    """

    text: str
    skeleton: str
    stereo_isotope: str
    standard: bool
    version: str
    protonation: str
    notation: str = ""


def parse_inchikey(text: str) -> InchiKey:
    """Split a printed InChIKey; a prefix `InChIKey=` and stray spaces are dropped.

    Lower case and missing hyphens are read, as are the first block alone and the keys of 25
    characters of the years before 2009, which lack the flags. Raises IdentifierError when the
    pattern of letters is broken.

    >>> parse_inchikey("InChIKey=LFQSCWFLJHTTHZ-UHFFFAOYSA-N").skeleton
    'LFQSCWFLJHTTHZ'
    >>> parse_inchikey("lfqscwfljhtthz-uhfffaoysa-n").notation
    'lower case'
    """
    bare = text.strip().strip("\"'").strip()
    if bare.lower().startswith("inchikey="):
        bare = bare[len("inchikey=") :].strip()
    if match := _INCHIKEY.fullmatch(bare):
        return _make_key(bare, match, "")
    if bare.isascii() and (match := _INCHIKEY.fullmatch(bare.upper())):
        return _make_key(bare.upper(), match, "lower case")
    if re.fullmatch(r"[A-Za-z]{25}", bare):
        hyphened = f"{bare[:14]}-{bare[14:24]}-{bare[24:]}".upper()
        if match := _INCHIKEY.fullmatch(hyphened):
            return _make_key(hyphened, match, "no hyphens")
    if re.fullmatch("[A-Z]{14}", bare):
        return InchiKey(bare, bare, "", True, "", "", "the first block alone")
    if match := _BETA_KEY.fullmatch(bare):
        skeleton, stereo_isotope = match.groups()
        return InchiKey(bare, skeleton, stereo_isotope, True, "", "", "25 characters, before 2009")
    raise IdentifierError(
        f"{bare[:60]!r} is not an InChIKey: 14, 10 and 1 capital letters joined by hyphens"
    )


def _make_key(text: str, match: re.Match[str], notation: str) -> InchiKey:
    skeleton, stereo_isotope, flag, version, protonation = match.groups()
    return InchiKey(text, skeleton, stereo_isotope, flag == "S", version, protonation, notation)


def name_different_blocks(claimed: InchiKey, computed: InchiKey) -> tuple[str, ...]:
    """Name the blocks in which two keys differ: skeleton, stereo-isotope, version, protonation.

    A block that one of them does not give is not compared.

    >>> ethanol = parse_inchikey("LFQSCWFLJHTTHZ-UHFFFAOYSA-N")
    >>> name_different_blocks(ethanol, parse_inchikey("LFQSCWFLJHTTHZ-UHFFFAOYSA-M"))
    ('protonation',)
    """
    pairs = (
        ("skeleton", claimed.skeleton, computed.skeleton),
        ("stereo-isotope", claimed.stereo_isotope, computed.stereo_isotope),
        ("version", claimed.version, computed.version),
        ("protonation", claimed.protonation, computed.protonation),
    )
    return tuple(name for name, left, right in pairs if left and right and left != right)


_INCHI_PREFIX = re.compile(r"(?:InChI\s*=\s*)?1(S?)(?:\.\d+|B|Beta)?/", re.IGNORECASE)


def normalise_inchi(text: str) -> str:
    """A printed InChI with the usual prefix; case, spaces and a version like `1.02S` are mended.

    Raises IdentifierError when it does not begin as an InChI does.

    >>> normalise_inchi(" 1S/CH4/h1H4 ")
    'InChI=1S/CH4/h1H4'
    """
    bare = "".join(text.strip().strip("\"'").split())
    bare = re.sub(r"^(inchi=)?1\.\d+([A-Za-z]*)/", r"\g<1>1\2/", bare, flags=re.IGNORECASE)
    match = _INCHI_PREFIX.match(bare)
    if match is None:
        raise IdentifierError(f"{bare[:60]!r} is not an InChI: it does not begin with InChI=1S/")
    return f"InChI=1{match[1].upper()}/{bare[match.end() :]}"


def is_standard_inchi(inchi: str) -> bool:
    """Whether an InChI is a standard one, without a fixed-hydrogen or reconnected layer.

    >>> is_standard_inchi("InChI=1/CH4/h1H4")
    False
    """
    return inchi.startswith("InChI=1S/") and not re.search(r"/[fr][A-Z(]", inchi)


LAYER_NAMES: Mapping[str, str] = {
    "formula": "formula",
    "c": "connections",
    "h": "hydrogens",
    "q": "charge",
    "p": "protons",
    "b": "double-bond stereo",
    "t": "tetrahedral stereo",
    "m": "tetrahedral parity",
    "s": "stereo type",
    "i": "isotopes",
}


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of an InChI by their letter; the isotopic part apart from the main one."""

    main: Mapping[str, str]
    isotopic: Mapping[str, str]

    def get(self, letter: str) -> str:
        """A main layer's text, "" where it is not there."""
        return self.main.get(letter, "")


def split_layers(inchi: str) -> Layers:
    """Split an InChI into its layers.

    Source: Heller et al., J. Cheminf. 2015, 7, 23, doi:10.1186/s13321-015-0068-4.

    >>> split_layers("InChI=1S/C2H6O/c1-2-3/h3H,2H2,1H3").main["c"]
    '1-2-3'
    """
    _version, *parts = inchi.split("/")
    main: dict[str, str] = {}
    isotopic: dict[str, str] = {}
    if parts and not re.match(r"[a-z]", parts[0]):
        main["formula"] = parts.pop(0)
    target = main
    for part in parts:
        if part.startswith("i"):
            target = isotopic
        target.setdefault(part[:1], part[1:])
    return Layers(main, isotopic)


def parse_inchi_formula(layers: Layers) -> Formula:
    """The formula of an InChI, isotopes left out, with its charge and the protons of its /p layer.

    Raises FormulaError.

    >>> str(parse_inchi_formula(split_layers("InChI=1S/C2H4O2.Na/c1-2(3)4;/q;+1/p-1")))
    'C2H3NaO2'
    """
    formula = parse_formula(layers.get("formula").replace(".", "·"))  # C6H8O7.3Na: no 7.3 atoms
    try:
        protons = int(layers.get("p") or 0)
        charge = sum(int(part or 0) for part in _expand_components(layers.get("q"))) + protons
    except ValueError:
        raise FormulaError("the charge or proton layer of the InChI is damaged") from None
    hydrogens = Formula({Nuclide("H"): Fraction(abs(protons))})
    whole = formula + hydrogens if protons > 0 else formula - hydrogens
    return Formula(whole.counts, charge)


@dataclass(frozen=True, slots=True)
class StereoDifference:
    """Atoms and double bonds, by their index in the molecule, whose InChI stereo differs."""

    atoms: tuple[int, ...] = ()
    bonds: tuple[int, ...] = ()


NOWHERE = StereoDifference()


def locate_stereo_difference(mol: Chem.Mol, other_inchi: str) -> StereoDifference:
    """The atoms and double bonds of a molecule at which another InChI has other stereo.

    Both must have the same connections, for otherwise their atoms are not numbered alike; nothing
    is located then. A parity is compared after its inversion flag, so that enantiomers differ at
    every centre. Raises StructureError as `compute_inchi`.

    >>> alanine = Chem.MolFromSmiles("C[C@H](N)C(=O)O")
    >>> flat = "InChI=1S/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)"
    >>> locate_stereo_difference(alanine, flat).atoms
    (1,)
    """
    with quiet():
        inchi, _code, message, _log, aux = rdinchi.MolToInchi(mol)
    if not inchi:
        raise StructureError(f"no InChI can be made: {message or 'the InChI software is silent'}")
    own, other = split_layers(inchi), split_layers(other_inchi)
    if any(own.get(letter) != other.get(letter) for letter in ("formula", "c", "h")):
        return NOWHERE
    places = {
        (part, number): index
        for part, indices in enumerate(_read_canonical_numbers(aux))
        for number, index in enumerate(indices, 1)
    }
    atoms = {
        places[part, number]
        for part, number in _find_unequal(_read_centres(own), _read_centres(other))
        if (part, number) in places
    }
    bonds = set()
    for part, (low, high) in _find_unequal(_read_bonds(own), _read_bonds(other)):
        if (part, low) in places and (part, high) in places:
            bond = mol.GetBondBetweenAtoms(places[part, low], places[part, high])
            if bond is not None:  # else the other InChI has stereo where no bond is
                bonds.add(bond.GetIdx())
    return StereoDifference(tuple(sorted(atoms)), tuple(sorted(bonds)))


def _read_canonical_numbers(aux: str) -> list[list[int]]:
    """For each component of an AuxInfo, the atom indices in the order of InChI's own numbers."""
    layer = re.search(r"/N:([^/]*)", aux)
    parts = layer[1].split(";") if layer else []
    return [[int(number) - 1 for number in part.split(",")] for part in parts]


def _expand_components(layer: str) -> list[str]:
    """A layer's text per component: `2*1-;` is `1-`, `1-` and nothing."""
    parts: list[str] = []
    for part in layer.split(";"):
        match = re.match(r"(\d{1,3})\*(.*)", part)
        parts += [match[2]] * int(match[1]) if match else [part]
    return parts


def _read_centres(layers: Layers) -> dict[tuple[int, int], str]:
    """Parity of each tetrahedral centre, by component and InChI number; inversion applied."""
    inverted = [flag == "1" for flag in layers.get("m")]
    parities = {}
    for part, text in enumerate(_expand_components(layers.get("t"))):
        swap = part < len(inverted) and inverted[part]
        for number, sign in re.findall(r"(\d+)([-+?u])", text):
            parities[part, int(number)] = sign.translate(_INVERT) if swap else sign
    return parities


def _read_bonds(layers: Layers) -> dict[tuple[int, tuple[int, int]], str]:
    """Parity of each stereogenic double bond, by component and InChI numbers."""
    return {
        (part, (int(low), int(high))): sign
        for part, text in enumerate(_expand_components(layers.get("b")))
        for low, high, sign in re.findall(r"(\d+)-(\d+)([-+?u])", text)
    }


_INVERT = str.maketrans("+-", "-+")
_Key = TypeVar("_Key")


def _find_unequal(left: Mapping[_Key, str], right: Mapping[_Key, str]) -> set[_Key]:
    return {key for key in left.keys() | right.keys() if left.get(key) != right.get(key)}


def name_different_layers(claimed: str, computed: str) -> tuple[str, ...]:
    """Names of the layers in which two InChIs differ, in their order.

    >>> name_different_layers("InChI=1S/CH4/h1H4", "InChI=1S/CH4/h1H4/i1D")
    ('isotopes',)
    """
    left, right = split_layers(claimed), split_layers(computed)
    names = [name for letter, name in LAYER_NAMES.items() if left.get(letter) != right.get(letter)]
    if left.isotopic != right.isotopic and "isotopes" not in names:
        names.append("isotopes")
    return tuple(names)
