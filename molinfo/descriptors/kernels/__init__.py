"""Compiled loops over atoms and bonds; absent where no compiler was found at installation.

Why Cython: under numba two kernels of fifteen, the polynomial and the path walk, took 1.1 to 1.5 s
at their first call, and numba itself 0.35 s at every start; all of them would cost a user more than
the 2 s that a first call may take. Compiled at installation, all import in 6 ms. Cython reads
as Python, needs no numpy headers, and `optional` extensions let an installation succeed without a
compiler.
"""

from importlib.util import find_spec

_NAMES = (
    "atoms",
    "burden",
    "charges",
    "desirability",
    "environments",
    "graph",
    "information",
    "matching",
    "reading",
    "rings",
    "stereo",
    "surface",
    "topology",
)
COMPILED = all(find_spec(f"{__name__}.{name}") is not None for name in _NAMES)
"""Whether the kernels are there; else every descriptor is computed by RDKit's own function."""
