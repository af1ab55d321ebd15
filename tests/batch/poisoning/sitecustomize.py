"""Makes rows of a worker hang, die or eat memory because their id says so: `poison-hang-7`.

Python imports this module at its start where this folder is on PYTHONPATH. It waits for the module
of the guard and wraps the row functions of its workers; molinfo itself knows nothing of it.
"""

import os
import signal
import sys
import time
from importlib.abc import Loader, MetaPathFinder
from importlib.util import find_spec


class Poisoned:
    """A row function that obeys ids before it looks at the row."""

    def __init__(self, function):
        self._function = function

    def __call__(self, rows):
        results = self._function(rows)
        for row in rows:
            _swallow(row.record.id)
            yield next(results)


def _swallow(record_id):
    if record_id.startswith("poison-hang"):
        time.sleep(3600)
    elif record_id.startswith("poison-crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    elif record_id.startswith("poison-abort"):
        os.abort()
    elif record_id.startswith("poison-eat"):
        import numpy as np

        eaten = []
        while True:
            eaten.append(np.empty(1 << 26, np.uint8))


class _PoisoningLoader(Loader):
    def __init__(self, loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        self._loader.exec_module(module)
        make_worker = module._Worker
        module._Worker = lambda function, *rest: make_worker(Poisoned(function), *rest)


class _GuardFinder(MetaPathFinder):
    """Finds the module of the guard, and has its workers poisoned."""

    def find_spec(self, name, path, target=None):
        if name != "molinfo.batch.guard":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        spec.loader = _PoisoningLoader(spec.loader)
        return spec


sys.meta_path.insert(0, _GuardFinder())
