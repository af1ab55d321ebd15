"""The verdict on a record alone, for an index that is searched by it."""

from __future__ import annotations

from molinfo.checks.run import check
from molinfo.store.record import Record


def judge(record: Record) -> str:
    """The verdict of all checks on one record.

    >>> from molinfo.store.folder import open_store
    >>> judge(open_store()["tofacitinib"])
    'pass'
    """
    return str(check(record).verdict.value)
