# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""SMARTS matching over flat arrays; patterns come from `molinfo.descriptors.smarts`.

Each primitive test, and from them each atom program, is answered for all atoms at once, 64 atoms a
word. Only patterns whose every atom has a candidate are walked, from the rarest candidate.
"""

import numpy as np

from molinfo.descriptors.kernels.graph cimport Graph

ctypedef unsigned long long word

cdef int CAP = 1000  # RDKit's default maxMatches: beyond it, it counts no further


cdef class Matcher:
    """The patterns of one book, and the molecule that they are asked about."""

    cdef int n, n_seen, words, n_primitives, n_programs, n_recursives, n_patterns, capacity
    cdef int[::1] primitive_kind, primitive_value, program_start, program_code
    # a step: program, parent, bond classes, first closure; a walk: first step, one walk a root atom
    cdef int[:, ::1] steps
    cdef int[::1] closure_to, closure_classes, walk_start, pattern_start, recursive_start
    cdef int[:, ::1] answers  # by kind of primitive, as molinfo.descriptors.smarts numbers them
    cdef int[::1] parent, start, neighbour, bond_class
    cdef word[:, ::1] primitive, program, recursive
    cdef signed char[::1] program_known, recursive_known
    cdef int[::1] mapped
    cdef signed char[::1] used
    cdef word[:, ::1] seen
    cdef Graph graph

    def __init__(self, list primitives, list programs, list recursives, list patterns):
        """Take (kind, value) pairs, atom programs, and queries as lists of walks."""
        steps, closures, walks, starts, recursive_starts = [], [], [], [], []
        for queries, begins in ((recursives, recursive_starts), (patterns, starts)):
            for query in queries:
                begins.append(len(walks))
                for walk in query:
                    walks.append(len(steps))
                    for program, parent, classes, closed in walk:
                        steps.append((program, parent, classes, len(closures)))
                        closures.extend(closed)
            begins.append(len(walks))
        walks.append(len(steps))
        steps.append((0, 0, 0, len(closures)))
        self.steps = np.array(steps, np.intc)
        self.closure_to = np.array([to for to, _ in closures] + [0], np.intc)
        self.closure_classes = np.array([mask for _, mask in closures] + [0], np.intc)
        self.walk_start = np.array(walks, np.intc)
        self.pattern_start = np.array(starts, np.intc)
        self.recursive_start = np.array(recursive_starts, np.intc)
        self.primitive_kind = np.array([kind for kind, _ in primitives] + [0], np.intc)
        self.primitive_value = np.array([value for _, value in primitives] + [0], np.intc)
        self.program_start = np.array([0, *np.cumsum([len(p) for p in programs])], np.intc)
        self.program_code = np.array([code for p in programs for code in p], np.intc)
        self.n_primitives, self.n_programs = len(primitives), len(programs)
        self.n_recursives, self.n_patterns = len(recursives), len(patterns)
        self.program_known = np.zeros(self.n_programs + 1, np.int8)
        self.recursive_known = np.zeros(self.n_recursives + 1, np.int8)
        self.mapped = np.empty(64, np.intc)
        self.seen = np.empty((CAP, 1), np.uint64)
        self.capacity = 0

    def load(self, Graph graph, bint with_hydrogens=False):
        """Take over a molecule, with its hydrogens as atoms behind the others if asked to."""
        cdef int i, j, k, extra = 0, n = graph.n
        if with_hydrogens:
            for i in range(n):
                extra += graph.hydrogens[i]
        self.graph = graph
        self.n = n + extra
        self._reserve(self.n, 2 * (graph.m + extra))
        self.start[0] = 0
        k = n
        for i in range(n):
            self.used[i] = 0
            extra = self.start[i]
            for j in range(graph.start[i], graph.start[i + 1]):
                self.neighbour[extra] = graph.neighbour[j]
                self.bond_class[extra] = 2 * graph.kind[graph.through[j]] + \
                    graph.in_ring[graph.through[j]]
                extra += 1
            if with_hydrogens:
                for j in range(graph.hydrogens[i]):
                    self.neighbour[extra] = k
                    self.bond_class[extra] = 0
                    self.parent[k] = i
                    extra += 1
                    k += 1
            self.start[i + 1] = extra
            self._answer(i, graph.z[i] + (1000 if graph.aromatic[i] else 0), graph.hydrogens[i],
                         extra - self.start[i], graph.degree[i] + graph.hydrogens[i],
                         graph.valence[i], graph.ring_count[i], graph.charge[i], graph.isotope[i])
        for i in range(n, self.n):
            self.used[i] = 0
            extra = self.start[i]
            self.bond_class[extra] = 0
            self.neighbour[extra] = self.parent[i]
            self.start[i + 1] = extra + 1
            self._answer(i, 1, 0, 1, 1, 1, 0, 0, 0)
        self.program_known[:] = 0
        self.recursive_known[:] = 0
        self._test_primitives()

    cdef void _answer(self, int i, int type_of, int hydrogens, int degree, int connectivity,
                      int valence, int rings, int charge, int isotope) noexcept:
        self.answers[0, i] = type_of
        self.answers[1, i] = type_of % 1000
        self.answers[2, i] = type_of >= 1000
        self.answers[3, i] = hydrogens
        self.answers[4, i] = degree
        self.answers[5, i] = connectivity
        self.answers[6, i] = valence
        self.answers[7, i] = rings
        self.answers[8, i] = rings > 0
        self.answers[9, i] = charge
        self.answers[10, i] = isotope

    cdef void _reserve(self, int n, int ends) except *:
        self.words = (n + 63) // 64
        if n > self.capacity or ends > self.neighbour.shape[0]:
            self.capacity = 2 * n + 64
            self.answers = np.empty((11, self.capacity), np.intc)
            self.parent = np.empty(self.capacity, np.intc)
            self.start = np.empty(self.capacity + 1, np.intc)
            self.used = np.zeros(self.capacity, np.int8)
            self.neighbour = np.empty(2 * ends + 64, np.intc)
            self.bond_class = np.empty(2 * ends + 64, np.intc)
            words = (self.capacity + 63) // 64
            self.primitive = np.empty((self.n_primitives + 1, words), np.uint64)
            self.program = np.empty((self.n_programs + 1, words), np.uint64)
            self.recursive = np.empty((self.n_recursives + 1, words), np.uint64)
            self.seen = np.empty((CAP, words), np.uint64)

    cdef void _test_primitives(self) noexcept:
        cdef int p, i, w, value
        cdef int *answers
        cdef word bits
        for p in range(self.n_primitives):
            value = self.primitive_value[p]
            answers = &self.answers[self.primitive_kind[p], 0]
            for w in range(self.words):
                bits = 0
                for i in range(64 * w, min(64 * w + 64, self.n)):
                    bits |= <word>(answers[i] == value) << (i & 63)
                self.primitive[p, w] = bits

    cdef void _run_program(self, int q) except *:
        """Answer an atom program for every atom."""
        cdef int at, code, w, depth
        cdef word[16] stack
        if self.program_known[q]:
            return
        for at in range(self.program_start[q], self.program_start[q + 1]):
            code = self.program_code[at]
            if code <= -10:
                self._run_recursive(-10 - code)
        for w in range(self.words):
            depth = 0
            for at in range(self.program_start[q], self.program_start[q + 1]):
                code = self.program_code[at]
                if code >= 0:
                    stack[depth] = self.primitive[code, w]
                    depth += 1
                elif code == -1:
                    stack[depth - 1] = ~stack[depth - 1]
                elif code == -2:
                    depth -= 1
                    stack[depth - 1] &= stack[depth]
                elif code == -3:
                    depth -= 1
                    stack[depth - 1] |= stack[depth]
                elif code == -4:
                    stack[depth] = ~<word>0
                    depth += 1
                else:
                    stack[depth] = self.recursive[-10 - code, w]
                    depth += 1
            self.program[q, w] = stack[0]
        if self.n & 63:
            self.program[q, self.words - 1] &= ((<word>1) << (self.n & 63)) - 1
        self.program_known[q] = 1

    cdef void _run_recursive(self, int r) except *:
        """Answer a recursive pattern for every atom: whether it matches from that atom."""
        cdef int walk, i, w, root
        if self.recursive_known[r]:
            return
        for w in range(self.words):
            self.recursive[r, w] = 0
        self.recursive_known[r] = 1
        walk = self.recursive_start[r]
        if not self._has_candidates(walk):
            return
        root = self.steps[self.walk_start[walk], 0]
        for i in range(self.n):
            if self.program[root, i >> 6] >> (i & 63) & 1 and self._matches_from(walk, i):
                self.recursive[r, i >> 6] |= (<word>1) << (i & 63)

    cdef bint _has_candidates(self, int walk) except -1:
        cdef int s, w, q
        cdef word found
        for s in range(self.walk_start[walk], self.walk_start[walk + 1]):
            q = self.steps[s, 0]
            self._run_program(q)
            found = 0
            for w in range(self.words):
                found |= self.program[q, w]
            if found == 0:
                return False
        return True

    cdef bint _matches_from(self, int walk, int atom) noexcept:
        """Whether the pattern matches with its first step on an atom."""
        cdef int first = self.walk_start[walk], length = self.walk_start[walk + 1] - first
        cdef bint found
        self.mapped[0] = atom
        self.used[atom] = 1
        found = length == 1 or self._extend(first, 1, length, 1) > 0
        self.used[atom] = 0
        return found

    cdef int _extend(self, int first, int depth, int length, int wanted) noexcept:
        """Complete the match from a step on; count the ways, at most those wanted."""
        cdef int s = first + depth, q = self.steps[s, 0], parent = self.steps[s, 1]
        cdef int classes = self.steps[s, 2], found = 0, j, other, low, high
        if parent >= 0:
            low, high = self.start[self.mapped[parent]], self.start[self.mapped[parent] + 1]
        else:
            low, high = 0, self.n
        for j in range(low, high):
            if parent >= 0:
                if not classes >> self.bond_class[j] & 1:
                    continue
                other = self.neighbour[j]
            else:
                other = j
            if self.used[other] or not self.program[q, other >> 6] >> (other & 63) & 1:
                continue
            if not self._closes(s, other):
                continue
            self.mapped[depth] = other
            if depth + 1 == length:
                if wanted > 1:
                    self._note(length)
                found += 1
            else:
                self.used[other] = 1
                found += self._extend(first, depth + 1, length, wanted - found)
                self.used[other] = 0
            if found >= wanted:
                return found
        return found

    cdef bint _closes(self, int s, int atom) noexcept:
        """Whether the ring closures of a step are there."""
        cdef int c, j, other
        cdef bint closed
        for c in range(self.steps[s, 3], self.steps[s + 1, 3]):
            other = self.mapped[self.closure_to[c]]
            closed = False
            for j in range(self.start[atom], self.start[atom + 1]):
                if self.neighbour[j] == other:
                    closed = self.closure_classes[c] >> self.bond_class[j] & 1
                    break
            if not closed:
                return False
        return True

    cdef void _note(self, int length) noexcept:
        """Keep the set of atoms of a match, if it is new."""
        cdef int i, w, k
        cdef word[:, ::1] seen = self.seen
        cdef bint same
        if self.n_seen >= CAP:
            return
        for w in range(self.words):
            seen[self.n_seen, w] = 0
        for i in range(length):
            seen[self.n_seen, self.mapped[i] >> 6] |= (<word>1) << (self.mapped[i] & 63)
        for k in range(self.n_seen):
            same = True
            for w in range(self.words):
                if seen[k, w] != seen[self.n_seen, w]:
                    same = False
                    break
            if same:
                return
        self.n_seen += 1

    cdef int _pick_walk(self, int p) except -2:
        """The walk whose first atom has the fewest candidates; -1 where some atom has none."""
        cdef int first = self.pattern_start[p], walk, w, q, best = -1, fewest = 1 << 30, count
        cdef word bits
        if not self._has_candidates(first):
            return -1
        for walk in range(first, self.pattern_start[p + 1]):
            q = self.steps[self.walk_start[walk], 0]
            count = 0
            for w in range(self.words):
                bits = self.program[q, w]
                while bits:
                    bits &= bits - 1
                    count += 1
            if count < fewest:
                fewest, best = count, walk
        return best

    def count(self, int p):
        """How many sets of atoms match a pattern; -1 when more than RDKit would look at."""
        cdef int walk = self._pick_walk(p), i, first, length, q, total = 0
        if walk < 0:
            return 0
        first = self.walk_start[walk]
        length = self.walk_start[walk + 1] - first
        q = self.steps[first, 0]
        self.n_seen = 0
        for i in range(self.n):
            if not self.program[q, i >> 6] >> (i & 63) & 1:
                continue
            if length == 1:
                total += 1
                continue
            self.mapped[0] = i
            self.used[i] = 1
            total += self._extend(first, 1, length, CAP)
            self.used[i] = 0
            if total >= CAP:
                return -1
        if total >= CAP:
            return -1
        return total if length == 1 else self.n_seen

    def count_all(self, int first, int last):
        """`count` for a range of patterns."""
        return [self.count(p) for p in range(first, last)]

    def has(self, int p):
        """Whether a pattern matches anywhere."""
        cdef int walk = self._pick_walk(p), i, q
        if walk < 0:
            return False
        q = self.steps[self.walk_start[walk], 0]
        for i in range(self.n):
            if self.program[q, i >> 6] >> (i & 63) & 1 and self._matches_from(walk, i):
                return True
        return False

    def count_present(self, int first, int last):
        """How many patterns of a range match anywhere."""
        cdef int p, total = 0
        for p in range(first, last):
            total += self.has(p)
        return total

    def sum_contributions(self, double[:, ::1] contributions):
        """Give each atom the contributions of the first pattern that matches from it.

        Row p of the n_patterns + 1 x 2 contributions belongs to pattern p, the last to atoms that
        none matches. Returns the two columns for the atoms of the structure, and the two sums with
        the hydrogens; None when RDKit would stop short of all matches of a pattern.
        """
        cdef int p, i, q, walk, length, candidates, untyped = self.n, own = self.graph.n
        cdef int[::1] types = np.full(self.n, self.n_patterns, np.intc)
        cdef double total_one = 0.0, total_other = 0.0
        for p in range(self.n_patterns):
            walk = self.pattern_start[p]
            if not self._has_candidates(walk):
                continue
            length = self.walk_start[walk + 1] - self.walk_start[walk]
            q = self.steps[self.walk_start[walk], 0]
            candidates = 0
            for i in range(self.n):
                if self.program[q, i >> 6] >> (i & 63) & 1:
                    candidates += 1
                    if types[i] == self.n_patterns and self._matches_from(walk, i):
                        types[i] = p
                        untyped -= 1
            # no atom begins more matches than 4 * 3 * 2, and that only in patterns with branches
            if candidates * (24 if length > 2 else 4 if length > 1 else 1) >= CAP:
                return None
            if untyped == 0:
                break
        column_one, column_other = np.empty(own), np.empty(own)
        cdef double[::1] one = column_one
        cdef double[::1] other = column_other
        for i in range(self.n):
            if i < own:
                one[i] = contributions[types[i], 0]
                other[i] = contributions[types[i], 1]
            total_one += contributions[types[i], 0]
            total_other += contributions[types[i], 1]
        return column_one, column_other, total_one, total_other
