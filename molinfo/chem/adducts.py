"""Ions of mass spectrometry: what is added to or taken from a molecule, and the m/z of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from molinfo.chem.formula import Formula, parse_formula
from molinfo.chem.weights import EXACT, compute_monoisotopic_mass
from molinfo.errors import FormulaError, UnknownName


@dataclass(frozen=True, slots=True)
class Adduct:
    """An ion [nM+gain-loss] with its charge."""

    name: str
    molecules: int
    gain: str
    loss: str
    charge: int

    def apply(self, formula: Formula) -> Formula:
        """The formula of the ion. Raises FormulaError when what is lost is not there."""
        ion = formula.without_charge() * self.molecules
        if self.gain:
            ion = ion + parse_formula(self.gain)
        if self.loss:
            ion = ion - parse_formula(self.loss)
        return Formula(ion.counts, self.charge)


ADDUCTS: tuple[Adduct, ...] = (
    Adduct("[M+H]+", 1, "H", "", 1),
    Adduct("[M+Na]+", 1, "Na", "", 1),
    Adduct("[M+K]+", 1, "K", "", 1),
    Adduct("[M+NH4]+", 1, "NH4", "", 1),
    Adduct("[M-H]-", 1, "", "H", -1),
    Adduct("[M+Cl]-", 1, "Cl", "", -1),
    Adduct("[M+HCOO]-", 1, "HCO2", "", -1),
    Adduct("[M+CH3COO]-", 1, "C2H3O2", "", -1),
    Adduct("[M+2H]2+", 1, "H2", "", 2),
    Adduct("[M+H-H2O]+", 1, "H", "H2O", 1),
    Adduct("[2M+H]+", 2, "H", "", 1),
    Adduct("[2M+Na]+", 2, "Na", "", 1),
    Adduct("[2M-H]-", 2, "", "H", -1),
    Adduct("[M]+", 1, "", "", 1),
    Adduct("[M]-", 1, "", "", -1),
)
"""Ions of electrospray and electron ionisation, the common ones first.

Source: Huang et al., J. Am. Soc. Mass Spectrom. 1999, 10, 1166, doi:10.1016/S1044-0305(99)00089-6.
"""


def get_adduct(name: str) -> Adduct:
    """Find an ion by its name. Raises UnknownName.

    >>> get_adduct("[M+H]+").charge
    1
    """
    for adduct in ADDUCTS:
        if adduct.name == name:
            return adduct
    raise UnknownName(f"no ion {name!r}; there is {', '.join(each.name for each in ADDUCTS)}")


def compute_mz(formula: Formula, adduct: Adduct) -> Decimal | None:
    """The m/z of an ion of a molecule, electrons counted; None when it cannot lose what it should.

    >>> mz = compute_mz(parse_formula("C16H17N7O2S"), get_adduct("[M+H]+"))
    >>> round(mz, 4)
    Decimal('372.1237')
    """
    try:
        ion = adduct.apply(formula)
    except FormulaError:
        return None
    return EXACT.divide(compute_monoisotopic_mass(ion), Decimal(abs(adduct.charge)))
