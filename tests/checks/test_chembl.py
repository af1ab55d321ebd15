"""ChEMBL's checker as a profile beside our own."""

from molinfo.checks.options import CheckOptions
from molinfo.checks.run import check
from molinfo.store.folder import open_store
from molinfo.store.record import Record

OPTIONS = CheckOptions(chembl=True)


def penalties(record):
    findings = check(record, options=OPTIONS).findings
    return [finding.message for finding in findings if finding.code == "chembl-penalty"]


def test_penalties_stand_beside_our_own_findings():
    told = penalties(Record(smiles="[CH2]CO"))
    assert told
    assert all(message.startswith("penalty") for message in told)


def test_words_in_a_title_are_not_taken_for_kinds_of_substances():
    record = open_store()["baricitinib"]
    titled = record.molblock.replace("baricitinib", "BARICITINIB MONOHYDRATE", 1)
    assert not any(
        "polymer" in each for each in penalties(record.model_copy(update={"molblock": titled}))
    )
