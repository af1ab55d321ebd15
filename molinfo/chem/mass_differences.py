"""Mass differences of V2000 atom blocks, which programs read in two ways."""

from __future__ import annotations

import re
from fractions import Fraction

from rdkit import Chem

from molinfo.chem.formula import Formula, Nuclide
from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.chem.weights import weight_tables


def read_mass_differences(molblock: str, drawn: Formula) -> Formula | None:
    """The formula with mass differences counted from the rounded atomic weight, as InChI does.

    RDKit counts them from the most abundant isotope, which for bromine is 79, not 80. None where a
    molblock has no such fields, has isotopes by `M  ISO` (which replace them), or is read alike.
    """
    lines = molblock.split("\n")
    if len(lines) < 5 or "V2000" not in lines[3] or "M  ISO" in molblock:
        return None
    counts = dict(drawn.counts)
    changed = False
    for line in lines[4 : 4 + _count_atoms(lines[3])]:
        symbol, difference = line[31:34].strip(), line[34:36].strip()
        if symbol not in ATOMIC_NUMBERS or not re.fullmatch(r"-?[1-4]", difference):
            continue
        weight = weight_tables()[0].weights.get(symbol)
        common = Chem.GetPeriodicTable().GetMostCommonIsotope(ATOMIC_NUMBERS[symbol])
        if weight is None or round(weight) == common:
            continue
        by_rdkit = Nuclide(symbol, common + int(difference))
        by_inchi = Nuclide(symbol, round(weight) + int(difference))
        if counts.get(by_rdkit):
            counts[by_rdkit] -= 1
            counts[by_inchi] = counts.get(by_inchi, Fraction(0)) + 1
            changed = True
    return Formula(counts, drawn.charge) if changed else None


def _count_atoms(counts_line: str) -> int:
    number = counts_line[:3].strip()
    return int(number) if number.isdecimal() else 0
