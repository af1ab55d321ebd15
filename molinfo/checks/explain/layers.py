"""What a claimed InChI describes: compared with the drawing's layer by layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from molinfo.checks.explain.compositions import CHARGE_STATE, ISOTOPOLOGUE, UNLABELLED
from molinfo.checks.explain.formulas import explain_difference
from molinfo.checks.explain.precedence import MALFORMED, Rank, explain_as
from molinfo.checks.explain.typos import DIGIT_TYPO, name_slip
from molinfo.checks.result import Explanation, ExplanationCode
from molinfo.checks.subject import Subject
from molinfo.chem.formula import parse_formula
from molinfo.chem.identifiers import (
    Layers,
    compute_inchi_as_drawn,
    parse_inchi_formula,
    split_layers,
)
from molinfo.chem.structure import parse_inchi
from molinfo.errors import FormulaError, StructureError

ISOTOPOMER = ExplanationCode("isotopomer", "the same isotope labels at other atoms")
STEREO_SPECIFIED = ExplanationCode(
    "stereo-specified", "the structure with stereo that the drawing leaves open"
)
STEREO_MISSING = ExplanationCode(
    "stereo-missing", "the structure without stereo that the drawing has"
)
ENANTIOMER = ExplanationCode("enantiomer", "the other enantiomer")
DIASTEREOMER = ExplanationCode(
    "diastereomer", "a stereoisomer with some centres of the other configuration"
)
DOUBLE_BOND_ISOMER = ExplanationCode(
    "double-bond-isomer", "the E isomer where Z is drawn, or the reverse"
)
TAUTOMER = ExplanationCode(
    "tautomer", "a tautomer that the standard InChI tells apart, such as the enol of a ketone"
)
CONSTITUTIONAL_ISOMER = ExplanationCode(
    "constitutional-isomer", "another compound of the same formula"
)


def explain_inchi(subject: Subject, claimed: str) -> Iterator[Explanation]:
    """What broke the text, and reasons for each layer that differs, the outermost deciding."""
    computed = subject.inchi.inchi
    broken = _find_slip(claimed, computed)
    if broken is not None and not _is_sound(claimed):
        yield broken
        return
    left, right = split_layers(claimed), split_layers(computed)
    if left.get("formula") != right.get("formula"):
        yield from _explain_formula_layer(subject, left, right)
        return
    if left.get("c") != right.get("c"):
        detail = "same formula, other connections"
        yield explain_as(Rank.FORM, CONSTITUTIONAL_ISOMER, detail)
        return
    if left.get("h") != right.get("h"):
        code = TAUTOMER if _is_mobile(left, right) else CONSTITUTIONAL_ISOMER
        yield explain_as(Rank.FORM, code, "same connections, hydrogens at other atoms")
        return
    if left.get("p") != right.get("p") or left.get("q") != right.get("q"):
        yield explain_as(Rank.HYDROGEN, CHARGE_STATE, _compare_protons(left, right))
    if left.isotopic != right.isotopic:
        yield _explain_isotopes(left, right)
    yield from _explain_stereo(left, right)


def _find_slip(claimed: str, computed: str) -> Explanation | None:
    """The one slip that makes the claimed text of the computed one, or where it was cut off."""
    slip = name_slip(claimed, computed)
    if slip:
        place = next(i for i, pair in enumerate(zip_longest(claimed, computed)) if len({*pair}) > 1)
        meant = computed[max(0, place - 8) : place + 8]
        detail = f"{slip} at character {place + 1}, where {meant!r} is meant"
        return explain_as(Rank.WRONG_KIND, DIGIT_TYPO, detail, meant=computed)
    if computed.startswith(claimed):
        detail = f"the InChI is cut off after {len(claimed)} of {len(computed)} characters"
        return explain_as(Rank.WRONG_KIND, MALFORMED, detail)
    return None


def _is_sound(inchi: str) -> bool:
    """Whether an InChI is that of the structure that it describes."""
    try:
        return compute_inchi_as_drawn(parse_inchi(inchi).mol).inchi == inchi
    except StructureError:
        return False


def _explain_formula_layer(subject: Subject, left: Layers, right: Layers) -> Iterator[Explanation]:
    try:
        claimed = parse_inchi_formula(left)
        drawn = parse_inchi_formula(right)
    except FormulaError:
        return
    yield from explain_difference(subject, claimed, drawn)


def _is_mobile(left: Layers, right: Layers) -> bool:
    """Whether hydrogens moved to or from other atoms than carbon, which are numbered first."""
    carbons = parse_formula(left.get("formula").split(".")[0]).elements.get("C", 0)
    moved = set(_read_hydrogens(left.get("h")).items()) ^ set(
        _read_hydrogens(right.get("h")).items()
    )
    return any(atom > carbons for atom, _count in moved)


def _read_hydrogens(layer: str) -> dict[int, str]:
    """Hydrogens by atom; those of a mobile group stand at each atom of it.

    >>> _read_hydrogens("3H,2H2,1H3")
    {3: 'H', 2: 'H2', 1: 'H3'}
    """
    hydrogens: dict[int, str] = {}
    for group, atoms, count in re.findall(r"\((H[^,]*),([\d,]+)\)|([\d,-]+H\d*)", layer):
        text, what = (atoms, f"mobile {group}") if group else count.partition("H")[::2]
        what = what if group else f"H{what}"
        for first, last in re.findall(r"(\d{1,5})(?:-(\d{1,5}))?(?=,|$)", text.strip(",")):
            for atom in range(int(first), int(last or first) + 1):
                hydrogens[atom] = what
    return hydrogens


def _compare_protons(left: Layers, right: Layers) -> str:
    def charge(layers: Layers) -> str:
        protons, charge = layers.get("p"), layers.get("q")
        return ", ".join(
            filter(None, (protons and f"protons {protons}", charge and f"charge {charge}"))
        )

    return f"claim has {charge(left) or 'no charge'}, the drawing {charge(right) or 'none'}"


def _explain_isotopes(left: Layers, right: Layers) -> Explanation:
    claimed, drawn = left.isotopic.get("i", ""), right.isotopic.get("i", "")
    if not right.isotopic:
        return explain_as(Rank.LABEL, ISOTOPOLOGUE, f"claim has the labels /i{claimed}")
    if not left.isotopic:
        return explain_as(Rank.LABEL, UNLABELLED, f"claim lacks the labels /i{drawn}")
    numbers = (sorted(re.findall(r"[+-]\d+|[DT]\d*", text)) for text in (claimed, drawn))
    code = ISOTOPOMER if next(numbers) == next(numbers) else ISOTOPOLOGUE
    return explain_as(Rank.LABEL, code, f"claim has the labels /i{claimed}, the drawing /i{drawn}")


def _explain_stereo(left: Layers, right: Layers) -> Iterator[Explanation]:
    for letter, name, changed in (
        ("b", "double bond", DOUBLE_BOND_ISOMER),
        ("t", "stereocentre", DIASTEREOMER),
    ):
        claimed, drawn = _read_parities(left.get(letter)), _read_parities(right.get(letter))
        inverted = letter == "t" and left.get("m") != right.get("m")
        if claimed == drawn and not inverted:
            continue
        more = [place for place in claimed if place not in drawn]
        fewer = [place for place in drawn if place not in claimed]
        if more and not fewer:
            detail = f"claim defines {_count(len(more), name)} that the drawing leaves open"
            yield explain_as(Rank.STEREO, STEREO_SPECIFIED, detail, atoms=more)
        elif fewer and not more:
            detail = f"claim leaves open {_count(len(fewer), name)} that the drawing defines"
            yield explain_as(Rank.STEREO, STEREO_MISSING, detail, atoms=fewer)
        elif claimed == drawn:
            yield explain_as(Rank.STEREO, ENANTIOMER, "claim is the other enantiomer")
        else:
            other = [place for place in claimed if claimed[place] != drawn.get(place)]
            detail = f"claim has {_count(len(other), name)} of the other configuration"
            yield explain_as(Rank.STEREO, changed, detail, atoms=other)


def _read_parities(layer: str) -> dict[str, str]:
    """Parities by place, component by component; what is undefined is not in it.

    >>> _read_parities("2-,3?;2*4+")
    {'0:2': '-', '1:4': '+', '2:4': '+'}
    """
    parities: dict[str, str] = {}
    component = 0
    for part in layer.split(";"):
        repeated = re.match(r"(\d+)\*", part)
        times = int(repeated[1]) if repeated else 1
        body = part[repeated.end() :] if repeated else part
        for _ in range(min(times, 100)):
            for place, parity in re.findall(r"(\d+(?:-\d+)?)([+-])(?=,|$)", body):
                parities[f"{component}:{place}"] = parity
            component += 1
    return parities


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
