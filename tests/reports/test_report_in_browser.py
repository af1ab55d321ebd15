"""The report as people use it, in a real browser: sort, filter, open, print, keyboard, contrast."""

import pytest

from molinfo.building import build
from molinfo.reports import html
from molinfo.store.folder import open_store

PHONE = 390
LANDSCAPE = 1030  # A4 across, less its margins, in CSS pixels


@pytest.fixture(scope="session")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    build(open_store(), folder)
    return folder / "report.html"


@pytest.fixture(scope="session")
def small_store(tmp_path_factory):
    """Three records of the store and two that fail: every colour in few words."""
    folder = tmp_path_factory.mktemp("structures")
    bundled = open_store()
    for name in ("baricitinib", "tofacitinib", "tofacitinib-citrate"):
        for ending in (".toml", ".mol"):
            source = bundled.path / f"{name}{ending}"
            (folder / source.name).write_bytes(source.read_bytes())
    (folder / "sources.toml").write_bytes((bundled.path / "sources.toml").read_bytes())
    (folder / "wrong.toml").write_text(
        'id = "wrong"\nsmiles = "CC(F)C(O)Cl"\n[[claim]]\nfield = "molecular_weight"\n'
        'value = "46.70"\nsources = [{ id = "BENCH_BAR" }]\n',
        encoding="utf-8",
    )
    (folder / "broken.toml").write_text('id = "broken"\nsmiles = "C1CC"\n', encoding="utf-8")
    return open_store(folder)


@pytest.fixture(scope="session")
def small_report(small_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    build(small_store, folder)
    return folder / "report.html"


@pytest.fixture(scope="session")
def large_report(small_store, tmp_path_factory):
    """The same store on pages of two records, as a large one is on pages of 200."""
    folder = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "MOST_ON_A_PAGE", 2)
        build(small_store, folder)
    return folder / "report.html"


def read_column(page, table, column):
    return page.locator(f"#{table} tbody tr > :nth-child({column})").all_inner_texts()


def read_numbers(page, table, column):
    return [float(text) for text in read_column(page, table, column)]


def test_a_head_of_the_descriptors_sorts_up_and_down(report, open_page):
    page = open_page(report)
    head = page.locator("#descriptor-table th", has_text="TPSA")
    place = 1 + head.evaluate("cell => cell.cellIndex")
    head.get_by_role("button").click()
    numbers = read_numbers(page, "descriptor-table", place)
    assert len(numbers) == 31
    assert numbers == sorted(numbers)
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").click()
    assert read_numbers(page, "descriptor-table", place) == numbers[::-1]
    assert head.get_attribute("aria-sort") == "descending"


def test_descriptors_are_filtered_by_bounds_ranges_and_text(report, open_page):
    page = open_page(report)
    status = page.locator("#descriptor-status")
    rings = page.get_by_label("Filter NumAromaticRings")
    place = 1 + page.locator("#descriptor-table th", has_text="NumAromaticRings").evaluate(
        "cell => cell.cellIndex"
    )
    rings.fill(">3")
    few = read_numbers(page, "descriptor-table", place)
    assert few
    assert min(few) > 3
    assert status.inner_text() == f"1 to {len(few)} of {len(few)} (31 in all)"
    rings.fill("2..3")
    assert set(read_numbers(page, "descriptor-table", place)) == {2, 3}
    rings.fill("")
    page.get_by_label("Filter record").fill("RUXO")
    assert read_column(page, "descriptor-table", 1) == [
        "deuruxolitinib",
        "ruxolitinib-phosphate",
        "ruxolitinib",
    ]
    page.get_by_label("Filter record").fill("nothing of that name")
    assert status.inner_text() == "No record fits."


def test_any_descriptor_can_be_chosen_and_its_meaning_read(report, open_page):
    page = open_page(report)
    page.get_by_text("Choose columns").click()
    page.get_by_label("BertzCT").check()
    assert page.locator("#descriptor-table th", has_text="BertzCT").count() == 1
    page.get_by_label("TPSA", exact=True).uncheck()
    assert page.locator("#descriptor-table th", has_text="TPSA").count() == 0
    page.get_by_text("What the columns are").click()
    assert "BertzCT" in page.locator("#descriptor-meanings").inner_text()


def test_records_are_found_by_text_verdict_and_finding(report, open_page):
    page = open_page(report)
    find = page.get_by_label("Find", exact=True)
    find.fill("1187594-09-7")
    assert read_column(page, "record-table", 1) == ["baricitinib"]
    assert page.locator("article:visible h3").all_text_contents() == ["baricitinib"]
    find.fill("")
    page.get_by_label("Finding").select_option("inchikey-disagrees")
    shown = read_column(page, "record-table", 1)
    assert "peficitinib" in shown
    assert "baricitinib" not in shown
    page.get_by_label("Verdict").select_option("pass")
    assert read_column(page, "record-table", 1) == shown


def test_a_record_opens_by_keyboard_and_shows_figure_claims_and_sources(report, open_page):
    page = open_page(report)
    page.get_by_label("Find", exact=True).fill("baricitinib")
    link = page.locator("#record-table a")
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#baricitinib")
    record = page.locator("article#baricitinib")
    assert record.locator("svg[role=img]").is_visible()
    row = record.get_by_role("row").filter(has_text="371.42").first
    assert "agrees by IUPAC 2024" in row.inner_text()
    row.get_by_role("link", name="lilly-moa-aa-2024").click()
    assert page.url.endswith("#source-lilly-moa-aa-2024")
    assert page.locator("#source-lilly-moa-aa-2024").is_visible()


def test_a_potency_in_the_comparison_opens_its_assay_and_source(report, open_page):
    page = open_page(report)
    panel = page.get_by_label("Comparison with baricitinib")
    potency = panel.locator("summary", has_text="~ 560 nM")
    facts = potency.locator("xpath=..").locator("ul")
    assert not facts.is_visible()
    potency.focus()
    page.keyboard.press("Enter")
    assert "assay: biochemical" in facts.inner_text()
    assert "lilly-moa-aa-2024" in facts.inner_text()


def test_a_link_to_a_record_that_is_filtered_away_brings_it_back(report, open_page):
    page = open_page(report)
    page.get_by_label("Find", exact=True).fill("tofacitinib-citrate")
    page.locator("article#tofacitinib-citrate").get_by_role("link", name="tofacitinib").click()
    page.locator("article#tofacitinib").wait_for(state="visible")
    assert page.get_by_label("Find", exact=True).input_value() == ""


def test_every_control_is_reached_by_the_tab_key(report, open_page):
    page = open_page(report)
    reached = set()
    for _ in range(20):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement")
        reached.add(focused.evaluate("element => element.id || element.textContent"))
    assert {"Skip to the records", "find", "verdict", "code", "Record"} <= reached


def test_without_scripts_records_and_first_descriptors_are_there(report, open_page):
    page = open_page(report, scripts=False)
    assert page.locator("article#baricitinib").is_visible()
    assert "120.56" in page.locator("#descriptor-table").inner_text()
    assert not page.locator("#find").is_visible()


def test_the_printed_page_lists_every_record_on_white_and_cuts_nothing_off(report, open_page):
    page = open_page(report, width=LANDSCAPE, dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= LANDSCAPE
    assert not page.locator("#find").is_visible()
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#record-table tbody tr").count() == 31


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (PHONE, True)])
def test_nothing_grave_stands_in_the_way_of_anyone(
    small_report, open_page, find_grave_faults, width, dark
):
    page = open_page(small_report, width=width, dark=dark)
    for summary in page.locator("summary").all():
        summary.click()
    assert find_grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_large_report_links_to_pages_whose_pictures_are_files(large_report, open_page):
    page = open_page(large_report)
    assert page.locator("article").count() == 0
    page.get_by_label("Find", exact=True).fill("UJLAWZDWDVHWOW-YPMHNXCESA-N")
    page.locator("#record-table a").click()
    page.wait_for_url("**/records/002.html#tofacitinib")
    record = page.locator("article#tofacitinib")
    record.locator("img").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('article#tofacitinib img').complete")
    assert record.locator("img").evaluate("image => image.naturalWidth") > 100
    record.get_by_role("link", name="ALLJAK").first.click()
    page.wait_for_url("**/report.html#source-ALLJAK")


def test_a_page_of_a_large_report_leads_to_its_neighbours(large_report, open_page):
    page = open_page(large_report.parent / "records" / "002.html", width=PHONE)
    assert page.locator("article").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.get_by_role("link", name="After: 5 to 5").click()
    page.wait_for_url("**/records/003.html")
    page.get_by_role("link", name="Before: 3 to 4").click()
    page.wait_for_url("**/records/002.html")


def test_nothing_grave_stands_in_the_way_on_a_page_of_a_large_report(
    large_report, open_page, find_grave_faults
):
    page = open_page(large_report.parent / "records" / "003.html")
    assert find_grave_faults(page) == []


def test_what_needs_a_look_is_told_first_and_linked(small_report, open_page):
    page = open_page(small_report)
    section = page.locator("section", has=page.locator("#-look"))
    assert "46.70 is claimed" in section.inner_text()
    section.get_by_role("link", name="broken").click()
    assert "cannot be read" in page.locator("article#broken").inner_text()
