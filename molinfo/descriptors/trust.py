"""Whether the kernels agree with the installed RDKit: asked once a version, then remembered.

A set of structures, ordinary and awkward, is described both ways. A descriptor that deviates is
left to RDKit's own function from then on, with a warning that names it.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from rdkit import Chem, rdBase
from rdkit.Chem import Descriptors

from molinfo.chem.quiet import quiet
from molinfo.descriptors.engine import Engine
from molinfo.descriptors.kernels import COMPILED

PROBES = """
CCS(=O)(=O)N1CC(CC#N)(C1)n1cc(cn1)-c1ncnc2[nH]ccc12
C[C@@H]1CCN(C(=O)CC#N)C[C@@H]1N(C)c1ncnc2[nH]ccc12
[2H]C([2H])([2H])NC(=O)c1nnc(NC(=O)C2CC2)cc1Nc1cccc(-c2ncn(C)n2)c1OC
CC(=O)Oc1ccccc1C(=O)[O-].[Na+]
CC(C)C[C@H](NC(=O)[C@H](Cc1ccccc1)NC(=O)c1cnccn1)B(O)O
O=c1[nH]cc(F)c(=O)[nH]1
OC[C@H]1O[C@@H](n2cnc3c(N)ncnc32)[C@H](O)[C@@H]1O
CN1C(=O)CN=C(c2ccccc2)c2cc(Cl)ccc21
C/C=C/C(=O)N/N=C\\c1ccc([N+](=O)[O-])o1
CC1(C)S[C@@H]2[C@H](NC(=O)Cc3ccccc3)C(=O)N2[C@H]1C(=O)O
C1CC2CCC1C2
c1cc[se]c1
C12C3C4C1C5C2C3C45
CP(=O)(O)OCC(Br)CI
C[N+](C)(C)CC(=O)[O-]
Cl[Pt](Cl)(N)N
[13CH3][CH]C=[Se]
*C(=O)O
N->[Cu]
[He]
""".split()


def find_distrusted(names: Iterable[str]) -> frozenset[str]:
    """Those of some descriptors that the kernels compute unlike the installed RDKit.

    Says so in a warning. Without kernels there are none, and a warning says that the slow path is
    in use. Never fails: where no folder can be written to, the probe runs once a process.
    """
    if not COMPILED:
        _warn_slow()
        return frozenset()
    deviating = _find_deviating().intersection(names)
    if deviating:
        warnings.warn(
            f"RDKit {rdBase.rdkitVersion} computes {', '.join(sorted(deviating))} unlike molinfo; "
            "RDKit's own functions are used for them",
            stacklevel=3,
        )
    return frozenset(deviating)


@cache
def _warn_slow() -> None:
    warnings.warn(
        "molinfo was installed without a compiler: descriptors are computed by RDKit's own "
        "functions, about ten times slower; install a C compiler and reinstall molinfo",
        stacklevel=4,
    )


@cache
def _find_deviating() -> frozenset[str]:
    """What the probe found, now or when this RDKit was first seen."""
    path = find_cache_file()
    try:
        return frozenset(json.loads(path.read_text(encoding="utf-8"))["deviating"])
    except (OSError, ValueError, KeyError, TypeError):
        deviating = probe()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, delete=False
        ) as stream:
            json.dump({"deviating": sorted(deviating)}, stream)
        os.replace(stream.name, path)
    except OSError:
        pass  # a folder that is read-only: the next process asks again
    return deviating


def find_cache_file() -> Path:
    """Where the answer for these versions of molinfo, RDKit and Python is kept."""
    folder = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    home = Path(folder) if folder else Path(os.path.expanduser("~")) / ".cache"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    name = f"{version('molinfo-structures')}-rdkit-{rdBase.rdkitVersion}-python-{python}.json"
    return home / "molinfo" / "descriptors" / name


def probe(functions: Mapping[str, object] | None = None) -> frozenset[str]:
    """Describe the probe set both ways and name what deviates.

    `functions` stands in for those of RDKit, for tests.
    """
    reference = dict(functions or dict(Descriptors.descList))
    engine = Engine(reference)
    deviating = set()
    for smiles in PROBES:
        mol = Chem.MolFromSmiles(smiles)
        ours = engine.compute(mol).values
        fresh = Chem.MolFromSmiles(smiles)  # RDKit keeps results on a molecule
        with quiet():
            for name, value in zip(reference, ours, strict=True):
                if not agrees(name, value, ask(reference[name], fresh)):
                    deviating.add(name)
    return frozenset(deviating)


def ask(function: object, mol: Chem.Mol) -> float:
    """What one of RDKit's functions says, NaN where it raises."""
    assert callable(function)
    try:
        return float(function(mol))
    except Exception:  # noqa: BLE001  RDKit's functions raise whatever they like
        return math.nan


def agrees(name: str, ours: float, theirs: float) -> bool:
    """Whether two values are equal: to the bit, an eigenvalue to 1e-9 relative or absolute."""
    if ours == theirs or (ours != ours and theirs != theirs):
        return True
    return name.startswith("BCUT2D") and abs(ours - theirs) <= 1e-9 * max(1.0, abs(theirs))
