"""The compiled scanner of SMILES; absent where no compiler was found at installation."""

from importlib.util import find_spec

COMPILED = find_spec(f"{__name__}.scan") is not None
"""Whether the scanner is there; else RDKit looks at every candidate."""
