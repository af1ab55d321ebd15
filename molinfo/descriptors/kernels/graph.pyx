# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""A molecule as flat arrays: what every other kernel walks over.

Kernels keep their arrays in memory that is used again for the next molecule: at twenty-five atoms
an array object costs as much as what is computed in it.
"""

from libc.stdlib cimport free, malloc


cdef int *copy_ints(list values) except NULL:
    """A new C array of some integers; the caller frees it."""
    cdef Py_ssize_t i, n = len(values)
    cdef int *copied = <int *>malloc((n + 1) * sizeof(int))
    if copied == NULL:
        raise MemoryError
    for i in range(n):
        copied[i] = values[i]
    return copied


cdef double *copy_doubles(list values) except NULL:
    """A new C array of some numbers; the caller frees it."""
    cdef Py_ssize_t i, n = len(values)
    cdef double *copied = <double *>malloc((n + 1) * sizeof(double))
    if copied == NULL:
        raise MemoryError
    for i in range(n):
        copied[i] = values[i]
    return copied


cdef class Graph:
    """Atoms, bonds, sorted neighbours and rings of one molecule; loaded again for the next.

    Takes RDKit's atomic weights, outer electrons and covalent radii (in angstrom) by atomic number.
    Bond kinds are 0 single, 1 double, 2 triple, 3 aromatic; hybridizations have RDKit's numbers.
    """

    def __init__(self, list weights, list outer_electrons, list radii):
        self.weights = copy_doubles(weights)
        self.outer_electrons = copy_doubles(outer_electrons)
        self.radii = copy_doubles(radii)
        self.reserve(64, 64, 16, 256)

    def __dealloc__(self):
        cdef int slot
        free(self.block)
        free(self.values)
        free(self.weights)
        free(self.outer_electrons)
        free(self.radii)
        for slot in range(8):
            free(self.scratch[slot])

    cdef void *take(self, int slot, Py_ssize_t size) except NULL:
        """Memory for some bytes, the same again for each later call with the same slot.

        Slots: 0 distances, 1 weighted distances, 2 to 5 what a function needs for itself.
        """
        if self.scratch[slot] == NULL or self.scratch_sizes[slot] < size:
            free(self.scratch[slot])
            self.scratch_sizes[slot] = size + size // 2 + 64
            self.scratch[slot] = malloc(self.scratch_sizes[slot])
            if self.scratch[slot] == NULL:
                raise MemoryError
        return self.scratch[slot]

    cdef int reserve(self, int n, int m, int k, int ring_atoms) except -1:
        """Make room for so many atoms, bonds, rings and atoms in rings."""
        cdef Py_ssize_t size = 11 * (n + 1) + 9 * m + (k + 1) + 2 * ring_atoms
        cdef int *at
        if n <= self.atom_room and m <= self.bond_room and k <= self.ring_room \
                and ring_atoms <= self.ring_atom_room:
            return 0
        n, m = max(2 * n, 64), max(2 * m, 64)
        k, ring_atoms = max(2 * k, 16), max(2 * ring_atoms, 256)
        size = 11 * (n + 1) + 9 * m + (k + 1) + 2 * ring_atoms
        free(self.block)
        free(self.values)
        self.block = <int *>malloc(size * sizeof(int))
        self.values = <double *>malloc(N_ROWS * n * sizeof(double))
        if self.block == NULL or self.values == NULL:
            raise MemoryError
        self.atom_room, self.bond_room = n, m
        self.ring_room, self.ring_atom_room = k, ring_atoms
        at = self.block
        self.z, self.charge, self.hydrogens = at, at + n, at + 2 * n
        self.isotope, self.valence, self.aromatic = at + 3 * n, at + 4 * n, at + 5 * n
        self.hybridization, self.radicals = at + 6 * n, at + 7 * n
        self.degree, self.ring_count, self.start = at + 8 * n, at + 9 * n, at + 10 * n
        at += 11 * (n + 1)
        self.begin, self.end, self.kind, self.in_ring = at, at + m, at + 2 * m, at + 3 * m
        self.conjugated, self.neighbour, self.through = at + 4 * m, at + 5 * m, at + 7 * m
        at += 9 * m
        self.ring_start, self.ring_atoms = at, at + k + 1
        self.ring_bonds = at + k + 1 + ring_atoms
        return 0

    def load(self, list atoms, list bonds, tuple rings):
        """Take over a molecule.

        An atom is (atomic number, charge, hydrogens, isotope, valence, aromatic, hybridization,
        radical electrons), a bond (atom, atom, kind, conjugated), a ring its atoms in order.
        """
        cdef int n = len(atoms), m = len(bonds), i, j, total = 0
        cdef tuple ring
        for ring in rings:
            total += len(ring)
        self.reserve(n, m, len(rings), total)
        self.n, self.m, self.n_rings = n, m, len(rings)
        for i in range(n):
            (self.z[i], self.charge[i], self.hydrogens[i], self.isotope[i], self.valence[i],
             self.aromatic[i], self.hybridization[i], self.radicals[i]) = atoms[i]
        for i in range(m):
            self.begin[i], self.end[i], self.kind[i], self.conjugated[i] = bonds[i]
        self.ring_start[0] = 0
        for i, ring in enumerate(rings):
            total = self.ring_start[i]
            self.ring_start[i + 1] = total + len(ring)
            for j in range(len(ring)):
                self.ring_atoms[total + j] = ring[j]
        if not self.index():
            raise ValueError("a ring with atoms that no bond joins")

    def dump(self):
        """What `load` was given, for comparison."""
        cdef int i, j
        return (
            [(self.z[i], self.charge[i], self.hydrogens[i], self.isotope[i], self.valence[i],
              self.aromatic[i], self.hybridization[i], self.radicals[i]) for i in range(self.n)],
            [(self.begin[i], self.end[i], self.kind[i], self.conjugated[i])
             for i in range(self.m)],
            tuple([tuple([self.ring_atoms[j]
                          for j in range(self.ring_start[i], self.ring_start[i + 1])])
                   for i in range(self.n_rings)]),
        )

    cdef bint index(self) noexcept:
        """Find what follows from atoms, bonds and rings; False for rings without their bonds."""
        cdef int i, j, bond, first, last
        self.has_distances = self.has_weighted_distances = False
        self.index_neighbours()
        for i in range(self.n):
            self.ring_count[i] = 0
        for i in range(self.m):
            self.in_ring[i] = 0
        for i in range(self.n_rings):
            first, last = self.ring_start[i], self.ring_start[i + 1]
            for j in range(first, last):
                self.ring_count[self.ring_atoms[j]] += 1
                bond = self.find_bond(self.ring_atoms[j],
                                      self.ring_atoms[j + 1 if j + 1 < last else first])
                if bond < 0:
                    return False
                self.ring_bonds[j] = bond
                self.in_ring[bond] = 1
        return True

    cdef void index_neighbours(self) noexcept:
        """Fill `start`, `neighbour` and `through`, the neighbours of an atom in rising order."""
        cdef int i, j, k, atom, other
        for i in range(self.n):
            self.degree[i] = 0
        for i in range(self.m):
            self.degree[self.begin[i]] += 1
            self.degree[self.end[i]] += 1
        self.start[0] = 0
        for i in range(self.n):
            self.start[i + 1] = self.start[i] + self.degree[i]
            self.degree[i] = 0
        for i in range(self.m):
            for k in range(2):
                atom = self.begin[i] if k == 0 else self.end[i]
                other = self.end[i] if k == 0 else self.begin[i]
                j = self.start[atom] + self.degree[atom]
                while j > self.start[atom] and self.neighbour[j - 1] > other:
                    self.neighbour[j] = self.neighbour[j - 1]
                    self.through[j] = self.through[j - 1]
                    j -= 1
                self.neighbour[j] = other
                self.through[j] = i
                self.degree[atom] += 1

    cdef int find_bond(self, int one, int other) noexcept:
        """The bond between two atoms, -1 where there is none."""
        cdef int j
        for j in range(self.start[one], self.start[one + 1]):
            if self.neighbour[j] == other:
                return self.through[j]
        return -1

    cdef double order(self, int bond) noexcept:
        return 1.5 if self.kind[bond] == 3 else self.kind[bond] + 1

    cdef bint in_triangle(self, int atom) noexcept:
        """Whether an atom is in a ring of three."""
        cdef int i, j
        for i in range(self.n_rings):
            if self.ring_start[i + 1] - self.ring_start[i] == 3:
                for j in range(self.ring_start[i], self.ring_start[i + 1]):
                    if self.ring_atoms[j] == atom:
                        return True
        return False

    cdef double *row(self, int which) noexcept:
        """One value an atom, kept until the next molecule is loaded."""
        return self.values + <Py_ssize_t>which * self.atom_room

    def has_isotopes(self):
        """Whether any atom is labelled."""
        cdef int i
        for i in range(self.n):
            if self.isotope[i]:
                return True
        return False

    cdef int keep(self, int which, list values) except -1:
        """Keep one value an atom that RDKit computed."""
        cdef int i
        cdef double *row = self.row(which)
        for i in range(self.n):
            row[i] = values[i]
        return 0
