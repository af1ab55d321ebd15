"""Reactions read from SMILES, RXN files and CDXML; what is no reaction is an error."""

from pathlib import Path

import pytest
from rdkit.Chem import rdChemReactions

from molinfo.chem.cdxml import list_losses
from molinfo.chem.reactions import parse_cdxml_steps, parse_reaction_smiles, parse_rxn
from molinfo.errors import StructureError

DATA = Path(__file__).parents[1] / "data"


def test_a_reaction_smiles_has_reactants_agents_and_products():
    read = parse_reaction_smiles("OC(=O)c1ccccc1.CCO>[H+].Cl>CCOC(=O)c1ccccc1 ester")
    assert read.reactants == ("OC(=O)c1ccccc1", "CCO")
    assert read.agents == ("[H+]", "Cl")
    assert read.products == ("CCOC(=O)c1ccccc1",)
    assert parse_reaction_smiles("N->[Cu+2]>>[Cu+2]").reactants == ("N->[Cu+2]",)


@pytest.mark.parametrize("text", ["", "CCO", "CCO>>", ">>CCO", "C>C", "C>C>C>C"])
def test_what_is_no_reaction_is_refused(text):
    with pytest.raises(StructureError):
        parse_reaction_smiles(text)


@pytest.mark.parametrize("v3000", [False, True])
def test_rxn_files_keep_their_structures(v3000):
    reaction = rdChemReactions.ReactionFromSmarts("CCO.CC(=O)O>>CCOC(C)=O", useSmiles=True)
    for mol in (*reaction.GetReactants(), *reaction.GetProducts()):
        mol.UpdatePropertyCache(strict=False)
    block = rdChemReactions.ReactionToRxnBlock(reaction, forceV3000=v3000)
    read = parse_rxn(block)
    assert (len(read.reactants), len(read.products)) == (2, 1)
    assert all("M  END" in each for each in read.reactants)


def test_a_rxn_file_that_is_cut_off_says_so():
    with pytest.raises(StructureError, match="line 5 announces 2 structures, 0 are there"):
        parse_rxn("$RXN\n\n\n\n  1  1\n$MOL\n")
    with pytest.raises(StructureError, match="no counts"):
        parse_rxn("$RXN\n")
    with pytest.raises(StructureError, match="begins with"):
        parse_rxn("nonsense")


PAGE = """<CDXML BondLength="14.4"><page>
<fragment id="10"><n id="11" p="0 0"/><n id="12" p="14.4 0" Element="8"/>
<b id="13" B="11" E="12"/></fragment>
<fragment id="20"><n id="21" p="100 0"/><n id="22" p="114.4 0" Element="8"/>
<b id="23" B="21" E="22" Order="2" Display="Bold"/></fragment>
<arrow id="30"/><t id="40" p="50 0"><s>TFA, CH2Cl2</s></t>
<scheme id="50"><step id="51" ReactionStepReactants="10" ReactionStepProducts="20"
 ReactionStepArrows="30" ReactionStepObjectsAboveArrow="40"/></scheme></page></CDXML>"""


def test_steps_of_a_page_have_their_structures_and_texts():
    (step,) = parse_cdxml_steps(PAGE)
    assert (len(step.reactants), len(step.products)) == (1, 1)
    assert step.above == ("TFA, CH2Cl2",)
    assert parse_cdxml_steps((DATA / "page.cdxml").read_text()) == []
    with pytest.raises(StructureError):
        parse_cdxml_steps("<CDXML")


def test_what_single_structures_of_a_page_do_not_show_is_listed():
    told = list_losses(PAGE)
    assert [each.split()[1] for each in told] == ["arrow", "text", "bond"]
    assert list_losses("<CDXML") == []
