# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Information content of the characteristic polynomial, in the order in which RDKit sums."""

from libc.math cimport fabs, log
from libc.string cimport memset

from molinfo.descriptors.kernels.graph cimport Graph

cdef double _LARGEST_INTEGER = 2.0 ** 53  # up to which a double holds every integer


cdef double compute_entropy(double *counts, int n) noexcept:
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
    average = compute_entropy(sizes, n)
    return total * average, average, exact


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
    cdef double *coefficients = <double *>graph.take(4, 3 * (n + 1) * sizeof(double))
    cdef double *trace = coefficients + n + 1
    cdef double *peaks = coefficients + 2 * (n + 1)
    coefficients[0] = 1.0
    memset(now, 0, n * n * sizeof(double))
    memset(peaks, 0, n * sizeof(double))
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
            _raise_peaks(peaks, then + i * n, n)
        now, then = then, now
    for i in range(n):
        largest = max(largest, peaks[i])
    exact[0] = largest * n < _LARGEST_INTEGER
    return coefficients


cdef void _raise_peaks(double *peaks, double *row, int n) noexcept:
    """Column by column, the largest size seen so far."""
    cdef int j
    cdef double size
    for j in range(n):
        size = fabs(row[j])
        peaks[j] = size if size > peaks[j] else peaks[j]


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
