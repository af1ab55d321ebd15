"""CAS RN, UNII and ChEMBL ID."""

import shutil
from pathlib import Path

import pytest

from molinfo.checks.result import Status
from molinfo.checks.rows import check_many
from molinfo.checks.run import check_structure
from molinfo.store.folder import open_store


def look_at(**claim):
    result = check_structure("CCO", **claim)
    explanations = [each for finding in result.findings for each in finding.explanations]
    return result.claims[0].status, [(each.code, each.rank) for each in explanations]


@pytest.mark.parametrize(
    "claim", [{"cas": "64-17-5"}, {"unii": "3K9958V90M"}, {"chembl_id": "CHEMBL545"}]
)
def test_a_right_number_is_well_formed_and_never_more(claim):
    assert look_at(**claim) == (Status.WELL_FORMED, [])


@pytest.mark.parametrize("text", ["CAS 64-17-5", "64\u201317\u20135", "64-17-5 (hydrate)", "64175"])
def test_a_right_number_among_other_text_is_read_and_said(text):
    result = check_structure("CCO", cas=text)
    assert result.claims[0].status is Status.WELL_FORMED
    assert result.claims[0].computed == "64-17-5"
    assert [finding.code for finding in result.findings] == ["registry-notation"]


@pytest.mark.parametrize(
    ("claim", "codes"),
    [
        ({"cas": "64-17-6"}, [("digit-typo", 1), ("malformed", 1)]),
        ({"cas": "2013-12-03"}, [("excel-date", 1)]),
        ({"cas": "12/3/2013"}, [("excel-date", 1)]),
        ({"cas": "3-Dec-13"}, [("excel-date", 1)]),
        ({"cas": "41611"}, [("excel-date", 1)]),
        ({"cas": "200-578-6"}, [("ec-number", 1)]),
        ({"cas": "LFQSCWFLJHTTHZ-UHFFFAOYSA-N"}, [("wrong-field", 1)]),
        ({"cas": "CHEMBL545"}, [("wrong-field", 1)]),
        ({"cas": "3K9958V90M"}, [("wrong-field", 1)]),
        ({"cas": "none"}, [("malformed", 1)]),
        ({"unii": "3K9958V90N"}, [("malformed", 1)]),
        ({"chembl_id": "545"}, [("wrong-field", 1)]),
    ],
)
def test_a_broken_number_is_told_for_what_it_is(claim, codes):
    assert look_at(**claim) == (Status.DISAGREE, codes)


def test_candidates_are_offered_and_the_right_one_is_among_them():
    result = check_structure("CCO", cas="64-17-6")
    candidates = result.findings[0].explanations[0].data["candidates"]
    assert "64-17-5" in candidates
    assert result.claims[0].computed is None


@pytest.fixture
def store_copy(tmp_path):
    source = Path(str(open_store().path))
    for name in ("tofacitinib", "tofacitinib-citrate"):
        for ending in (".toml", ".mol"):
            shutil.copy(source / (name + ending), tmp_path)
    shutil.copy(source / "sources.toml", tmp_path)
    return tmp_path


def test_a_number_that_two_records_carry_is_a_finding_on_both(store_copy):
    path = store_copy / "tofacitinib-citrate.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index('  [[claim.waiver]]\n  code = "shared-identifier"')
    end = text.index("[[claim]]", start)
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    found = {
        result.record: [f for f in result.findings if f.code == "shared-identifier"]
        for result in check_many(store_copy)
    }
    assert {name: len(findings) for name, findings in found.items()} == {
        "tofacitinib": 1,
        "tofacitinib-citrate": 1,
    }
    assert found["tofacitinib-citrate"][0].file == "tofacitinib-citrate.toml"
    assert "stands in tofacitinib too" in found["tofacitinib-citrate"][0].message


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("000075-09-2", "75-09-2"),
        ("0103-05-09", "103-05-9"),
        ("75-09 -2", "75-09-2"),
        ("75-09-2; 64-17-5", "75-09-2, 64-17-5"),
    ],
)
def test_numbers_as_registries_print_them_are_read_with_a_note(printed, numbers):
    result = check_structure("ClCCl", cas=printed)
    assert result.claims[0].status is Status.WELL_FORMED
    assert result.claims[0].computed == numbers
    assert numbers in result.findings[0].message


@pytest.mark.parametrize("printed", ["1954-11-05", "11/5/1954", "20033"])
def test_the_number_that_became_a_date_is_named_where_one_alone_fits(printed):
    result = check_structure("CN1CCC[C@H]1c1cccnc1", cas=printed)
    assert result.claims[0].status is Status.DISAGREE
    explanation = result.findings[0].explanations[0]
    assert explanation.code == "excel-date"
    assert explanation.data["meant"] == "54-11-5"
