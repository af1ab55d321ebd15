cdef class Graph:
    cdef readonly int n, m, n_rings, max_degree
    cdef int[::1] z, charge, hydrogens, isotope, valence, aromatic, degree, ring_count
    cdef int[::1] begin, end, kind, in_ring
    cdef double[::1] order
    cdef int[::1] start, neighbour, through
    cdef int[::1] ring_start, ring_atoms, ring_bonds
    cdef void reserve(self, int n, int m, int k) except *
    cdef void index_neighbours(self) except *
    cdef int find_bond(self, int one, int other) noexcept
