"""What the words of a name claim, against the structure."""

from __future__ import annotations

import pytest

from molinfo.checks.result import Severity
from molinfo.checks.run import check
from molinfo.store.record import Record


def find(name, smiles):
    record = Record(name=name, smiles=smiles)
    return [each for each in check(record).findings if each.code == "name-words"]


@pytest.mark.parametrize(
    ("name", "smiles", "word"),
    [
        ("ethanol-d6", "CCO", "d6"),
        ("d5-ethylamine", "CCN", "d5"),
        ("AA-[d8]", "CCCC=CC", "d8"),
        ("ethanol-d6", "[2H]CC", "d6"),
        ("[2H3]methanol", "CO", "2H3"),
        ("glucose-13C6", "OCC1OC(O)C(O)C(O)C1O", "13C6"),
        ("diclofenac sodium", "OC(=O)Cc1ccccc1", "sodium"),
        ("sodium valproate", "CCCC(CCC)C(=O)O", "sodium"),
        ("NTA disodium salt", "OC(=O)CN(CC(=O)O)CC(=O)O", "sodium"),
        ("propranolol hydrochloride", "CC(C)NCC(O)COc1cccc2ccccc12", "hydrochloride"),
        ("chloroquine dihydrochloride", "Clc1ccccc1CCN", "hydrochloride"),
        ("dopamine HCl", "NCCc1ccc(O)c(O)c1", "hcl"),
        ("theophylline monohydrate", "Cn1c(=O)c2[nH]cnc2n(C)c1=O", "monohydrate"),
        ("mosapride citrate", "CCO", "citrate"),
        ("codeine phosphate", "CCO", "phosphate"),
        ("quinine free base", "CCN.Cl", "free base"),
        ("(S)-nicotine", "CN1CCCC1c1cccnc1", "(S)"),
        ("L-tyrosine", "NC(Cc1ccc(O)cc1)C(=O)O", "L-"),
        ("rac-nicotine", "CN1CCC[C@H]1c1cccnc1", "rac-"),
        ("(R)-butan-2-ol", "CC[C@H](C)O", "(R)"),
        ("(S)-thalidomide", "O=C1CC[C@H](N2C(=O)c3ccccc3C2=O)C(=O)N1 |&1:4|", "(S)"),
    ],
)
def test_a_word_that_the_structure_does_not_bear_out_is_a_warning(name, smiles, word):
    (finding,) = find(name, smiles)
    assert finding.severity is Severity.WARNING
    assert f"says {word}, but" in finding.message


@pytest.mark.parametrize(
    ("name", "smiles"),
    [
        ("sodium channel blocker", "CCN(CC)CC(=O)Nc1c(C)cccc1C"),
        ("potassium-competitive acid blocker", "CCO"),
        ("calcium antagonist", "CCO"),
        ("sodium valproate", "CCCC(CCC)C(=O)[O-].[Na+]"),
        ("propranolol hydrochloride", "CC(C)NCC(O)COc1cccc2ccccc12.Cl"),
        ("benzoyl chloride", "O=C(Cl)c1ccccc1"),
        ("chloral hydrate", "OC(O)C(Cl)(Cl)Cl"),
        ("ninhydrin hydrate", "O=C1c2ccccc2C(=O)C1(O)O"),
        ("carbohydrate", "CCO"),
        ("ethyl acetate", "CCOC(C)=O"),
        ("testosterone propionate", "CCC(=O)OC1CCCCC1"),
        ("estradiol valerate", "CCCCC(=O)OC1CCCCC1"),
        ("dimethyl fumarate", "COC(=O)/C=C/C(=O)OC"),
        ("vitamin D3", "CCO"),
        ("prostaglandin-d2", "CCO"),
        ("isoindole-1,3(2H)-dione", "O=C1NC(=O)c2ccccc12"),
        ("ethanol-d6", "[2H]OC([2H])([2H])C([2H])([2H])[2H]"),
        ("(S)-nicotine", "CN1CCC[C@H]1c1cccnc1"),
        ("D-limonene", "CC1=CC[C@H](CC1)C(C)=C"),
        ("(RS)-butan-2-ol", "CCC(C)O"),
        ("rac-thalidomide", "O=C1CC[C@H](N2C(=O)c3ccccc3C2=O)C(=O)N1 |&1:4|"),
        ("quinine free base", "CCN"),
    ],
)
def test_a_word_that_can_be_another_thing_is_no_warning(name, smiles):
    assert find(name, smiles) == []
