# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""A molecule as flat arrays: what every other kernel walks over.

Kernels take and give Python lists and keep their own arrays in memory that is used again for the
next molecule: at twenty-five atoms an array object costs as much as what is computed in it.
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


cdef double *_copy_doubles(list values) except NULL:
    cdef Py_ssize_t i, n = len(values)
    cdef double *copied = <double *>malloc((n + 1) * sizeof(double))
    if copied == NULL:
        raise MemoryError
    for i in range(n):
        copied[i] = values[i]
    return copied


cdef class Graph:
    """Atoms, bonds, sorted neighbours and rings of one molecule; loaded again for the next.

    Takes RDKit's outer electrons and covalent radii (in angstrom) by atomic number. Bond kinds are
    0 single, 1 double, 2 triple, 3 aromatic.
    """

    def __init__(self, list outer_electrons, list radii):
        self.outer_electrons = _copy_doubles(outer_electrons)
        self.radii = _copy_doubles(radii)
        self.reserve(64, 64, 16, 256)

    def __dealloc__(self):
        cdef int slot
        free(self.block)
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
        cdef Py_ssize_t size = 9 * (n + 1) + 8 * m + (k + 1) + 2 * ring_atoms
        cdef int *at
        free(self.block)
        self.block = <int *>malloc(size * sizeof(int))
        if self.block == NULL:
            raise MemoryError
        self.atom_room, self.bond_room = n, m
        self.ring_room, self.ring_atom_room = k, ring_atoms
        at = self.block
        self.z, self.charge, self.hydrogens = at, at + n, at + 2 * n
        self.isotope, self.valence, self.aromatic = at + 3 * n, at + 4 * n, at + 5 * n
        self.degree, self.ring_count, self.start = at + 6 * n, at + 7 * n, at + 8 * n
        at += 9 * (n + 1)
        self.begin, self.end, self.kind, self.in_ring = at, at + m, at + 2 * m, at + 3 * m
        self.neighbour, self.through = at + 4 * m, at + 6 * m
        at += 8 * m
        self.ring_start, self.ring_atoms = at, at + k + 1
        self.ring_bonds = at + k + 1 + ring_atoms
        return 0

    def load(self, list z, list charge, list hydrogens, list isotope, list valence, list aromatic,
             list begin, list end, list orders, tuple rings):
        """Take over a molecule: one entry an atom or bond, rings as tuples of atoms in order."""
        cdef int n = len(z), m = len(begin), i, j, size, bond, total = 0
        cdef double order
        cdef tuple ring
        for ring in rings:
            total += len(ring)
        if n > self.atom_room or m > self.bond_room or len(rings) > self.ring_room \
                or total > self.ring_atom_room:
            self.reserve(2 * n + 64, 2 * m + 64, 2 * len(rings) + 16, 2 * total + 256)
        self.n, self.m, self.n_rings = n, m, len(rings)
        self.has_distances = self.has_weighted_distances = False
        for i in range(n):
            self.z[i] = z[i]
            self.charge[i] = charge[i]
            self.hydrogens[i] = hydrogens[i]
            self.isotope[i] = isotope[i]
            self.valence[i] = valence[i]
            self.aromatic[i] = aromatic[i]
            self.ring_count[i] = 0
        for i in range(m):
            self.begin[i] = begin[i]
            self.end[i] = end[i]
            order = orders[i]
            self.kind[i] = 3 if order == 1.5 else <int>order - 1
            self.in_ring[i] = 0
        self.index_neighbours()
        self.ring_start[0] = 0
        for i, ring in enumerate(rings):
            size = len(ring)
            total = self.ring_start[i]
            self.ring_start[i + 1] = total + size
            for j in range(size):
                self.ring_atoms[total + j] = ring[j]
            for j in range(size):
                self.ring_count[self.ring_atoms[total + j]] += 1
                bond = self.find_bond(self.ring_atoms[total + j],
                                      self.ring_atoms[total + (j + 1) % size])
                self.ring_bonds[total + j] = bond
                self.in_ring[bond] = 1

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

    def count_rings(self):
        """Ring counts by kind of bonds and atoms.

        Returns carbocycles, heterocycles and all, first aliphatic, then aromatic, then saturated
        ones, and the number of rings that hold a heteroatom.
        """
        cdef int i, j, bond, aromatic, single, size, hetero, heterocycles = 0
        cdef int[9] counts = [0, 0, 0, 0, 0, 0, 0, 0, 0]
        for i in range(self.n_rings):
            aromatic = single = hetero = 0
            size = self.ring_start[i + 1] - self.ring_start[i]
            for j in range(self.ring_start[i], self.ring_start[i + 1]):
                bond = self.ring_bonds[j]
                aromatic += self.kind[bond] == 3
                single += self.kind[bond] == 0
                hetero |= self.z[self.ring_atoms[j]] != 6
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
        return [counts[i] for i in range(9)] + [heterocycles]

    def count_aromatic_cycles(self):
        """Independent rings that are left without aliphatic ring atoms next to aliphatic ones.

        QED counts its aromatic rings so (Bickerton et al., Nat. Chem. 2012, 4, 90): the atoms
        that match [$([A;R][!a])] are taken out first.
        """
        cdef int i, j, k, other, left = 0, bonds = 0, parts = 0, top
        cdef int *state = <int *>self.take(2, (2 * self.n + 2) * sizeof(int))
        cdef int *stack = state + self.n + 1
        for i in range(self.n):
            state[i] = 0
            if self.aromatic[i] or self.ring_count[i] == 0:
                continue
            for k in range(self.start[i], self.start[i + 1]):
                if not self.aromatic[self.neighbour[k]] and \
                        self.kind[self.through[k]] in (0, 3):
                    state[i] = 1
                    break
        for i in range(self.m):
            bonds += not (state[self.begin[i]] == 1 or state[self.end[i]] == 1)
        for i in range(self.n):
            left += state[i] != 1
        for i in range(self.n):
            if state[i]:
                continue
            parts += 1
            stack[0], top, state[i] = i, 1, 2
            while top:
                top -= 1
                j = stack[top]
                for k in range(self.start[j], self.start[j + 1]):
                    other = self.neighbour[k]
                    if state[other] == 0:
                        state[other] = 2
                        stack[top] = other
                        top += 1
        return bonds - left + parts

    def weigh_branching(self):
        """The square of each atom's degree, twice that in a ring that is not aromatic."""
        cdef int i
        return [
            self.degree[i] * self.degree[i] * (1 if self.aromatic[i] or not self.ring_count[i]
                                               else 2)
            for i in range(self.n)
        ]

    def may_have_stereo_atoms(self):
        """Whether any atom can be a tetrahedral stereocentre; True where a closer look is needed.

        None is one that is aromatic, has two hydrogens, less than three neighbours unless it is
        phosphorus or arsenic, two equal single atoms on it, as a carbon a multiple bond, or as a
        neutral nitrogen no bridgehead and no three-ring.
        """
        cdef int i, j
        cdef bint single
        for i in range(self.n):
            if self.aromatic[i] or self.hydrogens[i] > 1 \
                    or (self.degree[i] + self.hydrogens[i] < 3 and self.z[i] not in (15, 33)):
                continue
            if self.z[i] == 7 and self.charge[i] == 0 and self.ring_count[i] < 2 \
                    and not self._in_triangle(i):
                continue
            if self.z[i] == 6:
                single = True
                for j in range(self.start[i], self.start[i + 1]):
                    single = single and self.kind[self.through[j]] == 0
                if not single:
                    continue
            if not self._has_twin_ends(i):
                return True
        return False

    cdef bint _in_triangle(self, int atom) noexcept:
        cdef int i, j
        for i in range(self.n_rings):
            if self.ring_start[i + 1] - self.ring_start[i] == 3:
                for j in range(self.ring_start[i], self.ring_start[i + 1]):
                    if self.ring_atoms[j] == atom:
                        return True
        return False

    cdef bint _has_twin_ends(self, int atom) noexcept:
        """Whether two neighbours that end there are alike."""
        cdef int j, k, one, other
        for j in range(self.start[atom], self.start[atom + 1]):
            one = self.neighbour[j]
            if self.degree[one] > 1:
                continue
            for k in range(j + 1, self.start[atom + 1]):
                other = self.neighbour[k]
                if self.degree[other] == 1 and self.z[one] == self.z[other] \
                        and self.charge[one] == self.charge[other] \
                        and self.isotope[one] == self.isotope[other] \
                        and self.hydrogens[one] == self.hydrogens[other] \
                        and self.kind[self.through[j]] == self.kind[self.through[k]]:
                    return True
        return False

    def find_stereo_candidates(self):
        """Double bonds that can have E/Z: not at a chain's end, not in a ring of less than eight."""
        cdef int i, j, size
        cdef list found = []
        cdef int *smallest = <int *>self.take(2, (self.m + 1) * sizeof(int))
        for i in range(self.m):
            smallest[i] = 8
        for i in range(self.n_rings):
            size = self.ring_start[i + 1] - self.ring_start[i]
            for j in range(self.ring_start[i], self.ring_start[i + 1]):
                smallest[self.ring_bonds[j]] = min(smallest[self.ring_bonds[j]], size)
        for i in range(self.m):
            if self.kind[i] == 1 and smallest[i] == 8 and self.degree[self.begin[i]] > 1 \
                    and self.degree[self.end[i]] > 1:
                found.append(i)
        return found
