"""Chunks through a function, here and in other processes."""

import os

import pytest

from molinfo.batch.run import make_chunks, run_chunks
from molinfo.errors import BatchError


def test_chunks_hold_every_row_once_in_order():
    assert list(make_chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(make_chunks([], 2)) == []


def test_workers_give_blocks_in_the_order_of_their_chunks():
    chunks = [[number] for number in range(40)]
    assert list(run_chunks(sum, chunks, workers=2)) == list(range(40))


def test_no_more_chunks_are_read_than_workers_need():
    read = []

    def count():
        for number in range(1000):
            read.append(number)
            yield [number]

    blocks = run_chunks(sum, count(), workers=2)
    assert next(blocks) == 0
    blocks.close()
    assert len(read) < 20


def test_a_worker_uses_one_blas_thread():
    assert list(run_chunks(_read_setting, [["OPENBLAS_NUM_THREADS"]] * 2, workers=2)) == ["1", "1"]


def test_a_worker_that_dies_is_an_error_that_says_what_to_do():
    with pytest.raises(BatchError, match="use fewer workers"):
        list(run_chunks(_die, [[1], [2]], workers=2))


def _read_setting(names):
    return os.environ.get(names[0])


def _die(_rows):
    os._exit(1)
