"""A record as a picture: in points, nothing cropped, every format, meaning inside or left out."""

import io
import struct
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image
from rdkit import Chem, rdBase

from molinfo.errors import MolinfoError, OutputError, StructureError, UnknownName
from molinfo.figures.draw import draw
from molinfo.figures.formats import FORMATS
from molinfo.figures.shapes import parse_path
from molinfo.figures.style import style_names
from molinfo.store.folder import open_store
from molinfo.store.record import Record

STORE = open_store()
SVG = "{http://www.w3.org/2000/svg}"
each_record = pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)


def find_paths(svg):
    """The places of each path, the width of its line (0 where it is filled), and the canvas."""
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox").split())
    paths = [
        (
            [point for _step, points in parse_path(path.get("d")) for point in points],
            float(path.get("stroke-width", 0)),
        )
        for path in root.iter(f"{SVG}path")
    ]
    return paths, (left, top, left + width, top + height)


def find_points(svg):
    return [point for points, _width in find_paths(svg)[0] for point in points]


@each_record
@pytest.mark.parametrize("style", style_names())
def test_every_record_lies_whole_on_its_canvas_at_single_column_width(record, style):
    figure = draw(record, style=style, width="acs-single", inchikey="")
    left, top, right, bottom = find_paths(figure.svg)[1]
    points = find_points(figure.svg)
    assert len(points) > 2 * record.molblock.count(" C ")
    assert min(x for x, _ in points) > left
    assert max(x for x, _ in points) < right
    assert min(y for _, y in points) > top
    assert max(y for _, y in points) < bottom
    assert figure.size_pt[0] == pytest.approx(234)


@each_record
def test_bonds_and_lines_of_acs_are_exact_in_points(record):
    figure = draw(record, style="acs")
    assert {width for _points, width in find_paths(figure.svg)[0]} == {0, 0.6}
    assert figure.bond_length_pt == 14.4


def test_a_bond_between_unlabelled_atoms_measures_14_point_4():
    figure = draw("CC", style="acs", metadata=False)
    ((x1, y1), (x2, y2)) = find_points(figure.svg)
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 == pytest.approx(14.4, abs=0.02)


@pytest.mark.parametrize(
    ("width", "height"), [("30mm", None), (None, "20mm"), ("30mm", "20mm"), ("1in", "2in")]
)
def test_on_a_small_canvas_everything_shrinks_alike_and_the_bond_length_is_told(width, height):
    figure = draw(STORE["pacritinib"], style="acs", width=width, height=height)
    assert figure.bond_length_pt < 14.4
    line = max(width for _points, width in find_paths(figure.svg)[0])
    assert line / figure.bond_length_pt == pytest.approx(0.6 / 14.4, rel=0.01)


def test_on_a_large_canvas_bonds_keep_their_length():
    figure = draw("CCO", style="acs", width="acs-double", height="100mm")
    assert figure.bond_length_pt == pytest.approx(14.4, abs=0.01)


def test_title_and_description_are_there_for_screen_readers():
    root = ElementTree.fromstring(draw(STORE["baricitinib"]).svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "baricitinib"
    assert "C16H17N7O2S" in root.find(f"{SVG}desc").text


def test_no_font_is_needed_to_look_at_a_figure():
    figure = draw(STORE["baricitinib"], atom_numbers=True)
    assert "<text" not in figure.svg
    assert "font" not in figure.svg
    assert b"/Font" not in figure.pdf()
    assert b"findfont" not in figure.eps()


@pytest.mark.parametrize("file_format", FORMATS)
def test_no_version_of_a_library_stands_in_a_figure(file_format):
    data = draw(STORE["baricitinib"]).render(file_format)
    assert rdBase.rdkitVersion.encode() not in data
    assert b"RDKit" not in data.replace(STORE["baricitinib"].molblock.encode(), b"")
    assert b"Pillow" not in data


def test_wedges_of_the_molfile_are_drawn():
    record = STORE["tofacitinib"]
    flat = record.molblock.replace("  2  1  1  1\n", "  2  1  1  0\n")
    assert flat != record.molblock
    shapes = draw(record, metadata=False).svg
    assert draw(record.model_copy(update={"molblock": flat}), metadata=False).svg != shapes


def test_pixel_formats_have_the_size_and_resolution_asked_for():
    figure = draw(STORE["baricitinib"], width="2in", height="3in")
    png = figure.png(dpi=300)
    place = png.index(b"pHYs") + 4
    assert struct.unpack(">IIB", png[place : place + 9]) == (11811, 11811, 1)
    for data in (png, figure.tiff(dpi=300)):
        image = Image.open(io.BytesIO(data))
        assert image.size == (600, 900)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert Image.open(io.BytesIO(figure.tiff())).info["compression"] == "tiff_lzw"


def test_pixels_of_png_and_tiff_are_the_same_and_reach_no_edge():
    figure = draw(STORE["ruxolitinib-phosphate"], style="acs")
    png, tiff = (
        Image.open(io.BytesIO(data)).convert("L") for data in (figure.png(), figure.tiff())
    )
    assert png.tobytes() == tiff.tobytes()
    left, top, right, bottom = png.point(lambda value: 255 - value).getbbox()
    assert left > 0
    assert top > 0
    assert right < png.width
    assert bottom < png.height


@pytest.mark.parametrize(("width", "height"), [("50mm", None), (None, "15mm"), ("50mm", "15mm")])
@pytest.mark.parametrize("name", ["momelotinib-dihydrochloride-monohydrate", "pacritinib"])
def test_pixels_lie_on_a_small_canvas_as_the_svg_does(name, width, height):
    figure = draw(STORE[name], width=width, height=height)
    points = find_points(figure.svg)
    (left, top, right, bottom) = find_paths(figure.svg)[1]
    pixels = Image.open(io.BytesIO(figure.png(dpi=300))).convert("L")
    ink = pixels.point(lambda value: 255 if value < 250 else 0).getbbox()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wanted = (
        (min(xs) - left) / (right - left) * pixels.width,
        (min(ys) - top) / (bottom - top) * pixels.height,
        (max(xs) - left) / (right - left) * pixels.width,
        (max(ys) - top) / (bottom - top) * pixels.height,
    )
    assert ink == pytest.approx(wanted, abs=0.01 * max(pixels.size))


def test_a_style_without_background_is_transparent():
    image = Image.open(io.BytesIO(draw("CCO", style="mono").png()))
    assert image.convert("RGBA").getpixel((0, 0))[3] == 0
    assert Image.open(io.BytesIO(draw("CCO", style="mono").tiff())).mode == "RGBA"


def test_rdkit_reads_the_structure_out_of_a_png():
    record = STORE["baricitinib"]
    read = Chem.MolFromPNGString(draw(record).png())
    assert Chem.MolToInchiKey(read) == Chem.MolToInchiKey(Chem.MolFromSmiles(record.smiles))


@each_record
@pytest.mark.parametrize("file_format", FORMATS)
def test_without_metadata_nothing_but_the_picture_is_there(record, file_format):
    blind = draw(record, metadata=False)
    renamed = record.model_copy(update={"id": "x", "name": "y", "smiles": "C"})
    data = blind.render(file_format)
    assert data == draw(renamed, metadata=False).render(file_format)
    secrets = [
        record.id,
        record.name,
        record.smiles,
        "V2000",
        "InChI",
        "molblock",
        "atom-",
        "bond-",
    ]
    secrets += [claim.value for claim in record.claims if claim.field in {"inchikey", "formula"}]
    for secret in secrets:
        assert secret.encode() not in data


@pytest.mark.parametrize(
    "molblock",
    [
        "nonsense",
        "\n  x\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n",
        "\n  x\n\n  2  1  0  0  0  0  0  0  0  0999 V2000\n    0.0000 damaged\nM  END\n",
    ],
)
def test_what_is_no_drawing_is_a_clear_error(molblock):
    with pytest.raises(StructureError, match="cannot be drawn"):
        draw(Record(id="x", molblock=molblock))
    with pytest.raises(StructureError, match="no structure to draw"):
        draw(Record(id="x"))


def test_a_molfile_without_coordinates_or_with_three_dimensions_gets_a_layout():
    origin = Chem.MolFromSmiles("CC(F)Cl")
    origin.AddConformer(Chem.Conformer(origin.GetNumAtoms()))
    flat = Chem.MolToMolBlock(origin)
    solid = Chem.AddHs(Chem.MolFromSmiles("C[C@H](F)Cl"))
    from rdkit.Chem import rdDistGeom

    rdDistGeom.EmbedMolecule(solid, randomSeed=7)
    for block in (Chem.MolToMolBlock(solid), flat):
        figure = draw(Record(molblock=block))
        assert len(set(find_points(figure.svg))) > 4
    assert figure.metadata.molblock != flat
    made = draw(Record(molblock=Chem.MolToMolBlock(solid))).metadata.molblock
    wanted = Chem.MolToInchiKey(Chem.MolFromSmiles("C[C@H](F)Cl"))
    assert Chem.MolToInchiKey(Chem.MolFromMolBlock(made)) == wanted


@pytest.mark.parametrize("file_format", FORMATS)
def test_bonds_of_no_length_and_lone_atoms_give_whole_files(file_format):
    block = draw("CCO").metadata.molblock.splitlines()
    block[5] = block[4][:30] + block[5][30:]
    for record in (Record(molblock="\n".join(block) + "\n"), Record(smiles="[Na+].[Cl-]")):
        data = draw(record).render(file_format)
        assert b"nan" not in data.lower()
        assert len(data) > 500


def test_a_peptide_of_five_hundred_atoms_is_drawn():
    peptide = Chem.MolFromSequence("ACDEFGHIKLMNPQRSTVWY" * 3 + "AAAA")
    assert 490 < peptide.GetNumAtoms() < 560
    figure = draw(Record(id="peptide", smiles=Chem.MolToSmiles(peptide)), width="acs-double")
    assert 0 < figure.bond_length_pt < 22.5
    assert ElementTree.fromstring(figure.svg).tag == f"{SVG}svg"


def test_names_of_any_kind_and_length_keep_every_format_whole(tmp_path):
    from molinfo.figures.readback import read_metadata

    for name in ("<script>\x00&]]>", "é(\\)ß \n β", "x" * 1_000_000):
        figure = draw(Record(id="a", name=name, smiles="CCO"))
        assert len(ElementTree.fromstring(figure.svg).find(f"{SVG}title").text) <= 200
        for file_format in FORMATS:
            path = tmp_path / f"figure.{file_format}"
            figure.write(path)
            assert read_metadata(path).name == name


def test_pictures_beyond_reason_are_refused():
    with pytest.raises(OutputError, match="pixels"):
        draw("CCO", width="14400pt", height="14400pt").png(dpi=4800)


def test_unknown_styles_formats_and_lengths_are_named():
    for bad in ({"style": "acss"}, {"width": "3 parsec"}, {"height": "0mm"}):
        with pytest.raises(UnknownName, match=r"acs|3\.25in|bounds"):
            draw("CCO", **bad)
    with pytest.raises(MolinfoError, match="svg, png"):
        draw("CCO").render("bmp")
