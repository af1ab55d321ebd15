# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""How many distinct circular environments a molecule has.

The environments are those of Rogers and Hahn (J. Chem. Inf. Model. 2010, 50, 742) as RDKit numbers
them, in 32 bits, because only equal numbers make equal counts where two environments collide.
"""

from libc.string cimport memcpy, memset

from molinfo.descriptors.kernels.graph cimport Graph

ctypedef unsigned int code
ctypedef unsigned long long word


cdef inline code _combine(code seed, code value) noexcept:
    return seed ^ (value + <code>0x9e3779b9 + (seed << 6) + (seed >> 2))


def count_environments(Graph graph, list mass_shifts, int radius):
    """Distinct environments up to radius 0, 1, ... of all atoms.

    `mass_shifts` holds the whole difference in u of each atom's mass to its element's weight.
    """
    cdef int n = graph.n, words = (graph.m + 63) // 64 + 1, i, j, k, bond, other, layer, degree
    cdef Py_ssize_t wide = words * sizeof(word)
    cdef code number, pair
    cdef word key
    cdef word[64] pairs
    cdef word *around = <word *>graph.take(2, n * wide)
    cdef word *wider = <word *>graph.take(3, n * wide)
    cdef code *now = <code *>graph.take(4, 2 * n * sizeof(code))
    cdef code *then = now + n
    cdef char *dead = <char *>graph.take(5, n)
    cdef set seen = set()
    cdef set numbers = set()
    cdef list counts = []
    cdef dict fresh
    cdef bytes bonds
    memset(around, 0, n * wide)
    memset(dead, 0, n)
    for i in range(n):
        number = _combine(0, graph.z[i])
        number = _combine(number, graph.degree[i] + graph.hydrogens[i])
        number = _combine(number, graph.hydrogens[i])
        number = _combine(number, <code>graph.charge[i])
        number = _combine(number, <code><int>mass_shifts[i])
        if graph.ring_count[i]:
            number = _combine(number, 1)
        now[i] = number
        numbers.add(number)
    counts.append(len(numbers))
    for layer in range(radius):
        fresh = {}
        memcpy(wider, around, n * wide)
        for i in range(n):
            then[i] = 0
            if dead[i]:
                continue
            degree = min(graph.degree[i], 64)
            if degree == 0:
                dead[i] = 1
                continue
            for j in range(degree):
                bond = graph.through[graph.start[i] + j]
                other = graph.neighbour[graph.start[i] + j]
                wider[i * words + (bond >> 6)] |= (<word>1) << (bond & 63)
                for k in range(words):
                    wider[i * words + k] |= around[other * words + k]
                key = 12 if graph.kind[bond] == 3 else graph.kind[bond] + 1
                key = key << 32 | now[other]
                k = j
                while k > 0 and pairs[k - 1] > key:
                    pairs[k] = pairs[k - 1]
                    k -= 1
                pairs[k] = key
            number = _combine(layer, now[i])
            for j in range(degree):
                pair = _combine(_combine(0, <code>(pairs[j] >> 32)), <code>pairs[j])
                number = _combine(number, pair)
            then[i] = number
            bonds = (<char *>(wider + i * words))[:wide]
            if bonds in seen:
                dead[i] = 1
            elif bonds not in fresh:
                fresh[bonds] = (number, i)
            elif number < <code>fresh[bonds][0]:
                dead[<int>fresh[bonds][1]] = 1
                fresh[bonds] = (number, i)
            else:
                dead[i] = 1
        seen.update(fresh)
        numbers.update([found for found, _ in fresh.values()])
        counts.append(len(numbers))
        now, then = then, now
        around, wider = wider, around
    return counts
