"""`molinfo draw` as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from molinfo.figures.readback import read_figure, read_sheet

ROOT = Path(__file__).parents[2]


def run(*args, cwd=None, stdin=None):
    return subprocess.run(
        [sys.executable, "-m", "molinfo", "draw", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        input=stdin,
        check=False,
    )


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "vendor.csv"
    path.write_text("id,smiles\na,CCO\nb,C1CC\nc,CCN\n", encoding="utf-8")
    return path


def test_a_second_run_says_that_nothing_changed_and_stale_agrees(tmp_path):
    options = ("--bundled", "--format", "svg,pdf", "--style", "acs", "--width", "acs-single")
    assert run(*options, "-o", tmp_path).stdout == "62 written, 0 unchanged\n"
    assert run(*options, "-o", tmp_path).stdout == "0 written, 62 unchanged\n"
    assert run(*options, "-o", tmp_path, "--stale").returncode == 0
    proof = run("--bundled", "--format", "svg,pdf", "-o", tmp_path, "--read-back")
    assert proof.returncode == 0
    assert proof.stdout == "62 of 62 figures say their record's structure\n"


def test_stale_lists_what_is_wrong_writes_nothing_and_exits_with_1(table, tmp_path):
    folder = tmp_path / "figures"
    looked = run(table, "-o", folder, "--stale")
    assert looked.returncode == 1
    assert looked.stdout == "missing a.svg: never drawn here\nmissing c.svg: never drawn here\n"
    assert not folder.exists()
    run(table, "-o", folder)
    (folder / "c.svg").write_text("mine", encoding="utf-8")
    table.write_text("id,smiles\na,CCCO\nc,CCN\n", encoding="utf-8")
    looked = run(table, "-o", folder, "--stale")
    assert looked.returncode == 1
    assert looked.stdout == (
        "stale a.svg: changed: record\nedited c.svg: the file was changed after it was drawn\n"
    )


def test_bad_rows_are_counted_and_fail_only_when_strict(table, tmp_path):
    done = run(table, "-o", tmp_path / "figures")
    assert done.returncode == 0
    assert "2 written" in done.stdout
    assert "b: SMILES cannot be read" in done.stderr
    assert "1 records could not be drawn" in done.stderr
    assert run(table, "-o", tmp_path / "figures", "--strict").returncode == 1


def test_one_record_goes_into_a_file_whose_ending_is_its_format(tmp_path):
    path = tmp_path / "bari.pdf"
    done = run("--bundled", "--record", "baricitinib", "--style", "acs", "-o", path)
    assert "14.40 pt a bond" in done.stdout
    assert read_figure(path).id == "baricitinib"
    meta = json.loads((tmp_path / "bari.pdf.meta.json").read_text(encoding="utf-8"))
    assert meta["options"]["style"] == "acs"


def test_a_canvas_too_small_tells_how_small_the_bonds_are(tmp_path):
    done = run("--bundled", "--style", "acs", "--width", "84mm", "-o", tmp_path)
    assert "do not fit at 14.4 pt a bond" in done.stderr


def test_marks_and_the_difference_from_a_record_are_drawn(tmp_path):
    common = ("--bundled", "--record", "baricitinib")
    marked = ("--highlight", "pyrrolo[2,3-d]pyrimidine=#FFCC00", "--difference-from", "tofacitinib")
    run(*common, *marked, "--atom-numbers", "--stereo-labels", "-o", tmp_path)
    text = (tmp_path / "baricitinib.svg").read_text(encoding="utf-8")
    assert "#FFCC00" in text
    assert "#F3CF80" in text


def test_standard_input_is_drawn_without_metadata(tmp_path):
    path = tmp_path / "x.svg"
    run("-", "--input-format", "smi", "-o", path, "--no-metadata", stdin="CCO secret\n")
    assert "secret" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "bmp"),
        ("--style", "none"),
        ("--width", "3 parsec"),
        ("--highlight", "((("),
        ("--record", "none"),
        ("--difference-from", "none"),
        ("--stale", "--prune"),
        ("-o", "all.svg"),
    ],
)
def test_wrong_use_is_one_error_with_exit_code_2(options, tmp_path):
    done = run("--bundled", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_commands_of_the_examples_are_commands(tmp_path):
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "entry: molinfo draw --stale\n" in hook
    for name in ("Makefile", "Snakefile"):
        text = (ROOT / "docs" / "examples" / "figures" / name).read_text(encoding="utf-8")
        assert "molinfo draw" in text
        options = ("-o", tmp_path, "--format", "svg,png", "--style", "acs", "--width", "acs-single")
        assert all(str(each) in text for each in options if each != tmp_path)
    assert run("--bundled", *options, "--prune").returncode == 0


def test_a_sheet_is_one_pdf_or_a_file_a_page(tmp_path):
    options = ("--bundled", "--sheet", "8x2", "--width", "acs-double", "--legend", "{id}")
    done = run(*options, "-o", tmp_path / "all.pdf", "--format", "pdf,svg")
    assert done.returncode == 0, done.stderr
    assert "31 records on 2 pages" in done.stdout
    assert "to a page" not in done.stderr
    assert "because of momelotinib-dihydrochloride-monohydrate" in done.stderr
    written = {path.name for path in tmp_path.iterdir() if "meta" not in path.name}
    assert written == {"all.pdf", "all-1.svg", "all-2.svg"}
    first = (tmp_path / "all-1.svg").read_bytes()
    run(*options, "-o", tmp_path / "again")
    assert (tmp_path / "again" / "sheet-1.svg").read_bytes() == first


def test_the_common_core_is_shaded_on_a_sheet(tmp_path):
    chosen = ("--record", "ruxolitinib", "--record", "baricitinib")
    options = ("--bundled", *chosen, "--sheet", "2", "-o", tmp_path / "a.svg")
    assert run(*options, "--highlight", "common=#ABDAF4").returncode == 0
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").count("#ABDAF4") >= 2


def test_bad_rows_of_a_sheet_are_told_and_fail_only_when_strict(table, tmp_path):
    options = (table, "--sheet", "2x2", "-o", tmp_path / "a.svg")
    done = run(*options)
    assert done.returncode == 0
    assert "b: SMILES cannot be read" in done.stderr
    assert run(*options, "--strict").returncode == 1


@pytest.mark.parametrize(
    "options", [("--sheet", "0x2"), ("--sheet", "a"), ("--sheet", "2", "--stale")]
)
def test_wrong_use_of_a_sheet_exits_with_2(options, tmp_path):
    done = run("--bundled", *options, "-o", tmp_path / "a.svg")
    assert done.returncode == 2
    assert not list(tmp_path.iterdir())


def test_one_smiles_is_drawn_into_a_file_or_printed(tmp_path):
    done = run("--smiles", "CCO", "-o", tmp_path / "x.png", "--dpi", "100")
    assert done.returncode == 0
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    printed = run("--smiles", "CCO", "-o", "-")
    assert printed.stdout.startswith("<svg")
    assert printed.stderr == ""
    assert run("--smiles", "CCO", "-o", "-", "--format", "eps").stdout.startswith("%!PS")
    wrong = run("--smiles", "CC(", "-o", "-")
    assert wrong.returncode == 2
    assert run("--smiles", "CCO", "-o", tmp_path / "folder").returncode == 2


@pytest.mark.parametrize("ending", ["jpg", "webp", "tif", "jpeg"])
def test_every_ending_of_a_format_is_that_format(ending, tmp_path):
    assert run("--smiles", "CCO", "-o", tmp_path / f"x.{ending}").returncode == 0
    assert (tmp_path / f"x.{ending}").is_file()


@pytest.mark.parametrize("name", ["x.html", "x.gif", "x.docx"])
def test_a_file_of_another_kind_is_refused_and_no_folder_is_made(name, table, tmp_path):
    done = run(table, "-o", tmp_path / name)
    assert done.returncode == 2
    assert ".svg" in done.stderr
    assert not (tmp_path / name).exists()


def test_nothing_drawn_at_all_is_a_failure(tmp_path):
    (tmp_path / "bad.csv").write_text("id,smiles\na,C1CC\nb,C(\n", encoding="utf-8")
    assert run(tmp_path / "bad.csv", "-o", tmp_path / "figures").returncode == 1


def test_nothing_described_at_all_is_a_failure_too(tmp_path):
    (tmp_path / "bad.smi").write_text("C1CC a\nC( b\n", encoding="utf-8")
    command = [sys.executable, "-m", "molinfo", "describe", tmp_path / "bad.smi", "--set", "TPSA"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_what_is_not_drawn_is_told_and_fails_when_strict(tmp_path):
    (tmp_path / "in.csv").write_text("id,smiles\nallene,CC=[C@]=CC\n", encoding="utf-8")
    done = run(tmp_path / "in.csv", "-o", tmp_path / "figures")
    assert done.returncode == 0
    assert "allene: the stereo of an allene is not drawn" in done.stderr
    assert run(tmp_path / "in.csv", "-o", tmp_path / "figures", "--strict").returncode == 1


def test_hydrogens_and_abbreviations_are_choices(tmp_path):
    smiles = ("--smiles", "C[C@H](N)c1ccncc1", "-o", "-", "--no-metadata")
    drawn = {
        run(*smiles, *more).stdout
        for more in ((), ("--hydrogens", "all"), ("--hydrogens", "stereo"), ("--abbreviate",))
    }
    assert len(drawn) == 4


def test_a_sheet_is_sorted_grouped_and_coloured(tmp_path):
    options = ("--sort-by", "name", "--group-by", "parent", "--value", "ic50.JAK1")
    done = run("--bundled", "--sheet", "4", *options, "-o", tmp_path / "sheet.svg")
    assert done.returncode == 0, done.stderr
    assert "#440154" in (tmp_path / "sheet.svg").read_text(encoding="utf-8")
    assert run("--bundled", "--sheet", "4", "--sort-by", "nonsense").returncode == 2


def test_captions_and_alt_texts_are_a_table(tmp_path):
    legend = ("--legend", "{name}, {formula}")
    done = run("--bundled", "-o", tmp_path, "--captions", tmp_path / "captions.csv", *legend)
    assert done.returncode == 0
    lines = (tmp_path / "captions.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 32
    assert any(line.startswith('baricitinib,baricitinib,"baricitinib, C') for line in lines)


def test_a_style_shows_what_it_gives(tmp_path):
    done = run("--style-sheet", "--style", "dark", "-o", tmp_path / "dark.svg")
    assert done.returncode == 0, done.stderr
    assert "smallest letters" in done.stdout
    assert "#111418" in (tmp_path / "dark.svg").read_text(encoding="utf-8")


def test_reactions_are_drawn_as_schemes(tmp_path):
    done = run("--smiles", "CCO>>CC=O", "--below", "87 %", "-o", tmp_path / "a.svg")
    assert done.returncode == 0, done.stderr
    assert len(read_sheet(tmp_path / "a.svg")) == 2
    (tmp_path / "cut.rxn").write_text("$RXN\n\n\n\n  1  1\n$MOL\n", encoding="utf-8")
    done = run(tmp_path / "cut.rxn", "--scheme", "-o", tmp_path / "b.svg")
    assert done.returncode == 2
    assert "cut.rxn: RXN is damaged or cut off" in done.stderr
    assert run("--scheme", "-o", tmp_path / "c.svg").returncode == 2
