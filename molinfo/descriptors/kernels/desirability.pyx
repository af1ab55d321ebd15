# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Desirability functions of QED (Bickerton et al., Nat. Chem. 2012, 4, 90)."""

from libc.math cimport exp, isinf, log
from libc.stdlib cimport free

from molinfo.descriptors.kernels.graph cimport copy_doubles


cdef class Desirabilities:
    """The logarithm of the desirability of each property, by asymmetric double sigmoids.

    `parameters` holds (a, b, c, d, e, f, highest value) a property, in their order.
    """

    cdef double *parameters
    cdef int count

    def __init__(self, list parameters):
        self.count = len(parameters)
        self.parameters = copy_doubles([value for row in parameters for value in row])

    def __dealloc__(self):
        free(self.parameters)

    def compute(self, *values):
        """The logarithms, in the order of the properties; None where one is beyond all numbers."""
        cdef int i
        cdef double value, rise, fall, desirability
        cdef double *p
        cdef list logs = []
        for i in range(self.count):
            p = self.parameters + 7 * i
            value = values[i]
            rise = 1 + exp(-1 * (value - p[2] + p[3] / 2) / p[4])
            fall = 1 + exp(-1 * (value - p[2] - p[3] / 2) / p[5])
            desirability = (p[0] + p[1] / rise * (1 - 1 / fall)) / p[6]
            if isinf(rise) or isinf(fall) or not desirability > 0:
                return None
            logs.append(log(desirability))
        return logs
