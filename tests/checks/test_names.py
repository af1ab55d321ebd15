"""Claimed IUPAC names, read by OPSIN in a real Java."""

import shutil

import pytest

from molinfo.checks.options import CheckOptions
from molinfo.checks.result import Status
from molinfo.checks.rows import check_records
from molinfo.checks.run import check
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record

OPTIONS = CheckOptions(names=True)
TOFACITINIB = "C[C@@H]1CCN(C(=O)CC#N)C[C@@H]1N(C)c1ncnc2[nH]ccc12"
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")


def make_record(smiles, name):
    return Record(smiles=smiles, claims=(Claim(field=FieldName.IUPAC_NAME, value=name),))


NAME = (
    "-4-methyl-3-[methyl(7H-pyrrolo[2,3-d]pyrimidin-4-yl)amino]piperidin-1-yl]-3-oxopropanenitrile"
)


@needs_java
def test_names_are_held_against_the_structure():
    records = [
        make_record(TOFACITINIB, f"3-[(3R,4R){NAME}"),
        make_record(TOFACITINIB, f"3-[(3S,4S){NAME}"),
        make_record(TOFACITINIB, f"3-[{NAME[1:]}"),
        make_record("CCO", "propan-1-ol"),
        make_record("CCO", "no such name"),
    ]
    claims = [result.claims[0] for _, result in check_records(records, options=OPTIONS)]
    assert [claim.status for claim in claims] == [
        Status.AGREE,
        Status.DISAGREE,
        Status.AGREE,
        Status.DISAGREE,
        Status.UNCHECKABLE,
    ]
    assert "no stereo" in claims[2].note


def test_without_java_the_lack_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "")
    claim = check(make_record("CCO", "ethanol"), options=OPTIONS).claims[0]
    assert claim.status is Status.UNCHECKABLE
    assert "Java" in claim.note


def test_names_are_left_alone_unless_asked_for():
    assert check(make_record("CCO", "methane")).claims[0].status is Status.UNCHECKABLE


@needs_java
def test_the_name_of_a_record_is_read_too():
    names = {"propan-1-ol": ["name-disagrees"], "ethanol": [], "no such name": []}
    for name, codes in names.items():
        result = check(Record(smiles="CCO", name=name), options=OPTIONS)
        assert [finding.code for finding in result.findings] == codes
