# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Partial charges by equalization of orbital electronegativity.

Source: Gasteiger, Marsili, Tetrahedron 1980, 36, 3219; as in RDKit, whose order of adding this
keeps, formal charges of a conjugated system are first shared among like atoms.
"""

from libc.math cimport fabs, isnan
from libc.stdlib cimport free, malloc

from molinfo.descriptors.kernels.graph cimport CHARGES, Graph, copy_doubles

cdef enum:
    MODES = 5  # sp, sp2, sp3, and sulphur of unknown hybridization with one or two oxygens
    ROUNDS = 12

cdef double HYDROGEN_CATION = 20.02  # electronegativity of H+, in eV


cdef class ChargeParameters:
    """What the method knows of each element in each hybridization.

    `rows` holds (atomic number, mode, a, b, c), modes being 0 sp, 1 sp2, 2 sp3, 3 SO, 4 SO2; `a`, `b`
    and `c`, in eV, are the electronegativity as a polynomial in the charge. Hydrogen has mode 2.
    """

    cdef double *values
    cdef char *known

    def __init__(self, list rows):
        cdef int i, place
        self.values = <double *>malloc(256 * MODES * 3 * sizeof(double))
        self.known = <char *>malloc(256 * MODES)
        if self.values == NULL or self.known == NULL:
            raise MemoryError
        for i in range(256 * MODES):
            self.known[i] = 0
            self.values[3 * i] = self.values[3 * i + 1] = self.values[3 * i + 2] = 0.0
        for z, mode, a, b, c in rows:
            place = z * MODES + mode
            self.known[place] = 1
            self.values[3 * place], self.values[3 * place + 1] = a, b
            self.values[3 * place + 2] = c

    def __dealloc__(self):
        free(self.values)
        free(self.known)

    def find_charges(self, Graph graph):
        """Keep the partial charge of each atom, in e; whether all of them had parameters."""
        cdef int i, n = graph.n, place
        cdef bint complete = True
        cdef double **p = <double **>graph.take(2, n * sizeof(double *))
        for i in range(n):
            place = _find_mode(graph, i)
            if place < 0 or not self.known[graph.z[i] * MODES + place]:
                complete = False
                p[i] = self.values  # of no element: zeros
            else:
                p[i] = self.values + 3 * (graph.z[i] * MODES + place)
        _share_formal_charges(graph, graph.row(CHARGES))
        _equalize(graph, p, self.values + 3 * (MODES + 2), graph.row(CHARGES))
        return complete


cdef int _find_mode(Graph graph, int atom) noexcept:
    cdef int j, oxygens = 0, hybridization = graph.hybridization[atom]
    if 2 <= hybridization <= 4:
        return hybridization - 2
    if graph.z[atom] != 16:
        return -1
    for j in range(graph.start[atom], graph.start[atom + 1]):
        oxygens += graph.z[graph.neighbour[j]] == 8
    return 4 if oxygens == 2 else 3 if oxygens == 1 else 2


cdef void _share_formal_charges(Graph graph, double *charges) noexcept:
    """Give formal charges to all atoms of their element two conjugated bonds away."""
    cdef int i, j, k, one, two, like
    cdef double formal
    for i in range(graph.n):
        charges[i] = 0.0
    for i in range(graph.n):
        if graph.charge[i] == 0 or charges[i] != 0.0:
            continue
        formal, like = graph.charge[i], 1
        for j in range(graph.start[i], graph.start[i + 1]):
            one = graph.neighbour[j]
            if not graph.conjugated[graph.through[j]]:
                continue
            for k in range(graph.start[one], graph.start[one + 1]):
                two = graph.neighbour[k]
                if graph.through[k] != graph.through[j] and graph.conjugated[graph.through[k]] \
                        and graph.z[two] == graph.z[i]:
                    formal += graph.charge[two]
                    like += 1
        charges[i] = formal / like
        for j in range(graph.start[i], graph.start[i + 1]):
            one = graph.neighbour[j]
            if not graph.conjugated[graph.through[j]]:
                continue
            for k in range(graph.start[one], graph.start[one + 1]):
                two = graph.neighbour[k]
                if graph.through[k] != graph.through[j] and graph.conjugated[graph.through[k]] \
                        and graph.z[two] == graph.z[i]:
                    charges[two] = formal / like


cdef int _equalize(Graph graph, double **p, double *hydrogen, double *charges) except -1:
    cdef int i, bond, step, one, other, hydrogens, n = graph.n
    cdef double damping = 0.5, q, x, shift
    cdef double *ion = <double *>graph.take(3, 4 * n * sizeof(double))
    cdef double *energy = ion + n
    cdef double *change = ion + 2 * n
    cdef double *hydrogen_charge = ion + 3 * n
    for i in range(n):
        ion[i] = p[i][0] + p[i][1] + p[i][2]
        hydrogen_charge[i] = 0.0
    for step in range(ROUNDS):
        for i in range(n):
            energy[i] = p[i][0] + charges[i] * (p[i][1] + p[i][2] * charges[i])
            change[i] = 0.0
        for bond in range(graph.m):  # which is, atom by atom, RDKit's order of adding
            one, other = graph.begin[bond], graph.end[bond]
            x = energy[other] - energy[one]
            change[one] += x / ((0 if x < 0.0 else 1) * (ion[one] - ion[other]) + ion[other])
            x = energy[one] - energy[other]
            change[other] += x / ((0 if x < 0.0 else 1) * (ion[other] - ion[one]) + ion[one])
        for i in range(n):
            hydrogens = graph.hydrogens[i]
            if hydrogens > 0:
                q = hydrogen_charge[i] / hydrogens
                x = hydrogen[0] + q * (hydrogen[1] + hydrogen[2] * q) - energy[i]
                shift = x / ((0 if x < 0.0 else 1) * (ion[i] - HYDROGEN_CATION) + HYDROGEN_CATION)
                change[i] += hydrogens * shift
                hydrogen_charge[i] -= hydrogens * shift * damping
            charges[i] += damping * change[i]
        damping *= 0.5
    return 0


def find_extremes(Graph graph):
    """The highest and lowest partial charge and the larger and smaller size of the two.

    As Python's `min` and `max` find them, which decides where a charge is not a number.
    """
    cdef int i
    cdef double low = 500.0, high = -500.0, charge
    cdef double *charges = graph.row(CHARGES)
    for i in range(graph.n):
        charge = charges[i]
        low = low if low < charge else charge
        high = high if high > charge else charge
    return high, low, max(fabs(low), fabs(high)), min(fabs(low), fabs(high))
