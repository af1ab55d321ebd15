"""Draw the bundled store by the oldest and the newest RDKit, and list what differs.

    python benchmarks/studies/compare_rdkit.py [--rdkit 2026.3.4 --rdkit 2026.9.1] [--table FILE]

Each RDKit is installed with this checkout in an environment of its own; without --rdkit those are
the oldest that pyproject.toml allows and the newest that the package index has. The exit code is 1
when an SVG or a PNG differs. --table writes the hashes of the installed RDKit's
SVGs, which a test holds against the drawing code (tests/data/svg_hashes.csv).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).parents[2]
SIZES = (
    ("acs", None),
    ("acs", "acs-single"),
    ("screen", None),
    ("rsc", None),
    ("nature", None),
    ("dark", None),
)
Row = tuple[str, str, str, str]


def hash_store() -> Iterator[Row]:
    """Style, width, record and SHA-256 of every SVG of the bundled store, and of some pixels.

    Of PNG the pixels are hashed: the bytes around them are compressed by Python's zlib.
    """
    import molinfo as mi
    from molinfo.figures.raster import rasterise

    for style, width in SIZES:
        for record in mi.open_store().values():
            figure = mi.draw(record, style=style, width=width)
            digest = hashlib.sha256(figure.svg.encode("utf-8")).hexdigest()
            yield style, width or "", record.id, digest
            if style == "screen":
                pixels = rasterise(figure.pictures[0], 96).tobytes()
                yield "screen, pixels", "", record.id, hashlib.sha256(pixels).hexdigest()


def write_table(path: Path) -> None:
    """Write the hashes as CSV, with the version of the drawing code that they belong to."""
    from molinfo.figures.scene import DRAWING_VERSION

    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("drawing", "style", "width", "record", "sha256"))
        writer.writerows((DRAWING_VERSION, *row) for row in hash_store())


def find_oldest() -> str:
    """The oldest RDKit that pyproject.toml allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    line = next(each for each in project["dependencies"] if each.startswith("rdkit"))
    return re.sub(r"[^\d.]", "", line)


def draw_by(rdkit: str, folder: Path) -> tuple[str, list[list[str]]]:
    """Install one RDKit (all of pip's `rdkit==` or the newest for "") and hash what it draws."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    wanted = f"rdkit=={rdkit}" if rdkit else "rdkit"
    install = [python, "-m", "pip", "install", "-q", wanted, str(ROOT)]
    subprocess.run(install, check=True, cwd=folder)
    ask = "import rdkit, sys; sys.stdout.write(rdkit.__version__)"
    version = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True).stdout
    table = folder / "table.csv"
    subprocess.run([python, __file__, "--table", table], check=True, cwd=folder)
    with table.open(encoding="utf-8", newline="") as stream:
        return version, list(csv.reader(stream))


def compare(versions: list[str]) -> bool:
    """Print what differs between the first and each other; whether nothing does."""
    console = Console(soft_wrap=True)
    same = True
    with tempfile.TemporaryDirectory() as folder:
        drawn = [draw_by(each, Path(folder) / f"rdkit-{each or 'newest'}") for each in versions]
    (first, reference), *others = drawn
    for version, table in others:
        differing = [row[1:4] for row, old in zip(table, reference, strict=True) if row != old]
        console.print(
            f"RDKit {first} and {version}: {len(reference) - 1} figures, {len(differing)} differ"
        )
        for style, width, record in differing:
            console.print(f"  {style} {width} {record}")
        same = same and not differing
    return same


def main() -> None:
    """Read the arguments; write the table or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rdkit", action="append", metavar="VERSION")
    parser.add_argument("--table", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    if arguments.table:
        write_table(arguments.table)
        return
    sys.exit(0 if compare(arguments.rdkit or [find_oldest(), ""]) else 1)


if __name__ == "__main__":
    main()
