"""Check the names of OPSIN's own tests against the InChIs beside them.

    python benchmarks/studies/opsin_names.py DIR [--java] [--show right]

DIR is a checkout of dan2097/opsin. Each name is claimed of the structure that RDKit makes of its
InChI. Without Java the words of the name are read, none of which may be doubted; with `--java`
OPSIN reads the names, which needs the extra `names`. A racemate by name is rightly doubted, because
an InChI can only hold one stereoisomer of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from peers import Ending, Tally, print_tallies
from rdkit import Chem, RDLogger

from molinfo.checks.name_words import check_name_words
from molinfo.checks.names import check_iupac_name, prepare_names
from molinfo.checks.result import Status
from molinfo.checks.subject import Subject
from molinfo.chem.quiet import quiet
from molinfo.errors import MolinfoError
from molinfo.store.fields import FieldName
from molinfo.store.record import Claim, Record


def read_names(folder: Path) -> Iterator[tuple[str, str]]:
    """Names with their InChI, of all test files."""
    for path in sorted((folder / "opsin-inchi").rglob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            name, tab, inchi = line.partition("\t")
            if tab and not line.startswith("#") and inchi.startswith("InChI="):
                yield name.strip(), inchi.strip()


def make_record(name: str, inchi: str) -> Record | None:
    """A record of the structure that RDKit makes of an InChI, where it gives that InChI again."""
    mol = Chem.MolFromInchi(inchi)
    if mol is None or Chem.MolToInchi(mol) != inchi:
        return None
    smiles = Chem.MolToSmiles(mol)
    claim = Claim(field=FieldName.IUPAC_NAME, value=name)
    return Record(name=name, smiles=smiles, claims=(claim,))


def main() -> None:
    """Read the arguments, check the names, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--java", action="store_true")
    parser.add_argument("--show", choices=["right", "not comparable"])
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    names = list(read_names(arguments.folder))
    words, read = Tally("OPSIN names, words"), Tally("OPSIN names, by OPSIN")
    if arguments.java:
        prepare_names(name for name, _ in names)
    for name, inchi in names:
        record = make_record(name, inchi)
        if record is None:
            words.add("not comparable", name, "RDKit does not give the InChI again")
            read.add("not comparable", name, "RDKit does not give the InChI again")
            continue
        with quiet():
            subject = Subject(record)
            found = check_name_words(subject)
            told = "; ".join(finding.message for finding in found)
            racemic = all("is one stereoisomer" in finding.message for finding in found)
            ending: Ending = "right" if racemic else "wrong"
            words.add(ending if found else "same", name, told)
            if arguments.java:
                judge_reading(subject, record, read)
    print_tallies([words, read] if arguments.java else [words], show=arguments.show)


def judge_reading(subject: Subject, record: Record, tally: Tally) -> None:
    """Count what became of one name that OPSIN read."""
    try:
        outcome = check_iupac_name(subject, record.claims[0])
    except MolinfoError as error:
        tally.add("not comparable", record.name, str(error)[:60])
        return
    if outcome.status is Status.AGREE:
        tally.add("same")
    elif outcome.status is Status.UNCHECKABLE:
        tally.add("not comparable", record.name, outcome.message[:60])
    else:
        tally.add("wrong", record.name, outcome.findings[0].message)


if __name__ == "__main__":
    main()
