"""The matcher against RDKit's own, pattern by pattern."""

import csv
from pathlib import Path

import pytest
from rdkit import Chem
from rdkit.Chem import QED

from molinfo.descriptors.kernels import matching
from molinfo.descriptors.patterns import compile_patterns
from molinfo.descriptors.shared import Shared, Workspace
from molinfo.descriptors.smarts import PatternBook, UnsupportedSmarts

SAMPLE = Path(__file__).parents[1] / "data" / "structures.csv"
TRICKY = [
    "[H,c,C]",
    "[Se,As]",
    "[se]",
    "[C!$(C=O)]-[OH]",
    "C=,-C",
    "c-!:C",
    "[R2]@[R2]",
    "[!#6;!#1]",
    "[N+0,n+0;R]",
    "C(=O)O.C(=O)O",
    "c1ccccc1-!@c1ccccc1",
    "[$([CX3]=[OX1]),$([SX4](=O)=O)]",
    "*~*~*~*",
    "[v4D3]",
    "[15N]",
    "C%10CCCC%10",
]


@pytest.mark.parametrize("smarts", [*TRICKY, *QED.StructuralAlertSmarts[:30]])
def test_a_pattern_is_counted_as_rdkit_counts_it(smarts):
    query = Chem.MolFromSmarts(smarts)
    matcher = matching.Matcher(*compile_patterns([smarts]))
    space = Workspace()
    with SAMPLE.open(encoding="utf-8") as lines:
        for row in list(csv.DictReader(lines))[::5]:
            mol = Chem.MolFromSmiles(row["smiles"])
            matcher.load(Shared(mol, space).graph)
            expected = len(mol.GetSubstructMatches(query))
            assert matcher.count(0) == expected, row["smiles"]
            assert matcher.has(0) == (expected > 0)


def test_beyond_rdkits_thousand_matches_there_is_no_count():
    matcher = matching.Matcher(*compile_patterns(["CC"]))
    matcher.load(Shared(Chem.MolFromSmiles("C" * 600), Workspace()).graph)
    assert matcher.count(0) == -1


@pytest.mark.parametrize("smarts", ["[C^3]", "C1CC", "[x2]", "[C@H](F)Cl", "C(C", "[C"])
def test_what_the_matcher_does_not_know_is_an_error(smarts):
    with pytest.raises(UnsupportedSmarts):
        PatternBook().add(smarts)
