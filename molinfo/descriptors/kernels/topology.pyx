# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Distances, paths and what is computed from them, in the order in which RDKit sums.

Floating-point sums are made term by term in RDKit's order, so that results are equal bit by bit.
"""

from libc.math cimport fabs, log, rint, sqrt
from libc.stdlib cimport qsort
from libc.string cimport memset

from molinfo.descriptors.kernels.graph cimport Graph

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


def compute_estate(Graph graph):
    """Electrotopological state of each atom (Hall, Mohney, Kier, JCICS 1991, 31, 76)."""
    cdef int n = graph.n, i, j, quantum
    cdef double change, p, valence
    cdef double *distances = _find_distances(graph)
    cdef double *states = <double *>graph.take(2, 2 * (n + 1) * sizeof(double))
    cdef double *intrinsic = states + n
    for i in range(n):
        states[i] = intrinsic[i] = 0.0
        if graph.degree[i] > 0:
            valence = graph.outer_electrons[graph.z[i]] - graph.hydrogens[i]
            quantum = _find_period(graph.z[i])
            intrinsic[i] = (4.0 / (quantum * quantum) * valence + 1) / graph.degree[i]
    for i in range(n):
        for j in range(i + 1, n):
            p = distances[<Py_ssize_t>i * n + j] + 1
            if p < 1e6:
                change = (intrinsic[i] - intrinsic[j]) / (p * p)
                states[i] += change
                states[j] -= change
    return [states[i] + intrinsic[i] for i in range(n)]


cdef int _find_period(int z) noexcept:
    return 1 if z <= 2 else 2 if z <= 10 else 3 if z <= 18 else 4 if z <= 36 else \
        5 if z <= 54 else 6 if z <= 86 else 7


cdef double _sum_pairwise(double *a, int n) noexcept:
    """Sum as numpy does: eight running sums, halves beyond 128 terms."""
    cdef int i, half
    cdef double r0, r1, r2, r3, r4, r5, r6, r7, total
    if n < 8:
        total = 0.0
        for i in range(n):
            total += a[i]
        return total
    if n <= 128:
        r0, r1, r2, r3 = a[0], a[1], a[2], a[3]
        r4, r5, r6, r7 = a[4], a[5], a[6], a[7]
        i = 8
        while i < n - n % 8:
            r0 += a[i]
            r1 += a[i + 1]
            r2 += a[i + 2]
            r3 += a[i + 3]
            r4 += a[i + 4]
            r5 += a[i + 5]
            r6 += a[i + 6]
            r7 += a[i + 7]
            i += 8
        total = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7))
        while i < n:
            total += a[i]
            i += 1
        return total
    half = n // 2
    half -= half % 8
    return _sum_pairwise(a, half) + _sum_pairwise(a + half, n - half)


cdef void _sum_rows(double *target, double *rows, int *which, int count, int n) noexcept:
    """The sum of some rows of a matrix, added in their order."""
    cdef int j, k
    cdef double *one
    cdef double *two
    cdef double *three
    if count == 0:
        for j in range(n):
            target[j] = 0.0
        return
    one = rows + <long>which[0] * n
    two = rows + <long>which[1 if count > 1 else 0] * n
    three = rows + <long>which[2 if count > 2 else 0] * n
    if count == 1:
        for j in range(n):
            target[j] = one[j]
    elif count == 2:
        for j in range(n):
            target[j] = one[j] + two[j]
    else:
        for j in range(n):
            target[j] = one[j] + two[j] + three[j]
        for k in range(3, count):
            one = rows + <long>which[k] * n
            for j in range(n):
                target[j] += one[j]


cdef double _LARGEST_INTEGER = 2.0 ** 53  # up to which a double holds every integer


cdef double *_find_polynomial(Graph graph, bint *exact) except NULL:
    """Coefficients of the characteristic polynomial of the adjacency matrix, n + 1 of them.

    The method of Le Verrier, Faddeev and Frame (Trinajstic, Chemical Graph Theory, 1992, 76); a
    product with the adjacency matrix is a sum over neighbours, which makes n^4 an n^3. `exact`
    becomes false where a sum may have gone beyond the integers that a double can hold.
    """
    cdef Py_ssize_t n = graph.n, i, k
    cdef int step
    cdef double coefficient, largest = 0.0
    cdef double *now = <double *>graph.take(2, n * n * sizeof(double))
    cdef double *then = <double *>graph.take(3, n * n * sizeof(double))
    cdef double *coefficients = <double *>graph.take(4, 2 * (n + 1) * sizeof(double))
    cdef double *trace = coefficients + n + 1
    coefficients[0] = 1.0
    memset(now, 0, n * n * sizeof(double))
    for i in range(n):
        for k in range(graph.start[i], graph.start[i + 1]):
            now[i * n + graph.neighbour[k]] = 1.0
    for step in range(1, n + 1):
        for i in range(n):
            trace[i] = now[i * n + i]
        coefficient = 1.0 / step * (_sum_pairwise(trace, n) + 0.0)
        coefficients[step] = coefficient
        if step == n:
            break
        for i in range(n):
            now[i * n + i] -= coefficient
        for i in range(n):
            _sum_rows(then + i * n, now, graph.neighbour + graph.start[i], graph.degree[i], n)
        now, then = then, now
        for i in range(n * n):
            largest = max(largest, fabs(now[i]))
    exact[0] = largest * n < _LARGEST_INTEGER
    return coefficients


cdef double _compute_entropy(double *counts, int n) noexcept:
    """Shannon entropy in bits of counts, summed as RDKit's InfoEntropy sums."""
    cdef double total = 0.0, entropy = 0.0, share
    cdef int i
    for i in range(n):
        total += counts[i]
    if total != 0:
        for i in range(n):
            share = counts[i] / total
            if share != 0:
                entropy += -share * log(share)
    return entropy / log(2.0)


def compute_information_content(Graph graph):
    """Ipc and AvgIpc (Bonchev, Trinajstic, J. Chem. Phys. 1977, 67, 4517), and whether every sum
    on the way was exact: else they depend on the order of adding."""
    cdef int i, n = graph.n + 1
    cdef double total = 0.0, average
    cdef bint exact = True
    cdef double *sizes = _find_polynomial(graph, &exact)
    for i in range(n):
        sizes[i] = fabs(sizes[i])
        total += sizes[i]
    average = _compute_entropy(sizes, n)
    return total * average, average, exact


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
    cdef long long a = (<long long *>one)[0], b = (<long long *>other)[0]
    return (a > b) - (a < b)


cdef void _sort(long long *row, int n) noexcept:
    """By insertion where that is quicker."""
    cdef int i, j
    cdef long long value
    if n > 48:
        qsort(row, n, sizeof(long long), _compare)
        return
    for i in range(1, n):
        value = row[i]
        j = i
        while j > 0 and row[j - 1] > value:
            row[j] = row[j - 1]
            j -= 1
        row[j] = value


def compute_bertz(Graph graph):
    """Bertz's complexity index (J. Am. Chem. Soc. 1981, 103, 3599).

    Atoms count as equal when their sorted weighted distances are, to four decimals and for the
    nearest hundred.
    """
    cdef int n = graph.n, width = min(graph.n, 100), i, j, a, b, hinge, one, other
    cdef Py_ssize_t wide = width * sizeof(long long)
    cdef double first, second
    cdef long long key, span = n + 1
    cdef dict seen = {}
    cdef dict connections = {}
    cdef dict elements = {}
    if n < 2:
        return 0
    cdef double *distances = _find_weighted_distances(graph)
    cdef long long *row = <long long *>graph.take(2, n * sizeof(long long))
    cdef int *classes = <int *>graph.take(3, n * sizeof(int))
    for i in range(n):
        for j in range(n):
            row[j] = <long long>rint(distances[<Py_ssize_t>i * n + j] * 10000)
        _sort(row, n)
        classes[i] = <int>seen.setdefault((<char *>row)[:wide], len(seen)) + 1
    for i in range(n):
        elements[graph.z[i]] = elements.get(graph.z[i], 0) + 1
        hinge = classes[i]
        for a in range(graph.start[i], graph.start[i + 1]):
            one = classes[graph.neighbour[a]]
            first = graph.order(graph.through[a])
            if first > 1 and graph.neighbour[a] > i:
                key = -(min(hinge, one) * span + max(hinge, one))
                connections[key] = connections.get(key, 0.0) + first * (first - 1) / 2
            for b in range(a + 1, graph.start[i + 1]):
                other = classes[graph.neighbour[b]]
                second = graph.order(graph.through[b])
                key = (min(one, other) * span + hinge) * span + max(one, other)
                connections[key] = connections.get(key, 0.0) + first * second
    return n * _compute_entropy_of(graph, elements) + _compute_bonding(graph, connections)


cdef double _compute_bonding(Graph graph, dict connections) except *:
    cdef double total
    if not connections:
        connections = {0: 1.0}
    total = sum(connections.values())
    return total * (_compute_entropy_of(graph, connections) + log(total) / log(2.0))


cdef double _compute_entropy_of(Graph graph, dict counts) except *:
    cdef int i
    cdef double *sizes = <double *>graph.take(4, len(counts) * sizeof(double))
    for i, size in enumerate(counts.values()):
        sizes[i] = size
    return _compute_entropy(sizes, len(counts))


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
