"""Pictures of stored molblocks."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from molinfo.errors import StructureError
from molinfo.figures.draw import draw_svg
from molinfo.store.folder import open_store

STORE = open_store()
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
def test_every_record_draws_to_well_formed_svg_with_its_title(record):
    root = ElementTree.fromstring(draw_svg(record.molblock, title=record.name))
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == record.name
    assert len(root.findall(f"{SVG}path")) > record.molblock.count(" C ") // 2


def test_wedges_of_the_molfile_are_drawn():
    record = STORE["tofacitinib"]
    flat = record.molblock.replace("  2  1  1  1\n", "  2  1  1  0\n")
    assert flat != record.molblock
    assert draw_svg(flat) != draw_svg(record.molblock)


def test_another_process_with_another_hash_seed_draws_the_same_bytes():
    code = (
        "from molinfo.figures.draw import draw_svg\n"
        "from molinfo.store.folder import open_store\n"
        "import sys; sys.stdout.write(draw_svg(open_store()['baricitinib'].molblock))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "", "LC_ALL": "C"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert drawn == {draw_svg(STORE["baricitinib"].molblock).encode()}


def test_markup_and_control_characters_in_a_title_are_escaped():
    svg = draw_svg(STORE["baricitinib"].molblock, title="<script>\x00&")
    assert ElementTree.fromstring(svg).find(f"{SVG}title").text == "<script>&"


def test_no_version_stands_in_a_drawing():
    from rdkit import rdBase

    assert rdBase.rdkitVersion not in draw_svg(STORE["baricitinib"].molblock, title="x")


@pytest.mark.parametrize(
    "molblock", ["", "nonsense", "\n  x\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n"]
)
def test_what_is_no_drawing_is_a_clear_error(molblock):
    with pytest.raises(StructureError, match="cannot be drawn"):
        draw_svg(molblock)
