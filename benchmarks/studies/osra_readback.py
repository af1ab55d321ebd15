"""Read every figure of the bundled store by OSRA, which knows nothing of how it was drawn.

    python benchmarks/studies/osra_readback.py [--style benchmarks/studies/osra.toml]

needs OSRA (`apt-get install osra`). Each record is drawn as PNG without metadata; OSRA reads the
pixels, and the InChIKey of what it read is compared with those of all records. The exit code is 1
when fewer than 14 of the 15 approved parents are read exactly, or one is read as another record.
OSRA passes over counter-ions and water, so that a salt can only be read as its parent; such are
counted by themselves.

OSRA takes D for any group, so it is given a table in which D is astatine, which is deuterium again
in the SMILES that it prints.
"""

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from rich.console import Console

import molinfo as mi
from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.structure import parse_smiles
from molinfo.errors import StructureError

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)
STYLE = Path(__file__).with_name("osra.toml")
GROUPS = Path("/usr/share/osra/superatom.txt")
APPROVED = (
    "abrocitinib baricitinib delgocitinib deucravacitinib deuruxolitinib fedratinib filgotinib "
    "momelotinib oclacitinib pacritinib peficitinib ritlecitinib ruxolitinib tofacitinib "
    "upadacitinib"
).split()
WANTED = 14


def write_groups(folder):
    """OSRA's table of groups with D as astatine."""
    lines = GROUPS.read_text(encoding="utf-8").splitlines()
    path = folder / "groups.txt"
    kept = [line for line in lines if line.split()[:1] != ["D"]]
    path.write_text("\n".join([*kept, "D [At]", ""]), encoding="utf-8")
    return path


def read_by_osra(png, groups):
    """The SMILES of all that OSRA sees in a picture, as one."""
    run = subprocess.run(
        ["osra", "-a", groups, "-f", "smi", png], capture_output=True, text=True, check=False
    )
    parts = [line.split()[0] for line in run.stdout.splitlines() if line.strip()]
    return ".".join(parts).replace("[At]", "[2H]")


def compute_key(smiles):
    """The InChIKey, "" where there can be none."""
    try:
        return compute_inchi(parse_smiles(smiles).mol).key
    except StructureError:
        return ""


def main():
    """Draw, read and compare every record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--style", default=str(STYLE))
    options = parser.parse_args()
    store = mi.open_store()
    keys = {name: compute_key(record.smiles) for name, record in store.items()}
    found = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        groups = write_groups(folder)
        for record_id, record in store.items():
            png = folder / "figure.png"
            png.write_bytes(mi.draw(record, style=options.style, metadata=False).png())
            smiles = read_by_osra(png, groups)
            key = compute_key(smiles)
            others = [each for each in keys if keys[each] == key != keys[record_id]]
            kind = "parent" if record_id in APPROVED else "other"
            if key == keys[record_id]:
                found[kind, "exact"] += 1
            elif record.form_of in others:
                found[kind, "as parent"] += 1
            elif others:
                found[kind, "another"] += 1
                CONSOLE.print(f"{record_id}: read as {others[0]}")
            else:
                same = "same skeleton" if key[:14] == keys[record_id][:14] else "another skeleton"
                CONSOLE.print(f"{record_id}: {same}: {smiles or 'nothing'}")
    exact, rest = found["parent", "exact"], len(store) - len(APPROVED)
    mistaken = found["parent", "another"] + found["other", "another"]
    CONSOLE.print(
        f"approved parents read exactly: {exact} of {len(APPROVED)}; other records: "
        f"{found['other', 'exact']} of {rest}, and {found['other', 'as parent']} salts as their "
        f"parents; read as another record: {mistaken}"
    )
    sys.exit(0 if exact >= WANTED and not mistaken else 1)


if __name__ == "__main__":
    main()
