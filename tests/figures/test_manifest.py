"""A folder of figures: only what changed is written, what is stale is known, nothing is lost."""

import dataclasses
import json

import pytest

from molinfo.errors import InputError, OutputError, UnknownName
from molinfo.figures.draw import draw
from molinfo.figures.manifest import MANIFEST, FileState, update_folder
from molinfo.figures.proof import read_back
from molinfo.figures.recipe import Recipe, name_files, parse_cores
from molinfo.figures.style import get_style
from molinfo.store.folder import open_store
from molinfo.store.record import Record

STORE = open_store()
RECIPE = Recipe(style=get_style("screen"))
RECORDS = [STORE[name] for name in ("baricitinib", "ruxolitinib", "tofacitinib")]
FORMATS = ("svg", "png")


def snapshot(folder):
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def edit_manifest(folder, change):
    path = folder / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    report = update_folder(RECORDS, tmp_path, RECIPE, FORMATS)
    assert len(report.written) == 6
    return tmp_path


def test_a_second_run_touches_nothing(folder):
    before = snapshot(folder)
    report = update_folder(RECORDS, folder, RECIPE, FORMATS)
    assert report.written == []
    assert len(report.names(FileState.UNCHANGED)) == 6
    assert report.is_current
    assert snapshot(folder) == before


def test_only_the_figure_of_a_changed_record_is_written(folder):
    before = snapshot(folder)
    moved = RECORDS[0].model_copy(update={"molblock": RECORDS[1].molblock})
    changed = [moved, *RECORDS[1:]]
    looked = update_folder(changed, folder, RECIPE, FORMATS, write=False)
    assert looked.names(FileState.STALE) == ["baricitinib.png", "baricitinib.svg"]
    assert snapshot(folder) == before
    report = update_folder(changed, folder, RECIPE, FORMATS)
    assert sorted(report.written) == ["baricitinib.png", "baricitinib.svg"]
    after = snapshot(folder)
    assert {name for name in after if after[name] != before[name]} == {*report.written, MANIFEST}


@pytest.mark.parametrize(
    "other",
    [
        Recipe(style=get_style("acs")),
        Recipe(style=get_style("screen"), width="84mm"),
        Recipe(style=get_style("screen"), metadata=False),
        Recipe(style=get_style("screen"), atom_numbers=True),
        Recipe(style=get_style("screen"), cores=(("c1ccnc1", "#FFCC00"),)),
        Recipe(style=get_style("screen"), reference=RECORDS[0]),
    ],
)
def test_another_recipe_makes_figures_stale(other, folder):
    assert update_folder(RECORDS, folder, other, FORMATS, write=False).names(FileState.STALE)


def test_an_upgrade_that_changes_no_byte_makes_nothing_stale(folder):
    edit_manifest(folder, lambda manifest: manifest["versions"].update(rdkit="2026.03.1"))
    before = snapshot(folder)
    assert update_folder(RECORDS, folder, RECIPE, FORMATS, write=False).is_current
    assert snapshot(folder) == before
    assert update_folder(RECORDS, folder, RECIPE, FORMATS).written == []
    after = snapshot(folder)
    assert {name for name in after if after[name] != before[name]} == {MANIFEST}


def test_an_upgrade_that_changes_bytes_makes_those_stale(folder):
    path = folder / "baricitinib.svg"
    path.write_text("drawn by another version", encoding="utf-8")
    from molinfo.store.files import hash_file

    def pretend(manifest):
        manifest["versions"]["rdkit"] = "2026.03.1"
        manifest["figures"][path.name]["sha256"] = hash_file(path)

    edit_manifest(folder, pretend)
    report = update_folder(RECORDS, folder, RECIPE, FORMATS, write=False)
    assert report.names(FileState.STALE) == [path.name]


def test_missing_and_edited_figures_are_told_and_edited_ones_left_alone(folder):
    (folder / "tofacitinib.svg").unlink()
    edited = folder / "baricitinib.svg"
    edited.write_text("<svg>mine</svg>", encoding="utf-8")
    looked = update_folder(RECORDS, folder, RECIPE, FORMATS, write=False)
    assert looked.names(FileState.MISSING) == ["tofacitinib.svg"]
    assert looked.names(FileState.EDITED) == ["baricitinib.svg"]
    assert not looked.is_current
    report = update_folder(RECORDS, folder, RECIPE, FORMATS)
    assert report.written == ["tofacitinib.svg"]
    assert edited.read_text(encoding="utf-8") == "<svg>mine</svg>"
    forced = update_folder(RECORDS, folder, RECIPE, FORMATS, force=True)
    assert forced.written == ["baricitinib.svg"]
    assert edited.read_text(encoding="utf-8") == draw(RECORDS[0]).svg


def test_files_that_were_never_drawn_here_are_left_alone(tmp_path):
    (tmp_path / "baricitinib.svg").write_text("mine", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    report = update_folder(RECORDS, tmp_path, RECIPE, ("svg",), prune=True)
    assert report.names(FileState.EDITED) == ["baricitinib.svg"]
    assert (tmp_path / "baricitinib.svg").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "notes.txt").exists()


def test_orphans_are_told_and_removed_only_by_prune(folder):
    fewer = RECORDS[:2]
    report = update_folder(fewer, folder, RECIPE, FORMATS)
    assert report.names(FileState.ORPHANED) == ["tofacitinib.png", "tofacitinib.svg"]
    assert (folder / "tofacitinib.svg").exists()
    (folder / "tofacitinib.png").write_bytes(b"mine")
    report = update_folder(fewer, folder, RECIPE, FORMATS, prune=True)
    assert report.removed == ["tofacitinib.svg"]
    assert (folder / "tofacitinib.png").exists()
    assert not (folder / "tofacitinib.svg").exists()


def test_a_killed_run_is_taken_up_where_it_ended(folder):
    (folder / MANIFEST).unlink()
    before = snapshot(folder)
    report = update_folder(RECORDS, folder, RECIPE, FORMATS)
    assert report.written == []
    assert {name: before[name] for name in before} == {
        name: each for name, each in snapshot(folder).items() if name != MANIFEST
    }


def test_a_record_that_cannot_be_drawn_fails_alone_and_keeps_its_figures(folder):
    broken = [RECORDS[0].model_copy(update={"molblock": "broken"}), *RECORDS[1:]]
    report = update_folder(broken, folder, RECIPE, FORMATS, prune=True)
    assert "cannot be drawn" in report.failures["baricitinib"]
    assert (folder / "baricitinib.svg").exists()
    assert len(report.names(FileState.UNCHANGED)) == 4
    assert update_folder(RECORDS, folder, RECIPE, FORMATS).is_current


def test_the_manifest_is_sorted_and_holds_no_place_or_time(folder):
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert list(manifest["figures"]) == sorted(manifest["figures"])
    assert set(manifest) == {"figures", "manifest", "versions"}
    assert set(manifest["versions"]) == {"pillow", "rdkit"}
    assert str(folder) not in text


@pytest.mark.parametrize(
    "text", ["{", '{"figures": 1}', '{"figures": {"../x.svg": {"key": "", "sha256": ""}}}']
)
def test_a_damaged_manifest_is_told(text, tmp_path):
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="remove it"):
        update_folder(RECORDS, tmp_path, RECIPE, FORMATS)


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        update_folder(RECORDS, tmp_path / "file", RECIPE, FORMATS)


def test_a_shrunk_series_tells_its_smallest(tmp_path):
    narrow = Recipe(style=get_style("acs"), width="20mm")
    report = update_folder(RECORDS, tmp_path, narrow, ("svg",))
    assert report.shrunk == 3
    assert report.smallest[0] < 14.4


@pytest.mark.parametrize(
    "record_id", ["../../etc/passwd", ".hidden", "a/b\\c", "CON:", "é" * 200, "x" * 5000, "\n", "%"]
)
def test_any_id_names_a_file_of_the_folder(record_id, tmp_path):
    records = [Record(id=record_id, smiles="C"), Record(id=record_id.upper(), smiles="CC")]
    update_folder(records, tmp_path, RECIPE, ("svg",))
    assert len(list(tmp_path.iterdir())) == 3
    assert all(not path.name.startswith(".") for path in tmp_path.iterdir())
    assert len({name for name, _record in name_files(records)}) == 2


def test_colours_of_cores_are_read():
    assert parse_cores(["c1ccccc1=#ffcc00"], []) == (("c1ccccc1", "#FFCC00"),)
    assert parse_cores(["C=C"], [])[0][0] == "C=C"
    assert parse_cores(["C=#C"], [])[0][0] == "C=#C"
    with pytest.raises(UnknownName):
        parse_cores(["C("], [])


def test_figures_that_say_another_structure_are_found(folder):
    assert [proof.fault for proof in read_back(RECORDS, folder, FORMATS, RECIPE)] == [""] * 6
    swapped = (folder / "baricitinib.svg").read_bytes()
    (folder / "tofacitinib.svg").write_bytes(swapped)
    (folder / "baricitinib.png").unlink()
    text = swapped.decode("utf-8").replace("XUZMWHLSFXCVMG", "XUZMWHLSFXCVMH")
    (folder / "baricitinib.svg").write_text(text, encoding="utf-8")
    faults = {proof.name: proof.fault for proof in read_back(RECORDS, folder, FORMATS, RECIPE)}
    assert "the record is" in faults["tofacitinib.svg"]
    assert "XUZMWHLSFXCVMH" in faults["baricitinib.svg"]
    assert "cannot be read" in faults["baricitinib.png"]
    assert faults["tofacitinib.png"] == faults["ruxolitinib.svg"] == ""


def test_a_drawing_of_another_structure_than_the_smiles_is_found(tmp_path):
    wrong = RECORDS[0].model_copy(update={"molblock": RECORDS[1].molblock})
    update_folder([wrong], tmp_path, RECIPE, ("svg",))
    (proof,) = read_back([wrong], tmp_path, ("svg",), RECIPE)
    assert "molblock inside" in proof.fault


def test_structures_without_inchikey_are_compared_by_their_molblocks(tmp_path):
    record = Record(id="r", smiles="*c1ccccc1")
    update_folder([record], tmp_path, RECIPE, ("svg",))
    (proof,) = read_back([record], tmp_path, ("svg",), RECIPE)
    assert proof.fault == ""
    (proof,) = read_back([Record(id="r", smiles="*c1ccncc1")], tmp_path, ("svg",), RECIPE)
    assert proof.fault


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"style": get_style("acs")}, "changed: style"),
        ({"width": "3in"}, "changed: size"),
        ({"atom_numbers": True}, "changed: options"),
        ({"hydrogens": "none", "width": "3in"}, "changed: size, options"),
    ],
)
def test_what_is_stale_says_why(change, reason, tmp_path):
    update_folder(RECORDS, tmp_path, RECIPE, ["svg"])
    other = dataclasses.replace(RECIPE, **change)
    looked = update_folder(RECORDS, tmp_path, other, ["svg"], write=False)
    assert set(looked.reasons.values()) == {reason}


def test_a_changed_record_a_lost_file_and_an_edited_one_say_why(tmp_path):
    update_folder(RECORDS, tmp_path, RECIPE, ["svg"])
    names = sorted(path.name for path in tmp_path.glob("*.svg"))
    (tmp_path / names[0]).unlink()
    (tmp_path / names[1]).write_text("<svg/>")
    changed = [RECORDS[0], RECORDS[1], RECORDS[2].model_copy(update={"name": "other"})]
    looked = update_folder(changed, tmp_path, RECIPE, ["svg"], write=False)
    assert sorted(looked.reasons.values()) == [
        "changed: record",
        "the file is gone",
        "the file was changed after it was drawn",
    ]


def test_what_a_figure_does_not_show_stands_in_the_manifest_and_in_every_run(tmp_path):
    records = [Record(id="allene", smiles="CC=[C@]=CC")]
    first = update_folder(records, tmp_path, RECIPE, ["svg"])
    again = update_folder(records, tmp_path, RECIPE, ["svg"])
    assert again.written == []
    assert first.warnings == again.warnings
    assert "allene" in first.warnings["allene"][0]
    assert "allene" in (tmp_path / "manifest.json").read_text()


@pytest.mark.parametrize("file_format", ["svg", "eps"])
def test_a_picture_edited_under_intact_metadata_is_found(file_format, tmp_path):
    update_folder(RECORDS[:1], tmp_path, RECIPE, [file_format])
    (path,) = tmp_path.glob(f"*.{file_format}")
    data = path.read_bytes()
    (proof,) = read_back(RECORDS[:1], tmp_path, [file_format], RECIPE)
    assert proof.fault == ""
    edited = data.replace(b"1.2", b"1.3") if file_format == "eps" else data.replace(b"M3", b"M4", 1)
    assert edited != data
    path.write_bytes(edited)
    (proof,) = read_back(RECORDS[:1], tmp_path, [file_format], RECIPE)
    assert "picture is not this record's drawing" in proof.fault


def test_a_figure_in_a_named_style_is_compared_in_that_style(tmp_path):
    update_folder(RECORDS, tmp_path, Recipe(style=get_style("acs")), ["png"])
    assert {proof.fault for proof in read_back(RECORDS, tmp_path, ["png"], RECIPE)} == {""}
    mine = get_style("acs").model_copy(update={"name": "mine", "line_width_pt": 0.7})
    update_folder(RECORDS, tmp_path, Recipe(style=mine), ["png"], force=True)
    faults = {proof.fault for proof in read_back(RECORDS, tmp_path, ["png"], RECIPE)}
    assert all("another style, mine" in fault for fault in faults)
