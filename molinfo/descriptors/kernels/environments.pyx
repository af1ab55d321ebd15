# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""How many distinct circular environments a molecule has.

The environments are those of Rogers and Hahn (J. Chem. Inf. Model. 2010, 50, 742) as RDKit numbers
them, in 32 bits, because only equal numbers make equal counts where two environments collide.
"""

from libc.string cimport memcmp, memcpy, memset

from molinfo.descriptors.kernels.graph cimport MASSES, Graph

ctypedef unsigned int code
ctypedef unsigned long long word


cdef inline code _combine(code seed, code value) noexcept:
    return seed ^ (value + <code>0x9e3779b9 + (seed << 6) + (seed >> 2))


cdef struct Numbers:
    # a set of codes by open addressing; `used` tells places that hold one
    code *codes
    char *used
    int mask
    int count


cdef void _add(Numbers *numbers, code number) noexcept:
    cdef int at = number & numbers.mask
    while numbers.used[at]:
        if numbers.codes[at] == number:
            return
        at = (at + 1) & numbers.mask
    numbers.used[at] = 1
    numbers.codes[at] = number
    numbers.count += 1


cdef struct Areas:
    # the bonds of each environment that counts, by open addressing; owner is -1 for an empty place
    word *bonds
    code *numbers
    int *owner
    int *layer
    int words
    int mask


cdef int _find(Areas *areas, word *bonds) noexcept:
    """The place where bonds are kept, or that they would have."""
    cdef word hashed = 0
    cdef int k, at
    for k in range(areas.words):
        hashed = (hashed ^ bonds[k]) * <word>0x9E3779B97F4A7C15
        hashed ^= hashed >> 29
    at = <int>(hashed & areas.mask)
    while areas.owner[at] >= 0 \
            and memcmp(areas.bonds + at * areas.words, bonds, areas.words * sizeof(word)):
        at = (at + 1) & areas.mask
    return at


def count_environments(Graph graph, int radius):
    """Distinct environments up to radius 1, 2, ... of all atoms."""
    cdef int n = graph.n, words = (graph.m + 63) // 64 + 1, i, layer, at, size = 64
    cdef code number
    cdef Numbers numbers
    cdef Areas areas
    cdef list counts = []
    while size < 2 * (radius + 1) * n:
        size *= 2
    cdef word *around = <word *>graph.take(2, (2 * n + size) * words * sizeof(word))
    cdef word *wider = around + n * words
    cdef code *now = <code *>graph.take(3, (2 * n + 2 * size) * sizeof(code))
    cdef code *then = now + n
    cdef char *dead = <char *>graph.take(4, n + size)
    areas.bonds, areas.words, areas.mask = around + 2 * n * words, words, size - 1
    areas.owner = <int *>graph.take(5, 2 * size * sizeof(int))
    areas.layer, areas.numbers = areas.owner + size, now + 2 * n
    numbers.codes, numbers.used, numbers.mask = now + 2 * n + size, dead + n, size - 1
    numbers.count = 0
    memset(around, 0, n * words * sizeof(word))
    memset(dead, 0, n + size)
    memset(areas.owner, 0xff, size * sizeof(int))
    for i in range(n):
        now[i] = _number_atom(graph, i)
        _add(&numbers, now[i])
    for layer in range(radius):
        memcpy(wider, around, n * words * sizeof(word))
        for i in range(n):
            then[i] = 0
            dead[i] |= graph.degree[i] == 0
            if dead[i]:
                continue
            then[i] = number = _widen(graph, i, layer, words, around, wider, now)
            at = _find(&areas, wider + i * words)
            if areas.owner[at] < 0:
                memcpy(areas.bonds + at * words, wider + i * words, words * sizeof(word))
            elif areas.layer[at] < layer or number >= areas.numbers[at]:
                dead[i] = 1
                continue
            else:
                dead[areas.owner[at]] = 1
            areas.owner[at], areas.layer[at], areas.numbers[at] = i, layer, number
        for at in range(size):
            if areas.owner[at] >= 0 and areas.layer[at] == layer:
                _add(&numbers, areas.numbers[at])
        counts.append(numbers.count)
        now, then = then, now
        around, wider = wider, around
    return counts


cdef code _number_atom(Graph graph, int i) noexcept:
    """The number of an atom alone, from what it is and what it has."""
    cdef int shift = 0
    cdef code number = _combine(0, graph.z[i])
    number = _combine(number, graph.degree[i] + graph.hydrogens[i])
    number = _combine(number, graph.hydrogens[i])
    number = _combine(number, <code>graph.charge[i])
    if graph.isotope[i]:
        shift = <int>(graph.row(MASSES)[i] - graph.weights[graph.z[i]])
    number = _combine(number, <code>shift)
    if graph.ring_count[i]:
        number = _combine(number, 1)
    return number


cdef code _widen(
    Graph graph, int i, int layer, int words, word *around, word *wider, code *now
) noexcept:
    """The number of an atom's environment with one more layer; its bonds are added to `wider`."""
    cdef int j, k, bond, other, degree = min(graph.degree[i], 64)
    cdef word key
    cdef word[64] pairs
    cdef code number
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
        number = _combine(number, _combine(_combine(0, <code>(pairs[j] >> 32)), <code>pairs[j]))
    return number
