"""Draw the cases of tests/data/figures beside RDKit's default, as one picture.

    python benchmarks/studies/contact_sheet.py docs/images/figure-cases.png

Each cell has molinfo's figure in the style `acs` on the left and RDKit's own on the right.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from rdkit import Chem
from rdkit.Chem.Draw import rdMolDraw2D

import molinfo as mi
from molinfo.errors import MolinfoError

CASES = Path(__file__).parents[2] / "tests" / "data" / "figures"
CELL = (360, 150)
COLUMNS = 5


def list_cases() -> Iterator[tuple[str, mi.Record]]:
    """Each case by its name."""
    for path in sorted(CASES.glob("*.*smi*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            smiles, name = line.rsplit(" ", 1)
            yield name, mi.Record(smiles=smiles)
    for path in sorted(CASES.glob("*.mol")):
        yield path.stem, mi.Record(molblock=path.read_text(encoding="utf-8"))


def draw_by_rdkit(record: mi.Record) -> Image.Image:
    """RDKit's default drawing, or an empty box where it draws none."""
    size = CELL[0] // 2 - 10, CELL[1] - 24
    try:
        if record.molblock:
            mol = Chem.MolFromMolBlock(record.molblock)
            mol = mol or Chem.MolFromMolBlock(record.molblock, sanitize=False)
        else:
            mol = Chem.MolFromSmiles(record.smiles)
        drawer = rdMolDraw2D.MolDraw2DCairo(*size)
        drawer.DrawMolecule(mol)
        drawer.FinishDrawing()
        return Image.open(io.BytesIO(drawer.GetDrawingText())).convert("RGB")
    except (RuntimeError, ValueError, AttributeError):
        return Image.new("RGB", size, "#EEEEEE")


def draw_by_molinfo(record: mi.Record) -> Image.Image:
    """The figure in the style `acs`, smaller where it does not fit its half."""
    try:
        data = mi.draw(record, style="acs", inchikey="").png(dpi=130)
    except MolinfoError:
        return Image.new("RGB", (CELL[0] // 2 - 10, CELL[1] - 24), "#EEEEEE")
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    picture.thumbnail((CELL[0] // 2 - 10, CELL[1] - 24))
    return picture


def main() -> None:
    """Draw all cases and write the picture."""
    cases = list(list_cases())
    rows = -(-len(cases) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * CELL[0], rows * CELL[1]), "white")
    pen = ImageDraw.Draw(sheet)
    for number, (name, record) in enumerate(cases):
        left, top = number % COLUMNS * CELL[0], number // COLUMNS * CELL[1]
        sheet.paste(draw_by_molinfo(record), (left + 5, top + 20))
        sheet.paste(draw_by_rdkit(record), (left + CELL[0] // 2 + 5, top + 20))
        pen.text((left + 5, top + 4), name, fill="#0072B2")
        pen.rectangle((left, top, left + CELL[0] - 1, top + CELL[1] - 1), outline="#CCCCCC")
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    main()
