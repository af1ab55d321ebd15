# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Extreme eigenvalues of Burden matrices, of four at once: they differ in their diagonals only.

The innermost loops are over the four matrices: the compiler turns them into vector operations.
"""

from libc.math cimport fabs, sqrt

from molinfo.descriptors.kernels.graph cimport CHARGES, LOG_P, MASSES, REFRACTIVITY, Graph

cdef enum:
    LANES = 4
    MOST_STEPS = 60

cdef int[LANES] _DIAGONALS
_DIAGONALS[:] = [MASSES, CHARGES, LOG_P, REFRACTIVITY]


def compute_burden_extremes(Graph graph):
    """Highest and lowest eigenvalue of the Burden matrices of mass, charge, log P, refractivity.

    Off the diagonal 1/sqrt(bond order), 0.001 without a bond (Stanton, JCICS 1999, 39, 11).
    Householder's reduction (Golub, Van Loan, Matrix Computations, 4th ed., 8.3), then the rational
    QL method (Reinsch, Commun. ACM 1973, 16, 689). Returns highest and lowest by turns, or None
    when an iteration does not end.
    """
    cdef int n = graph.n, i, bond, l
    cdef Py_ssize_t k, wide = <Py_ssize_t>n * LANES
    cdef double score, low, high
    cdef double *diagonal
    cdef double *a = <double *>graph.take(2, n * wide * sizeof(double))
    cdef double *d = <double *>graph.take(3, 4 * (n + 1) * LANES * sizeof(double))
    cdef double *e = d + (n + 1) * LANES
    cdef double *one = d + 2 * (n + 1) * LANES
    cdef double *other = d + 3 * (n + 1) * LANES
    cdef list found = []
    for k in range(n * wide):
        a[k] = 0.001
    for l in range(LANES):
        diagonal = graph.row(_DIAGONALS[l])
        for i in range(n):
            a[i * wide + i * LANES + l] = diagonal[i]
    for bond in range(graph.m):
        score = 1.0 / sqrt(graph.order(bond))
        for l in range(LANES):
            a[graph.begin[bond] * wide + graph.end[bond] * LANES + l] = score
            a[graph.end[bond] * wide + graph.begin[bond] * LANES + l] = score
    _reduce(a, d, e, n)
    for l in range(LANES):
        for i in range(n):
            one[i], other[i] = d[i * LANES + l], e[i * LANES + l]
        if not _iterate(one, other, n):
            return None
        low = high = one[0]
        for i in range(1, n):
            low = min(low, one[i])
            high = max(high, one[i])
        found += (high, low)
    return found


cdef void _dot(double *one, double *other, int n, double *result) noexcept:
    """Scalar products of the vectors of all matrices."""
    cdef int k, l
    cdef double[LANES] even
    cdef double[LANES] odd
    for l in range(LANES):
        even[l] = odd[l] = 0.0
    for k in range(0, n - 1, 2):
        for l in range(LANES):
            even[l] += one[k * LANES + l] * other[k * LANES + l]
        for l in range(LANES):
            odd[l] += one[(k + 1) * LANES + l] * other[(k + 1) * LANES + l]
    if n & 1:
        for l in range(LANES):
            even[l] += one[(n - 1) * LANES + l] * other[(n - 1) * LANES + l]
    for l in range(LANES):
        result[l] = even[l] + odd[l]


cdef void _multiply(double *a, double *v, int n, Py_ssize_t wide, double *result) noexcept:
    """Matrices, of which the lower triangle counts, times vectors."""
    cdef int j, k, l
    cdef double *row
    cdef double[LANES] total
    cdef double[LANES] factor
    cdef double[LANES] part
    for j in range(n):
        row = a + j * wide
        for l in range(LANES):
            factor[l] = v[j * LANES + l]
        for l in range(LANES):
            total[l] = row[j * LANES + l] * factor[l]
        for k in range(j):
            for l in range(LANES):
                total[l] += row[k * LANES + l] * v[k * LANES + l]
            for l in range(LANES):
                part[l] = row[k * LANES + l] * factor[l]
            for l in range(LANES):
                result[k * LANES + l] += part[l]
        for l in range(LANES):
            result[j * LANES + l] = total[l]


cdef void _reduce(double *a, double *d, double *e, int n) noexcept:
    """Symmetric, the lower triangle, to tridiagonal: diagonal in d, the rest in e[1:]."""
    cdef int i, j, k, l
    cdef Py_ssize_t wide = <Py_ssize_t>n * LANES
    cdef double alpha
    cdef double[LANES] norm
    cdef double[LANES] scale
    cdef double[LANES] f
    cdef double[LANES] g
    cdef double[LANES] part
    cdef double *v
    cdef double *row
    for i in range(n - 1, 1, -1):
        v = a + i * wide
        _dot(v, v, i, norm)
        for l in range(LANES):
            f[l] = v[(i - 1) * LANES + l]
            if norm[l] - f[l] * f[l] <= 1e-300:  # reduced already
                e[i * LANES + l] = f[l]
                scale[l] = 0.0
                for k in range(i):
                    v[k * LANES + l] = 0.0
            else:
                alpha = -sqrt(norm[l]) if f[l] >= 0 else sqrt(norm[l])
                e[i * LANES + l] = alpha
                scale[l] = 1.0 / (norm[l] - f[l] * alpha)
                v[(i - 1) * LANES + l] = f[l] - alpha  # the Householder vector stands in row i
        _multiply(a, v, i, wide, d)
        for j in range(i):
            for l in range(LANES):
                d[j * LANES + l] *= scale[l]
        _dot(d, v, i, f)
        for l in range(LANES):
            f[l] *= 0.5 * scale[l]
        for j in range(i):
            for l in range(LANES):
                d[j * LANES + l] -= f[l] * v[j * LANES + l]
        for j in range(i):
            row = a + j * wide
            for l in range(LANES):
                f[l], g[l] = v[j * LANES + l], d[j * LANES + l]
            for k in range(j + 1):
                for l in range(LANES):
                    part[l] = f[l] * d[k * LANES + l] + g[l] * v[k * LANES + l]
                for l in range(LANES):
                    row[k * LANES + l] -= part[l]
    for l in range(LANES):
        if n > 1:
            e[LANES + l] = a[wide + l]
        for i in range(n):
            d[i * LANES + l] = a[i * wide + i * LANES + l]


cdef bint _iterate(double *d, double *e, int n) noexcept:
    """Eigenvalues of a tridiagonal matrix into d; e is used up."""
    cdef int l, m, i, tries
    cdef double f = 0.0, g, h, p, r, s, size = 0.0, small = 0.0, tiny = 0.0
    for i in range(1, n):
        e[i - 1] = e[i] * e[i]
    e[n - 1] = 0.0
    for l in range(n):
        h = fabs(d[l]) + sqrt(e[l])
        if h > size:
            size = h
            small = 2.3e-16 * size
            tiny = small * small
        m = l
        while e[m] > tiny:
            m += 1
        tries = 0
        while m > l:
            tries += 1
            if tries > MOST_STEPS:
                return False
            s = sqrt(e[l])
            g = d[l]
            p = (d[l + 1] - g) / (2.0 * s)
            r = sqrt(p * p + 1.0)
            d[l] = s / (p + (r if p >= 0 else -r))
            h = g - d[l]
            for i in range(l + 1, n):
                d[i] -= h
            f += h
            g = d[m] if d[m] != 0 else small
            h = g
            s = 0.0
            for i in range(m - 1, l - 1, -1):
                p = g * h
                r = p + e[i]
                e[i + 1] = s * r
                s = e[i] / r
                d[i + 1] = h + s * (h + d[i])
                g = d[i] - e[i] / g
                if g == 0:
                    g = small
                h = g * p / r
            e[l] = s * g
            d[l] = h
            if h == 0 or fabs(e[l]) <= fabs(tiny / h):
                break
            e[l] *= h
            if e[l] == 0:
                break
        d[l] += f
    return True
