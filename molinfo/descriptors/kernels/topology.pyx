# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Distances, paths and what is computed from them, in the order in which RDKit sums.

Floating-point sums are made term by term in RDKit's order, so that results are equal bit by bit.
"""

from libc.math cimport fabs, log, sqrt
from libc.stdlib cimport qsort
from libc.string cimport memset

from molinfo.descriptors.kernels.graph cimport STATES, Graph
from molinfo.descriptors.kernels.information cimport compute_entropy

ctypedef unsigned long long word

cdef double FAR = 1e8  # RDKit's distance between atoms of different fragments


cdef double *_find_distances(Graph graph) except NULL:
    """Bonds between each two atoms, n x n; 1e8 between fragments."""
    cdef Py_ssize_t n = graph.n, i, k
    cdef int j, head, tail, atom
    cdef double *distances = <double *>graph.take(0, n * n * sizeof(double))
    cdef double *row
    cdef int *queue
    if graph.has_distances:
        return distances
    queue = <int *>graph.take(2, (n + 1) * sizeof(int))
    for k in range(n * n):
        distances[k] = FAR
    for i in range(n):
        row = distances + i * n
        row[i] = 0.0
        queue[0] = i
        head, tail = 0, 1
        while head < tail:
            atom = queue[head]
            head += 1
            for k in range(graph.start[atom], graph.start[atom + 1]):
                j = graph.neighbour[k]
                if row[j] == FAR:
                    row[j] = row[atom] + 1.0
                    queue[tail] = j
                    tail += 1
    graph.has_distances = True
    return distances


cdef double *_find_weighted_distances(Graph graph) except NULL:
    """Shortest paths with bonds as long as one over their order, n x n; 1e8 between fragments.

    Floyd and Warshall's algorithm, because the order of its additions decides the last bit.
    """
    cdef Py_ssize_t n = graph.n, i, j, k
    cdef int bond
    cdef double through, length
    cdef double *distances = <double *>graph.take(1, n * n * sizeof(double))
    cdef double *row
    cdef double *via
    if graph.has_weighted_distances:
        return distances
    for k in range(n * n):
        distances[k] = FAR
    for i in range(n):
        distances[i * n + i] = 0.0
    for bond in range(graph.m):
        length = 2.0 / 3.0 if graph.kind[bond] == 3 else 1.0 / graph.order(bond)
        distances[graph.begin[bond] * n + graph.end[bond]] = length
        distances[graph.end[bond] * n + graph.begin[bond]] = length
    for k in range(n):
        via = distances + k * n  # its own row does not change in its turn
        for i in range(n):
            row = distances + i * n
            through = row[k]
            if through >= FAR:
                continue
            for j in range(n):
                length = through + via[j]
                row[j] = length if length < row[j] else row[j]
    graph.has_weighted_distances = True
    return distances


def find_states(Graph graph):
    """Keep the electrotopological state of each atom (Hall, Mohney, Kier, JCICS 1991, 31, 76)."""
    cdef Py_ssize_t n = graph.n, i, j
    cdef int quantum
    cdef double valence, p
    cdef double *distances = _find_distances(graph)
    cdef double *row
    cdef double *states = graph.row(STATES)
    cdef double *intrinsic = <double *>graph.take(2, 2 * (n + 1) * sizeof(double))
    cdef double *changes = intrinsic + n
    for i in range(n):
        states[i] = intrinsic[i] = 0.0
        if graph.degree[i] > 0:
            valence = graph.outer_electrons[graph.z[i]] - graph.hydrogens[i]
            quantum = _find_period(graph.z[i])
            intrinsic[i] = (4.0 / (quantum * quantum) * valence + 1) / graph.degree[i]
    for i in range(n):
        row = distances + i * n
        for j in range(i + 1, n):
            p = row[j] + 1.0
            changes[j] = (intrinsic[i] - intrinsic[j]) / (p * p)
        for j in range(i + 1, n):
            if row[j] < FAR:
                states[i] += changes[j]
                states[j] -= changes[j]
    for i in range(n):
        states[i] += intrinsic[i]


def find_extreme_states(Graph graph):
    """The largest size, the highest, the smallest size and the lowest of the atoms' states."""
    cdef int i
    cdef double *states = graph.row(STATES)
    cdef double low = states[0], high = low, least = fabs(low), most = least
    for i in range(1, graph.n):
        low, high = min(low, states[i]), max(high, states[i])
        least, most = min(least, fabs(states[i])), max(most, fabs(states[i]))
    return most, high, least, low


cdef int _find_period(int z) noexcept:
    return 1 if z <= 2 else 2 if z <= 10 else 3 if z <= 18 else 4 if z <= 36 else \
        5 if z <= 54 else 6 if z <= 86 else 7


def compute_balaban(Graph graph):
    """Balaban's J (Chem. Phys. Lett. 1982, 89, 399) from the weighted distances."""
    cdef Py_ssize_t n = graph.n, i, j, k
    cdef int cycles = graph.m - graph.n + 1
    cdef double total = 0.0
    cdef double *distances = _find_weighted_distances(graph)
    cdef double *sums = <double *>graph.take(2, (n + 1) * sizeof(double))
    memset(sums, 0, n * sizeof(double))
    for i in range(n):
        for j in range(n):
            sums[j] += distances[i * n + j]
    for i in range(n):
        for k in range(graph.start[i], graph.start[i + 1]):
            j = graph.neighbour[k]
            if j > i:
                total += 1.0 / sqrt(sums[i] * sums[j])
    if cycles + 1 == 0:
        return 0
    return <double>graph.m / <double>(cycles + 1) * total


cdef int _compare(const void *one, const void *other) noexcept nogil:
    cdef double a = (<double *>one)[0], b = (<double *>other)[0]
    return (a > b) - (a < b)


cdef word _mix(word value) noexcept:
    """Spread a number over 64 bits (Steele, Lea, Flood, OOPSLA 2014, 453: splitmix64)."""
    value = (value ^ (value >> 30)) * <word>0xBF58476D1CE4E5B9
    value = (value ^ (value >> 27)) * <word>0x94D049BB133111EB
    return value ^ (value >> 31)


cdef int _classify(Graph graph, int *classes) except -1:
    """Number atoms alike in the bag of their weighted distances, to four decimals.

    Of more than a hundred distances the nearest hundred count. Bags are told apart by 64 bits.
    """
    cdef Py_ssize_t n = graph.n, i, j
    cdef int width = min(graph.n, 100), known = 0, k
    cdef word total
    cdef double rounding = 6755399441055744.0  # 1.5 * 2^52: what is added to it loses its fraction
    cdef double *distances = _find_weighted_distances(graph)
    cdef double *row = <double *>graph.take(2, n * sizeof(double))
    cdef word *bags = <word *>graph.take(4, n * sizeof(word))
    for i in range(n):
        for j in range(n):
            row[j] = distances[i * n + j] * 10000 + rounding
        if n > width:
            qsort(row, n, sizeof(double), _compare)
        total = 0
        for j in range(width):
            total += _mix((<word *>row)[j])
        k = 0
        while k < known and bags[k] != total:
            k += 1
        if k == known:
            bags[k] = total
            known += 1
        classes[i] = k + 1
    return 0


cdef struct Tally:
    # sums by key, in the order in which keys came; places of keys by open addressing
    long long *keys
    double *sums
    int *places
    int count
    int mask


cdef void _add(Tally *tally, long long key, double value) noexcept:
    cdef int at = <int>(_mix(<word>key) & tally.mask), place
    while tally.places[at] >= 0:
        place = tally.places[at]
        if tally.keys[place] == key:
            tally.sums[place] += value
            return
        at = (at + 1) & tally.mask
    tally.places[at] = tally.count
    tally.keys[tally.count] = key
    tally.sums[tally.count] = value
    tally.count += 1


cdef int _clear(Graph graph, Tally *tally, int most) except -1:
    """Make room for so many keys."""
    cdef int size = 64
    while size < 2 * most:
        size *= 2
    tally.keys = <long long *>graph.take(4, most * sizeof(long long))
    tally.sums = <double *>graph.take(2, most * sizeof(double))
    tally.places = <int *>graph.take(5, size * sizeof(int))
    tally.count, tally.mask = 0, size - 1
    memset(tally.places, 0xff, size * sizeof(int))
    return 0


def compute_bertz(Graph graph):
    """Bertz's complexity index (J. Am. Chem. Soc. 1981, 103, 3599)."""
    cdef int n = graph.n, i, a, b, hinge, one, other, most = graph.m + 1
    cdef double first, second, total, elements
    cdef long long span = n + 1
    cdef Tally tally
    if n < 2:
        return 0
    cdef int *classes = <int *>graph.take(3, n * sizeof(int))
    _classify(graph, classes)
    for i in range(n):
        most += graph.degree[i] * (graph.degree[i] - 1) // 2
    _clear(graph, &tally, max(most, n))
    for i in range(n):
        _add(&tally, graph.z[i], 1.0)
    elements = n * compute_entropy(tally.sums, tally.count)
    _clear(graph, &tally, max(most, n))
    for i in range(n):
        hinge = classes[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            one = classes[graph.neighbour[a]]
            first = graph.order(graph.through[a])
            if first > 1 and graph.neighbour[a] > i:
                _add(&tally, -(min(hinge, one) * span + max(hinge, one)), first * (first - 1) / 2)
            for b in range(a + 1, graph.start[i + 1]):
                other = classes[graph.neighbour[b]]
                second = graph.order(graph.through[b])
                _add(&tally, (min(one, other) * span + hinge) * span + max(one, other),
                     first * second)
    if tally.count == 0:
        _add(&tally, 0, 1.0)
    total = 0.0
    for i in range(tally.count):
        total += tally.sums[i]
    return elements + total * (compute_entropy(tally.sums, tally.count) + log(total) / log(2.0))


def compute_connectivity(Graph graph):
    """Kier and Hall's chi indices and path counts (Rev. Comput. Chem. 1991, 2, 367).

    Returns Chi0, Chi0n, Chi0v, Chi1, Chi1n, Chi1v, Chi2n, Chi2v, Chi3n, Chi3v, Chi4n, Chi4v and
    the number of paths of two and of three bonds.
    """
    cdef int n = graph.n, i, bond, degree, z
    cdef double chi0 = 0.0, chi0n = 0.0, chi0v = 0.0, chi1 = 0.0, chi1n = 0.0, chi1v = 0.0
    cdef double free, size
    cdef double *simple = <double *>graph.take(2, 2 * (n + 1) * sizeof(double))
    cdef double *valence = simple + n + 1
    for i in range(n):
        z = graph.z[i]
        free = graph.outer_electrons[z] - graph.hydrogens[i]
        simple[i] = 1.0 / sqrt(free) if free != 0.0 else free
        size = free if z <= 10 else free / (z - <int>graph.outer_electrons[z] - 1)
        valence[i] = 0.0 if z <= 1 else 1.0 / sqrt(size) if size != 0.0 else size
        if graph.degree[i]:
            chi0 += sqrt(1.0 / graph.degree[i])
        chi0n += simple[i]
        chi0v += valence[i]
    for bond in range(graph.m):
        degree = graph.degree[graph.begin[bond]] * graph.degree[graph.end[bond]]
        chi1 += sqrt(1.0 / degree)
        chi1n += simple[graph.begin[bond]] * simple[graph.end[bond]]
        chi1v += valence[graph.begin[bond]] * valence[graph.end[bond]]
    cdef Paths found
    memset(&found, 0, sizeof(Paths))
    _walk(graph, simple, valence, &found)
    return (chi0, chi0n, chi0v, chi1, chi1n, chi1v, found.chi2n, found.chi2v, found.chi3n,
            found.chi3v, found.chi4n, found.chi4v, found.two_bonds, found.three_bonds)


cdef struct Paths:
    double chi2n, chi2v, chi3n, chi3v, chi4n, chi4v
    long two_bonds, three_bonds


cdef void _walk(Graph g, double *s, double *v, Paths *found) noexcept:
    """Walk every path of two, three and four bonds once, in rising order of its atoms.

    As in RDKit a path may close a ring with its last step; of the paths over the same bonds the
    first in that order counts.
    """
    cdef int a, b, c, d, e, i, j, k, l
    cdef double s1, s2, s3, v1, v2, v3
    for a in range(g.n):
        for i in range(g.start[a], g.start[a + 1]):
            b = g.neighbour[i]
            s1, v1 = s[a] * s[b], v[a] * v[b]
            for j in range(g.start[b], g.start[b + 1]):
                c = g.neighbour[j]
                if c == a:
                    continue
                s2, v2 = s1 * s[c], v1 * v[c]
                if a < c:
                    found.two_bonds += 1
                    found.chi2n += s2
                    found.chi2v += v2
                for k in range(g.start[c], g.start[c + 1]):
                    d = g.neighbour[k]
                    if d == b:
                        continue
                    if d == a:  # a triangle: once, from its lowest atom
                        if a < b < c:
                            found.three_bonds += 1
                            found.chi3n += s2
                            found.chi3v += v2
                        continue
                    s3, v3 = s2 * s[d], v2 * v[d]
                    if a < d:
                        found.three_bonds += 1
                        found.chi3n += s3
                        found.chi3v += v3
                    for l in range(g.start[d], g.start[d + 1]):
                        e = g.neighbour[l]
                        if e == c:
                            continue
                        if e == a:  # a ring of four: once, from its lowest atom
                            if a < b and a < c and b < d:
                                found.chi4n += s3
                                found.chi4v += v3
                        elif e == b:  # a triangle with a tail
                            if c < d:
                                found.chi4n += s3 * s[e]
                                found.chi4v += v3 * v[e]
                        elif a < e:
                            found.chi4n += s3 * s[e]
                            found.chi4v += v3 * v[e]


def compute_kappa(Graph graph, double alpha, long two_bonds, long three_bonds):
    """Kier's shape indices 1, 2 and 3 (Rev. Comput. Chem. 1991, 2, 367) from path counts."""
    cdef double first = 0.0, second = 0.0, third = 0.0, a = graph.n, paths
    paths = graph.m + alpha
    if paths:
        first = (a + alpha) * (a + alpha - 1) * (a + alpha - 1) / (paths * paths)
    paths = (two_bonds + alpha) * (two_bonds + alpha)
    if paths:
        second = (a + alpha - 1) * (a + alpha - 2) * (a + alpha - 2) / paths
    paths = (three_bonds + alpha) * (three_bonds + alpha)
    if paths:
        third = (a + alpha - (1 if graph.n % 2 else 2)) * (a + alpha - 3) * (a + alpha - 3) / paths
    return first, second, third
