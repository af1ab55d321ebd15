"""Gasteiger and Marsili's electronegativities, from which partial charges come.

Source: Gasteiger, Marsili, Tetrahedron 1980, 36, 3219; as RDKit has them (`data/gasteiger.csv`).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.descriptors.kernels.charges import ChargeParameters

_MODES = {"sp": 0, "sp2": 1, "sp3": 2, "*": 2, "so": 3, "so2": 4}


@cache
def read_parameters() -> ChargeParameters:
    """The parameters of all elements in all hybridizations."""
    path = resources.files("molinfo.descriptors").joinpath("data/gasteiger.csv")
    with path.open(encoding="utf-8") as lines:
        return ChargeParameters(
            [
                (
                    ATOMIC_NUMBERS[row["element"]],
                    _MODES[row["mode"]],
                    float(row["a"]),
                    float(row["b"]),
                    float(row["c"]),
                )
                for row in csv.DictReader(lines)
            ]
        )
