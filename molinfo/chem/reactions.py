"""Reactions as text: reaction SMILES, RXN files, and the steps of ChemDraw's CDXML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from rdkit import Chem
from rdkit.Chem import rdChemReactions

from molinfo.chem.cdxml import write_drawn
from molinfo.chem.quiet import quiet
from molinfo.errors import StructureError

_DRAWN = re.compile(r"\$MOL\r?\n")


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a reaction is made of: each structure as a SMILES or a molblock, and texts.

    `agents` are structures over the arrow; `above` and `below` are the lines of text there.
    """

    reactants: tuple[str, ...]
    products: tuple[str, ...]
    agents: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def parse_reaction_smiles(text: str) -> Reaction:
    """Read `reactants>agents>products`, the structures of each parted by dots.

    Raises StructureError where it is no reaction, or where it has no product.

    >>> parse_reaction_smiles("CCO.[O]>[Cu]>CC=O").agents
    ('[Cu]',)
    """
    parts = re.split(r"(?<!-)>", text.strip().split()[0] if text.strip() else "")
    if len(parts) != 3:
        raise StructureError("a reaction SMILES has two '>': reactants>agents>products")
    reactants, agents, products = (tuple(filter(None, part.split("."))) for part in parts)
    if not products or not reactants:
        raise StructureError("a reaction needs at least one reactant and one product")
    return Reaction(reactants, products, agents)


def parse_rxn(text: str) -> Reaction:
    """Read an RXN file, V2000 or V3000, its structures as they are drawn in it.

    Raises StructureError where it is damaged or cut off.
    """
    if not text.startswith("$RXN"):
        raise StructureError("an RXN file begins with $RXN")
    if "V3000" in text.splitlines()[0]:
        return _read_v3000(text)
    head, *blocks = _DRAWN.split(text)
    lines = head.splitlines()
    try:
        counts = [int(lines[4][at : at + 3] or 0) for at in (0, 3, 6)]
    except (IndexError, ValueError) as error:
        raise StructureError("RXN cannot be read: line 5 has no counts") from error
    whole = [block for block in blocks if "M  END" in block]
    if len(whole) != sum(counts):
        raise StructureError(
            f"RXN is damaged or cut off: line 5 announces {sum(counts)} structures, "
            f"{len(whole)} are there"
        )
    first, second = counts[0], counts[0] + counts[1]
    return Reaction(tuple(whole[:first]), tuple(whole[first:second]), tuple(whole[second:]))


def _read_v3000(text: str) -> Reaction:
    try:
        with quiet():
            reaction = rdChemReactions.ReactionFromRxnBlock(text)
    except (ValueError, RuntimeError) as error:
        raise StructureError(f"RXN cannot be read: {' '.join(str(error).split())}") from error
    if reaction is None:
        raise StructureError("RXN cannot be read: it is damaged or cut off")
    with quiet():
        parts = [
            tuple(Chem.MolToMolBlock(mol, kekulize=False) for mol in mols)
            for mols in (reaction.GetReactants(), reaction.GetProducts(), reaction.GetAgents())
        ]
    return Reaction(*parts)


def parse_cdxml_steps(text: str) -> list[Reaction]:
    """The steps of the schemes of a CDXML document, with the texts above and below their arrows.

    Raises StructureError when the document cannot be read.
    """
    try:
        root = ElementTree.fromstring(text.encode("utf-8"))
        with quiet():
            mols = Chem.MolsFromCDXML(text, sanitize=False, removeHs=False)
    except (ElementTree.ParseError, RuntimeError, ValueError) as error:
        raise StructureError(f"CDXML cannot be read: {' '.join(str(error).split())}") from error
    drawn = {
        str(mol.GetIntProp("CDX_FRAG_ID")): write_drawn(mol)
        for mol in mols
        if mol is not None and mol.HasProp("CDX_FRAG_ID")
    }
    texts = {
        each.get("id", ""): " ".join("".join(each.itertext()).split()) for each in root.iter("t")
    }

    def find(step: ElementTree.Element, key: str) -> list[str]:
        return step.get(f"ReactionStep{key}", "").split()

    steps = []
    for step in root.iter("step"):
        above, below = find(step, "ObjectsAboveArrow"), find(step, "ObjectsBelowArrow")
        steps.append(
            Reaction(
                tuple(drawn[each] for each in find(step, "Reactants") if each in drawn),
                tuple(drawn[each] for each in find(step, "Products") if each in drawn),
                tuple(drawn[each] for each in above + below if each in drawn),
                tuple(texts[each] for each in above if each in texts),
                tuple(texts[each] for each in below if each in texts),
            )
        )
    return steps
