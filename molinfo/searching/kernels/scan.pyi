from typing import Any

NO: int
YES: int
MAYBE: int

class Scanner:
    def __init__(
        self,
        programs: list[tuple[tuple[int, int], ...]],
        patterns: list[list[tuple[int, int, int, list[tuple[int, int]]]]],
        symbols: dict[str, int],
    ) -> None: ...
    def scan(self, text: Any, starts: Any, wanted: Any) -> bytes: ...
    def agrees(self, smiles: bytes, orders: Any, hydrogens: int) -> bool: ...
    def describe(self, smiles: bytes) -> tuple[int, int] | None: ...
