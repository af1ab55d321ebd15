# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Many SMILES against one substructure query, without making molecules of them.

The SMILES are those that RDKit wrote, so aromaticity is as RDKit found it and every organic atom
has the hydrogens that its valence leaves. A query comes as tables from
`molinfo.searching.programs`. Whatever this module does not know, it leaves to RDKit: the answer
is MAYBE, never a guess.
"""

from libc.stdlib cimport free, malloc
from libc.string cimport memset

ctypedef unsigned long long word

cdef enum:
    MOST_ATOMS = 512
    MOST_BONDS = 640
    MOST_QUERY_ATOMS = 64
    CACHE = 1024
    MOST_STEPS = 50000
    RDKIT_MOST_MATCHES = 1000  # of a recursive pattern; beyond it RDKit looks no further

NO, YES, MAYBE = 0, 1, 2

cdef enum:  # what a test looks at, and how tests are joined; molinfo.searching.programs names them
    ANY, UNKNOWN, NUMBER, TYPE, IS_AROMATIC, HYDROGENS, DEGREE, TOTAL_DEGREE
    CHARGE, ISOTOPE, IN_RING, RING_BONDS, HEAVY_DEGREE, RING_SIZE, RECURSIVE, NOT, AND, OR

cdef enum:
    N, Y, U  # the three values of a test: no, yes, unknown

cdef char[128] ORGANIC  # atomic number of one-letter symbols, by their letter
cdef char[128] AROMATIC


cdef void _fill_tables() noexcept:
    memset(ORGANIC, 0, sizeof(ORGANIC))
    memset(AROMATIC, 0, sizeof(AROMATIC))
    ORGANIC[c'B'], ORGANIC[c'C'], ORGANIC[c'N'], ORGANIC[c'O'] = 5, 6, 7, 8
    ORGANIC[c'F'], ORGANIC[c'P'], ORGANIC[c'S'], ORGANIC[c'I'] = 9, 15, 16, 53
    AROMATIC[c'b'], AROMATIC[c'c'], AROMATIC[c'n'] = 5, 6, 7
    AROMATIC[c'o'], AROMATIC[c'p'], AROMATIC[c's'] = 8, 15, 16


_fill_tables()


cdef struct Atom:
    int number, aromatic, charge, isotope, hydrogens, degree, ring_bonds, heavy
    int parent, parent_bond, depth
    int total_hydrogens


cdef int _count_valence_hydrogens(int number, int order) noexcept:
    """Hydrogens of an organic atom that is written without brackets, by its bond orders."""
    if number == 5 or number == 7:
        return max(0, 3 - order)
    if number == 6:
        return max(0, 4 - order)
    if number == 8:
        return max(0, 2 - order)
    if number == 15:
        return 3 - order if order <= 3 else 5 - order if order <= 5 else max(0, 7 - order)
    if number == 16:
        return 2 - order if order <= 2 else 4 - order if order <= 4 else max(0, 6 - order)
    if number == 53:
        return 1 - order if order <= 1 else 3 - order if order <= 3 else max(0, 5 - order)
    return max(0, 1 - order)


cdef class Scanner:
    """One query; `scan` tells which of many SMILES have it.

    `programs` are the tests of all query atoms in postfix order, as (operation, value) pairs;
    `patterns` are lists of steps (program, place of the parent or -1, bond classes, closures), the
    query itself first, then those of recursive tests; `symbols` gives atomic numbers by symbol.
    """

    cdef dict symbols
    cdef int n_programs, n_patterns
    cdef int *program_start
    cdef int *operation
    cdef int *value
    cdef char *program_recursive
    cdef int *pattern_start
    cdef int *step_program
    cdef int *step_parent
    cdef int *step_classes
    cdef int *closure_start
    cdef int *closure_to
    cdef int *closure_classes
    # the molecule
    cdef int n, m
    cdef Atom[MOST_ATOMS] atoms
    cdef int[MOST_BONDS] begin
    cdef int[MOST_BONDS] end
    cdef int[MOST_BONDS] kind
    cdef char[MOST_BONDS] in_ring
    cdef char[MOST_BONDS] closes
    cdef int[MOST_ATOMS + 1] start
    cdef int[2 * MOST_BONDS] neighbour
    cdef char[2 * MOST_BONDS] bond_class
    # what is known of it
    cdef word *masks  # query atoms that each atom fits, by pattern
    cdef char *masks_known
    cdef int[MOST_ATOMS] ring_size  # of the smallest ring through each atom; 0 unknown
    cdef int[MOST_ATOMS] distance
    cdef int[MOST_ATOMS] queue
    cdef char *rooted  # whether a pattern matches from each atom; 0 unknown
    cdef char[MOST_ATOMS] used
    cdef int[MOST_QUERY_ATOMS] mapped
    cdef long steps_left
    cdef bint gave_up
    # tests by kind of atom
    cdef word[CACHE] cache_key
    cdef char *cache_values

    def __init__(self, list programs, list patterns, dict symbols):
        cdef int i, j, k, total
        self.symbols = symbols
        self.n_programs, self.n_patterns = len(programs), len(patterns)
        total = sum(len(program) for program in programs)
        self.program_start = <int *>malloc((self.n_programs + 1) * sizeof(int))
        self.operation = <int *>malloc((total + 1) * sizeof(int))
        self.value = <int *>malloc((total + 1) * sizeof(int))
        self.program_recursive = <char *>malloc(self.n_programs + 1)
        self.cache_values = <char *>malloc(CACHE * (self.n_programs + 1))
        j = 0
        for i in range(self.n_programs):
            self.program_start[i] = j
            self.program_recursive[i] = 0
            for operation, value in programs[i]:
                self.operation[j], self.value[j] = operation, value
                if operation == RECURSIVE or operation == RING_SIZE:
                    self.program_recursive[i] = 1  # no kind of atom answers it
                j += 1
        self.program_start[self.n_programs] = j
        total = sum(len(pattern) for pattern in patterns)
        self.pattern_start = <int *>malloc((self.n_patterns + 1) * sizeof(int))
        self.step_program = <int *>malloc((total + 1) * sizeof(int))
        self.step_parent = <int *>malloc((total + 1) * sizeof(int))
        self.step_classes = <int *>malloc((total + 1) * sizeof(int))
        self.closure_start = <int *>malloc((total + 1) * sizeof(int))
        k = sum(len(step[3]) for pattern in patterns for step in pattern)
        self.closure_to = <int *>malloc((k + 1) * sizeof(int))
        self.closure_classes = <int *>malloc((k + 1) * sizeof(int))
        i = j = k = 0
        for pattern in patterns:
            if len(pattern) > MOST_QUERY_ATOMS:
                raise ValueError("a query of more than 64 atoms")
            self.pattern_start[i] = j
            i += 1
            for program, parent, classes, closures in pattern:
                self.step_program[j], self.step_parent[j] = program, parent
                self.step_classes[j], self.closure_start[j] = classes, k
                for to, mask in closures:
                    self.closure_to[k], self.closure_classes[k] = to, mask
                    k += 1
                j += 1
        self.pattern_start[i], self.closure_start[j] = j, k
        self.masks = <word *>malloc(self.n_patterns * MOST_ATOMS * sizeof(word))
        self.masks_known = <char *>malloc(self.n_patterns)
        self.rooted = <char *>malloc(self.n_patterns * MOST_ATOMS)
        memset(self.cache_key, 0xff, sizeof(self.cache_key))
        memset(self.used, 0, sizeof(self.used))

    def __dealloc__(self):
        free(self.program_start)
        free(self.operation)
        free(self.value)
        free(self.program_recursive)
        free(self.cache_values)
        free(self.pattern_start)
        free(self.step_program)
        free(self.step_parent)
        free(self.step_classes)
        free(self.closure_start)
        free(self.closure_to)
        free(self.closure_classes)
        free(self.masks)
        free(self.masks_known)
        free(self.rooted)

    def scan(self, const unsigned char[:] text, const unsigned int[:] starts,
             const unsigned short[:] wanted):
        """NO, YES or MAYBE for each wanted SMILES, as bytes.

        SMILES i stands in `text` from starts[i] to starts[i + 1].
        """
        cdef Py_ssize_t i
        cdef bytearray answers = bytearray(wanted.shape[0])
        cdef unsigned char[:] told = answers
        for i in range(wanted.shape[0]):
            told[i] = self._answer(text, starts[wanted[i]], starts[wanted[i] + 1])
        return bytes(answers)

    def describe(self, bytes smiles):
        """How many atoms and hydrogens this module reads; None where it does not know a sign."""
        cdef int i, hydrogens = 0
        if len(smiles) == 0 or not self._read(smiles, 0, len(smiles)):
            return None
        for i in range(self.n):
            hydrogens += self.atoms[i].hydrogens + (self.atoms[i].number == 1)
        return self.n, hydrogens

    def agrees(self, bytes smiles, const double[:, :] orders, int hydrogens):
        """Whether a SMILES is read with the bonds, by order, and the hydrogens that RDKit finds."""
        cdef int i, j, k, bonds = 0, found = 0
        if len(smiles) == 0 or not self._read(smiles, 0, len(smiles)) \
                or self.n != orders.shape[0]:
            return False
        for i in range(self.n):
            found += self.atoms[i].hydrogens + (self.atoms[i].number == 1)
            for j in range(i):
                bonds += orders[i, j] != 0
        if found != hydrogens or bonds != self.m:
            return False
        for k in range(self.m):
            i, j = self.begin[k], self.end[k]
            if orders[i, j] != (1.5 if self.kind[k] == 3 else self.kind[k] + 1):
                return False
        return True

    cdef int _answer(self, const unsigned char[:] text, Py_ssize_t at, Py_ssize_t end) except -1:
        cdef int i, first, length, root
        cdef bint found = False
        if at == end or text[at] == c'!' or not self._read(text, at, end):
            return 2
        memset(self.masks_known, 0, self.n_patterns)
        memset(self.ring_size, 0, self.n * sizeof(int))
        self.steps_left, self.gave_up = MOST_STEPS, False
        found = self._fill_masks(0)
        if self.gave_up or not found:
            return 2 if self.gave_up else 0
        first, length = self.pattern_start[0], self.pattern_start[1] - self.pattern_start[0]
        for i in range(self.n):
            if self.masks[i] & 1:
                if self._match_from(0, i, 1):
                    return 1
                if self.gave_up:
                    return 2
        return 0

    cdef bint _fill_masks(self, int p) except -1:
        """Which atoms of a pattern each atom fits; False where an atom of the pattern has none."""
        cdef int i, s, first = self.pattern_start[p], length = self.pattern_start[p + 1] - first
        cdef word bit, all_found = 0, found
        cdef word *masks = self.masks + p * MOST_ATOMS
        cdef char *values
        cdef int value
        for i in range(self.n):
            values = self._test(i)
            found = 0
            for s in range(length):
                value = values[self.step_program[first + s]]
                if value == U and self.program_recursive[self.step_program[first + s]]:
                    value = self._run(self.step_program[first + s], i, True)
                if value != N:
                    found |= (<word>1) << s
            masks[i] = found
            all_found |= found
        self.masks_known[p] = 1
        return all_found == (<word>0xffffffffffffffff) >> (64 - length)

    cdef char *_test(self, int i) except NULL:
        """The values of all programs for an atom, unknown where they ask for recursive patterns."""
        cdef Atom *atom = &self.atoms[i]
        cdef word key = (
            <word>atom.number | <word>atom.aromatic << 8 | <word>(atom.charge & 0x1f) << 9
            | <word>(atom.isotope & 0x3ff) << 14 | <word>(atom.hydrogens & 15) << 24
            | <word>(atom.degree & 15) << 28 | <word>(atom.ring_bonds & 15) << 32
            | <word>(atom.heavy & 15) << 36 | <word>(atom.total_hydrogens & 15) << 40
        )
        cdef int slot = (key * <word>0x9E3779B97F4A7C15) >> 54, q
        cdef char *values = self.cache_values + slot * self.n_programs
        if self.cache_key[slot] != key:
            self.cache_key[slot] = key
            for q in range(self.n_programs):
                values[q] = self._run(q, i, False)
        return values

    cdef int _run(self, int q, int i, bint recursive) except -1:
        """The value of a program for an atom."""
        cdef char[64] stack
        cdef int depth = 0, at, operation, value, one, other
        cdef Atom *atom = &self.atoms[i]
        for at in range(self.program_start[q], self.program_start[q + 1]):
            operation, value = self.operation[at], self.value[at]
            if operation == NOT:
                one = stack[depth - 1]
                stack[depth - 1] = U if one == U else (N if one == Y else Y)
                continue
            if operation == AND:
                depth -= 1
                one, other = stack[depth - 1], stack[depth]
                stack[depth - 1] = N if one == N or other == N else (
                    Y if one == Y and other == Y else U)
                continue
            if operation == OR:
                depth -= 1
                one, other = stack[depth - 1], stack[depth]
                stack[depth - 1] = Y if one == Y or other == Y else (
                    N if one == N and other == N else U)
                continue
            if operation == RECURSIVE:
                one = U
                if recursive:
                    one = Y if self._matches_root(value, i) else N
            elif operation == RING_SIZE:
                one = U
                if atom.ring_bonds == 0:
                    one = N
                elif recursive:
                    one = Y if self._find_ring_size(i) == value else N
            elif operation == ANY:
                one = Y
            elif operation == UNKNOWN:
                one = U
            elif operation == NUMBER:
                one = Y if atom.number == value else N
            elif operation == TYPE:
                one = Y if atom.number + 1000 * atom.aromatic == value else N
            elif operation == IS_AROMATIC:
                one = Y if atom.aromatic == value else N
            elif operation == HYDROGENS:
                one = Y if atom.total_hydrogens == value else N
            elif operation == DEGREE:
                one = Y if atom.degree == value else N
            elif operation == TOTAL_DEGREE:
                one = Y if atom.degree + atom.hydrogens == value else N
            elif operation == CHARGE:
                one = Y if atom.charge == value else N
            elif operation == ISOTOPE:
                one = Y if atom.isotope == value else N
            elif operation == IN_RING:
                one = Y if (atom.ring_bonds > 0) == (value != 0) else N
            elif operation == RING_BONDS:
                one = Y if atom.ring_bonds == value else N
            elif operation == HEAVY_DEGREE:
                one = Y if atom.heavy == value else N
            else:
                one = U
            stack[depth] = one
            depth += 1
        return stack[0]

    cdef int _find_ring_size(self, int i) noexcept:
        """Bonds of the smallest ring through an atom: no smallest set of rings has less."""
        cdef int j, k, at, other, head, tail, best = MOST_ATOMS + 1
        cdef int *distance = self.distance
        cdef int *queue = self.queue
        if self.ring_size[i]:
            return self.ring_size[i]
        for j in range(self.start[i], self.start[i + 1]):
            if not self.bond_class[j] & 1:
                continue
            for k in range(self.n):
                distance[k] = -1
            distance[i], distance[self.neighbour[j]] = 0, 1
            queue[0], head, tail = self.neighbour[j], 0, 1
            while head < tail:
                at = queue[head]
                head += 1
                if distance[at] + 1 >= best:
                    break
                for k in range(self.start[at], self.start[at + 1]):
                    other = self.neighbour[k]
                    if other == i and distance[at] > 1:
                        best = distance[at] + 1
                        break
                    if distance[other] < 0 and self.bond_class[k] & 1:
                        distance[other] = distance[at] + 1
                        queue[tail] = other
                        tail += 1
        self.ring_size[i] = best
        return best

    cdef bint _matches_root(self, int p, int i) except -1:
        """Whether a recursive pattern matches with its first atom on an atom."""
        cdef char *rooted = self.rooted + p * MOST_ATOMS
        cdef int j, length = self.pattern_start[p + 1] - self.pattern_start[p]
        cdef long bound
        if not self.masks_known[p]:
            memset(rooted, 0, self.n)
            self._fill_masks(p)
            bound = self.n
            for j in range(1, length):
                bound *= 4 if j == 1 else 3
                if bound >= RDKIT_MOST_MATCHES:
                    break
            if bound >= RDKIT_MOST_MATCHES:
                bound = 0
                for j in range(self.n):
                    if self.masks[p * MOST_ATOMS + j] & 1:
                        bound += self._match_from(p, j, RDKIT_MOST_MATCHES)
                    if bound >= RDKIT_MOST_MATCHES:
                        self.gave_up = True
                        break
        if rooted[i] == 0:
            rooted[i] = 2 if self.masks[p * MOST_ATOMS + i] & 1 and self._match_from(p, i, 1) else 1
        return rooted[i] == 2

    cdef int _match_from(self, int p, int i, int most) except -1:
        """How many matches of a pattern have its first atom on an atom, counted up to `most`."""
        cdef int found, length = self.pattern_start[p + 1] - self.pattern_start[p]
        if length == 1:
            return 1
        self.mapped[0] = i
        self.used[i] = 1
        found = self._extend(p, 1, length, most)
        self.used[i] = 0
        return found

    cdef int _extend(self, int p, int depth, int length, int most) noexcept:
        cdef int s = self.pattern_start[p] + depth, parent = self.step_parent[s]
        cdef int classes = self.step_classes[s], low, high, j, other, found = 0
        cdef word *masks = self.masks + p * MOST_ATOMS
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
            if self.used[other] or not masks[other] >> depth & 1:
                continue
            self.steps_left -= 1
            if self.steps_left < 0:
                self.gave_up = True
                return found
            if self.closure_start[s] < self.closure_start[s + 1] and not self._closes(s, other):
                continue
            if depth + 1 == length:
                found += 1
            else:
                self.mapped[depth] = other
                self.used[other] = 1
                found += self._extend(p, depth + 1, length, most - found)
                self.used[other] = 0
            if found >= most or self.gave_up:
                return found
        return found

    cdef bint _closes(self, int s, int atom) noexcept:
        cdef int c, j, other
        cdef bint closed
        for c in range(self.closure_start[s], self.closure_start[s + 1]):
            other = self.mapped[self.closure_to[c]]
            closed = False
            for j in range(self.start[atom], self.start[atom + 1]):
                if self.neighbour[j] == other:
                    closed = self.closure_classes[c] >> self.bond_class[j] & 1
                    break
            if not closed:
                return False
        return True

    cdef bint _read(self, const unsigned char[:] text, Py_ssize_t at, Py_ssize_t end) except -1:
        """Read a SMILES into the arrays; False where it holds what this module does not know."""
        cdef int[100] open_atom
        cdef int[100] open_kind
        cdef int[256] branches
        cdef int depth = 0, last = -1, kind = -1, label, number
        cdef unsigned char sign
        cdef char[MOST_ATOMS] bare
        memset(open_atom, 0xff, sizeof(open_atom))
        self.n = self.m = 0
        while at < end:
            sign = text[at]
            at += 1
            if sign == c'(':
                if depth == 256 or last < 0:
                    return False
                branches[depth] = last
                depth += 1
            elif sign == c')':
                if depth == 0:
                    return False
                depth -= 1
                last = branches[depth]
            elif sign == c'-' or sign == c'/' or sign == c'\\':
                kind = 0 if sign == c'-' else 4
                if at < end and text[at] == c'>':
                    return False
            elif sign == c'=':
                kind = 1
            elif sign == c'#':
                kind = 2
            elif sign == c':':
                kind = 3
            elif sign == c'.':
                last = kind = -1
            elif c'0' <= sign <= c'9' or sign == c'%':
                label = sign - c'0'
                if sign == c'%':
                    if at + 1 >= end or not (c'0' <= text[at] <= c'9'):
                        return False
                    label = 10 * (text[at] - c'0') + text[at + 1] - c'0'
                    at += 2
                if last < 0:
                    return False
                if open_atom[label] < 0:
                    open_atom[label], open_kind[label] = last, kind
                else:
                    if kind < 0:
                        kind = open_kind[label]
                    if not self._bind(open_atom[label], last, kind, True):
                        return False
                    open_atom[label] = -1
                kind = -1
            else:
                if self.n == MOST_ATOMS:
                    return False
                self._begin_atom()
                if sign == c'[':
                    at = self._read_bracket(text, at, end)
                    if at < 0:
                        return False
                    bare[self.n] = 0
                else:
                    bare[self.n] = 1
                    if sign == c'C' and at < end and text[at] == c'l':
                        number, at = 17, at + 1
                    elif sign == c'B' and at < end and text[at] == c'r':
                        number, at = 35, at + 1
                    elif sign < 128 and ORGANIC[sign]:
                        number = ORGANIC[sign]
                    elif sign < 128 and AROMATIC[sign]:
                        number = AROMATIC[sign]
                        self.atoms[self.n].aromatic = 1
                    elif sign == c'*':
                        number = 0
                        bare[self.n] = 0
                    else:
                        return False
                    self.atoms[self.n].number = number
                self.n += 1
                if last >= 0:
                    self.atoms[self.n - 1].parent = last
                    self.atoms[self.n - 1].parent_bond = self.m
                    self.atoms[self.n - 1].depth = self.atoms[last].depth + 1
                    if not self._bind(last, self.n - 1, kind, False):
                        return False
                last, kind = self.n - 1, -1
        return self._link(bare)

    cdef void _begin_atom(self) noexcept:
        memset(&self.atoms[self.n], 0, sizeof(Atom))
        self.atoms[self.n].parent = self.atoms[self.n].parent_bond = -1

    cdef bint _bind(self, int one, int other, int kind, bint closes) noexcept:
        if self.m == MOST_BONDS:
            return False
        if kind < 0:
            kind = 3 if self.atoms[one].aromatic and self.atoms[other].aromatic else 0
        elif kind == 4:  # a direction: RDKit reads it as aromatic where both atoms are
            if self.atoms[one].aromatic and self.atoms[other].aromatic:
                return False
            kind = 0
        self.begin[self.m], self.end[self.m], self.kind[self.m] = one, other, kind
        self.in_ring[self.m] = self.closes[self.m] = closes
        self.m += 1
        return True

    cdef Py_ssize_t _read_bracket(self, const unsigned char[:] text, Py_ssize_t at,
                                  Py_ssize_t end) except -2:
        """An atom in brackets; where it ends, -1 where it is not known."""
        cdef Atom *atom = &self.atoms[self.n]
        cdef Py_ssize_t first
        cdef int sign
        while at < end and c'0' <= text[at] <= c'9':
            atom.isotope = 10 * atom.isotope + text[at] - c'0'
            at += 1
        if atom.isotope > 999 or at >= end:
            return -1
        first = at
        if text[at] == c'*':
            at += 1
        elif c'A' <= text[at] <= c'Z' or c'a' <= text[at] <= c'z':
            atom.aromatic = c'a' <= text[at] <= c'z'
            at += 1
            while at < end and c'a' <= text[at] <= c'z':
                at += 1
            symbol = bytes(text[first:at]).decode("ascii").capitalize()
            if symbol not in self.symbols:
                return -1
            atom.number = self.symbols[symbol]
        else:
            return -1
        while at < end and text[at] == c'@':
            at += 1
        if at < end and text[at] in (c'T', c'A', c'S', c'O') and text[at - 1] == c'@':
            return -1  # @SP1, @OH12: left to RDKit
        if at < end and text[at] == c'H':
            at += 1
            atom.hydrogens = 1
            if at < end and c'0' <= text[at] <= c'9':
                atom.hydrogens = text[at] - c'0'
                at += 1
        if at < end and (text[at] == c'+' or text[at] == c'-'):
            sign = 1 if text[at] == c'+' else -1
            at += 1
            if at < end and c'0' <= text[at] <= c'9':
                while at < end and c'0' <= text[at] <= c'9':
                    atom.charge = 10 * atom.charge + text[at] - c'0'
                    at += 1
            else:
                atom.charge = 1
                while at < end and text[at] == (c'+' if sign > 0 else c'-'):
                    atom.charge += 1
                    at += 1
            if atom.charge > 15:
                return -1
            atom.charge *= sign
        if at < end and text[at] == c':':
            at += 1
            while at < end and c'0' <= text[at] <= c'9':
                at += 1
        if at >= end or text[at] != c']':
            return -1
        return at + 1

    cdef bint _link(self, char *bare) noexcept:
        """Neighbours, ring bonds, hydrogens; False where a ring joins what nothing else does."""
        cdef int i, j, k, one, other, order
        for i in range(self.n):
            self.start[i + 1] = 0
        self.start[0] = 0
        for k in range(self.m):
            self.start[self.begin[k] + 1] += 1
            self.start[self.end[k] + 1] += 1
            if self.closes[k]:
                one, other = self.begin[k], self.end[k]
                while one != other:
                    if self.atoms[one].depth < self.atoms[other].depth:
                        one, other = other, one
                    if self.atoms[one].parent < 0:
                        return False
                    self.in_ring[self.atoms[one].parent_bond] = 1
                    one = self.atoms[one].parent
        for i in range(self.n):
            self.start[i + 1] += self.start[i]
            self.atoms[i].degree = 0
        for k in range(self.m):
            for one, other in ((self.begin[k], self.end[k]), (self.end[k], self.begin[k])):
                j = self.start[one] + self.atoms[one].degree
                self.neighbour[j] = other
                self.bond_class[j] = 2 * self.kind[k] + self.in_ring[k]
                self.atoms[one].degree += 1
                self.atoms[one].ring_bonds += self.in_ring[k]
                if self.atoms[other].number == 1:
                    self.atoms[one].total_hydrogens += 1
                if self.atoms[other].number != 1 or self.atoms[other].isotope > 1:
                    self.atoms[one].heavy += 1  # deuterium, too, as RDKit counts
        for i in range(self.n):
            if self.atoms[i].degree > 15:
                return False
            if bare[i] and self.atoms[i].aromatic:
                if self.atoms[i].number == 6:
                    self.atoms[i].hydrogens = max(0, 3 - self.atoms[i].degree)
            elif bare[i]:
                order = 0
                for j in range(self.start[i], self.start[i + 1]):
                    k = self.bond_class[j] >> 1
                    if k == 3:
                        return False
                    order += k + 1
                self.atoms[i].hydrogens = _count_valence_hydrogens(self.atoms[i].number, order)
            self.atoms[i].total_hydrogens += self.atoms[i].hydrogens
        return True
