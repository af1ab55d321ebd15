"""List every warning that the words of names raise, to be judged by eye, and count them.

    python benchmarks/studies/name_words.py claims.csv.gz [more.csv.gz]

Each line names the record, what its name says and what its structure has instead.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from molinfo.checks.name_words import check_name_words
from molinfo.checks.subject import Subject
from molinfo.chem.quiet import quiet
from molinfo.errors import MolinfoError
from molinfo.store.tables import read_records


def main() -> None:
    """Read the arguments, list the warnings and print their count per 1,000 names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("claims", nargs="+", type=Path)
    console = Console(soft_wrap=True)
    names = warned = 0
    for path in parser.parse_args().claims:
        for record in read_records(path):
            if not (record.name and record.has_structure):
                continue
            names += 1
            try:
                with quiet():
                    findings = check_name_words(Subject(record))
            except MolinfoError:
                continue
            warned += bool(findings)
            for finding in findings:
                console.print(record.id, finding.message, record.smiles, markup=False)
    console.print(
        f"{names} names, {warned} warned of, {1000 * warned / max(names, 1):.1f} per 1,000"
    )


if __name__ == "__main__":
    main()
