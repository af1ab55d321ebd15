"""The bundled store and its comparison, made once."""

import pytest

import molinfo as mi


@pytest.fixture(scope="session")
def store():
    return mi.open_store()


@pytest.fixture(scope="session")
def panel(store):
    return mi.compare(store, reference="baricitinib")
