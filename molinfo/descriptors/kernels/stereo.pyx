# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Where stereo can be, and what of the spacial score does not depend on it."""

from molinfo.descriptors.kernels.graph cimport Graph


cdef int[5] _HYBRIDIZATIONS = [4, 4, 1, 2, 3]  # by RDKit's number; sp counts 1, sp2 2, sp3 3


def score_space(Graph graph, set stereo):
    """Spacial score an atom (Krzyzanowski et al., J. Med. Chem. 2023, 66, 12739).

    `stereo` holds the atoms that are stereocentres or in a double bond with E or Z: they count
    double, as those of rings that are not aromatic do.
    """
    cdef int i, score
    cdef long total = 0
    for i in range(graph.n):
        score = _HYBRIDIZATIONS[graph.hybridization[i]] if graph.hybridization[i] < 5 else 4
        score *= graph.degree[i] * graph.degree[i]
        if graph.ring_count[i] and not graph.aromatic[i]:
            score *= 2
        total += 2 * score if i in stereo else score
    return total / <double>graph.n


def may_have_stereo_atoms(Graph graph):
    """Whether any atom can be a tetrahedral stereocentre; True where a closer look is needed.

    None is one that is aromatic, has two hydrogens, less than three neighbours unless it is
    phosphorus or arsenic, two equal single atoms on it, as a carbon a multiple bond, or as a
    neutral nitrogen no bridgehead and no three-ring.
    """
    cdef int i, j
    cdef bint single
    for i in range(graph.n):
        if graph.aromatic[i] or graph.hydrogens[i] > 1 \
                or (graph.degree[i] + graph.hydrogens[i] < 3 and graph.z[i] not in (15, 33)):
            continue
        if graph.z[i] == 7 and graph.charge[i] == 0 and graph.ring_count[i] < 2 \
                and not graph.in_triangle(i):
            continue
        if graph.z[i] == 6:
            single = True
            for j in range(graph.start[i], graph.start[i + 1]):
                single = single and graph.kind[graph.through[j]] == 0
            if not single:
                continue
        if not _has_twin_ends(graph, i):
            return True
    return False


cdef bint _has_twin_ends(Graph graph, int atom) noexcept:
    """Whether two neighbours that end there are alike."""
    cdef int j, k, one, other
    for j in range(graph.start[atom], graph.start[atom + 1]):
        one = graph.neighbour[j]
        if graph.degree[one] > 1:
            continue
        for k in range(j + 1, graph.start[atom + 1]):
            other = graph.neighbour[k]
            if graph.degree[other] == 1 and graph.z[one] == graph.z[other] \
                    and graph.charge[one] == graph.charge[other] \
                    and graph.isotope[one] == graph.isotope[other] \
                    and graph.hydrogens[one] == graph.hydrogens[other] \
                    and graph.kind[graph.through[j]] == graph.kind[graph.through[k]]:
                return True
    return False


def find_stereo_candidates(Graph graph):
    """Double bonds that can have E/Z: not at a chain's end, not in a ring of less than eight."""
    cdef int i, j, size
    cdef list found = []
    cdef int *smallest = <int *>graph.take(2, (graph.m + 1) * sizeof(int))
    for i in range(graph.m):
        smallest[i] = 8
    for i in range(graph.n_rings):
        size = graph.ring_start[i + 1] - graph.ring_start[i]
        for j in range(graph.ring_start[i], graph.ring_start[i + 1]):
            smallest[graph.ring_bonds[j]] = min(smallest[graph.ring_bonds[j]], size)
    for i in range(graph.m):
        if graph.kind[i] == 1 and smallest[i] == 8 and graph.degree[graph.begin[i]] > 1 \
                and graph.degree[graph.end[i]] > 1:
            found.append(i)
    return found
