"""How long figures take beside RDKit's own drawing calls, and a second run beside the first.

    python benchmarks/studies/figure_speed.py [MOLECULES.smi[.gz]] [--count 10000] [--style screen]

Molblocks are made once from SMILES, by default those of tests/data/structures.csv. Both sides then
start from the same molblocks and take turns, block by block, in one process and in processor time:

* `mi.draw(record, inchikey=...).svg`, and the same with the InChIKey computed, against RDKit's SVG:
  molblock read, drawn by MolDraw2DSVG, text taken; then what RDKit's own InChIKey from the SMILES
  adds to its SVG, which is the least that the second can cost;
* `figure.png()` on a canvas of 300 x 300 pixels against RDKit's PNG of that size.

At last a folder takes the SVGs of all records twice; nothing changes for the second run.
"""

import argparse
import csv
import gzip
import statistics
import tempfile
import time
from pathlib import Path

from rdkit import Chem
from rdkit.Chem.Draw import rdMolDraw2D
from rich.console import Console

import molinfo as mi
from molinfo.chem.coordinates import make_layout
from molinfo.chem.identifiers import compute_inchi
from molinfo.chem.structure import parse_smiles
from molinfo.errors import StructureError
from molinfo.figures.manifest import update_folder
from molinfo.figures.recipe import Recipe
from molinfo.figures.style import get_style

CONSOLE = Console(soft_wrap=True, highlight=False, markup=False)
SAMPLE = Path(__file__).parents[2] / "tests" / "data" / "structures.csv"
BLOCK = 50
PIXELS = 300


def read_smiles(path, count):
    """The first column of a file, from its start and thinned out evenly to `count` rows."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        smiles = [row[0].split()[0] for row in csv.reader(lines) if row and row[0].strip()]
    smiles = [each for each in smiles if each.lower() != "smiles"]
    return smiles[:: max(1, len(smiles) // count)][:count]


def make_records(smiles):
    """Records with molblocks and the InChIKeys beside them; what cannot be read is left out."""
    records, keys = [], []
    for number, text in enumerate(smiles):
        try:
            mol = parse_smiles(text).mol
            keys.append(compute_inchi(mol).key)
        except StructureError:
            continue
        molblock = make_layout(mol).molblock
        records.append(mi.Record(id=f"m{number}", smiles=text, molblock=molblock))
    return records, keys


def draw_by_rdkit(drawer_class, molblock):
    """RDKit's own way: read, draw, take the text or the bytes."""
    drawer = drawer_class(PIXELS, PIXELS)
    drawer.DrawMolecule(Chem.MolFromMolBlock(molblock))
    drawer.FinishDrawing()
    return drawer.GetDrawingText()


def clock(draw, block):
    """Seconds of processor time to draw a block of (record, InChIKey)."""
    start = time.process_time()
    for record, key in block:
        draw(record, key)
    return time.process_time() - start


def compare(name, ours, theirs, pairs):
    """Print both times a figure and the median of the ratios of blocks."""
    ratios, own, other = [], 0.0, 0.0
    for at in range(0, len(pairs), BLOCK):
        block = pairs[at : at + BLOCK]
        mine, bare = clock(ours, block), clock(theirs, block)
        ratios.append(mine / bare)
        own, other = own + mine, other + bare
    each = 1e3 / len(pairs)
    CONSOLE.print(
        f"{name}: RDKit {other * each:.3f} ms, molinfo {own * each:.3f} ms a figure, "
        f"ratio {statistics.median(ratios):.2f}"
    )


def compare_runs(records, style):
    """Print what a second run over unchanged figures takes beside the first."""
    recipe = Recipe(style=get_style(style))
    with tempfile.TemporaryDirectory() as name:
        times = []
        for _ in range(2):
            start = time.process_time()
            report = update_folder(records, Path(name), recipe, ["svg"])
            times.append(time.process_time() - start)
    if report.written:
        raise SystemExit(f"{len(report.written)} figures were written again")
    CONSOLE.print(
        f"a folder of {len(records)} figures: {times[0]:.2f} s, unchanged {times[1]:.2f} s, "
        f"{100 * times[1] / times[0]:.1f} %"
    )


def main():
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("molecules", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--style", default="screen")
    parser.add_argument("--block", action="append", choices=["svg", "png", "folder"])
    options = parser.parse_args()
    style, wanted = options.style, options.block or ["svg", "png", "folder"]
    records, keys = make_records(read_smiles(options.molecules, options.count))
    pairs = list(zip(records, keys, strict=True))
    CONSOLE.print(f"{len(records)} molecules of {options.molecules.name}, style {style}")

    def bare_svg(record, _key):
        draw_by_rdkit(rdMolDraw2D.MolDraw2DSVG, record.molblock)

    def bare_png(record, _key):
        draw_by_rdkit(rdMolDraw2D.MolDraw2DCairo, record.molblock)

    def bare_svg_with_key(record, key):
        bare_svg(record, key)
        Chem.MolToInchiKey(Chem.MolFromSmiles(record.smiles))

    def svg(record, key):
        _ = mi.draw(record, style=style, inchikey=key).svg

    def svg_with_key(record, _key):
        _ = mi.draw(record, style=style).svg

    def png(record, key):
        size = f"{PIXELS}px"
        mi.draw(record, style=style, width=size, height=size, inchikey=key).png(dpi=96)

    clock(svg, pairs[:20])
    clock(bare_svg, pairs[:20])
    if "svg" in wanted:
        compare("SVG, InChIKey handed in", svg, bare_svg, pairs)
        compare("SVG, InChIKey computed", svg_with_key, bare_svg, pairs)
        compare("RDKit's SVG and InChIKey, for molinfo's", bare_svg_with_key, bare_svg, pairs)
    if "png" in wanted:
        compare(f"PNG of {PIXELS} pixels", png, bare_png, pairs)
    if "folder" in wanted:
        compare_runs(records, style)


if __name__ == "__main__":
    main()
