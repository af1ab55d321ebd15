"""Named sets: their rows, what a user may ask for, and that a new row is all that a set needs."""

import subprocess
import sys
from pathlib import Path

import pytest
from rdkit.Chem import Descriptors

from molinfo.descriptors.own import OWN
from molinfo.descriptors.sets import SETS, resolve_set
from molinfo.errors import UnknownName

ROOT = Path(__file__).parents[2]

ADD_A_SET = """
import runpy
import sys
from molinfo.descriptors.sets import SETS, NamedSet
SETS["polarity"] = NamedSet("what a membrane asks about", lambda: ("TPSA", "NumHDonors"))
if sys.argv[1].endswith(".py"):
    print(runpy.run_path(sys.argv[1])["make_page"]())
else:
    from molinfo.cli import main
    main(sys.argv[1:])
"""


def run_with_the_set(*arguments):
    """What a process prints that has one more set."""
    command = [sys.executable, "-W", "error", "-c", ADD_A_SET, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_adding_a_set_touches_one_row(tmp_path):
    (tmp_path / "in.smi").write_text("CCO ethanol\n")
    table = run_with_the_set("describe", tmp_path / "in.smi", "--set", "polarity", "--workers", 2)
    assert table == "record,TPSA,NumHDonors,n_fragments,error\nethanol,20.23,1,1,\n"
    told = "polarity: what a membrane asks about: TPSA, NumHDonors"
    assert told in run_with_the_set("describe", "--list")
    told = " ".join(run_with_the_set("describe", "--help").replace("│", " ").split())
    assert "rdkit, druglike, polarity, names, globs" in told
    page = run_with_the_set(ROOT / "docs" / "make_descriptors.py")
    assert "- The set `polarity` is what a membrane asks about: TPSA, NumHDonors." in page


@pytest.mark.parametrize("row", SETS.values(), ids=SETS.keys())
def test_a_set_has_a_meaning_and_names_that_are_computed(row):
    assert row.meaning
    known = {*dict(Descriptors.descList), *OWN}
    assert known.issuperset(row.list_names())


def test_sets_names_globs_and_fingerprints_give_each_column_once():
    found = resolve_set(["maccs", "fr_al*", "fr_aldehyde", "druglike", "TPSA", "maccs"])
    assert len(found.columns) == len(set(found.columns))
    assert found.columns[-1] == "maccs"
    assert found.columns[0] == "fr_aldehyde"


def test_a_set_that_is_misspelt_is_named():
    with pytest.raises(UnknownName, match="no descriptor 'druglik'; perhaps druglike"):
        resolve_set("druglik")


def test_help_loads_neither_pandas_nor_rdkit():
    code = "import molinfo.cli.describe, sys; assert not {'pandas', 'rdkit'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
