"""Records as values."""

import pickle

from molinfo.store.folder import open_store
from molinfo.store.record import Record


def test_a_record_comes_out_of_a_pickle_as_it_went_in():
    records = [Record(smiles="CCO", defect="none"), *open_store().values()]
    again = pickle.loads(pickle.dumps(records))
    assert again == records
    assert [each.molblock for each in again] == [each.molblock for each in records]
    assert again[1].model_copy(update={"name": "x"}).name == "x"
    assert repr(again[1]) == repr(records[1])
