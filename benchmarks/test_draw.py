"""Figures from molblocks, beside RDKit's own drawing calls; sheets; a folder that is up to date."""

import pytest
from rdkit import Chem
from rdkit.Chem import Draw
from rdkit.Chem.Draw import rdMolDraw2D

import molinfo as mi
from molinfo.figures.manifest import update_folder
from molinfo.figures.recipe import Recipe
from molinfo.figures.style import get_style

PIXELS = 300
ON_A_SHEET = 24


@pytest.fixture
def records(smiles, molblocks):
    """Records with their layouts."""
    return [
        mi.Record(id=f"m{number}", smiles=text, molblock=block)
        for number, (text, block) in enumerate(zip(smiles, molblocks, strict=True))
    ]


@pytest.fixture
def keys(smiles):
    """The InChIKeys of the records."""
    return [Chem.MolToInchiKey(Chem.MolFromSmiles(each)) for each in smiles]


def draw_by_rdkit(kind, molblock):
    """Read, draw, take the text or the bytes."""
    drawer = kind(PIXELS, PIXELS)
    drawer.DrawMolecule(Chem.MolFromMolBlock(molblock))
    drawer.FinishDrawing()
    return drawer.GetDrawingText()


@pytest.mark.benchmark(group="draw: SVG, InChIKey at hand")
def test_svg(benchmark, side, records, keys):
    """An SVG of each record."""

    def draw():
        for record, key in zip(records, keys, strict=True):
            _ = mi.draw(record, inchikey=key).svg

    def draw_bare():
        for record in records:
            draw_by_rdkit(rdMolDraw2D.MolDraw2DSVG, record.molblock)

    benchmark(draw if side == "molinfo" else draw_bare)


@pytest.mark.benchmark(group="draw: SVG and InChIKey")
def test_svg_with_its_inchikey(benchmark, side, records):
    """An SVG of each record, and the InChIKey that goes into it."""

    def draw():
        for record in records:
            _ = mi.draw(record).svg

    def draw_bare():
        for record in records:
            draw_by_rdkit(rdMolDraw2D.MolDraw2DSVG, record.molblock)
            Chem.MolToInchiKey(Chem.MolFromSmiles(record.smiles))

    benchmark(draw if side == "molinfo" else draw_bare)


@pytest.mark.benchmark(group="draw: PNG of 300 pixels")
def test_png(benchmark, side, records, keys):
    """A PNG of each record."""

    def draw():
        for record, key in zip(records, keys, strict=True):
            size = f"{PIXELS}px"
            mi.draw(record, width=size, height=size, inchikey=key).png(dpi=96)

    def draw_bare():
        for record in records:
            draw_by_rdkit(rdMolDraw2D.MolDraw2DCairo, record.molblock)

    benchmark(draw if side == "molinfo" else draw_bare)


@pytest.mark.benchmark(group=f"draw: a sheet of {ON_A_SHEET}")
def test_sheet(benchmark, side, records):
    """Structures on one page, at one bond length; bare RDKit scales each to its cell."""

    def draw():
        return mi.draw_sheet(records[:ON_A_SHEET], columns=4, legend="{id}").render("svg")

    def draw_bare():
        mols = [Chem.MolFromMolBlock(record.molblock) for record in records[:ON_A_SHEET]]
        names = [record.id for record in records[:ON_A_SHEET]]
        return Draw.MolsToGridImage(mols, molsPerRow=4, legends=names, useSVG=True)

    benchmark(draw if side == "molinfo" else draw_bare)


@pytest.mark.benchmark(group="draw: a folder that is up to date")
def test_a_second_run_over_unchanged_records(benchmark, side, records, tmp_path):
    """The figures of all records are there already; bare RDKit draws and writes them again."""
    recipe = Recipe(style=get_style("screen"))
    update_folder(records, tmp_path, recipe, ["svg"])

    def update():
        return update_folder(records, tmp_path, recipe, ["svg"])

    def draw_bare():
        for record in records:
            svg = draw_by_rdkit(rdMolDraw2D.MolDraw2DSVG, record.molblock)
            (tmp_path / f"{record.id}.svg").write_text(svg, encoding="utf-8")

    if side == "bare":
        benchmark(draw_bare)
    else:
        assert not benchmark(update).written
