"""Non-standard InChIs: which options a string shows, and what a structure gives with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdkit import Chem

from molinfo.chem.identifiers import ComputedInchi, compute_inchi_with, compute_molblock_inchi
from molinfo.errors import StructureError

_HIDDEN = ("", "/KET", "/15T", "/KET /15T")
"""Options on tautomers, which change the layers and show nowhere."""


def list_options(inchi: str) -> tuple[str, ...]:
    """Sets of options that may have made a non-standard InChI, the likeliest first.

    /f shows FixedH, /r RecMet, /s2 SRel, /s3 SRac, `u` SLUUD, `?` SUU; KET and 15T do not show.
    Source: InChI user's guide, 1.07, appendix 1.

    >>> list_options("InChI=1/C2H5FO/c1-2(3)4/h2,4H,1H3/t2?")[0]
    '/SUU'
    """
    shown = [
        option
        for option, pattern in (
            ("/FixedH", r"/f"),
            ("/RecMet", r"/r[A-Z(]"),
            ("/SRel", r"/s2"),
            ("/SRac", r"/s3"),
        )
        if re.search(pattern, inchi)
    ]
    stereo = "".join(re.findall(r"/[bt]([^/]*)", inchi))
    undefined: tuple[str, ...] = ("", "/SUU", "/SLUUD", "/SUU /SLUUD")
    if "u" in stereo:
        undefined = ("/SUU /SLUUD", "/SLUUD")
    elif "?" in stereo:
        undefined = ("/SUU", "", "/SUU /SLUUD", "/SLUUD")
    sets = (
        " ".join(filter(None, (*shown, how, hidden))) for hidden in _HIDDEN for how in undefined
    )
    return tuple(dict.fromkeys(options or "/SUU" for options in sets))


def compute_nonstandard(
    mol: Chem.Mol, molblock: str, inchi: str
) -> Iterator[tuple[str, ComputedInchi]]:
    """The InChIs of a structure with each set of options that may have made a printed one.

    Those of the molecule come first, then those of the molblock where there is one.
    """
    yield from _compute(mol, molblock, list_options(inchi))


def compute_every_option(mol: Chem.Mol, molblock: str) -> Iterator[tuple[str, ComputedInchi]]:
    """The InChIs of a structure with the usual sets of options, for keys, which show none."""
    sets = [
        " ".join(filter(None, (fixed, stereo, metals)))
        for metals in ("", "/RecMet")
        for stereo in ("", "/SUU", "/SLUUD", "/SUU /SLUUD", "/SRel", "/SRac", "/SNon")
        for fixed in ("/FixedH", "", "/KET", "/15T", "/KET /15T")
    ]
    yield from _compute(mol, molblock, tuple(filter(None, sets)))


def _compute(
    mol: Chem.Mol, molblock: str, sets: tuple[str, ...]
) -> Iterator[tuple[str, ComputedInchi]]:
    for options in sets:
        try:
            yield options, compute_inchi_with(mol, options)
            if molblock:
                yield options, compute_molblock_inchi(molblock, options)
        except StructureError:
            continue


def is_equal_but_for_signs(left: str, right: str) -> bool:
    """Whether two InChIs have the same layers, standard or not, unknown stereo `u` or `?`.

    >>> is_equal_but_for_signs("InChI=1S/CH4/h1H4", "InChI=1/CH4/h1H4")
    True
    """
    return _strip_signs(left) == _strip_signs(right)


def _strip_signs(inchi: str) -> str:
    layers = inchi.partition("/")[2]
    return re.sub(r"/[bt][^/]*", lambda layer: layer[0].replace("u", "?"), layers)
