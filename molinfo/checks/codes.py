"""The registry of codes, assembled from the checks that raise them.

A code is a constant of the module that raises it. Nothing is listed here: every module of this
package is looked through for constants of the two kinds, so that a code is registered by being
there.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TypeVar

from molinfo.checks.result import Code, ExplanationCode

_ROOM = "molinfo.checks"
CodeKind = TypeVar("CodeKind", Code, ExplanationCode)


@cache
def collect_codes() -> Mapping[str, Code]:
    """Every finding code by its name, sorted.

    >>> collect_codes()["chiral-flag"].severity
    <Severity.INFO: 'info'>
    """
    return _collect(Code)


@cache
def collect_explanations() -> Mapping[str, ExplanationCode]:
    """Every explanation code by its name, sorted.

    >>> collect_explanations()["enantiomer"].meaning
    'the other enantiomer'
    """
    return _collect(ExplanationCode)


def _collect(kind: type[CodeKind]) -> Mapping[str, CodeKind]:
    found: dict[str, CodeKind] = {}
    for module in list_modules():
        for value in vars(module).values():
            if isinstance(value, kind) and found.setdefault(value.name, value) is not value:
                raise ValueError(f"two codes are named {value.name}; rename that of {module}")
    return MappingProxyType(dict(sorted(found.items())))


def list_modules() -> Iterator[ModuleType]:
    """The modules of this package, imported."""
    room = import_module(_ROOM)
    for module in pkgutil.walk_packages(room.__path__, f"{_ROOM}."):
        yield import_module(module.name)
