from molinfo.descriptors.kernels.graph import Graph

READ: int
NOT_PLAIN: int
UNKNOWN: int

def read_binary(graph: Graph, data: bytes) -> int: ...
