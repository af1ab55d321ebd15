"""Compare molinfo with RDKit's molblock validators on the molblocks of RDKit's own tests.

    python benchmarks/studies/rdkit_validate.py DIR [--show right]

DIR is a checkout of rdkit/rdkit, of which the folder Code/GraphMol/MolStandardize is read. What a
validator says and molinfo looks for as well must be found; what only one of them looks for is not
comparable.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from peers import Tally, print_tallies
from rdkit import Chem, RDLogger
from rdkit.Chem.MolStandardize import rdMolStandardize

from molinfo.checks.run import check
from molinfo.store.record import Record

_BLOCK = re.compile(r'(?:R"[A-Z]*\(|""")(.*?M  END)', re.DOTALL)
FOUND_BY: tuple[tuple[str, frozenset[str]], ...] = (
    ("null", frozenset(["no-coordinates", "three-dimensional"])),
    ("3D", frozenset(["three-dimensional"])),
    ("dimension", frozenset(["three-dimensional", "no-coordinates"])),
    ("too close", frozenset(["overlapping-atoms", "crowded-atoms", "atom-on-bond"])),
    ("clash", frozenset(["overlapping-atoms", "crowded-atoms", "atom-on-bond"])),
    ("length", frozenset(["odd-bond-length"])),
    ("no atoms", frozenset(["empty-structure"])),
    ("Query atom", frozenset(["open-atom"])),
    ("Query bond", frozenset(["open-atom", "indefinite-composition"])),
    ("dummy", frozenset(["open-atom"])),
    ("Radical", frozenset(["radical"])),
    ("incorrect number of stereo bonds", frozenset(["ambiguous-stereo", "meaningless-wedge"])),
)
"""Words of a validator, and the codes by which molinfo tells of the same."""


def read_blocks(folder: Path) -> Iterator[str]:
    """The molblocks in the sources and files of the tests."""
    root = next(folder.rglob("MolStandardize"))
    for path in sorted([*root.glob("*.cpp"), *root.glob("Wrap/*.py")]):
        for match in _BLOCK.finditer(path.read_text(encoding="utf-8", errors="replace")):
            yield match[1] + "\n"
    for path in sorted(root.glob("test_data/*.mol")):
        yield path.read_text(encoding="utf-8", errors="replace")


def make_validators() -> list[object]:
    """The validators of RDKit for molblocks and structures, as its pipeline uses them."""
    kinds = (
        "NoAtomValidation",
        "FeaturesValidation",
        "DisallowedRadicalValidation",
        "Is2DValidation",
        "Layout2DValidation",
        "StereoValidation",
        "IsotopeValidation",
    )
    known = [getattr(rdMolStandardize, name)() for name in kinds if hasattr(rdMolStandardize, name)]
    return known


def judge_block(block: str, validators: list[object], tally: Tally) -> None:
    """Compare messages and findings on one molblock."""
    mol = Chem.MolFromMolBlock(block, sanitize=False, removeHs=False)
    result = check(Record(molblock=block))
    codes = {finding.code for finding in result.findings}
    if mol is None or result.error:
        tally.add("not comparable", block[:40].strip(), "RDKit cannot read the molblock")
        return
    said = [str(text) for each in validators for text in each.validate(mol)]  # type: ignore[attr-defined]
    if not said:
        tally.add("same")
    for text in said:
        known = next((found for words, found in FOUND_BY if words.lower() in text.lower()), None)
        kind = re.sub(r"\d+", "N", text)[:60]
        if known is None:
            tally.add("not comparable", text, f"only RDKit: {kind}")
        elif known & codes:
            tally.add("same")
        elif "Query atom" in text and is_haptic(mol, text):
            tally.add("right", text, "the atom stands for a haptic centre, which has a composition")
        else:
            tally.add("wrong", text, f"{kind}: molinfo has {', '.join(sorted(codes)) or 'nothing'}")


def is_haptic(mol: Chem.Mol, text: str) -> bool:
    """Whether the atom that a message names is the dummy of a multi-centre bond."""
    number = re.search(r"atom (\d+)", text)
    atom = mol.GetAtomWithIdx(int(number[1])) if number else None
    return atom is not None and any(b.HasProp("_MolFileBondEndPts") for b in atom.GetBonds())


def main() -> None:
    """Read the arguments, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", choices=["right", "not comparable"])
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    tally = Tally("RDKit validators")
    validators = make_validators()
    for block in dict.fromkeys(read_blocks(arguments.folder)):
        judge_block(block, validators, tally)
    print_tallies([tally], show=arguments.show)


if __name__ == "__main__":
    main()
