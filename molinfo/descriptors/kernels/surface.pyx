# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Surface contributions, and histograms of one atom property over another."""

from libc.math cimport M_PI, fabs

from molinfo.descriptors.kernels.graph cimport (
    AREAS,
    CHARGES,
    LOG_P,
    REFRACTIVITY,
    STATES,
    Graph,
)

_ROWS = {
    "areas": AREAS,
    "charges": CHARGES,
    "log_p": LOG_P,
    "refractivity": REFRACTIVITY,
    "states": STATES,
}


def find_areas(Graph graph):
    """Keep Labute's approximate surface of each atom (J. Mol. Graph. Model. 2000, 18, 464), in A^2.

    Returns the total with the hydrogens' share.
    """
    cdef int n = graph.n, i, j, bond, kind
    cdef double a, b, length, shrink, hydrogen = 0.0, total = 0.0
    cdef double *areas = graph.row(AREAS)
    for i in range(n):
        areas[i] = 0.0
    for bond in range(graph.m):
        i, j, kind = graph.begin[bond], graph.end[bond], graph.kind[bond]
        a, b = graph.radii[graph.z[i]], graph.radii[graph.z[j]]
        shrink = 0.1 if kind == 3 else 0.0 if kind == 0 else 0.2 if kind == 1 else 0.3
        length = a + b
        length -= shrink
        length = min(max(fabs(a - b), length), a + b)
        areas[i] += b * b - (a - length) * (a - length) / length
        areas[j] += a * a - (b - length) * (b - length) / length
    b = graph.radii[1]
    for i in range(n):
        a = graph.radii[graph.z[i]]
        length = min(max(fabs(a - b), a + b), a + b)
        areas[i] += b * b - (a - length) * (a - length) / length
        hydrogen += a * a - (b - length) * (b - length) / length
    for i in range(n):
        a = graph.radii[graph.z[i]]
        areas[i] = M_PI * a * (4.0 * a - areas[i])
        total += areas[i]
    total += M_PI * b * (4.0 * b - hydrogen)
    return total


cdef class Histogram:
    """Adds up one property of the atoms by the bin that another falls into, lower bound included.

    Properties are areas, charges, log_p, refractivity and states, as other kernels keep them.
    """

    cdef int values, places, n_bins
    cdef double[32] bounds

    def __init__(self, str values, str places, tuple bins):
        cdef int k
        self.values, self.places, self.n_bins = _ROWS[values], _ROWS[places], len(bins)
        for k in range(self.n_bins):
            self.bounds[k] = bins[k]

    def compute(self, Graph graph):
        """The sums of all bins, one more than there are bounds."""
        cdef int i, k
        cdef double[33] total
        cdef double *values = graph.row(self.values)
        cdef double *places = graph.row(self.places)
        for k in range(self.n_bins + 1):
            total[k] = 0.0
        for i in range(graph.n):
            k = 0
            while k < self.n_bins and not places[i] < self.bounds[k]:
                k += 1
            total[k] += values[i]
        return [total[k] for k in range(self.n_bins + 1)]
