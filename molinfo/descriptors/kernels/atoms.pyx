# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What is a sum over atoms, in the order in which RDKit sums: weights, counts, polar surface."""

from libc.string cimport memcmp

from molinfo.descriptors.kernels.graph cimport MASSES, Graph

cdef enum:
    SP = 2
    SP2 = 3


def find_masses(Graph graph):
    """Keep the weight of each atom, without its hydrogens, in u; for structures without labels."""
    cdef int i
    cdef double *masses = graph.row(MASSES)
    for i in range(graph.n):
        masses[i] = graph.weights[graph.z[i]]


def keep_masses(Graph graph, list masses):
    """Keep the mass of each atom as RDKit has it, in u."""
    graph.keep(MASSES, masses)


def sum_weights(Graph graph):
    """The molecular weight and that of the heavy atoms, from the masses, in g/mol."""
    cdef int i
    cdef double whole = 0.0, heavy = 0.0
    cdef double *masses = graph.row(MASSES)
    for i in range(graph.n):
        whole += masses[i]
        whole += graph.hydrogens[i] * graph.weights[1]
        heavy += masses[i]
    return whole, heavy


def count_elements(Graph graph):
    """Pairs of atomic number and count of atoms, hydrogens among them, as a dictionary."""
    cdef int i
    cdef int[256] counts
    for i in range(256):
        counts[i] = 0
    for i in range(graph.n):
        counts[graph.z[i]] += 1
        counts[1] += graph.hydrogens[i]
    return {i: counts[i] for i in range(256) if counts[i]}


def count_electrons(Graph graph):
    """Valence electrons, unpaired electrons, and the sum of the formal charges."""
    cdef int i, radicals = 0, charge = 0, hydrogens = 0
    cdef double outer = 0.0
    for i in range(graph.n):
        outer += graph.outer_electrons[graph.z[i]]
        hydrogens += graph.hydrogens[i]
        radicals += graph.radicals[i]
        charge += graph.charge[i]
    return <int>outer - charge + hydrogens, radicals, charge


def count_atoms(Graph graph):
    """Heavy atoms, H on N and O, N and O, heteroatoms, and the share of sp3 among the carbons.

    A carbon counts as sp3 by its four neighbours, hydrogens included.
    """
    cdef int i, polar = 0, polar_hydrogens = 0, carbons = 0, saturated = 0
    for i in range(graph.n):
        if graph.z[i] == 6:
            carbons += 1
            saturated += graph.degree[i] + graph.hydrogens[i] == 4
        elif graph.z[i] == 7 or graph.z[i] == 8:
            polar += 1
            polar_hydrogens += graph.hydrogens[i]
    return (graph.n, polar_hydrogens, polar, graph.n - carbons,
            <double>saturated / carbons if carbons else 0.0)


def compute_alpha(Graph graph):
    """Hall and Kier's alpha (Rev. Comput. Chem. 1991, 2, 367): how much smaller atoms are."""
    cdef int i
    cdef double total = 0.0
    for i in range(graph.n):
        total += _find_alpha(graph, graph.z[i], graph.hybridization[i])
    return total


cdef double _find_alpha(Graph graph, int z, int hybridization) noexcept:
    if z == 6:
        return -0.22 if hybridization == SP else -0.13 if hybridization == SP2 else 0.0
    if z == 7:
        return -0.29 if hybridization == SP else -0.20 if hybridization == SP2 else -0.04
    if z == 8:
        return -0.20 if hybridization == SP2 else -0.04
    if z == 15:
        return 0.30 if hybridization == SP2 else 0.43
    if z == 16:
        return 0.22 if hybridization == SP2 else 0.35
    if z == 9:
        return -0.07
    if z == 17:
        return 0.29
    if z == 35:
        return 0.48
    if z == 53:
        return 0.73
    return graph.radii[z] / graph.radii[6] - 1.0


cdef enum:
    POLAR_COLUMNS = 8
    POLAR_ROWS = 32

_POLAR = (
    # z, single, double, triple and aromatic bonds, hydrogens, charge, in a ring of three (2: any)
    (7, 0, 0, 1, 0, 0, 0, 2, 23.79),
    (7, 0, 1, 0, 0, 1, 0, 2, 23.85),
    (7, 1, 0, 0, 0, 2, 0, 2, 26.02),
    (7, 0, 1, 0, 0, 2, 1, 2, 25.59),
    (7, 1, 0, 0, 0, 3, 1, 2, 27.64),
    (7, 1, 1, 0, 0, 0, 0, 2, 12.36),
    (7, 0, 1, 1, 0, 0, 0, 2, 13.60),
    (7, 2, 0, 0, 0, 1, 0, 1, 21.94),
    (7, 2, 0, 0, 0, 1, 0, 0, 12.03),
    (7, 1, 0, 1, 0, 0, 1, 2, 4.36),
    (7, 1, 1, 0, 0, 1, 1, 2, 13.97),
    (7, 2, 0, 0, 0, 2, 1, 2, 16.61),
    (7, 0, 0, 0, 2, 0, 0, 2, 12.89),
    (7, 0, 0, 0, 2, 1, 0, 2, 15.79),
    (7, 0, 0, 0, 2, 1, 1, 2, 14.14),
    (7, 3, 0, 0, 0, 0, 0, 1, 3.01),
    (7, 3, 0, 0, 0, 0, 0, 0, 3.24),
    (7, 1, 2, 0, 0, 0, 0, 2, 11.68),
    (7, 2, 1, 0, 0, 0, 1, 2, 3.01),
    (7, 3, 0, 0, 0, 1, 1, 2, 4.44),
    (7, 0, 0, 0, 3, 0, 0, 2, 4.41),
    (7, 1, 0, 0, 2, 0, 0, 2, 4.93),
    (7, 0, 1, 0, 2, 0, 0, 2, 8.39),
    (7, 0, 0, 0, 3, 0, 1, 2, 4.10),
    (7, 1, 0, 0, 2, 0, 1, 2, 3.88),
    (7, 4, 0, 0, 0, 0, 1, 2, 0.0),
    (8, 0, 1, 0, 0, 0, 0, 2, 17.07),
    (8, 1, 0, 0, 0, 1, 0, 2, 20.23),
    (8, 1, 0, 0, 0, 0, -1, 2, 23.06),
    (8, 2, 0, 0, 0, 0, 0, 1, 12.53),
    (8, 2, 0, 0, 0, 0, 0, 0, 9.23),
    (8, 0, 0, 0, 2, 0, 0, 2, 13.14),
)
cdef int[POLAR_ROWS][POLAR_COLUMNS] _polar_kinds
cdef double[POLAR_ROWS] _polar_areas
for _i, _row in enumerate(_POLAR):
    for _j in range(POLAR_COLUMNS):
        _polar_kinds[_i][_j] = _row[_j]
    _polar_areas[_i] = _row[POLAR_COLUMNS]


def compute_polar_surface(Graph graph):
    """Topological polar surface of N and O (Ertl et al., J. Med. Chem. 2000, 43, 3714), in A^2."""
    cdef int i
    cdef double total = 0.0
    for i in range(graph.n):
        if graph.z[i] == 7 or graph.z[i] == 8:
            total += _find_polar_area(graph, i)
    return total


cdef double _find_polar_area(Graph graph, int atom) noexcept:
    """Of the kind that an atom is of, else by its neighbours and hydrogens alone."""
    cdef int j
    cdef int[7] kind
    cdef int *known
    kind[0], kind[5], kind[6] = graph.z[atom], graph.hydrogens[atom], graph.charge[atom]
    kind[1] = kind[2] = kind[3] = kind[4] = 0
    for j in range(graph.start[atom], graph.start[atom + 1]):
        kind[1 + graph.kind[graph.through[j]]] += 1
    for j in range(POLAR_ROWS):
        known = _polar_kinds[j]
        if memcmp(kind, known, 7 * sizeof(int)) == 0 \
                and (known[7] == 2 or known[7] == graph.in_triangle(atom)):
            return _polar_areas[j]
    if graph.z[atom] == 7:
        return max(30.5 - graph.degree[atom] * 8.2 + graph.hydrogens[atom] * 1.5, 0.0)
    return max(28.5 - graph.degree[atom] * 8.6 + graph.hydrogens[atom] * 1.5, 0.0)
