"""RDKit without its log on the user's terminal."""

from __future__ import annotations

import threading
from types import TracebackType

from rdkit import rdBase


class _Depth(threading.local):
    blocks = 0
    hold: rdBase.BlockLogs | None = None


_depth = _Depth()


class quiet:
    """Hold back RDKit's log inside a `with`; blocks may be nested, and inner ones cost nothing.

    RDKit's own block walks its logs each time, which is a tenth of what parsing costs. The log is
    the caller's again at the end of the outermost block.

    >>> from rdkit import Chem
    >>> with quiet():
    ...     Chem.MolFromSmiles("C1CC") is None
    True
    """

    __slots__ = ()

    def __enter__(self) -> None:
        if not _depth.blocks:
            _depth.hold = rdBase.BlockLogs()
        _depth.blocks += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _depth.blocks -= 1
        if not _depth.blocks:
            _depth.hold = None  # the end of RDKit's block
