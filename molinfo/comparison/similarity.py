"""How alike the compounds of a series are: Tanimoto similarity of their fingerprints."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from molinfo.chem.fingerprints import get_fingerprint
from molinfo.comparison.series import Compound

FINGERPRINT = "morgan:2:2048"


def compute_similarity(
    compounds: Sequence[Compound], fingerprint: str = FINGERPRINT
) -> pd.DataFrame:
    """Tanimoto similarities of the free forms, compounds x compounds, both by id.

    The bits that both have over the bits that either has. `fingerprint` is a name with parameters,
    as `molinfo.describe` takes them. What cannot be read is NaN; two fingerprints without any bit
    are 0, as in RDKit.
    Raises UnknownName for a fingerprint that there is not.

    >>> from molinfo.comparison.series import read_series
    >>> from molinfo.store.folder import open_store
    >>> store = open_store()
    >>> series = read_series([store["ruxolitinib"], store["ruxolitinib-phosphate"]])
    >>> compute_similarity(series).round(2).values.tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    bits = _compute_bits(compounds, fingerprint)
    ids = pd.Index([compound.id for compound in compounds], dtype="str")
    return pd.DataFrame(_compute_tanimoto(bits, bits), index=ids, columns=ids)


def compute_similarity_to(
    reference: Compound, compounds: Sequence[Compound], fingerprint: str = FINGERPRINT
) -> pd.Series:
    """Tanimoto similarity of each compound to one, by id; see `compute_similarity`."""
    bits = _compute_bits(compounds, fingerprint)
    ids = pd.Index([compound.id for compound in compounds], dtype="str")
    row = _compute_tanimoto(_compute_bits([reference], fingerprint), bits)[0]
    return pd.Series(row, index=ids, name="similarity")


def _compute_bits(compounds: Sequence[Compound], fingerprint: str) -> npt.NDArray[np.float32]:
    """Fingerprints, compounds x bits; NaN for what cannot be read."""
    kind = get_fingerprint(fingerprint)
    bits = np.full((len(compounds), kind.bits), np.nan, np.float32)
    for row, compound in enumerate(compounds):
        if compound.mol is not None:
            packed = np.frombuffer(kind.compute(compound.mol), np.uint8)
            bits[row] = np.unpackbits(packed, count=kind.bits, bitorder="little")
    return bits


def _compute_tanimoto(
    left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """Bits that both have over bits that either has; float32 counts bits exactly."""
    both = (left @ right.T).astype(np.float64)
    either = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :] - both
    similarity: npt.NDArray[np.float64] = np.where(np.isnan(either), np.nan, 0.0)
    np.divide(both, either, out=similarity, where=either > 0)
    return similarity
