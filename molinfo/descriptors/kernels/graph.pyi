from typing import Any

class Graph:
    n: int
    m: int
    def __init__(self, outer_electrons: list[int], radii: list[float]) -> None: ...
    def load(
        self,
        z: list[int],
        charge: list[int],
        hydrogens: list[int],
        isotope: list[int],
        valence: list[int],
        aromatic: list[bool],
        begin: list[int],
        end: list[int],
        orders: list[float],
        rings: tuple[Any, ...],
    ) -> None: ...
    def count_rings(self) -> list[int]: ...
    def count_aromatic_cycles(self) -> int: ...
    def weigh_branching(self) -> list[int]: ...
    def may_have_stereo_atoms(self) -> bool: ...
    def find_stereo_candidates(self) -> list[int]: ...
