cdef int *copy_ints(list values) except NULL


cdef class Graph:
    cdef readonly int n, m, n_rings
    cdef int atom_room, bond_room, ring_room, ring_atom_room
    cdef int *block
    cdef int *z
    cdef int *charge
    cdef int *hydrogens
    cdef int *isotope
    cdef int *valence
    cdef int *aromatic
    cdef int *degree
    cdef int *ring_count
    cdef int *begin
    cdef int *end
    cdef int *kind
    cdef int *in_ring
    cdef int *start
    cdef int *neighbour
    cdef int *through
    cdef int *ring_start
    cdef int *ring_atoms
    cdef int *ring_bonds
    cdef double *outer_electrons
    cdef double *radii
    cdef bint has_distances, has_weighted_distances
    cdef void *scratch[8]
    cdef Py_ssize_t scratch_sizes[8]
    cdef int reserve(self, int n, int m, int k, int ring_atoms) except -1
    cdef void index_neighbours(self) noexcept
    cdef bint _in_triangle(self, int atom) noexcept
    cdef bint _has_twin_ends(self, int atom) noexcept
    cdef int find_bond(self, int one, int other) noexcept
    cdef double order(self, int bond) noexcept
    cdef void *take(self, int slot, Py_ssize_t size) except NULL
