"""Elements and nuclides: what a formula counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from molinfo.errors import FormulaError

ELEMENTS: tuple[str, ...] = tuple(
    """H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As
    Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy
    Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf
    Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og""".split()
)
"""Element symbols in order of atomic number, hydrogen first."""

ATOMIC_NUMBERS = {symbol: z for z, symbol in enumerate(ELEMENTS, 1)}
NONMETALS = frozenset("H D T He B C N O F Ne Si P S Cl Ar As Se Br Kr Te I Xe At Rn".split())


class Nuclide(NamedTuple):
    """An element with a mass number, 0 for its natural isotope mix.

    >>> Nuclide("C", 13)
    Nuclide(symbol='C', mass_number=13)
    """

    symbol: str
    mass_number: int = 0


ALIASES = {"D": Nuclide("H", 2), "T": Nuclide("H", 3)}


def check_mass_number(mass: int, symbol: str, where: str) -> None:
    """Raise FormulaError for a mass number that no isotope of the element can have."""
    z = ATOMIC_NUMBERS[symbol]
    if not z <= mass <= (7 if z == 1 else 3 * z + 4):
        raise FormulaError(f"{mass} is no mass number of {symbol} ({where}); correct it")


def add_counts(
    total: dict[Nuclide, Fraction], more: Mapping[Nuclide, Fraction], factor: Fraction | int = 1
) -> None:
    """Add counts into a total, in place."""
    for nuclide, count in more.items():
        total[nuclide] = total.get(nuclide, Fraction()) + factor * count


def sort_by_hill(nuclides: Iterable[Nuclide]) -> list[Nuclide]:
    """Hill order: C, H, then alphabetical; without carbon all alphabetical; isotopes after."""
    found = list(nuclides)
    first = ("C", "H") if any(n.symbol == "C" for n in found) else ()
    rank = {symbol: i for i, symbol in enumerate(first)}
    return sorted(found, key=lambda n: (rank.get(n.symbol, 2), n))
