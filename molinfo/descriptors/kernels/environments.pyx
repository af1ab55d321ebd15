# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""How many distinct circular environments a molecule has.

The environments are those of Rogers and Hahn (J. Chem. Inf. Model. 2010, 50, 742) as RDKit numbers
them, in 32 bits, because only equal numbers make equal counts where two environments collide.
"""

import numpy as np

from molinfo.descriptors.kernels.graph cimport Graph

ctypedef unsigned int code
ctypedef unsigned long long word


cdef inline code _combine(code seed, code value) noexcept:
    return seed ^ (value + <code>0x9e3779b9 + (seed << 6) + (seed >> 2))


def count_environments(Graph graph, list mass_shifts, int radius):
    """Distinct environments up to radius 0, 1, ... of all atoms.

    `mass_shifts` holds the whole difference in u of each atom's mass to its element's weight.
    """
    cdef int n = graph.n, words = (graph.m + 63) // 64, i, j, k, bond, other, layer, degree
    cdef int bytes_wide = words * sizeof(word)
    cdef code number, pair
    cdef code[::1] now = np.zeros(n, np.uint32)
    cdef code[::1] then = np.zeros(n, np.uint32)
    cdef word[:, ::1] around = np.zeros((n, words + 1), np.uint64)
    cdef word[:, ::1] wider = np.zeros((n, words + 1), np.uint64)
    cdef unsigned char[::1] dead = np.zeros(n, np.uint8)
    cdef word[64] pairs
    cdef word key
    cdef set seen = set()
    cdef set numbers = set()
    cdef list counts = []
    cdef dict fresh
    cdef bytes bonds
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
        wider[:, :] = around
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
                wider[i, bond >> 6] |= (<word>1) << (bond & 63)
                for k in range(words):
                    wider[i, k] |= around[other, k]
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
            bonds = (<char *>&wider[i, 0])[:bytes_wide]
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
