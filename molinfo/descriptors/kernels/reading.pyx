# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""A molecule from RDKit's binary form, which one call gives: asking atom by atom costs five times.

The form is that of RDKit's Code/GraphMol/MolPickler.cpp, `_pickle`, versions 16.0 to 16.4: header,
atoms, bonds, rings, and then what no kernel needs. Whether the installed RDKit writes it so is
proved by `molinfo.descriptors.binary`.
"""

from libc.string cimport memcpy

from molinfo.descriptors.kernels.graph cimport Graph

cdef int ENDIAN_MARK = <int>0xDEADBEEFU

cdef enum:
    BEGIN_ATOM = 1
    BEGIN_BOND = 11
    BEGIN_SYMMETRIZED_RINGS = 0x42
    AROMATIC_BIT = 1 << 6
    CONJUGATED_BIT = 1 << 5
    # queries, dummy labels, residues, ends of variable attachments: what the header cannot size
    UNSIZED_ATOM = 1 << 4 | 1 << 2 | 1 << 1
    UNSIZED_BOND = 1 << 4 | 1

READ, NOT_PLAIN, UNKNOWN = range(3)


cdef struct Reader:
    const unsigned char *at
    const unsigned char *end
    bint failed


cdef inline int _read_byte(Reader *reader) noexcept:
    if reader.at >= reader.end:
        reader.failed = True
        return 0
    reader.at += 1
    return (reader.at - 1)[0]


cdef inline int _read_int(Reader *reader) noexcept:
    cdef int value = 0
    if reader.end - reader.at < 4:
        reader.failed = True
        return 0
    memcpy(&value, reader.at, 4)
    reader.at += 4
    return value


cdef inline int _read_index(Reader *reader, bint wide) noexcept:
    return _read_int(reader) if wide else _read_byte(reader)


def read_binary(Graph graph, bytes data):
    """Load a graph from what `Mol.ToBinary` gives.

    READ where it is loaded; NOT_PLAIN for a molecule without atoms, with hydrogens or dummies as
    atoms, or with other bonds than single, double, triple and aromatic ones; UNKNOWN where the
    bytes hold what is not known here.
    """
    cdef Reader reader
    cdef int n, m, code
    reader.at = <const unsigned char *>data
    reader.end = reader.at + len(data)
    reader.failed = False
    if _read_int(&reader) != ENDIAN_MARK or _read_int(&reader) != 0 \
            or _read_int(&reader) != 16 or _read_int(&reader) > 4:
        return UNKNOWN
    _read_int(&reader)  # the third part of the version
    n, m = _read_int(&reader), _read_int(&reader)
    if reader.failed or n < 0 or m < 0 or n > len(data) or m > len(data):
        return UNKNOWN
    if n == 0:
        return NOT_PLAIN
    graph.reserve(n, m, len(data) // 4, len(data))  # no ring takes less than four bytes
    graph.n, graph.m = n, m
    _read_byte(&reader)  # flags
    code = _read_atoms(graph, &reader)
    if code == READ:
        code = _read_bonds(graph, &reader)
    if code == READ:
        code = _read_rings(graph, &reader)
    if reader.failed:
        return UNKNOWN
    if code == READ and not graph.index():
        return UNKNOWN
    return code


cdef int _read_atoms(Graph graph, Reader *reader) except -1:
    cdef int i, flags, parts, valence, implicit
    cdef int code = READ
    if _read_byte(reader) != BEGIN_ATOM:
        return UNKNOWN
    for i in range(graph.n):
        graph.z[i] = _read_byte(reader)
        flags = _read_byte(reader)
        if flags & UNSIZED_ATOM:
            return UNKNOWN
        if graph.z[i] < 2:
            code = NOT_PLAIN
        parts = _read_int(reader)
        graph.aromatic[i] = flags & AROMATIC_BIT != 0
        graph.charge[i] = <signed char>_read_byte(reader) if parts & 1 << 1 else 0
        if parts & 1 << 2:
            _read_byte(reader)  # chirality
        graph.hybridization[i] = _read_byte(reader) if parts & 1 << 3 else 4  # SP3
        graph.hydrogens[i] = _read_byte(reader) if parts & 1 << 4 else 0
        valence = _read_byte(reader) if parts & 1 << 5 else 0
        implicit = _read_byte(reader) if parts & 1 << 6 else 0
        graph.hydrogens[i] += implicit
        graph.valence[i] = valence + implicit
        graph.radicals[i] = _read_byte(reader) if parts & 1 << 7 else 0
        graph.isotope[i] = _read_int(reader) if parts & 1 << 8 else 0
        if parts & ~0x1fe:
            return UNKNOWN
        if flags & 1 << 3:  # an atom map number, behind its tag
            _read_byte(reader)
            if _read_byte(reader) > 127:
                _read_int(reader)
    return code


cdef int _read_bonds(Graph graph, Reader *reader) except -1:
    cdef int i, j, flags, kind
    cdef int code = READ
    cdef bint wide = graph.n > 255
    if _read_byte(reader) != BEGIN_BOND:
        return UNKNOWN
    for i in range(graph.m):
        graph.begin[i] = _read_index(reader, wide)
        graph.end[i] = _read_index(reader, wide)
        flags = _read_byte(reader)
        if flags & UNSIZED_BOND or not (0 <= graph.begin[i] < graph.n) \
                or not (0 <= graph.end[i] < graph.n):
            return UNKNOWN
        kind = _read_byte(reader) if flags & 1 << 3 else 1
        if flags & 1 << 2:
            _read_byte(reader)  # direction
        if flags & 1 << 1:  # stereo, and the atoms that it refers to
            _read_byte(reader)
            for j in range(_read_byte(reader)):
                _read_index(reader, wide)
        graph.conjugated[i] = flags & CONJUGATED_BIT != 0
        graph.kind[i] = 3 if kind == 12 else kind - 1
        if not (1 <= kind <= 3 or kind == 12) or (kind == 12) != (flags & AROMATIC_BIT != 0):
            code = NOT_PLAIN
    return code


cdef int _read_rings(Graph graph, Reader *reader) except -1:
    cdef int i, j, size, total = 0, rings
    cdef bint wide = graph.n > 255
    if _read_byte(reader) != BEGIN_SYMMETRIZED_RINGS:
        return UNKNOWN
    rings = _read_int(reader)
    if reader.failed or rings < 0 or 4 * <long long>rings > reader.end - reader.at:
        return UNKNOWN
    graph.n_rings = rings
    graph.ring_start[0] = 0
    for i in range(rings):
        size = _read_index(reader, wide)
        if size < 3 or size > reader.end - reader.at:
            return UNKNOWN
        for j in range(size):
            graph.ring_atoms[total + j] = _read_index(reader, wide)
            if not (0 <= graph.ring_atoms[total + j] < graph.n):
                return UNKNOWN
        total += size
        graph.ring_start[i + 1] = total
    return READ
