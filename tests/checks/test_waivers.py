"""Waived findings stay listed and count no more; idle waivers are told of."""

import datetime

import pytest

from molinfo.checks.result import Verdict
from molinfo.checks.rows import check_many

SOURCES = '[s]\ntitle = "A source"\n'
RECORD = """\
id = "ethanol"
smiles = "CCO"

[[claim]]
field = "molecular_weight"
value = "{value}"
sources = [{{ id = "s" }}]

  [[claim.waiver]]
  code = "{code}"
  reason = "kept as printed"
  by = "a chemist"
  {until}
"""


@pytest.fixture
def check_one(tmp_path):
    def run(value="46.70", code="molecular_weight-disagrees", until=""):
        (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
        text = RECORD.format(value=value, code=code, until=until)
        (tmp_path / "ethanol.toml").write_text(text, encoding="utf-8")
        (result,) = check_many(tmp_path)
        return result

    return run


def test_a_waived_finding_stays_listed_and_counts_no_more(check_one):
    result = check_one()
    assert result.verdict is Verdict.PASS
    assert [(f.code, f.waived) for f in result.findings] == [
        ("molecular_weight-disagrees", "kept as printed")
    ]


@pytest.mark.parametrize(
    "waiver", [{"value": "46.07"}, {"value": "46.07", "code": "formula-disagrees"}]
)
def test_a_waiver_of_nothing_is_told(check_one, waiver):
    result = check_one(**waiver)
    assert [finding.code for finding in result.findings] == ["unused-waiver"]
    assert result.findings[0].file == "ethanol.toml"


def test_a_waiver_holds_through_its_last_day_and_no_longer(check_one):
    today = datetime.date.today()
    assert check_one(until=f"until = {today}").verdict is Verdict.PASS
    ended = check_one(until=f"until = {today - datetime.timedelta(days=1)}")
    assert ended.verdict is Verdict.FAIL
    assert "expired-waiver" in {finding.code for finding in ended.findings}
