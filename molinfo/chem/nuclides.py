"""Elements and nuclides: what a formula counts, what nuclides weigh and how long they live."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import NamedTuple

from molinfo.errors import FormulaError, WeightError

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
SHORTEST_LIFE_S = 1.0
"""Half-life in s below which no compound of a nuclide is handled; 82Rb of 75 s is a tracer."""


class NuclideData(NamedTuple):
    """What is known of a nuclide: its mass in u, and its half-life in s (None: not known).

    A stable nuclide has an infinite half-life.
    """

    mass_u: Decimal
    half_life_s: float | None


@cache
def read_nuclides() -> Mapping[Nuclide, NuclideData]:
    """Every nuclide of AME2020 and NUBASE2020 in its ground state.

    Source: Wang et al., Chin. Phys. C 2021, 45, 030003, doi:10.1088/1674-1137/abddaf (masses);
    Kondev et al., Chin. Phys. C 2021, 45, 030001, doi:10.1088/1674-1137/abddae (half-lives).

    >>> read_nuclides()[Nuclide("C", 13)].mass_u
    Decimal('13.00335483534')
    """
    path = resources.files("molinfo.chem").joinpath("data/nuclides.csv")
    with path.open(encoding="utf-8") as lines:
        return {
            Nuclide(symbol, int(number)): NuclideData(Decimal(mass), _read_half_life(half_life))
            for symbol, number, mass, _estimated, half_life in list(csv.reader(lines))[1:]
        }


def _read_half_life(text: str) -> float | None:
    return float("inf") if text == "stable" else float(text) if text else None


def get_isotope_mass(symbol: str, mass_number: int) -> Decimal:
    """The mass in u of a nuclide, AME2020. Raises WeightError for one that nobody has measured.

    >>> get_isotope_mass("H", 2)
    Decimal('2.014101777844')
    """
    known = read_nuclides().get(Nuclide(symbol, mass_number))
    if known is None:
        raise WeightError(f"no isotope mass is known for [{mass_number}{symbol}]")
    return known.mass_u


def is_lasting(nuclide: Nuclide) -> bool:
    """Whether a nuclide exists long enough, a second, to be part of a compound.

    >>> is_lasting(Nuclide("C", 11)), is_lasting(Nuclide("C", 9)), is_lasting(Nuclide("H", 4))
    (True, False, False)
    """
    known = read_nuclides().get(nuclide)
    return known is not None and (known.half_life_s or 0.0) >= SHORTEST_LIFE_S


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
