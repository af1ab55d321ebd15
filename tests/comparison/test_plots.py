"""Plots: the same bytes each time, vectors, labels with units, colours that can be told apart."""

import dataclasses
import subprocess
import sys

import matplotlib
import pytest

import molinfo as mi
from molinfo.comparison.matrix_plots import MOST_ROWS, choose_folds, cluster
from molinfo.comparison.plots import REFERENCE_COLOUR, SIMILAR_COLOURS
from molinfo.errors import MissingExtra, UnknownName
from molinfo.store.record import Claim, Record, Source

NAMES = ("parallel_coordinates", "property_space", "selectivity", "similarity")
SCRIPT = """
import sys, molinfo as mi
smiles = {"a": "CCO", "b": "CCCO", "c": "c1ccccc1O", "d": "Cc1ccncc1"}
panel = mi.compare([mi.Record(id=name, smiles=each) for name, each in smiles.items()], "a")
sys.stdout.write(panel.plot_similarity().svg + panel.plot_property_space().svg)
"""


def plot(panel, name):
    return getattr(panel, f"plot_{name}")()


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_is_the_same_bytes_each_time_and_holds_no_pixels(name, panel):
    drawn = plot(panel, name)
    assert drawn.svg.encode("utf-8") == drawn.render("svg") == plot(panel, name).render("svg")
    assert drawn.render("pdf") == plot(panel, name).render("pdf")
    assert "<image" not in drawn.svg
    assert "<dc:date>" not in drawn.svg
    assert drawn._repr_svg_() == drawn.svg


def test_a_plot_is_the_same_bytes_in_every_process():
    runs = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "MPLCONFIGDIR": "/nonexistent", "PATH": ""},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1] != b""


def test_the_callers_settings_do_not_matter_and_stay(panel):
    wanted = panel.plot_selectivity().svg
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "red"}):
        assert panel.plot_selectivity().svg == wanted
        assert matplotlib.rcParams["font.size"] == 20


def test_axes_have_words_and_units(panel):
    axes = panel.plot_property_space().figure.axes[0]
    assert axes.get_xlabel() == "octanol-water partition coefficient as log P, MolLogP"
    assert axes.get_ylabel() == "topological polar surface area (Å²), TPSA"
    labels = panel.plot_parallel_coordinates().figure.axes[0].get_xticklabels()
    assert [text.get_text().replace("\n", " ") for text in labels][:3] == [
        "molecular weight (g/mol)",
        "log P (Crippen)",
        "TPSA (Å²)",
    ]


def test_lines_are_one_a_parent_and_the_reference_stands_out(panel):
    axes = panel.plot_parallel_coordinates().figure.axes[0]
    lines = [line for line in axes.lines if len(line.get_xdata()) > 2]
    assert len(lines) == len({compound.parent for compound in panel.compounds})
    marked = [line for line in lines if line.get_color() == REFERENCE_COLOUR]
    assert [line.get_label() for line in marked] == ["baricitinib (reference)"]
    dashes = {line.get_linestyle() for line in lines if line.get_color() in SIMILAR_COLOURS}
    assert len(dashes) == 3  # told apart without colour too


def test_the_heat_map_prints_folds_and_hatches_what_shares_no_assay(panel):
    axes = panel.plot_selectivity("JAK1").figure.axes[0]
    assert {text.get_text() for text in axes.texts} >= {"~94.9", "8.98", "6.67"}
    assert sum(1 for patch in axes.patches if patch.get_hatch()) == 1  # delgocitinib on JAK3
    assert "no common assay" in axes.get_xlabel()


def test_a_fold_without_a_printed_assay_is_marked(panel):
    wide = dataclasses.replace(panel, unprinted_assays=True)
    axes = wide.plot_selectivity("JAK1").figure.axes[0]
    assert "55.7*" not in {text.get_text() for text in axes.texts}
    assert "0.018*" in {text.get_text() for text in axes.texts}  # pacritinib, 23 / 1280
    assert "~94.9" in {text.get_text() for text in axes.texts}
    assert "*: kind of assay not printed" in axes.get_xlabel()


def test_an_approximate_fold_goes_before_a_bound(panel):
    fold = choose_folds(panel.selectivity, "JAK2")["baricitinib", "IC50", "JAK3"]
    assert (fold["relation"], round(fold["fold"], 1)) == ("~", 98.2)


def test_what_cannot_be_plotted_is_told(panel):
    with pytest.raises(UnknownName, match="no fold against 'EGFR' is known; there is JAK1"):
        panel.plot_selectivity("EGFR")
    with pytest.raises(UnknownName, match="no descriptor Chi0"):
        panel.plot_property_space("Chi0")
    with pytest.raises(UnknownName, match="no plot format 'gif'"):
        panel.plot_selectivity().render("gif")


def test_without_matplotlib_the_extra_is_named(panel, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"molinfo-structures\[plots\]"):
        panel.plot_similarity()


def test_files_are_written_by_their_ending(panel, tmp_path):
    drawn = panel.plot_selectivity()
    for ending, start in (("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
        path = tmp_path / f"plot.{ending}"
        drawn.write(path)
        assert path.read_bytes().startswith(start)


def test_what_is_alike_stands_side_by_side():
    similarity = mi.compare(
        [
            Record(id=f"c{n}", smiles=each)
            for n, each in enumerate(["CCCCO", "c1ccccc1C", "CCCCCO", "c1ccccc1CC"])
        ],
        "c0",
    ).similarity.to_numpy()
    order, lines = cluster(similarity)
    assert {frozenset(order[:2]), frozenset(order[2:])} == {frozenset({0, 2}), frozenset({1, 3})}
    heights = sorted(xs[1] for xs, _ys in lines)
    pairs = sorted((1 - similarity[0, 2], 1 - similarity[1, 3]))
    assert heights[:2] == pytest.approx(pairs)
    across = [1 - similarity[i, j] for i in (0, 2) for j in (1, 3)]
    assert heights[2] == pytest.approx(sum(across) / 4)  # average linkage


def test_a_series_of_one_can_be_plotted():
    panel = mi.compare([Record(id="a", smiles="CCO")], "a")
    for name in ("parallel_coordinates", "property_space", "similarity"):
        assert plot(panel, name).svg.startswith("<?xml")


def test_names_of_any_length_and_many_compounds_leave_room_for_the_plot():
    claims = [
        Claim(
            field="ic50",
            target=target,
            value="5",
            unit="nM",
            assay="cell",
            sources=(Source(id="s"),),
        )
        for target in ("JAK1", "JAK2")
    ]
    records = [
        Record(id=f"c{n}", name=f"{n} " + "long " * 60, smiles="C" * n + "O", claims=claims)
        for n in range(1, 70)
    ]
    panel = mi.compare(records, "c30")
    axes = panel.plot_selectivity("JAK1").figure.axes[0]
    assert len(axes.get_yticklabels()) == MOST_ROWS
    assert len(panel.plot_similarity().figure.axes[1].get_yticklabels()) == MOST_ROWS
    assert all(len(text.get_text()) <= 28 for text in axes.get_yticklabels())
