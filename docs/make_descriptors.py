"""Write docs/descriptors.md, the page of all descriptors, from the catalogue."""

from pathlib import Path

from molinfo.descriptors.catalogue import read_catalogue
from molinfo.descriptors.engine import MAX_ATOMS, MAX_ATOMS_IN_RDKIT
from molinfo.descriptors.sets import SETS


def make_page() -> str:
    """The page as Markdown."""
    groups: dict[str, list[str]] = {}
    for entry in read_catalogue().values():
        cells = (
            entry.name,
            entry.unit,
            entry.type,
            entry.meaning,
            entry.convention,
            entry.reference,
            f"`{entry.function}`",
        )
        row = " | ".join(cell.replace("|", "\\|") for cell in cells)
        groups.setdefault(entry.group, []).append(f"| {row} |")
    lines = [
        "# Descriptors",
        "",
        "Made by `python docs/make_descriptors.py`. Values are those of the function in the last",
        "column, bit by bit; BCUT2D, an eigenvalue problem, to 1e-9.",
        "",
        *(f"- The set `{name}` is {row.explain()}." for name, row in SETS.items()),
        "",
        "Beyond a number of atoms a descriptor is NaN, and `error` says so: "
        f"{_say_limits(MAX_ATOMS)}; where RDKit's own function has to compute it (structures with "
        "hydrogens or dummies as atoms, dative bonds, or an installation without a compiler): "
        f"{_say_limits(MAX_ATOMS_IN_RDKIT)}.",
        "",
    ]
    for group, rows in groups.items():
        heads = "name unit type meaning convention reference function".split()
        lines += [f"## {group}", "", f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
        lines += [*rows, ""]
    return "\n".join(lines)


def _say_limits(limits: dict[str, int]) -> str:
    return ", ".join(f"{name} {limit:,}" for name, limit in limits.items())


if __name__ == "__main__":
    Path(__file__).with_name("descriptors.md").write_text(make_page(), encoding="utf-8")
