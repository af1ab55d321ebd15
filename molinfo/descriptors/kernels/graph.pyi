Atom = tuple[int, int, int, int, int, int, int, int]
Bond = tuple[int, int, int, int]

class Graph:
    n: int
    m: int
    n_rings: int
    def __init__(
        self, weights: list[float], outer_electrons: list[int], radii: list[float]
    ) -> None: ...
    def load(
        self, atoms: list[Atom], bonds: list[Bond], rings: tuple[tuple[int, ...], ...]
    ) -> None: ...
    def dump(self) -> tuple[list[Atom], list[Bond], tuple[tuple[int, ...], ...]]: ...
    def has_isotopes(self) -> bool: ...
