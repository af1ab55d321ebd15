cdef double compute_entropy(double *counts, int n) noexcept
