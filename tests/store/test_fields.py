"""One row a claim field: everything that needs a list of fields makes it from the rows."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import molinfo
from molinfo.checks.run import CLAIM_CHECKS
from molinfo.store.columns import find_columns
from molinfo.store.fields import CHECKED_FIELDS, FieldName, RecordPart, name_field

PACKAGE = Path(molinfo.__file__).parent


def find_missing_parts(field):
    """What a field lacks to be usable everywhere, in words."""
    missing = []
    if not field.printed or "_" in field.printed:
        missing.append("a printed name in molinfo/store/fields.py")
    if not field.meaning.endswith("."):
        missing.append("a sentence on what it is in molinfo/store/fields.py")
    is_read_by_opsin = field is FieldName.IUPAC_NAME
    if not (field in CLAIM_CHECKS or field.is_measured or is_read_by_opsin):
        missing.append("a check in CLAIM_CHECKS of molinfo/checks/run.py")
    if field in CLAIM_CHECKS and field.is_measured:
        missing.append("no is_measured, because a check compares it with the structure")
    return missing


@pytest.mark.parametrize("field", FieldName)
def test_a_field_is_registered_as_a_whole(field):
    missing = find_missing_parts(field)
    assert not missing, f"the claim field {field} lacks {' and '.join(missing)}"


def test_options_and_columns_of_fields_are_their_own():
    options = [field.option for field in FieldName]
    columns = [name for field in (*RecordPart, *FieldName) for name in field.columns]
    assert len(options) == len(set(options))
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize("field", FieldName)
def test_a_column_of_a_known_name_is_read_as_its_field(field):
    for name in field.columns:
        assert find_columns([name]).claims == ((field, name),)


def test_only_what_a_structure_can_show_has_columns_in_reports():
    assert FieldName.CAS in CHECKED_FIELDS
    assert FieldName.MZ in CHECKED_FIELDS
    assert FieldName.IC50 not in CHECKED_FIELDS


def test_what_is_no_claim_field_is_named_by_itself():
    assert name_field("form_of") == "form of"


ROW = """
    RING_COUNT = (
        "ring_count",
        FieldDetails("ring count", "The number of rings.", ("rings",), is_number=True),
    )


class RecordPart("""
CHECK = """
from molinfo.checks.outcome import Outcome
from molinfo.checks.result import Status


def check_ring_count(subject, claim):
    computed = str(subject.structure.mol.GetRingInfo().NumRings())
    status = Status.AGREE if claim.value == computed else Status.DISAGREE
    return Outcome(status, computed=computed)
"""


@pytest.fixture
def copied(tmp_path):
    """A copy of the package with one more field, which has no check yet, and how to run it."""
    package = tmp_path / "molinfo"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    fields = package / "store" / "fields.py"
    rows = fields.read_text(encoding="utf-8").replace("\n\nclass RecordPart(", ROW, 1)
    fields.write_text(rows, encoding="utf-8")

    def run(*args):
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        command = [sys.executable, *args]
        return subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )

    return package, run


def test_a_field_registered_by_halves_fails_this_suite(copied):
    _package, run = copied
    this = Path(__file__)
    failed = run("-m", "pytest", "-q", "-p", "no:cacheprovider", str(this), "-k", "as_a_whole")
    assert failed.returncode == 1
    assert "ring_count lacks a check in CLAIM_CHECKS of molinfo/checks/run.py" in failed.stdout


def test_a_field_added_in_a_row_and_a_check_works_from_end_to_end(copied, tmp_path):
    package, run = copied
    (package / "checks" / "rings.py").write_text(CHECK, encoding="utf-8")
    checks = package / "checks" / "run.py"
    text = checks.read_text(encoding="utf-8").replace(
        "    FieldName.FORMULA: check_formula,\n",
        "    FieldName.FORMULA: check_formula,\n    FieldName.RING_COUNT: check_ring_count,\n",
    )
    text = text.replace(
        "from molinfo.checks.sense",
        "from molinfo.checks.rings import check_ring_count\nfrom molinfo.checks.sense",
        1,
    )
    checks.write_text(text, encoding="utf-8")
    (tmp_path / "rings.csv").write_text("smiles,Rings\nc1ccccc1,1\n", encoding="utf-8")
    table = run("-m", "molinfo", "check", "rings.csv", "-o", "out.csv")
    lines = run("-m", "molinfo", "check", "rings.csv", "--format", "jsonl")
    single = run("-m", "molinfo", "check", "--smiles", "C1CC1", "--ring-count", "2")
    assert table.returncode == 0, table.stderr
    head, row = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert cells["status_ring_count"] == "agree"
    claim = json.loads(lines.stdout)["claims"][0]
    assert (claim["field"], claim["computed"]) == ("ring_count", "1")
    assert "disagree" in single.stdout
