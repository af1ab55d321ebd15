"""Forms against the parent that they name."""

import pytest

from molinfo.checks.run import check
from molinfo.store.folder import open_store

STORE = open_store()
FORMS = [name for name, record in STORE.items() if record.form_of]


def codes(record):
    findings = check(record.model_copy(update={"claims": ()}), forms=STORE).findings
    return [finding.code for finding in findings]


@pytest.mark.parametrize("name", FORMS)
def test_the_forms_of_the_store_hold_their_parents(name):
    assert codes(STORE[name]) == []


def test_a_form_of_another_compound_is_found():
    record = STORE["tofacitinib-citrate"].model_copy(update={"form_of": "ruxolitinib"})
    assert codes(record) == ["parent-missing"]


def test_a_name_that_counts_other_counter_ions_is_found():
    record = STORE["fedratinib-dihydrochloride-monohydrate"]
    renamed = record.model_copy(update={"name": "fedratinib hydrochloride dihydrate"})
    assert codes(renamed) == ["form-name", "form-name"]
