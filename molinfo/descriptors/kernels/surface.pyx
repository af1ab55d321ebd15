# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Surface contributions, their histograms, and extreme eigenvalues of Burden matrices."""

from libc.math cimport M_PI, fabs, sqrt

from molinfo.descriptors.kernels.graph cimport Graph


def compute_labute(Graph graph):
    """Labute's approximate surface area (J. Mol. Graph. Model. 2000, 18, 464) in square angstrom.

    Returns the contribution of each atom and the total with the hydrogens' share.
    """
    cdef int n = graph.n, i, j, bond, kind
    cdef double a, b, length, shrink, hydrogen = 0.0, total = 0.0
    cdef double *areas = <double *>graph.take(2, (n + 1) * sizeof(double))
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
    return [areas[i] for i in range(n)], total


def sum_by_bin(list values, list places, tuple bins):
    """Sum values by the bin that their places fall into, lower bound included."""
    cdef int i, k, n_bins = len(bins)
    cdef double place
    cdef double[32] bounds
    cdef double[32] total
    for k in range(n_bins):
        bounds[k] = bins[k]
    for k in range(n_bins + 1):
        total[k] = 0.0
    for i in range(len(values)):
        place = places[i]
        k = 0
        while k < n_bins and not place < bounds[k]:
            k += 1
        total[k] += <double>values[i]
    return [total[k] for k in range(n_bins + 1)]


def compute_burden_extremes(Graph graph, tuple diagonals):
    """Highest and lowest eigenvalue of Burden matrices with an atom property on their diagonals.

    Off the diagonal 1/sqrt(bond order), 0.001 without a bond (Stanton, JCICS 1999, 39, 11).
    Householder's reduction (Golub, Van Loan, Matrix Computations, 4th ed., 8.3), then the rational
    QL method (Reinsch, Commun. ACM 1973, 16, 689). Returns highest and lowest by turns, or None
    when an iteration does not end.
    """
    cdef int n = graph.n, i, bond
    cdef Py_ssize_t k
    cdef double score, low, high
    cdef double *a = <double *>graph.take(2, n * n * sizeof(double))
    cdef double *d = <double *>graph.take(3, 2 * (n + 1) * sizeof(double))
    cdef double *e = d + n + 1
    cdef list diagonal, found = []
    for diagonal in diagonals:
        for k in range(<Py_ssize_t>n * n):
            a[k] = 0.001
        for i in range(n):
            a[i * n + i] = diagonal[i]
        for bond in range(graph.m):
            score = 1.0 / sqrt(graph.order(bond))
            a[graph.begin[bond] * n + graph.end[bond]] = score
            a[graph.end[bond] * n + graph.begin[bond]] = score
        _reduce(a, d, e, n)
        if not _iterate(d, e, n):
            return None
        low = high = d[0]
        for i in range(1, n):
            low = min(low, d[i])
            high = max(high, d[i])
        found += (high, low)
    return found


cdef double _dot(double *one, double *other, int n) noexcept:
    cdef int k = 0
    cdef double a = 0.0, b = 0.0, c = 0.0, d = 0.0
    while k + 3 < n:
        a += one[k] * other[k]
        b += one[k + 1] * other[k + 1]
        c += one[k + 2] * other[k + 2]
        d += one[k + 3] * other[k + 3]
        k += 4
    while k < n:
        a += one[k] * other[k]
        k += 1
    return (a + b) + (c + d)


cdef void _reduce(double *a, double *d, double *e, int n) noexcept:
    """Symmetric to tridiagonal: diagonal in d, the rest in e[1:]; a is used up."""
    cdef int i, j, k
    cdef double norm, alpha, beta, f, g
    cdef double *v
    cdef double *row
    for i in range(n - 1, 1, -1):
        v = a + i * n
        norm = _dot(v, v, i)
        f = v[i - 1]
        if norm - f * f <= 1e-300:
            e[i] = f
            continue
        alpha = -sqrt(norm) if f >= 0 else sqrt(norm)
        e[i] = alpha
        beta = norm - f * alpha
        v[i - 1] = f - alpha  # the Householder vector stands in row i
        for j in range(i):
            d[j] = _dot(a + j * n, v, i) / beta
        f = _dot(d, v, i) / (2.0 * beta)
        for j in range(i):
            d[j] -= f * v[j]
        for j in range(i):
            row = a + j * n
            f, g = v[j], d[j]
            for k in range(i):
                row[k] -= f * d[k] + g * v[k]
    if n > 1:
        e[1] = a[n]
    for i in range(n):
        d[i] = a[i * n + i]


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
            if tries > 60:
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
