"""Whether the kernels agree with the installed RDKit, and what happens where they do not."""

import json

import pytest
from rdkit.Chem import Descriptors

from molinfo.descriptors import trust


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    trust._find_deviating.cache_clear()
    yield tmp_path
    trust._find_deviating.cache_clear()


def test_the_installed_rdkit_agrees():
    assert trust.probe() == frozenset()


def test_a_descriptor_that_rdkit_computes_otherwise_is_found():
    functions = dict(Descriptors.descList)
    functions["TPSA"] = lambda mol: Descriptors.TPSA(mol) + 1e-12
    assert trust.probe(functions) == {"TPSA"}


def test_the_answer_is_kept_for_this_version_of_rdkit(empty_cache):
    assert trust.find_distrusted(["TPSA"]) == frozenset()
    kept = trust.find_cache_file()
    assert json.loads(kept.read_text()) == {"deviating": []}
    kept.write_text('{"deviating": ["TPSA", "qed"]}')
    trust._find_deviating.cache_clear()
    with pytest.warns(UserWarning, match="TPSA unlike molinfo"):
        assert trust.find_distrusted(["TPSA"]) == {"TPSA"}


def test_a_folder_that_cannot_be_written_to_stops_nothing(empty_cache, monkeypatch):
    blocked = empty_cache / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert trust.find_distrusted(["TPSA"]) == frozenset()


def test_a_damaged_answer_is_asked_again(empty_cache):
    kept = trust.find_cache_file()
    kept.parent.mkdir(parents=True)
    kept.write_text("damaged")
    assert trust.find_distrusted(["TPSA"]) == frozenset()
    assert json.loads(kept.read_text()) == {"deviating": []}


def test_without_kernels_rdkit_computes_all_and_a_warning_says_so(monkeypatch):
    from molinfo.descriptors import engine

    monkeypatch.setattr(trust, "COMPILED", False)
    monkeypatch.setattr(engine, "COMPILED", False)
    trust._warn_slow.cache_clear()
    with pytest.warns(UserWarning, match="install a C compiler"):
        assert trust.find_distrusted(["TPSA"]) == frozenset()
    trust._warn_slow.cache_clear()
    assert trust.probe() == frozenset()
