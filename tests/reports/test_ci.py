"""Results for continuous integration, valid against the published schemas."""

import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema
import pytest
import xmlschema

from molinfo.checks.rows import check_many, check_records, check_store
from molinfo.reports.ci import JunitWriter, SarifWriter
from molinfo.store.fields import FieldName
from molinfo.store.folder import open_store
from molinfo.store.record import Claim, Record

DATA = Path(__file__).parents[1] / "data"
JUNIT = xmlschema.XMLSchema(DATA / "junit-10.xsd")
SARIF = json.loads((DATA / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
HOSTILE = "]]><script>\x00\x1b\ufffe&\"'"


def make_record(id, smiles="CCO", weight="46.07"):
    claim = Claim(field=FieldName.MOLECULAR_WEIGHT, value=weight)
    return Record(id=id, smiles=smiles, claims=(claim,))


RECORDS = [
    make_record("good"),
    make_record("wrong", weight="46.70"),
    make_record("broken", smiles="C1CC"),
    make_record(HOSTILE, weight=HOSTILE),
]


def write(kind, pairs):
    stream = io.StringIO()
    with kind(stream) as writer:
        for record, result in pairs:
            writer.write(record, result)
    return stream.getvalue()


@pytest.mark.parametrize("pairs", [check_records(RECORDS), check_store(open_store())])
def test_junit_is_valid_and_has_a_test_case_a_record(pairs):
    pairs = list(pairs)
    text = write(JunitWriter, pairs)
    JUNIT.validate(text)
    assert len(ElementTree.fromstring(text).findall(".//testcase")) == len(pairs)


def test_junit_counts_failures_and_errors_and_says_why():
    root = ElementTree.fromstring(write(JunitWriter, check_records(RECORDS)))
    suite = root.find("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")
    assert "two characters swapped" in root.find(".//failure").text


@pytest.mark.parametrize("pairs", [check_records(RECORDS), check_store(open_store())])
def test_sarif_is_valid(pairs):
    log = json.loads(write(SarifWriter, pairs))
    jsonschema.validate(log, SARIF, cls=jsonschema.validators.validator_for(SARIF))


def test_sarif_puts_findings_of_a_store_on_their_lines_and_waived_ones_as_suppressed():
    log = json.loads(write(SarifWriter, check_store(open_store())))
    results = log["runs"][0]["results"]
    found = next(
        each
        for each in results
        if each["ruleId"] == "molecular_weight-disagrees"
        and "baricitinib" in each["message"]["text"]
    )
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "baricitinib.toml"
    line = place["region"]["startLine"]
    text = Path(str(open_store().files["baricitinib"].path)).read_text(encoding="utf-8")
    assert text.splitlines()[line - 1] == 'value = "371.1"'
    assert found["suppressions"][0]["kind"] == "inSource"


def test_json_lines_keep_to_the_published_schema():
    path = Path(__file__).parents[2] / "docs" / "result.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    from molinfo.checks.result import Result

    assert schema == Result.model_json_schema(by_alias=True, mode="serialization")
    for result in (*check_many(RECORDS), *check_many(open_store())):
        jsonschema.validate(json.loads(result.to_json()), schema)
