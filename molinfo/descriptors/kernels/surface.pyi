import numpy as np
import numpy.typing as npt

from molinfo.descriptors.kernels.graph import Graph

_Floats = npt.NDArray[np.float64]

def compute_labute(graph: Graph, radii: _Floats) -> tuple[_Floats, float]: ...
def sum_by_bin(values: _Floats, places: _Floats, bins: _Floats) -> list[float]: ...
def compute_burden_extremes(graph: Graph, diagonal: _Floats) -> tuple[float, float] | None: ...
