"""A molecule as what has to be drawn: atoms with their texts, bonds with their kinds."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin
from typing import Any

from rdkit import Chem

from molinfo.chem.cores import BOND_LENGTH
from molinfo.chem.nuclides import ELEMENTS
from molinfo.figures.style import Style

_SYMBOLS = ("*", *ELEMENTS)
_TYPES = {
    Chem.BondType.SINGLE: "single",
    Chem.BondType.DOUBLE: "double",
    Chem.BondType.TRIPLE: "triple",
    Chem.BondType.QUADRUPLE: "quadruple",
    Chem.BondType.AROMATIC: "aromatic",
    Chem.BondType.DATIVE: "dative",
    Chem.BondType.DATIVEONE: "dative",
    Chem.BondType.ZERO: "dashed",
    Chem.BondType.HYDROGEN: "dashed",
    Chem.BondType.UNSPECIFIED: "dashed",
    Chem.BondType.ONEANDAHALF: "aromatic",
}
_QUERIES = {
    "SingleOrDoubleBond": "single-or-double",
    "SingleOrAromaticBond": "single-or-aromatic",
    "DoubleOrAromaticBond": "double-or-aromatic",
    "BondNull": "dashed",
}
_DIRECTIONS = {
    Chem.BondDir.BEGINWEDGE: "wedge",
    Chem.BondDir.BEGINDASH: "hash",
    Chem.BondDir.UNKNOWN: "wavy",
}
_EITHER = Chem.BondDir.EITHERDOUBLE
_ANY_STEREO = Chem.BondStereo.STEREOANY
_SINGLE, _DOUBLE = Chem.BondType.SINGLE, Chem.BondType.DOUBLE
_LISTS = {
    "Q": (True, {1, 6}),
    "X": (False, {9, 17, 35, 53, 85}),
    "XH": (False, {1, 9, 17, 35, 53, 85}),
}
_LONGEST_LIST = 8
_SAME_LENGTH = 1e-3
_NO_LENGTH = 0.1  # of the bond length


class Node:
    """An atom: its place in points, what is known of it, and the bonds drawn at it.

    `around` are these bonds as they stand around it, None until that is asked for.
    """

    __slots__ = (
        "around",
        "bonds",
        "charge",
        "hydrogens",
        "index",
        "is_hidden",
        "is_labelled",
        "isotope",
        "label",
        "map_number",
        "number",
        "radical",
        "text",
        "x",
        "y",
    )

    def __init__(self, index: int, number: int, x: float, y: float) -> None:
        self.index, self.number, self.x, self.y = index, number, x, y
        self.charge = self.isotope = self.radical = self.map_number = 0
        self.hydrogens = 0
        self.text = ""
        self.is_hidden = self.is_labelled = False
        self.label: Any = None
        self.around: list[Link] | None = None
        self.bonds: list[Link] = []

    @property
    def symbol(self) -> str:
        """The element's symbol, `*` of none."""
        return _SYMBOLS[self.number]


class Link:
    """A bond; where its kind has a narrow or a giving end, that is the first one.

    `over` are the atoms that it is bound to together, where it has no one atom at an end.
    """

    __slots__ = ("begin", "end", "index", "is_hidden", "kind", "over")

    def __init__(self, index: int, begin: Node, end: Node, kind: str) -> None:
        self.index, self.begin, self.end, self.kind = index, begin, end, kind
        self.is_hidden = False
        self.over: tuple[Node, ...] = ()

    def other(self, node: Node) -> Node:
        """The atom at the other end."""
        return self.end if node is self.begin else self.begin


class Sketch:
    """The atoms and bonds of a drawing, and what of the structure cannot be shown."""

    __slots__ = ("links", "mol", "nodes", "scale", "warnings")

    def __init__(self, mol: Chem.Mol, scale: float) -> None:
        self.mol = mol
        self.scale = scale
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.warnings: list[str] = []

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A place of the molblock in points, y downwards."""
        return x * self.scale, -y * self.scale


def read_sketch(
    mol: Chem.Mol,
    style: Style,
    *,
    has_texts: bool,
    plain_unspecified: bool,
    hides_hydrogens: bool,
) -> Sketch:
    """The atoms and bonds of a molecule with coordinates, in points of a style.

    The median bond has the style's length. `has_texts` tells that atoms may have texts of their
    own; with `plain_unspecified` a double bond that may be E or Z is plain; with `hides_hydrogens`
    hydrogens on carbon that say nothing are left out.
    """
    places = mol.GetConformer().GetPositions().tolist()
    bonds = list(map(mol.GetBondWithIdx, range(mol.GetNumBonds())))
    ends = [(bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()) for bond in bonds]
    sketch = Sketch(mol, style.bond_length_pt / _find_median(places, ends))
    nodes, scale = sketch.nodes, sketch.scale
    atom_at = mol.GetAtomWithIdx
    for index, (x, y, _z) in enumerate(places):
        atom = atom_at(index)
        node = Node(index, atom.GetAtomicNum(), x * scale, -y * scale)
        node.charge = atom.GetFormalCharge()
        node.isotope = atom.GetIsotope()
        node.radical = atom.GetNumRadicalElectrons()
        node.map_number = atom.GetAtomMapNum()
        nodes.append(node)
        if has_texts or not node.number or atom.HasQuery():
            _read_text(sketch, atom, node)
    _read_links(sketch, bonds, ends, plain_unspecified)
    if hides_hydrogens:
        _hide_hydrogens(nodes)
    _spread_hydrogens(nodes, style.bond_length_pt)
    for node in nodes:
        if node.number == 6 and not node.text and not is_labelled(node):
            continue
        node.is_labelled = True
        if not node.text:
            node.hydrogens += atom_at(node.index).GetTotalNumHs()
    return sketch


def _find_median(places: list[list[float]], ends: list[tuple[int, int]]) -> float:
    """The median length of the bonds, the usual one where nothing is bound, or nearly so."""
    lengths = []
    for begin, end in ends:
        x1, y1, _ = places[begin]
        x2, y2, _ = places[end]
        lengths.append(hypot(x2 - x1, y2 - y1))
    lengths.sort()
    median = lengths[len(lengths) // 2] if lengths else 0.0
    return median if median and abs(median - BOND_LENGTH) > _SAME_LENGTH else BOND_LENGTH


def is_labelled(node: Node) -> bool:
    """Whether letters stand at an atom: at every one but plain carbon with a bond."""
    if node.number != 6 or node.text:
        return True
    if node.charge or node.isotope or node.radical:
        return True
    drawn = [link for link in node.bonds if not link.is_hidden]
    if not drawn:
        return True
    return len(drawn) == 2 and _is_straight(node, *drawn) and drawn[0].kind == drawn[1].kind


def _is_straight(node: Node, first: Link, second: Link) -> bool:
    """Whether two single bonds of one carbon go on in a line, so that it would not be seen."""
    if first.kind == "triple":
        return False
    a, b = first.other(node), second.other(node)
    ax, ay, bx, by = a.x - node.x, a.y - node.y, b.x - node.x, b.y - node.y
    along = ax * bx + ay * by
    return along < 0 and abs(ax * by - ay * bx) < -0.05 * along


def _read_links(
    sketch: Sketch, bonds: list[Chem.Bond], ends: list[tuple[int, int]], plain_unspecified: bool
) -> None:
    nodes = sketch.nodes
    for index, bond in enumerate(bonds):
        begin, end = nodes[ends[index][0]], nodes[ends[index][1]]
        kind_of = bond.GetBondType()
        if bond.HasQuery():
            kind = _name_query(bond)
        elif kind_of == _SINGLE:
            kind = _DIRECTIONS.get(bond.GetBondDir(), "single")
        elif kind_of == _DOUBLE:
            kind = "double"
            if bond.GetBondDir() == _EITHER or bond.GetStereo() == _ANY_STEREO:
                kind = "double" if plain_unspecified else "crossed"
        else:
            kind = _TYPES.get(kind_of, "")
            if not kind:
                name = str(kind_of).lower()
                sketch.warnings.append(
                    f"bond {index + 1} ({name}) is drawn dashed: there is no sign for its order"
                )
                kind = "dashed"
        link = Link(index, begin, end, kind)
        sketch.links.append(link)
        begin.bonds.append(link)
        end.bonds.append(link)


def _name_query(bond: Chem.Bond) -> str:
    query = bond.DescribeQuery()
    named = next((kind for word, kind in _QUERIES.items() if word in query), "")
    return named or _TYPES.get(bond.GetBondType(), "dashed")


def _hide_hydrogens(nodes: list[Node]) -> None:
    """Hide a hydrogen on carbon that says nothing: no wedge, label, charge or further bond."""
    for node in nodes:
        if node.number != 1 or len(node.bonds) != 1:
            continue
        link = node.bonds[0]
        parent = link.other(node)
        says_something = node.isotope or node.charge or node.radical or node.map_number or node.text
        if parent.number != 6 or says_something or link.kind != "single":
            continue
        node.is_hidden = link.is_hidden = True
        parent.hydrogens += 1


def _spread_hydrogens(nodes: list[Node], length: float) -> None:
    """Put a hydrogen that lies on its own neighbour where that has room."""
    for node in nodes:
        if node.number != 1 or len(node.bonds) != 1 or node.is_hidden:
            continue
        parent = node.bonds[0].other(node)
        if abs(node.x - parent.x) + abs(node.y - parent.y) < _NO_LENGTH * length:
            node.is_hidden = True
            turn = find_free_way(parent)
            node.is_hidden = False
            node.x, node.y = parent.x + length * cos(turn), parent.y + length * sin(turn)


def find_free_way(node: Node) -> float:
    """The angle in the middle of the widest gap between the bonds of an atom."""
    others = [link.other(node) for link in node.bonds if not link.is_hidden]
    turns = sorted(
        atan2(other.y - node.y, other.x - node.x) for other in others if not other.is_hidden
    )
    if not turns:
        return 0.0
    if len(turns) == 1:
        return turns[0] + 2 * pi / 3
    gaps = [
        (after - turn, turn)
        for turn, after in zip(turns, [*turns[1:], turns[0] + 2 * pi], strict=True)
    ]
    width, turn = max(gaps)
    return turn + width / 2


def _read_text(sketch: Sketch, atom: Chem.Atom, node: Node) -> None:
    """What is written at an atom in place of its element: R groups, queries, aliases."""
    has = atom.GetPropsAsDict(False, False)
    label = str(has.get("atomLabel", ""))
    label = str(has.get("molFileAlias", label))
    if "_fromAttchpt" in has or label.startswith("_AP"):
        node.text = "_AP"
    elif "_MolFileRLabel" in has:
        node.text = f"R{has['_MolFileRLabel']}"
    elif label.startswith("_R") and label[2:].isdigit():
        node.text = label[1:]
    elif label and not label.startswith("star"):
        node.text = label.removesuffix("_p").removesuffix("_e")
    elif atom.HasQuery():
        node.text = _name_atom_query(sketch, atom, node)
    elif not node.number:
        node.text = _name_dummy(node, str(has.get("dummyLabel", "")))
    value = str(has.get("molFileValue", ""))
    if value and value != node.text and not atom.HasQuery():
        node.text = f"{node.text or node.symbol} {value}"
    if node.text and not node.number:
        node.isotope = node.map_number = 0


def _name_dummy(node: Node, label: str) -> str:
    number = node.map_number or node.isotope
    if label not in ("", "*"):
        return label
    return f"R{number}" if number else "*"


def _name_atom_query(sketch: Sketch, atom: Chem.Atom, node: Node) -> str:
    """The usual letter of a query, a list as [N,O], `*` for any atom; "" for its element."""
    head, *lines = atom.DescribeQuery().strip().splitlines()
    if head == "AtomNull":
        return _name_dummy(node, "")
    if not lines and head.startswith("AtomAtomicNum"):
        _, number, sign, *_ = head.split()
        if sign == "!=":
            return {"1": "A", "6": "QH"}.get(number, f"not {_SYMBOLS[int(number)]}")
        return ""
    words = [line.split() for line in lines]
    if head.removeprefix("not ") == "AtomOr" and all(
        len(each) == 4 and each[0] == "AtomAtomicNum" and each[2] == "=" for each in words
    ):
        numbers = {int(each[1]) for each in words}
        is_not = head.startswith("not ")
        usual = next((name for name, known in _LISTS.items() if known == (is_not, numbers)), "")
        symbols = ",".join(_SYMBOLS[int(each[1])] for each in words)
        if usual or len(numbers) <= _LONGEST_LIST:
            return usual or f"{'not ' if is_not else ''}[{symbols}]"
        return "M" if is_not else f"[{symbols}]"
    shown = "its element" if node.number else "*"
    sketch.warnings.append(f"atom {node.index + 1} is a query that has no sign: drawn as {shown}")
    return "" if node.number else "*"
