"""Figures of files and stores from Python, as the command line draws them."""

import pytest

import molinfo as mi
from molinfo.figures.manifest import MANIFEST


@pytest.fixture
def smiles(tmp_path):
    path = tmp_path / "in.smi"
    path.write_text("CCO ethanol\nC1CC broken\nC methane\n", encoding="utf-8")
    return path


def test_a_second_run_writes_nothing_and_leaves_nothing_beside_the_figures(smiles, tmp_path):
    folder = tmp_path / "figures"
    first = mi.run_draw(smiles, folder)
    assert sorted(first.written) == ["ethanol.svg", "methane.svg"]
    assert list(first.failures) == ["broken"]
    again = mi.run_draw(smiles, folder)
    assert again.written == []
    figures = {path.name for path in folder.iterdir() if path.suffix == ".svg"}
    assert {path.name for path in folder.iterdir()} - figures == {MANIFEST}


def test_a_run_that_was_cut_off_is_finished_by_the_next(smiles, tmp_path):
    def stop(_rows, _failed):
        raise KeyboardInterrupt

    folder = tmp_path / "figures"
    with pytest.raises(KeyboardInterrupt):
        mi.run_draw(smiles, folder, on_progress=stop)
    mi.run_draw(smiles, folder)
    assert (folder / "methane.svg").exists()


def test_an_input_that_cannot_be_read_makes_no_folder(tmp_path):
    with pytest.raises(mi.InputError, match="no such file"):
        mi.run_draw(tmp_path / "not-there.smi", tmp_path / "figures")
    assert not (tmp_path / "figures").exists()
