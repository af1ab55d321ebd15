"""Many structures on a page: one bond length, nothing over anything, nothing cropped."""

import io
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest
from PIL import Image

import molinfo as mi
from molinfo.errors import InputError, UnknownName
from molinfo.figures.shapes import Area, parse_path
from molinfo.store.record import Record

STORE = mi.open_store()
CORE = "pyrrolo[2,3-d]pyrimidine"


def find_paths(svg):
    """The places of each path and the width of its line (0 where it is filled)."""
    root = ElementTree.fromstring(svg)
    return [
        (list(split_rings(parse_path(path.get("d")))), float(path.get("stroke-width", 0)))
        for path in root.iter("{http://www.w3.org/2000/svg}path")
    ]


def split_rings(steps):
    ring = []
    for command, points in steps:
        if command == "m" and ring:
            yield ring
            ring = []
        ring += points
    yield ring


def find_points(svg):
    """All points of a page, and the corners of its canvas."""
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, root.get("viewBox").split())
    points = [point for rings, _width in find_paths(svg) for ring in rings for point in ring]
    return points, (left, top, left + width, top + height)


@pytest.mark.parametrize("style", ["screen", "acs"])
@pytest.mark.parametrize(
    "size", [{}, {"width": "acs-double"}, {"width": "acs-double", "height": "9in"}], ids=str
)
def test_the_whole_store_lies_on_its_pages(style, size):
    sheet = mi.draw_sheet(
        STORE.values(), columns=4, rows=4, style=style, legend="{name}\n{formula}", **size
    )
    assert len(sheet.pages) >= 2
    assert sheet.smallest_font_pt >= sheet.style.smallest_font_pt
    assert sheet.thinnest_line_pt >= sheet.style.smallest_line_pt
    for page in range(len(sheet.pages)):
        svg = sheet.render("svg", page).decode()
        points, (left, top, right, bottom) = find_points(svg)
        assert left < min(x for x, _ in points)
        assert max(x for x, _ in points) < right
        assert top < min(y for _, y in points)
        assert max(y for _, y in points) < bottom


@pytest.mark.parametrize("width", [None, "acs-double", "acs-single"])
def test_every_drawing_stays_in_its_cell_and_has_the_same_lines(width):
    sheet = mi.draw_sheet(STORE.values(), columns=3, style="acs", width=width, legend="")
    (page,) = sheet.pages
    svg = sheet.render("svg").decode()
    for rings, _width in find_paths(svg):
        for ring in rings:
            x, y = ring[0]
            cell = next(
                each
                for each in page.cells
                if each.left <= x <= each.left + each.width
                and each.top <= y <= each.top + each.height
            )
            assert all(cell.left < x < cell.left + cell.width for x, _ in ring)
            assert all(cell.top < y < cell.top + cell.height for _, y in ring)
    widths = Counter(width for _rings, width in find_paths(svg) if width)
    line = sheet.bond_length_pt * 0.6 / 14.4
    assert widths.most_common(1)[0][0] == pytest.approx(line, abs=0.002)


def test_bonds_shrink_alike_for_the_widest_drawing_which_is_named():
    sheet = mi.draw_sheet(STORE.values(), columns=2, style="acs", width="6in")
    assert sheet.tightest == "momelotinib-dihydrochloride-monohydrate"
    cells = {cell.figure.metadata.id: cell for page in sheet.pages for cell in page.cells}
    cell = cells[sheet.tightest]
    alone = cell.figure.scene.size_pt[0]
    assert sheet.bond_length_pt == pytest.approx(14.4 * (cell.width - 0.7 * 14.4) / alone)
    wide = mi.draw_sheet(STORE.values(), columns=3, style="acs")
    assert (wide.bond_length_pt, wide.tightest) == (14.4, "")


@pytest.mark.parametrize("file_format", ["svg", "png", "tiff", "pdf", "eps"])
def test_every_structure_of_a_sheet_reads_back(file_format, tmp_path):
    sheet = mi.draw_sheet(STORE.values(), columns=4, rows=4)
    read = []
    for page in range(1 if file_format == "pdf" else 2):
        path = tmp_path / f"{page}.{file_format}"
        path.write_bytes(sheet.render(file_format, page, dpi=40))
        read += mi.read_sheet(path)
    assert [record.id for record in read] == list(STORE)
    assert [record.molblock for record in read] == [record.molblock for record in STORE.values()]
    with pytest.raises(InputError, match="a sheet of"):
        mi.read_figure(path)
    mi.draw("CCO").write(path)
    with pytest.raises(InputError, match="figure of one"):
        mi.read_sheet(path)


@pytest.mark.parametrize("file_format", ["svg", "png", "tiff", "pdf", "eps"])
def test_without_metadata_a_sheet_is_nothing_but_its_picture(file_format):
    records = [STORE["baricitinib"]]
    blind = mi.draw_sheet(records, columns=1, metadata=False).render(file_format, dpi=40)
    for secret in (b"baricitinib", b"V2000", b"XUZMWHLSFXCVMG"):
        assert secret not in blind
    said = mi.draw_sheet(records, columns=1).render(file_format, dpi=40)
    assert b"XUZMWHLSFXCVMG" in said


def test_the_core_is_shaded_across_the_series():
    plain = mi.draw_sheet(STORE.values(), columns=6)
    shaded = mi.draw_sheet(STORE.values(), columns=6, highlight=[(CORE, "#ABDAF4")])
    assert "#ABDAF4" not in plain.render("svg").decode()
    shaded_atoms = [
        shape
        for part in shaded.pictures[0].parts
        for shape in part.shapes
        if shape.kind == "highlight" and isinstance(shape, Area)
    ]
    assert len(shaded_atoms) >= 12 * 9


def test_pixels_lie_where_the_vectors_do():
    sheet = mi.draw_sheet(
        [STORE["tofacitinib-citrate"], STORE["itacitinib"]], columns=2, legend="{name}\n{formula}"
    )
    points, (_, _, right, bottom) = find_points(sheet.render("svg").decode())
    image = Image.open(io.BytesIO(sheet.render("png", dpi=144))).convert("L")
    ink = image.point(lambda value: 255 if value < 250 else 0).getbbox()
    xs, ys = [x / right * image.width for x, _ in points], [y for _, y in points]
    ys = [y / bottom * image.height for y in ys]
    assert ink == pytest.approx((min(xs), min(ys), max(xs), max(ys)), abs=0.004 * image.width)


def test_a_record_that_cannot_be_drawn_keeps_its_place():
    records = [Record(id="a", smiles="C1CC"), Record(id="b", smiles="CCO")]
    sheet = mi.draw_sheet(records, columns=2)
    assert list(sheet.failures) == ["a"]
    assert " ".join(sheet.pages[0].cells[0].legend) == "a cannot be drawn"
    assert sheet.pages[0].cells[1].figure is not None
    assert [each.id for each in sheet.metadata.sheet] == ["b"]


def test_what_makes_no_sheet_is_told():
    records = [STORE["baricitinib"]] * 4
    for bad, why in (
        ({"columns": 0}, "at least one"),
        ({"width": "10mm"}, "too small"),
        ({"width": "acs-single", "height": "20mm"}, "too small"),
        ({"legend": "{weight}"}, "no field"),
        ({"legend": "{ic50}"}, "with their target"),
        ({"style": "none"}, "no style"),
    ):
        with pytest.raises(UnknownName, match=why):
            mi.draw_sheet(records, **bad)
    with pytest.raises(UnknownName, match="at least one record"):
        mi.draw_sheet([])
    with pytest.raises(UnknownName, match="svg, png"):
        mi.draw_sheet(records).render("bmp")


def test_salts_stand_below_and_long_names_are_broken_so_that_neither_shrinks_the_page():
    name = "hemi(2-hydroxypropane-1,2,3-tricarboxylate)sesquihydrate" * 2
    salt = STORE["tofacitinib-citrate"].model_copy(update={"name": name})
    sheet = mi.draw_sheet([STORE["tofacitinib"], salt], columns=2, style="acs", width="acs-double")
    assert (sheet.bond_length_pt, sheet.tightest) == (14.4, "")
    first, second = sheet.pages[0].cells
    assert "".join(second.legend) == name
    assert len(second.legend) > 1
    alone = mi.draw(STORE["tofacitinib-citrate"], style="acs").size_pt
    assert second.figure.scene.size_pt[0] < alone[0]
    assert second.figure.metadata.molblock == STORE["tofacitinib-citrate"].molblock
    assert second.figure.clashes == ()
    assert first.width > 0


@pytest.mark.parametrize("style", ["acs", "nature", "elsevier", "science", "rsc", "dark"])
@pytest.mark.parametrize("width", ["acs-single", "acs-double"])
def test_letters_and_lines_keep_the_floor_of_the_style_by_more_pages(style, width):
    sheet = mi.draw_sheet(
        list(STORE.values())[:14], columns=4, rows=4, style=style, width=width, height="9in"
    )
    assert sheet.smallest_font_pt >= sheet.style.smallest_font_pt - 1e-9
    assert sheet.thinnest_line_pt >= sheet.style.smallest_line_pt - 1e-9
    assert len(sheet.pages) == 1 or "to a page" in sheet.warnings[-1]
    assert sum(len(page.cells) for page in sheet.pages) == 14


def list_ids(sheet):
    return [cell.figure.metadata.id for page in sheet.pages for cell in page.cells]


def test_records_are_sorted_by_numbers_and_names():
    records = list(STORE.values())
    by_weight = mi.draw_sheet(records, columns=6, sort_by="molecular_weight")
    weights = [
        float(str(claim.value))
        for each in list_ids(by_weight)
        for claim in STORE[each].claims
        if claim.field == "molecular_weight"
    ]
    assert len(weights) > 10
    by_name = list_ids(mi.draw_sheet(records[::-1], columns=6, sort_by="name"))
    assert by_name == sorted(by_name, key=lambda each: STORE[each].name)
    by_potency = list_ids(mi.draw_sheet(records, columns=6, sort_by="ic50.JAK1"))
    assert by_potency[0] == "baricitinib"


def test_groups_begin_a_row_under_a_heading_and_what_is_alone_follows():
    sheet = mi.draw_sheet(STORE.values(), columns=4, group_by="parent")
    (page,) = sheet.pages
    headings = [heading.text for heading in page.headings]
    assert "fedratinib" in headings
    assert "baricitinib" not in headings
    ids = list_ids(sheet)
    assert ids.index("fedratinib-dihydrochloride-monohydrate") == ids.index("fedratinib") + 1
    assert page.cells[ids.index("fedratinib")].left == 0
    assert sorted(ids) == sorted(STORE)
    scaffolds = mi.draw_sheet(STORE.values(), columns=4, group_by="scaffold")
    assert sorted(list_ids(scaffolds)) == sorted(STORE)
    with pytest.raises(UnknownName, match="no field"):
        mi.draw_sheet(STORE.values(), group_by="colour")


def test_a_value_is_a_coloured_bar_and_its_scale_stands_at_the_foot():
    sheet = mi.draw_sheet(STORE.values(), columns=6, value="ic50.JAK1")
    shares = {cell.figure.metadata.id: cell.share for cell in sheet.pages[0].cells}
    assert shares["baricitinib"] == 0.0
    assert shares["ritlecitinib"] == 1.0
    assert sheet.values.ends == ("5.9", "1640")
    assert "log" in sheet.values.title
    svg = sheet.render("svg").decode()
    points, (left, _top, right, bottom) = find_points(svg)
    assert left < min(x for x, _ in points)
    assert max(x for x, _ in points) < right
    assert max(y for _, y in points) < bottom
    assert "#440154" in svg
    assert mi.draw_sheet(STORE.values(), columns=6, value="ki.JAK9").values is None


def test_letters_that_no_glyph_shows_are_named():
    sheet = mi.draw_sheet([Record(id="e", smiles="CCCl", name="苯酚 фенол")], columns=1)
    assert sheet.warnings == ("e: no letters for '苯酚' in its legend",)


def test_a_sheet_writes_its_pages(tmp_path):
    sheet = mi.draw_sheet(STORE.values(), columns=4, rows=4)
    assert [path.name for path in sheet.write(tmp_path / "s.png", dpi=30)] == ["s-1.png", "s-2.png"]
    assert [path.name for path in sheet.write(tmp_path / "s.pdf")] == ["s.pdf"]
    with pytest.raises(UnknownName, match="known: svg"):
        sheet.write(tmp_path / "s.html")
