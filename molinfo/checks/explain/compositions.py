"""What a claimed composition may be instead of the drawn one: every hypothesis, as atoms."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from rdkit import Chem

from molinfo.checks.explain.precedence import Rank
from molinfo.checks.result import ExplanationCode
from molinfo.checks.subject import Subject
from molinfo.chem.composition import compute_formula
from molinfo.chem.formula import Formula, Nuclide, format_difference
from molinfo.chem.fragments import Component, read_components, split_fragments
from molinfo.chem.weights import compute_molecular_weight, compute_monoisotopic_mass
from molinfo.errors import FormulaError, WeightError

SALT_FORM = ExplanationCode("salt-form", "a salt of the drawn structure")
FREE_FORM = ExplanationCode("free-form", "the free form of a drawn salt")
HYDRATE = ExplanationCode("hydrate", "the structure with water, or with more of it")
ANHYDROUS = ExplanationCode(
    "anhydrous", "the structure without the drawn water, or with less of it"
)
SOLVATE = ExplanationCode("solvate", "the structure with a solvent")
UNSOLVATED = ExplanationCode("unsolvated", "the structure without a drawn solvent")
FORMULA_MULTIPLE = ExplanationCode("formula-multiple", "a dimer, half a unit or a reduced formula")
CHARGE_STATE = ExplanationCode(
    "charge-state", "the structure with protons more or fewer, and the charge to match"
)
HYDROGEN_COUNT = ExplanationCode(
    "hydrogen-count", "the structure with hydrogens more or fewer and the same charge"
)
ISOTOPOLOGUE = ExplanationCode(
    "isotopologue", "the structure with isotope labels that the drawing lacks"
)
UNLABELLED = ExplanationCode(
    "unlabelled", "the structure without isotope labels that the drawing has"
)

_USUAL_RATIOS = tuple(Fraction(text) for text in ("1", "1/2", "3/2", "2", "3"))
_ODD_RATIOS = tuple(Fraction(text) for text in ("1/4", "1/3", "2/3", "5/2", "4", "5", "6"))
_RARE_RATIOS = tuple(Fraction(text) for text in ("1", "1/2", "2"))
_HYDRATES = {
    Fraction(1, 2): "hemihydrate",
    Fraction(1): "monohydrate",
    Fraction(3, 2): "sesquihydrate",
    Fraction(2): "dihydrate",
    Fraction(3): "trihydrate",
}
_CODES = {"counter-ion": SALT_FORM, "solvate": SOLVATE, "water": HYDRATE}
_REVERSE = {"counter-ion": FREE_FORM, "solvate": UNSOLVATED, "water": ANHYDROUS}
_MOST_CHOICES = 128
_MOST_HYDROGENS = 12
_HYDROGEN = Nuclide("H")
_NONE = Formula({})

Signature = frozenset[tuple[Nuclide, Fraction]]


@dataclass(frozen=True)
class Change:
    """Atoms that a claim has more (gain) and less (loss) than the drawing, and what that means.

    `weight` and `mass` are what it adds in Da, as floats, to find what is worth an exact look.
    """

    code: ExplanationCode
    what: str
    rank: Rank
    gain: Formula
    loss: Formula
    weight: float
    mass: float
    charge: int = 0
    """What it adds to the charge."""

    @property
    def signature(self) -> Signature:
        """The change as a set of signed counts; equal changes have equal ones."""
        return frozenset(self.gain.difference(self.loss).items())

    @property
    def detail(self) -> str:
        """The change in the words of a chemist: `phosphate 1:1: +H3O4P`."""
        return f"{self.what}: {format_difference(self.gain, self.loss)}"

    def apply(self, drawn: Formula) -> Formula | None:
        """The composition that the change makes of the drawn one; None where atoms are missing."""
        try:
            changed = drawn + self.gain - self.loss
        except FormulaError:
            return None
        return Formula(changed.counts, drawn.charge + self.charge) if self.charge else changed


def make_change(
    code: ExplanationCode, what: str, rank: Rank, gain: Formula, loss: Formula, charge: int = 0
) -> Change:
    """A change with its weight and mass. Raises WeightError for an element without them."""
    weight = compute_molecular_weight(gain) - compute_molecular_weight(loss)
    mass = compute_monoisotopic_mass(gain) - compute_monoisotopic_mass(loss)
    return Change(code, what, rank, gain, loss, float(weight), float(mass), charge)


@cache
def list_common_changes() -> tuple[Change, ...]:
    """Changes that do not depend on the drawing: counter-ions, solvents, hydrogens, labels."""
    changes = [*_count_hydrogens(), *_label()]
    for component in read_components():
        usual = _USUAL_RATIOS if component.common else ()
        odd = _ODD_RATIOS if component.common else _RARE_RATIOS
        changes += [_add_component(component, ratio, Rank.FORM) for ratio in usual]
        changes += [_add_component(component, ratio, Rank.RARE) for ratio in odd]
    return tuple(changes)


def _add_component(component: Component, ratio: Fraction, rank: Rank) -> Change:
    gain = component.formula * ratio
    loss = Formula({_HYDROGEN: ratio * component.replaces_h})
    return make_change(_CODES[component.kind], name_form(component, ratio), rank, gain, loss)


def name_form(component: Component, ratio: Fraction) -> str:
    """A form in the words of a chemist, by its counter-ions or solvent molecules per parent.

    >>> water = next(each for each in read_components() if each.kind == "water")
    >>> name_form(water, Fraction(1, 2))
    'hemihydrate'
    """
    if component.kind == "water" and ratio in _HYDRATES:
        return _HYDRATES[ratio]
    proportion = f"{ratio.denominator}:{ratio.numerator}"
    name = "hydrate" if component.kind == "water" else component.name
    return f"{name} {proportion}" + (" solvate" if component.kind == "solvate" else "")


def _count_hydrogens() -> Iterator[Change]:
    for count in range(1, _MOST_HYDROGENS + 1):
        some = Formula({_HYDROGEN: Fraction(count)})
        rank = Rank.HYDROGEN if count <= 2 else Rank.RARE
        yield make_change(HYDROGEN_COUNT, f"{count} H more", rank, some, _NONE)
        yield make_change(HYDROGEN_COUNT, f"{count} H fewer", rank, _NONE, some)


def _label() -> Iterator[Change]:
    """Labels that a claim has beyond the drawing: few ones first, then more and rarer ones."""
    for symbol, number, few, most in (
        ("H", 2, 10, 30),
        ("C", 13, 6, 30),
        ("N", 15, 3, 10),
        ("O", 18, 0, 4),
        ("C", 14, 0, 2),
        ("H", 3, 0, 4),
        ("S", 34, 0, 2),
        ("Cl", 37, 0, 2),
    ):
        name = "D" if (symbol, number) == ("H", 2) else f"{number}{symbol}"
        for count in range(1, most + 1):
            rank = Rank.LABEL if count <= few else Rank.RARE
            yield _exchange(f"{count} {name}", rank, {(symbol, number): count})
    for carbons in range(1, 11):
        for nitrogens in range(1, 6):
            labels = {("C", 13): carbons, ("N", 15): nitrogens}
            yield _exchange(f"{carbons} 13C and {nitrogens} 15N", Rank.RARE, labels)


def _exchange(what: str, rank: Rank, labels: Mapping[tuple[str, int], int]) -> Change:
    gain = Formula({Nuclide(*label): Fraction(count) for label, count in labels.items()})
    loss = gain.without_isotopes()
    return make_change(ISOTOPOLOGUE, f"{what} more than drawn", rank, gain, loss)


@cache
def index_common_changes() -> Mapping[Signature, tuple[Change, ...]]:
    """The common changes by their signature."""
    index: dict[Signature, list[Change]] = {}
    for change in list_common_changes():
        index.setdefault(change.signature, []).append(change)
    return {signature: tuple(changes) for signature, changes in index.items()}


def list_own_changes(subject: Subject) -> list[Change]:
    """Changes that the drawing itself suggests: its parts, its labels, its charge, multiples.

    Changes by elements without a weight are left out.
    """
    drawn = subject.formula
    changes: list[Change] = []
    for code, what, rank, formula in (
        *_unlabel(drawn),
        *_multiply(drawn),
        *_join_two(drawn),
        *_keep_parts(subject.structure.mol),
        *_strip_metals(drawn),
        *_balance_charge(drawn),
    ):
        try:
            gain, loss = _split(formula.difference(drawn))
            if gain.counts or loss.counts:
                charge = formula.charge - drawn.charge
                changes.append(make_change(code, what, rank, gain, loss, charge))
        except WeightError:
            continue
    return changes


def _split(difference: Mapping[Nuclide, Fraction]) -> tuple[Formula, Formula]:
    gain = Formula({nuclide: count for nuclide, count in difference.items() if count > 0})
    loss = Formula({nuclide: -count for nuclide, count in difference.items() if count < 0})
    return gain, loss


Hypothesis = tuple[ExplanationCode, str, Rank, Formula]


def _unlabel(drawn: Formula) -> Iterator[Hypothesis]:
    if drawn.has_isotopes:
        yield (
            UNLABELLED,
            "without the labels of the drawing",
            Rank.LABEL,
            drawn.without_isotopes(),
        )


def _multiply(drawn: Formula) -> Iterator[Hypothesis]:
    neutral = drawn.without_charge()
    for factor in (Fraction(2), Fraction(3), Fraction(4), Fraction(1, 2), Fraction(1, 3)):
        formula = neutral * factor
        if all(count.denominator == 1 for count in formula.counts.values()):
            yield FORMULA_MULTIPLE, f"{factor} times the drawn formula", Rank.RARE, formula


def _join_two(drawn: Formula) -> Iterator[Hypothesis]:
    """Two drawn molecules to one or three common counter-ions or waters, as their salts are
    counted: the calcium salt of an acid, a hemisulfate."""
    if drawn.charge:
        return
    for component in read_components():
        if not component.common or component.kind == "solvate":
            continue
        for count in (1, 3):
            hydrogens = Formula({_HYDROGEN: Fraction(count * component.replaces_h)})
            joined = drawn * 2 + component.formula * count
            if hydrogens <= joined:
                what = name_form(component, Fraction(count, 2))
                yield _CODES[component.kind], f"{what}, of two", Rank.RARE, joined - hydrogens


def _keep_parts(mol: Chem.Mol) -> Iterator[Hypothesis]:
    """The drawing without some of its fragments, made neutral by hydrogen."""
    drawn = Counter(compute_formula(fragment) for fragment in split_fragments(mol))
    kinds = {formula: _find_kind(formula) for formula in drawn}
    largest = next(iter(drawn), _NONE)
    for kept in _choose_parts(drawn):
        left = drawn - kept
        told = {kinds[formula] for formula in left}
        kind = next(each for each in ("counter-ion", "solvate", "water") if each in told)
        parts = (f"{count} {each}" if count > 1 else str(each) for each, count in left.items())
        what = f"the drawing without {' and '.join(parts)}"
        rank = Rank.FORM if largest in kept else Rank.RARE
        formula = sum((each * count for each, count in kept.items()), _NONE)
        for whole in {formula, _neutralise(formula)} - {None}:
            assert whole is not None
            yield _REVERSE[kind], what, rank, whole


def _choose_parts(drawn: Counter[Formula]) -> Iterator[Counter[Formula]]:
    """Some but not all of the fragments: any number of each kind, or where that would be very many
    choices, all or none of a kind."""
    for choices in (
        [range(count + 1) for count in drawn.values()],
        [(0, count) for count in drawn.values()],
    ):
        if math.prod(len(choice) for choice in choices) <= _MOST_CHOICES:
            for counts in product(*choices):
                kept = +Counter(dict(zip(drawn, counts, strict=True)))
                if 0 < kept.total() < drawn.total():
                    yield kept
            return


def _find_kind(formula: Formula) -> str:
    for component in read_components():
        if component.formula.same_elements(formula):
            return component.kind
    return "counter-ion"


def _neutralise(formula: Formula) -> Formula | None:
    hydrogens = Formula({_HYDROGEN: Fraction(abs(formula.charge))})
    try:
        changed = formula + hydrogens if formula.charge < 0 else formula - hydrogens
    except FormulaError:
        return None
    return changed.without_charge()


def _strip_metals(drawn: Formula) -> Iterator[Hypothesis]:
    """A metal salt drawn without charges, as the acid."""
    for component in read_components():
        metal = next(iter(component.formula.counts)) if component.replaces_h else None
        if metal is not None and metal in drawn.counts:
            count = drawn.counts[metal]
            hydrogens = Formula({_HYDROGEN: count * component.replaces_h})
            acid = Formula({n: c for n, c in drawn.counts.items() if n != metal}) + hydrogens
            yield FREE_FORM, f"the acid of the {component.name} salt", Rank.FORM, acid


def _balance_charge(drawn: Formula) -> Iterator[Hypothesis]:
    """An ion with the counter-ions that it lacks, or neutral by hydrogen."""
    charge = drawn.charge
    if not charge:
        return
    neutral = _neutralise(drawn)
    if neutral is not None:
        yield CHARGE_STATE, "the neutral form of the drawn ion", Rank.HYDROGEN, neutral
    for component in read_components():
        if component.kind != "counter-ion" or (component.replaces_h > 0) == (charge > 0):
            continue
        rank = Rank.FORM if component.common else Rank.RARE
        if component.replaces_h:
            count = Fraction(-charge, component.replaces_h)
            gained = drawn.without_charge() + component.formula * count
            yield SALT_FORM, f"the {component.name} salt", rank, gained
            continue
        protons = Formula({_HYDROGEN: Fraction(charge)})
        for count in {Fraction(charge), Fraction(charge, 2), Fraction(1)}:
            acid = component.formula * count
            if protons <= acid:
                gained = drawn.without_charge() + (acid - protons)
                yield SALT_FORM, f"the {component.name} salt", rank, gained


def find_pairs(signature: Signature) -> Iterator[tuple[Change, Change]]:
    """Two common counter-ions or solvents that together make a change."""
    wanted = dict(signature)
    forms = [change for change in list_common_changes() if change.rank is Rank.FORM]
    index = index_common_changes()
    for first in forms:
        rest = dict(wanted)
        for nuclide, count in first.signature:
            rest[nuclide] = rest.get(nuclide, Fraction()) - count
        remainder = frozenset((n, c) for n, c in rest.items() if c)
        for second in index.get(remainder, ()):
            if second.rank is Rank.FORM and first.what < second.what:
                yield first, second
