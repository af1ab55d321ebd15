"""The tests mirror the package: each module has its test file, or is listed beside another."""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "molinfo"
ELSEWHERE = {
    "batch/test_job.py": "batch.merge batch.sink batch.task batch.watching",
    "checks/explain/test_explain.py": "checks.explain.* checks.neighbourhood checks.faults",
    "checks/test_run.py": """checks.consistency checks.options checks.outcome
        checks.result checks.rows checks.subject""",
    "checks/test_analysis.py": "chem.adducts",
    "chem/test_coordinates.py": "chem.cores chem.layout_score",
    "chem/test_formula.py": """chem.formula_grammar chem.formula_markup chem.formula_rules
        chem.nuclides""",
    "chem/test_structure.py": "chem.quiet chem.mass_differences chem.stereo_groups",
    "cli/test_batch.py": """batch.cluster cli.describe cli.merge cli.progress
        figures.draw_task reports.check_task reports.describe_task""",
    "cli/test_search.py": "cli.index reports.hits reports.verdicts",
    "cli/test_cli.py": "cli.build cli.check cli.explain cli.inputs cli.outputs",
    "cli/test_draw.py": "cli.figure_options cli.scheme cli.sheet figures.captions figures.proof",
    "cli/test_layout.py": "reports.layouts",
    "comparison/test_panel.py": "comparison.frames comparison.properties",
    "comparison/test_plots.py": "comparison.matrix_plots comparison.property_plots",
    "comparison/test_potency.py": "chem.concentrations",
    "descriptors/test_engine.py": """descriptors.crippen descriptors.gasteiger descriptors.groups
        descriptors.own descriptors.patterns descriptors.shared""",
    "figures/test_cases.py": "figures.clashes figures.groups figures.notes figures.sketch",
    "figures/test_draw.py": """figures.metadata figures.pages figures.pixels figures.raster
        figures.scene figures.shapes figures.vector""",
    "figures/test_lines.py": "figures.bonds figures.compose figures.doubles figures.labels",
    "figures/test_manifest.py": "figures.recipe",
    "figures/test_sheet.py": "figures.grid figures.ordering figures.parts",
    "figures/test_style.py": "figures.lengths figures.specimen",
    "reports/test_html.py": "reports.descriptor_data reports.environment",
    "searching/test_postgresql.py": "cli.export",
    "searching/test_search.py": "searching.*",
    "store/test_cdxml.py": "chem.cdxml",
    "store/test_record.py": "store.frozen",
    "store/test_tables.py": "store.columns store.delimited store.sdf store.sheets store.streams",
}
"""Test files, and the modules that they test besides their own; a star stands for any name."""
PATTERNS = {pattern: path for path, text in ELSEWHERE.items() for pattern in text.split()}
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    for path in PACKAGE.rglob("*.py")
    if not path.name.startswith("__")
}


def find_mirror(module):
    """The test file that a module has by its place and name."""
    *rooms, name = module.split(".")
    return TESTS.joinpath(*rooms, f"test_{name}.py")


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_has_its_test_file_or_is_listed(module):
    if not find_mirror(module).exists():
        found = [each for each in PATTERNS if fnmatchcase(module, each)]
        wanted = find_mirror(module).relative_to(TESTS.parent)
        assert found, f"write {wanted}, or say in ELSEWHERE which file tests molinfo.{module}"


def test_the_list_names_files_that_are_there():
    assert [path for path in ELSEWHERE if not (TESTS / path).is_file()] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_entry_of_the_list_is_needed(pattern):
    meant = [module for module in MODULES if fnmatchcase(module, pattern)]
    assert any(not find_mirror(module).exists() for module in meant), "take it from ELSEWHERE"
