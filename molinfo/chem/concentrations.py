"""Units of concentration as they are printed."""

from __future__ import annotations

_NANOMOLAR = {"pm": -3, "nm": 0, "um": 3, "µm": 3, "μm": 3, "mm": 6}


def find_nanomolar_power(unit: str) -> int | None:
    """The power of ten that takes a printed unit to nM; None for a unit that is not known.

    Case does not matter, except for M alone: m is a metre.

    >>> find_nanomolar_power("µM"), find_nanomolar_power("M"), find_nanomolar_power("mg/mL")
    (3, 9, None)
    """
    plain = unit.strip()
    return 9 if plain == "M" else _NANOMOLAR.get(plain.lower())
