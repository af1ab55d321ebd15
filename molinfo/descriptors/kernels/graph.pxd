cdef enum:
    # per-atom values that kernels keep for one another
    MASSES, CHARGES, LOG_P, REFRACTIVITY, AREAS, STATES, N_ROWS

cdef int *copy_ints(list values) except NULL
cdef double *copy_doubles(list values) except NULL


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
    cdef int *hybridization
    cdef int *radicals
    cdef int *degree
    cdef int *ring_count
    cdef int *begin
    cdef int *end
    cdef int *kind
    cdef int *conjugated
    cdef int *in_ring
    cdef int *start
    cdef int *neighbour
    cdef int *through
    cdef int *ring_start
    cdef int *ring_atoms
    cdef int *ring_bonds
    cdef double *values
    cdef double *weights
    cdef double *outer_electrons
    cdef double *radii
    cdef bint has_distances, has_weighted_distances
    cdef void *scratch[8]
    cdef Py_ssize_t scratch_sizes[8]
    cdef int reserve(self, int n, int m, int k, int ring_atoms) except -1
    cdef bint index(self) noexcept
    cdef void index_neighbours(self) noexcept
    cdef bint in_triangle(self, int atom) noexcept
    cdef int find_bond(self, int one, int other) noexcept
    cdef double order(self, int bond) noexcept
    cdef double *row(self, int which) noexcept
    cdef int keep(self, int which, list values) except -1
    cdef void *take(self, int slot, Py_ssize_t size) except NULL
