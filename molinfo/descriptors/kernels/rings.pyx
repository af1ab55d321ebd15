# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Rings counted: by kind, where they meet, and as QED counts aromatic ones."""

from libc.string cimport memset

from molinfo.descriptors.kernels.graph cimport Graph


def count_rings(Graph graph):
    """Ring counts by kind of bonds and atoms.

    Returns all rings, then carbocycles, heterocycles and both, first aliphatic, then aromatic, then
    saturated ones, the number of rings that hold a heteroatom, bridgeheads and spiro atoms.
    """
    cdef int i, j, bond, aromatic, single, size, hetero, heterocycles = 0
    cdef int[9] counts = [0, 0, 0, 0, 0, 0, 0, 0, 0]
    for i in range(graph.n_rings):
        aromatic = single = hetero = 0
        size = graph.ring_start[i + 1] - graph.ring_start[i]
        for j in range(graph.ring_start[i], graph.ring_start[i + 1]):
            bond = graph.ring_bonds[j]
            aromatic += graph.kind[bond] == 3
            single += graph.kind[bond] == 0
            hetero |= graph.z[graph.ring_atoms[j]] != 6
        heterocycles += hetero
        if aromatic < size:
            counts[hetero] += 1
            counts[2] += 1
        else:
            counts[3 + hetero] += 1
            counts[5] += 1
        if single == size:
            counts[6 + hetero] += 1
            counts[8] += 1
    bridgeheads, spiro_atoms = _count_junctions(graph)
    return (graph.n_rings, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5],
            counts[6], counts[7], counts[8], heterocycles, bridgeheads, spiro_atoms)


cdef (int, int) _count_junctions(Graph graph) except *:
    """Atoms at the ends of what two rings share: more than one bond, or the atom alone."""
    cdef int i, j, k, atom, bond, shared_atoms, shared_bonds, last, bridgeheads = 0, spiro_atoms = 0
    cdef int n = graph.n, m = graph.m
    cdef char *is_bridgehead
    cdef char *is_spiro
    cdef char *in_one
    cdef char *bond_in_one
    cdef char *ends
    if graph.n_rings < 2:
        return 0, 0
    is_bridgehead = <char *>graph.take(2, 4 * n + m)
    is_spiro, in_one, ends = is_bridgehead + n, is_bridgehead + 2 * n, is_bridgehead + 3 * n
    bond_in_one = is_bridgehead + 4 * n
    memset(is_bridgehead, 0, 4 * n + m)
    for i in range(graph.n_rings):
        for k in range(graph.ring_start[i], graph.ring_start[i + 1]):
            in_one[graph.ring_atoms[k]] = bond_in_one[graph.ring_bonds[k]] = 1
        for j in range(i + 1, graph.n_rings):
            shared_atoms = shared_bonds = last = 0
            for k in range(graph.ring_start[j], graph.ring_start[j + 1]):
                if in_one[graph.ring_atoms[k]]:
                    shared_atoms += 1
                    last = graph.ring_atoms[k]
                shared_bonds += bond_in_one[graph.ring_bonds[k]]
            if shared_atoms == 1:
                is_spiro[last] = 1
            if shared_bonds > 1:
                for k in range(graph.ring_start[j], graph.ring_start[j + 1]):
                    bond = graph.ring_bonds[k]
                    if bond_in_one[bond]:
                        ends[graph.begin[bond]] += 1
                        ends[graph.end[bond]] += 1
                for k in range(graph.ring_start[j], graph.ring_start[j + 1]):
                    atom = graph.ring_atoms[k]
                    is_bridgehead[atom] |= ends[atom] == 1
                for k in range(graph.ring_start[j], graph.ring_start[j + 1]):
                    ends[graph.ring_atoms[k]] = 0
        for k in range(graph.ring_start[i], graph.ring_start[i + 1]):
            in_one[graph.ring_atoms[k]] = bond_in_one[graph.ring_bonds[k]] = 0
    for i in range(n):
        bridgeheads += is_bridgehead[i]
        spiro_atoms += is_spiro[i]
    return bridgeheads, spiro_atoms


def count_aromatic_cycles(Graph graph):
    """Independent rings that are left without aliphatic ring atoms next to aliphatic ones.

    QED counts its aromatic rings so (Bickerton et al., Nat. Chem. 2012, 4, 90): the atoms
    that match [$([A;R][!a])] are taken out first.
    """
    cdef int i, j, k, other, left = 0, bonds = 0, parts = 0, top
    cdef int *state = <int *>graph.take(2, (2 * graph.n + 2) * sizeof(int))
    cdef int *stack = state + graph.n + 1
    for i in range(graph.n):
        state[i] = 0
        if graph.aromatic[i] or graph.ring_count[i] == 0:
            continue
        for k in range(graph.start[i], graph.start[i + 1]):
            if not graph.aromatic[graph.neighbour[k]] and \
                    graph.kind[graph.through[k]] in (0, 3):
                state[i] = 1
                break
    for i in range(graph.m):
        bonds += not (state[graph.begin[i]] == 1 or state[graph.end[i]] == 1)
    for i in range(graph.n):
        left += state[i] != 1
    for i in range(graph.n):
        if state[i]:
            continue
        parts += 1
        stack[0], top, state[i] = i, 1, 2
        while top:
            top -= 1
            j = stack[top]
            for k in range(graph.start[j], graph.start[j + 1]):
                other = graph.neighbour[k]
                if state[other] == 0:
                    state[other] = 2
                    stack[top] = other
                    top += 1
    return bonds - left + parts
