"""Draw structures from their SMILES and count, by geometry, what an art editor would send back.

    python benchmarks/studies/figure_faults.py STRUCTURES... [--count 500] [--style acs]

STRUCTURES are SMILES files (.smi, one a line) or CSV files with a column `smiles`, each also .gz;
by default tests/data/structures.csv. Counted are figures in which a mark reaches beyond the canvas,
a line runs through letters, or letters lie over letters; each of them is listed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

import molinfo as mi
from molinfo.errors import MolinfoError
from molinfo.figures.lettering import trace_outline
from molinfo.figures.shapes import Stroke

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)
SAMPLE = Path(__file__).parents[2] / "tests" / "data" / "structures.csv"


def read_smiles(path: Path, count: int) -> list[tuple[str, str]]:
    """Names and SMILES of a file, thinned out evenly to `count`."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        if ".smi" in path.suffixes:
            parts = [line.split(maxsplit=1) for line in lines if line.strip()]
            rows = [(each[1].strip() if len(each) > 1 else each[0], each[0]) for each in parts]
        else:
            table = csv.DictReader(lines)
            rows = [(row.get("name") or row["smiles"], row["smiles"]) for row in table]
    rows = [row for row in rows if row[1]]
    return rows[:: max(1, len(rows) // count)][:count]


def find_faults(figure: mi.Figure) -> Iterator[str]:
    """What is wrong with a figure."""
    yield from figure.clashes
    (picture,) = figure.pictures
    for part in picture.parts:
        for shape in part.shapes:
            half = shape.width * part.scale / 2 if isinstance(shape, Stroke) else 0.0
            for _command, points in trace_outline(shape):
                for x, y in points:
                    x, y = x * part.scale + part.x, y * part.scale + part.y
                    if not (
                        half <= x <= picture.width_pt - half
                        and half <= y <= picture.height_pt - half
                    ):
                        yield f"cropped: {shape.kind}"
                        return


def main() -> None:
    """Read the arguments, draw, count and list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("structures", nargs="*", type=Path, default=[SAMPLE])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--style", default="acs")
    options = parser.parse_args()
    for path in options.structures:
        drawn = faulty = cropped = unread = 0
        for name, smiles in read_smiles(path, options.count):
            try:
                figure = mi.draw(smiles, style=options.style, inchikey="")
                faults = list(find_faults(figure))
            except MolinfoError:
                unread += 1
                continue
            drawn += 1
            faulty += bool(faults)
            cropped += any(fault.startswith("cropped") for fault in faults)
            if faults:
                CONSOLE.print(f"  {name}: {'; '.join(faults)}    {smiles}")
        CONSOLE.print(
            f"{path.name}: {drawn} drawn in {options.style}, {unread} cannot be drawn; "
            f"{cropped} cropped, {faulty - cropped} others"
        )


if __name__ == "__main__":
    main()
