# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""SMARTS matching over flat arrays; patterns come from `molinfo.descriptors.smarts`.

Each primitive test, and from them each atom program, is answered for all atoms at once, 64 atoms a
word. Only patterns whose every atom has a candidate are walked, from the rarest candidate.
"""

from libc.stdlib cimport free, malloc
from libc.string cimport memset

from molinfo.descriptors.kernels.graph cimport LOG_P, REFRACTIVITY, Graph, copy_ints

ctypedef unsigned long long word

cdef int CAP = 1000  # RDKit's default maxMatches: beyond it, it counts no further


cdef class Matcher:
    """The patterns of one book, and the molecule that they are asked about."""

    cdef int n, n_seen, words, n_primitives, n_programs, n_recursives, n_patterns
    cdef int atom_room, end_room
    cdef int *primitive_kind
    cdef int *primitive_value
    cdef int *program_start
    cdef int *program_code
    cdef int *steps  # four a step: program, parent, bond classes, first closure
    cdef int *closure_to
    cdef int *closure_classes
    cdef int *walk_start  # the first step of each walk; a pattern has one walk a root atom
    cdef int *pattern_start
    cdef int *recursive_start
    cdef int *answers  # atoms by kind of primitive, as molinfo.descriptors.smarts numbers them
    cdef int *parent
    cdef int *start
    cdef int *neighbour
    cdef int *bond_class
    cdef word *primitive
    cdef word *program
    cdef word *recursive
    cdef word *seen
    cdef char *program_known
    cdef char *recursive_known
    cdef char *used
    cdef int[64] mapped
    cdef Graph graph

    def __init__(self, list primitives, list programs, list recursives, list patterns):
        """Take (kind, value) pairs, atom programs, and queries as lists of walks."""
        steps, closures, walks, starts, recursive_starts = [], [], [], [], []
        for queries, begins in ((recursives, recursive_starts), (patterns, starts)):
            for query in queries:
                begins.append(len(walks))
                for walk in query:
                    if len(walk) > 64:
                        raise ValueError("a pattern of more than 64 atoms")
                    walks.append(len(steps) // 4)
                    for program, parent, classes, closed in walk:
                        steps += (program, parent, classes, len(closures))
                        closures.extend(closed)
            begins.append(len(walks))
        walks.append(len(steps) // 4)
        steps += (0, 0, 0, len(closures))
        program_starts, codes = [], []
        for program in programs:
            depth = deepest = 0
            for code in program:
                depth += -1 if code in (-2, -3) else 0 if code == -1 else 1
                deepest = max(deepest, depth)
            if deepest > 32:
                raise ValueError("an atom with tests nested more than 32 deep")
            program_starts.append(len(codes))
            codes.extend(program)
        program_starts.append(len(codes))
        self.steps = copy_ints(steps)
        self.closure_to = copy_ints([to for to, _ in closures])
        self.closure_classes = copy_ints([mask for _, mask in closures])
        self.walk_start = copy_ints(walks)
        self.pattern_start = copy_ints(starts)
        self.recursive_start = copy_ints(recursive_starts)
        self.primitive_kind = copy_ints([kind for kind, _ in primitives])
        self.primitive_value = copy_ints([value for _, value in primitives])
        self.program_start = copy_ints(program_starts)
        self.program_code = copy_ints(codes)
        self.n_primitives, self.n_programs = len(primitives), len(programs)
        self.n_recursives, self.n_patterns = len(recursives), len(patterns)
        self.program_known = <char *>malloc(self.n_programs + 1)
        self.recursive_known = <char *>malloc(self.n_recursives + 1)
        if self.program_known == NULL or self.recursive_known == NULL:
            raise MemoryError

    def __dealloc__(self):
        free(self.steps)
        free(self.closure_to)
        free(self.closure_classes)
        free(self.walk_start)
        free(self.pattern_start)
        free(self.recursive_start)
        free(self.primitive_kind)
        free(self.primitive_value)
        free(self.program_start)
        free(self.program_code)
        free(self.program_known)
        free(self.recursive_known)
        free(self.answers)
        free(self.primitive)
        free(self.used)

    def load(self, Graph graph, bint with_hydrogens=False):
        """Take over a molecule, with its hydrogens as atoms behind the others if asked to."""
        cdef int i, j, k, extra = 0, n = graph.n
        if with_hydrogens:
            for i in range(n):
                extra += graph.hydrogens[i]
        self.graph = graph
        self.n = n + extra
        self._reserve(self.n, 2 * (graph.m + extra))
        self.program = self.primitive + self.n_primitives * self.words
        self.recursive = self.program + self.n_programs * self.words
        self.seen = self.recursive + self.n_recursives * self.words
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
        memset(self.program_known, 0, self.n_programs)
        memset(self.recursive_known, 0, self.n_recursives)
        self._test_primitives()

    cdef void _answer(self, int i, int type_of, int hydrogens, int degree, int connectivity,
                      int valence, int rings, int charge, int isotope) noexcept:
        cdef int *answers = self.answers + i
        cdef int room = self.atom_room
        answers[0] = type_of
        answers[room] = type_of % 1000
        answers[2 * room] = type_of >= 1000
        answers[3 * room] = hydrogens
        answers[4 * room] = degree
        answers[5 * room] = connectivity
        answers[6 * room] = valence
        answers[7 * room] = rings
        answers[8 * room] = rings > 0
        answers[9 * room] = charge
        answers[10 * room] = isotope

    cdef int _reserve(self, int n, int ends) except -1:
        cdef Py_ssize_t words, rows
        self.words = (n + 63) // 64
        if n <= self.atom_room and ends <= self.end_room:
            return 0
        self.atom_room, self.end_room = 2 * n + 64, 2 * ends + 64
        words = (self.atom_room + 63) // 64
        rows = self.n_primitives + self.n_programs + self.n_recursives + CAP + 1
        free(self.answers)
        free(self.primitive)
        free(self.used)
        self.answers = <int *>malloc((13 * self.atom_room + 2 * self.end_room + 1) * sizeof(int))
        self.primitive = <word *>malloc(rows * words * sizeof(word))
        self.used = <char *>malloc(self.atom_room)
        if self.answers == NULL or self.primitive == NULL or self.used == NULL:
            raise MemoryError
        self.parent = self.answers + 11 * self.atom_room
        self.start = self.parent + self.atom_room
        self.neighbour = self.start + self.atom_room + 1
        self.bond_class = self.neighbour + self.end_room
        return 0

    cdef void _test_primitives(self) noexcept:
        cdef int p, i, w, value
        cdef int *answers
        cdef word bits
        for p in range(self.n_primitives):
            value = self.primitive_value[p]
            answers = self.answers + self.primitive_kind[p] * self.atom_room
            for w in range(self.words):
                bits = 0
                for i in range(64 * w, min(64 * w + 64, self.n)):
                    bits |= <word>(answers[i] == value) << (i & 63)
                self.primitive[p * self.words + w] = bits

    cdef void _run_program(self, int q) except *:
        """Answer an atom program for every atom."""
        cdef int at, code, w, depth
        cdef word[32] stack
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
                    stack[depth] = self.primitive[code * self.words + w]
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
                    stack[depth] = self.recursive[(-10 - code) * self.words + w]
                    depth += 1
            self.program[q * self.words + w] = stack[0]
        if self.n & 63:
            self.program[q * self.words + (self.words - 1)] &= ((<word>1) << (self.n & 63)) - 1
        self.program_known[q] = 1

    cdef void _run_recursive(self, int r) except *:
        """Answer a recursive pattern for every atom: whether it matches from that atom."""
        cdef int walk, i, w, root
        if self.recursive_known[r]:
            return
        for w in range(self.words):
            self.recursive[(r) * self.words + w] = 0
        self.recursive_known[r] = 1
        walk = self.recursive_start[r]
        if not self._has_candidates(walk):
            return
        root = self.steps[4 * self.walk_start[walk]]
        for i in range(self.n):
            if self.program[root * self.words + (i >> 6)] >> (i & 63) & 1 and self._matches_from(walk, i):
                self.recursive[(r) * self.words + (i >> 6)] |= (<word>1) << (i & 63)

    cdef bint _has_candidates(self, int walk) except -1:
        cdef int s, w, q
        cdef word found
        for s in range(self.walk_start[walk], self.walk_start[walk + 1]):
            q = self.steps[4 * s]
            self._run_program(q)
            found = 0
            for w in range(self.words):
                found |= self.program[q * self.words + w]
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
        cdef int s = first + depth, q = self.steps[4 * s], parent = self.steps[4 * s + 1]
        cdef int classes = self.steps[4 * s + 2], found = 0, j, other, low, high
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
            if self.used[other] or not self.program[q * self.words + (other >> 6)] >> (other & 63) & 1:
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
        for c in range(self.steps[4 * s + 3], self.steps[4 * s + 7]):
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
        cdef word *fresh = self.seen + self.n_seen * self.words
        cdef word *old
        cdef bint same
        if self.n_seen >= CAP:
            return
        for w in range(self.words):
            fresh[w] = 0
        for i in range(length):
            fresh[self.mapped[i] >> 6] |= (<word>1) << (self.mapped[i] & 63)
        for k in range(self.n_seen):
            old = self.seen + k * self.words
            same = True
            for w in range(self.words):
                if old[w] != fresh[w]:
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
            q = self.steps[4 * self.walk_start[walk]]
            count = 0
            for w in range(self.words):
                bits = self.program[q * self.words + w]
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
        q = self.steps[4 * first]
        self.n_seen = 0
        for i in range(self.n):
            if not self.program[q * self.words + (i >> 6)] >> (i & 63) & 1:
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
        q = self.steps[4 * self.walk_start[walk]]
        for i in range(self.n):
            if self.program[q * self.words + (i >> 6)] >> (i & 63) & 1 and self._matches_from(walk, i):
                return True
        return False

    def count_present(self, int first, int last):
        """How many patterns of a range match anywhere."""
        cdef int p, total = 0
        for p in range(first, last):
            total += self.has(p)
        return total

    def sum_contributions(self, list ones, list others):
        """Give each atom the contributions of the first pattern that matches from it.

        Both lists have one value a pattern, and one more for atoms that none matches. Returns two
        lists for the atoms of the structure, and their two sums with the hydrogens; None when
        RDKit would stop short of all matches of a pattern.
        """
        cdef int p, i, q, walk, length, candidates, untyped = self.n
        cdef double total_one = 0.0, total_other = 0.0
        cdef int *types = self.parent  # not needed once the molecule is loaded
        for i in range(self.n):
            types[i] = self.n_patterns
        for p in range(self.n_patterns):
            walk = self.pattern_start[p]
            if not self._has_candidates(walk):
                continue
            length = self.walk_start[walk + 1] - self.walk_start[walk]
            q = self.steps[4 * self.walk_start[walk]]
            candidates = 0
            for i in range(self.n):
                if self.program[q * self.words + (i >> 6)] >> (i & 63) & 1:
                    candidates += 1
                    if types[i] == self.n_patterns and self._matches_from(walk, i):
                        types[i] = p
                        untyped -= 1
            # no atom begins more matches than 4 * 3 * 2, and that only in patterns with branches
            if candidates * (24 if length > 2 else 4 if length > 1 else 1) >= CAP:
                return None
            if untyped == 0:
                break
        for i in range(self.n):
            total_one += <double>ones[types[i]]
            total_other += <double>others[types[i]]
        for i in range(self.graph.n):
            self.graph.row(LOG_P)[i] = ones[types[i]]
            self.graph.row(REFRACTIVITY)[i] = others[types[i]]
        return total_one, total_other


def keep_contributions(Graph graph, list log_p, list refractivity):
    """Keep what each atom contributes to log P and molar refractivity as RDKit has it."""
    graph.keep(LOG_P, log_p)
    graph.keep(REFRACTIVITY, refractivity)
