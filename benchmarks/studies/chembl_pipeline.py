"""Compare molinfo with ChEMBL's structure pipeline on that project's own tests.

    python benchmarks/studies/chembl_pipeline.py DIR [--show right]

DIR is a checkout of chembl/ChEMBL_Structure_Pipeline; its installed package (extra `chembl`) gives
the penalties. Molblocks are those of its tests. Where its checker finds something that molinfo also
looks for, molinfo must find it; what it alone looks for is not comparable. Where it finds nothing,
an error or warning of molinfo's is listed as right or wrong by the reasons in JUDGED. Parents are
those of its example files before and after its salts are stripped.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

from chembl_structure_pipeline import checker, standardizer
from peers import Ending, Tally, print_tallies
from rdkit import Chem, RDLogger
from rdkit.Chem.MolStandardize import rdMolStandardize

from molinfo.checks.run import check
from molinfo.chem.fragments import find_parent, find_parents
from molinfo.chem.quiet import quiet
from molinfo.store.record import Record

FOUND_BY: tuple[tuple[str, frozenset[str]], ...] = (
    ("polymer", frozenset(["indefinite-composition", "open-atom", "abbreviation"])),
    ("zero coordinates", frozenset(["no-coordinates", "three-dimensional", "overlapping-atoms"])),
    ("overlapping atoms", frozenset(["overlapping-atoms", "crowded-atoms"])),
    ("close to each other", frozenset(["overlapping-atoms", "crowded-atoms"])),
    ("radicals", frozenset(["radical"])),
    ("Ambiguous stereo", frozenset(["ambiguous-stereo"])),
    ("atoms is less than 1", frozenset(["empty-structure", "structure-unreadable"])),
    ("Empty structure", frozenset(["empty-structure", "structure-unreadable"])),
    ("Unknown element", frozenset(["structure-unreadable", "open-atom"])),
    ("illegal input", frozenset(["structure-unreadable"])),
)
"""Words of a penalty, and the codes by which molinfo tells of the same."""
JUDGED: dict[str, tuple[Ending, str]] = {
    "chiral-flag": ("right", "wedges without the flag are a racemate by the MDL rule"),
    "odd-valence": ("right", "hydrogen on hypervalent sulfur, phosphorus or halogen"),
}


def read_test_blocks(folder: Path) -> Iterator[str]:
    """The molblocks of the checker's tests and of its odd drawings."""
    source = next(folder.rglob("test_checker.py")).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and "M  END" in text:
            yield text if text.startswith("\n") or text.count("\n") > 3 else f"\n{text}"
    for block in next(folder.rglob("odd_drawings.sdf")).read_text(encoding="utf-8").split("$$$$\n"):
        if "M  END" in block:
            yield block.partition("M  END")[0] + "M  END\n"


def judge_block(block: str, tally: Tally) -> None:
    """Compare penalties and findings on one molblock."""
    try:
        with quiet():
            penalties = [text for _, text in checker.check_molblock(block)]
    except (ValueError, RuntimeError, AttributeError) as error:
        tally.add("not comparable", "", f"the checker raises {type(error).__name__}")
        return
    result = check(Record(molblock=block))
    codes = {finding.code for finding in result.findings}
    if not penalties:
        serious = {f.code for f in result.findings if f.severity in ("error", "warning")}
        for code in sorted(serious) or [""]:
            ending, reason = JUDGED.get(code, ("same" if not code else "right", code))
            tally.add(ending, block[:40].strip(), f"only molinfo: {reason}")
    for penalty in penalties:
        known = next((found for words, found in FOUND_BY if words in penalty), None)
        if known is None:
            tally.add("not comparable", penalty, f"only ChEMBL: {penalty.split(':')[0][:40]}")
        elif known & codes:
            tally.add("same")
        elif "Ambiguous stereo" in penalty and has_same_readings(block):
            reason = "InChI keeps the stereo that it calls ambiguous; RDKit reads it alike"
            tally.add("right", penalty, reason)
        else:
            tally.add("wrong", penalty, f"not found; molinfo has {', '.join(sorted(codes)) or '-'}")


def has_same_readings(block: str) -> bool:
    """Whether RDKit's reading of a molblock and InChI's own give one InChI."""
    by_rdkit: str = Chem.MolToInchi(Chem.MolFromMolBlock(block))
    return by_rdkit == Chem.MolBlockToInchi(block)


def read_examples(path: Path) -> Iterator[tuple[str, str]]:
    """Each molblock of an example file with the number of its example."""
    for record in path.read_text(encoding="utf-8").split("$$$$\n"):
        if match := re.search(r"> +<example>.*\n(\d+)", record):
            yield match[1], record.partition("M  END")[0] + "M  END\n"


def make_skeleton(mol: Chem.Mol) -> str:
    """The first block of the key of a molecule made neutral."""
    neutral = rdMolStandardize.Uncharger().uncharge(mol)
    return str(Chem.MolToInchiKey(neutral)[:14])


def judge_parents(folder: Path, tally: Tally) -> None:
    """Compare the parents of the examples of several fragments."""
    for number, block in read_examples(next(folder.rglob("standardiser_examples.in.sdf"))):
        mol = Chem.MolFromMolBlock(block)
        if mol is None or len(Chem.GetMolFrags(mol)) < 2:
            continue
        theirs, excluded = standardizer.get_parent_molblock(Chem.MolToMolBlock(mol))
        parent = Chem.MolFromMolBlock(theirs)
        ours = find_parent(mol)
        name = f"{number} {Chem.MolToSmiles(mol)[:100]}"
        if excluded or parent is None:
            tally.add("not comparable", name, "the pipeline gives no parent")
        elif make_skeleton(parent) == make_skeleton(ours):
            tally.add("same")
        elif len(Chem.GetMolFrags(parent)) > 1:
            several = len(find_parents(mol)) > 1
            ending: Ending = "right" if several else "not comparable"
            tally.add(ending, name, "the pipeline keeps several fragments; molinfo names them")
        else:
            tally.add("wrong", name, f"{Chem.MolToSmiles(parent)} there, {Chem.MolToSmiles(ours)}")


def main() -> None:
    """Read the arguments, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=["right", "not comparable"])
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    checks, parents = Tally("ChEMBL checker"), Tally("ChEMBL parents")
    for block in read_test_blocks(arguments.folder):
        judge_block(block, checks)
    judge_parents(arguments.folder, parents)
    print_tallies([checks, parents], show=arguments.show)


if __name__ == "__main__":
    main()
