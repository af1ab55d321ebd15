"""Atomic-weight tables, molecular weights and masses.

Tables and their sources stand in `molinfo/chem/data/`. All sums are decimal; no digit is lost to
binary floats. Weights ignore the electron mass, as every source of printed weights does.
"""

from __future__ import annotations

import csv
import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from rdkit import Chem

from molinfo.chem.formula import Formula, Nuclide
from molinfo.chem.nuclides import get_isotope_mass
from molinfo.chem.quiet import quiet
from molinfo.errors import FormulaError, UnknownName, WeightError

ELECTRON_MASS = Decimal("0.0005485799090441")
"""Mass of the electron in u, CODATA 2022 (physics.nist.gov/cuu/Constants)."""

EXACT = Context(prec=200)
"""Wide enough for exact sums, and independent of the caller's decimal context."""

_IUPAC_ORDER = (
    ("IUPAC 2024", "2024", "standard"),
    ("IUPAC 2021", "2021", "standard"),
    ("IUPAC 2021 abridged", "2021", "abridged"),
    ("IUPAC 2013 abridged", "2013", "abridged"),
    ("IUPAC 2017", "2017", "standard"),
    ("IUPAC 2015", "2015", "standard"),
    ("IUPAC 2013", "2013", "standard"),
    *(
        (f"IUPAC {year}", year, "standard")
        for year in "2011 2009 2007 2005 2001 1999 1997 1995 1993 1991 1989 1961".split()
    ),
)
_NOT_TABLES = {"MassBank RIKEN_NPDepo (fit)"}  # the 1961 table, with the noise of the fit
_CONVENTIONAL = {"2017": "2015"}  # 2017 printed no new conventional values but that of argon


@dataclass(frozen=True, eq=False)
class WeightTable:
    """One set of atomic weights in g/mol: an IUPAC revision, or what a toolkit ships.

    `weights` holds one value an element; where the revision gives an interval, it is the
    conventional (2009-2017) or the abridged 2021 value (2021, 2024). Elements without a standard
    atomic weight are absent.

    >>> get_weight_table("IUPAC 2021").weights["S"]
    Decimal('32.06')
    """

    name: str
    kind: Literal["iupac", "toolkit"]
    revision: str
    weights: Mapping[str, Decimal] = field(repr=False)
    source: str = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    def __reduce__(self) -> tuple[Any, ...]:
        return WeightTable, (self.name, self.kind, self.revision, dict(self.weights), self.source)


@cache
def _rows() -> Mapping[tuple[str, str], Mapping[str, tuple[Decimal, Decimal | None, str]]]:
    """(revision, kind) -> symbol -> (value, uncertainty, source)."""
    found: dict[tuple[str, str], dict[str, tuple[Decimal, Decimal | None, str]]] = defaultdict(dict)
    path = resources.files("molinfo.chem").joinpath("data/atomic_weights.csv")
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            uncertainty = Decimal(row["uncertainty"]) if row["uncertainty"] else None
            entry = (Decimal(row["value"]), uncertainty, row["source"])
            found[row["revision"], row["kind"]][row["symbol"]] = entry
    return found


@cache
def weight_tables() -> tuple[WeightTable, ...]:
    """All tables, in the order in which they are asked to explain a printed weight.

    The full standard values of 2024 and of 2021, the abridged tables (five digits), the other
    revisions from the newest to the oldest, then the toolkits. Values in g/mol.
    Source: Prohaska et al., Pure Appl. Chem. 2022, 94, 573, doi:10.1515/pac-2019-0603; others in
    the data notes.

    >>> [table.name for table in weight_tables()][:3]
    ['IUPAC 2024', 'IUPAC 2021', 'IUPAC 2021 abridged']
    """
    rows = _rows()
    tables = []
    for name, revision, kind in _IUPAC_ORDER:
        entries = dict(rows[revision, kind])
        if kind == "standard":
            for symbol in rows.get((revision, "interval-low"), {}):
                usual = rows.get((_CONVENTIONAL.get(revision, revision), "conventional"), {})
                entries[symbol] = usual.get(symbol) or rows["2021", "abridged"][symbol]
        tables.append(_table(name, "iupac", revision, entries))
    for (revision, kind), toolkit in rows.items():
        if kind == "toolkit" and revision not in _NOT_TABLES:
            tables.append(_table(revision, "toolkit", revision, toolkit))
    return tuple(tables)


def _table(
    name: str,
    kind: Literal["iupac", "toolkit"],
    revision: str,
    entries: Mapping[str, tuple[Decimal, Decimal | None, str]],
) -> WeightTable:
    sources = "; ".join(dict.fromkeys(source for _, _, source in entries.values()))
    weights = {symbol: value for symbol, (value, _, _) in entries.items()}
    return WeightTable(name, kind, revision, weights, sources)


def get_weight_table(name: str) -> WeightTable:
    """Find a table by its name.

    Raises UnknownName, with the names that come close.
    Source: `molinfo/chem/data/README.md`.

    >>> get_weight_table("IUPAC 2007").weights["Zn"]
    Decimal('65.38')
    """
    tables = {table.name: table for table in weight_tables()}
    if name in tables:
        return tables[name]
    close = difflib.get_close_matches(name, tables, n=4, cutoff=0.4) or list(tables)
    raise UnknownName(f"no weight table {name!r}; there is {', '.join(close)}")


def compute_molecular_weight(formula: Formula, table: WeightTable | None = None) -> Decimal:
    """Compute the molecular weight in g/mol; a labelled atom weighs its isotope mass.

    Without `table`, IUPAC 2024. Raises WeightError for an element without a weight there.
    Source: Prohaska et al., Pure Appl. Chem. 2022, 94, 573, doi:10.1515/pac-2019-0603.

    >>> from molinfo.chem.formula import parse_formula
    >>> compute_molecular_weight(parse_formula("C16H17N7O2S"))
    Decimal('371.4190')
    """
    table = table or weight_tables()[0]
    weight = weigh(*split_labels(formula), table.weights)
    if weight is None:
        missing = [n.symbol for n in formula.counts if not n.mass_number]
        element = next(symbol for symbol in missing if symbol not in table.weights)
        raise WeightError(f"{element} has no atomic weight in the table {table.name}")
    return weight


def compute_weight_interval(formula: Formula) -> tuple[Decimal, Decimal]:
    """Compute the lowest and highest molecular weight in g/mol that natural material may have.

    Elements with an IUPAC 2021 interval weigh its ends, others the value less and plus its
    uncertainty. Raises WeightError for an element without a standard atomic weight.
    Source: Prohaska et al., Pure Appl. Chem. 2022, 94, 573, doi:10.1515/pac-2019-0603.

    >>> from molinfo.chem.formula import parse_formula
    >>> compute_weight_interval(parse_formula("H2O"))
    (Decimal('18.01471'), Decimal('18.01599'))
    """
    atoms, labels = split_labels(formula)
    ends = [weigh(atoms, labels, weights) for weights in interval_weights()]
    if ends[0] is None or ends[1] is None:
        missing = next(symbol for symbol, _ in atoms if symbol not in interval_weights()[0])
        raise WeightError(f"{missing} has no standard atomic weight, so no interval")
    return ends[0], ends[1]


@cache
def interval_weights() -> tuple[Mapping[str, Decimal], Mapping[str, Decimal]]:
    """The lowest and the highest weight of each element in g/mol, IUPAC 2021."""
    low: dict[str, Decimal] = {}
    high: dict[str, Decimal] = {}
    for symbol, (value, uncertainty, _) in _rows()["2021", "standard"].items():
        low[symbol] = EXACT.subtract(value, uncertainty or Decimal(0))
        high[symbol] = EXACT.add(value, uncertainty or Decimal(0))
    low.update((s, entry[0]) for s, entry in _rows()["2021", "interval-low"].items())
    high.update((s, entry[0]) for s, entry in _rows()["2021", "interval-high"].items())
    return low, high


def to_decimal(count: Fraction | int) -> Decimal | int:
    """A count as a number that decimals can be multiplied by."""
    if count.denominator == 1:
        return count.numerator
    return EXACT.divide(Decimal(count.numerator), Decimal(count.denominator))


def _total(terms: Iterable[tuple[Decimal, Decimal | int]]) -> Decimal:
    total = Decimal(0)
    for mass, count in terms:
        total = EXACT.fma(mass, count, total)
    return total


def split_labels(formula: Formula) -> tuple[list[tuple[str, Decimal | int]], Decimal]:
    """Unlabelled atoms with their counts, and the weight of the labelled ones."""
    atoms: list[tuple[str, Decimal | int]] = []
    labels = Decimal(0)
    for nuclide, count in formula.counts.items():
        if nuclide.mass_number:
            mass = get_isotope_mass(nuclide.symbol, nuclide.mass_number)
            labels = EXACT.fma(mass, to_decimal(count), labels)
        else:
            atoms.append((nuclide.symbol, to_decimal(count)))
    return atoms, labels


def weigh(
    atoms: list[tuple[str, Decimal | int]], labels: Decimal, weights: Mapping[str, Decimal]
) -> Decimal | None:
    """The weight in g/mol of what `split_labels` gives; None where an element has no weight."""
    total = labels
    fma = EXACT.fma
    for symbol, count in atoms:
        weight = weights.get(symbol)
        if weight is None:
            return None
        total = fma(weight, count, total)
    return total


def estimate_weights(
    atoms: list[tuple[str, Decimal | int]], labels: Decimal, tables: tuple[WeightTable, ...]
) -> list[float]:
    """The weights in g/mol by each table, of what `split_labels` gives, in binary floats.

    NaN where a table lacks an element. Good to 1e-9 relative: to find the tables that are worth an
    exact look. Sums this short take numpy five times as long as Python.
    """
    estimates = [float(labels)] * len(tables)
    for symbol, count in atoms:
        number = float(count)
        weights = _list_weights(tables, symbol)
        estimates = [
            total + number * weight for total, weight in zip(estimates, weights, strict=True)
        ]
    return estimates


@lru_cache(maxsize=4096)
def _list_weights(tables: tuple[WeightTable, ...], symbol: str) -> tuple[float, ...]:
    """The weights of an element by each table, NaN where unknown."""
    return tuple(float(table.weights.get(symbol, "nan")) for table in tables)


@cache
def _isotopes(symbol: str) -> tuple[int, tuple[tuple[int, Decimal, Decimal], ...]]:
    """Mass number of the most abundant isotope; (mass number, mass, abundance) of the natural ones.

    Masses of AME2020, abundances of RDKit's periodic table; an element without natural isotopes has
    the one that RDKit prefers.
    """
    periodic = Chem.GetPeriodicTable()
    try:
        with quiet():
            number = periodic.GetAtomicNumber(symbol)
            common = periodic.GetMostCommonIsotope(number)
    except RuntimeError:
        number = common = 0
    if not common:
        raise WeightError(f"{symbol} is no element with a known isotope mass")
    found = [
        (a, get_isotope_mass(symbol, a), Decimal(repr(periodic.GetAbundanceForIsotope(number, a))))
        for a in range(number, 3 * number + 2)
        if periodic.GetAbundanceForIsotope(number, a) > 0
    ]
    return common, tuple(found) or ((common, get_isotope_mass(symbol, common), Decimal(100)),)


def is_natural_isotope(symbol: str, mass_number: int) -> bool:
    """Whether an isotope occurs in nature, by RDKit's periodic table.

    >>> is_natural_isotope("C", 13), is_natural_isotope("C", 14)
    (True, False)
    """
    return any(mass_number == known for known, _, _ in _isotopes(symbol)[1])


def _mass_number(nuclide: Nuclide) -> int:
    return nuclide.mass_number or _isotopes(nuclide.symbol)[0]


def compute_monoisotopic_mass(formula: Formula, *, electron: bool = True) -> Decimal:
    """Compute the monoisotopic mass in Da: every element as its most abundant isotope.

    Labelled atoms keep their isotope. An ion lacks or carries the mass of its electrons, unless
    `electron` is false. Raises WeightError for an element or isotope without a known mass.
    Source: Murray et al., Pure Appl. Chem. 2013, 85, 1515, doi:10.1351/PAC-REC-06-04-06 (the
    definition); isotope masses of AME2020.

    >>> from molinfo.chem.formula import parse_formula
    >>> round(compute_monoisotopic_mass(parse_formula("C16H17N7O2S")), 4)
    Decimal('371.1164')
    """
    mass = _total(
        (get_isotope_mass(nuclide.symbol, _mass_number(nuclide)), to_decimal(count))
        for nuclide, count in formula.counts.items()
    )
    return _without_electrons(mass, formula) if electron else mass


def compute_most_abundant_mass(formula: Formula, *, electron: bool = True) -> Decimal:
    """Compute the mass in Da of the most abundant isotopologue (differs for Br, Cl, Sn, large C).

    Raises FormulaError for fractional counts and WeightError for an unknown element or isotope.
    Source: the mode of a multinomial, Finucan, Biometrika 1964, 51, 513; isotope masses of
    AME2020, abundances of RDKit's periodic table.

    >>> from molinfo.chem.formula import parse_formula
    >>> round(compute_most_abundant_mass(parse_formula("Br2")), 4)  # 79Br 81Br
    Decimal('159.8346')
    """
    terms: list[tuple[Decimal, Decimal | int]] = []
    for nuclide, count in formula.counts.items():
        if count.denominator != 1:
            raise FormulaError(f"{count} {nuclide.symbol} has no most abundant isotopologue")
        if nuclide.mass_number:
            terms.append((get_isotope_mass(*nuclide), int(count)))
        else:
            terms.extend(_most_probable(nuclide.symbol, int(count)))
    mass = _total(terms)
    return _without_electrons(mass, formula) if electron else mass


def _most_probable(symbol: str, count: int) -> list[tuple[Decimal, int]]:
    """How many atoms of each isotope the most probable of all combinations has.

    No isotope has fewer atoms in the mode than floor(n p) (Finucan 1964); each atom that is left
    goes where it makes the probability largest, p / (k + 1). Equal ones take the lighter isotope.
    """
    isotopes = _isotopes(symbol)[1]
    whole = sum(Fraction(abundance) for _, _, abundance in isotopes)
    shares = [Fraction(abundance) / whole for _, _, abundance in isotopes]
    numbers = [int(count * share) for share in shares]
    for _ in range(count - sum(numbers)):
        best = max(range(len(shares)), key=lambda i: shares[i] / (numbers[i] + 1))
        numbers[best] += 1
    return [(mass, number) for (_, mass, _), number in zip(isotopes, numbers, strict=True)]


def _without_electrons(mass: Decimal, formula: Formula) -> Decimal:
    return EXACT.fma(ELECTRON_MASS, -formula.charge, mass)


def compute_nominal_mass(formula: Formula) -> int:
    """Compute the nominal mass in Da: the mass numbers of the most abundant isotopes, added.

    Fractional counts are added exactly and the sum is rounded. Raises WeightError for an unknown
    element. Source: Murray et al., Pure Appl. Chem. 2013, 85, 1515, doi:10.1351/PAC-REC-06-04-06.

    >>> from molinfo.chem.formula import parse_formula
    >>> compute_nominal_mass(parse_formula("C16H17N7O2S"))
    371
    """
    return round(sum(_mass_number(nuclide) * count for nuclide, count in formula.counts.items()))
