"""Descriptors that share their work, group by group, each with the kernel way to compute it.

A group's function takes a `Shared` structure and gives one value a name, in order. What it cannot
vouch for it raises NotPlain about, and the engine asks RDKit instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import repeat
from math import exp, log
from operator import mul
from typing import NamedTuple

from rdkit import Chem
from rdkit.Chem import QED, rdMolDescriptors

from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.chem.weights import weight_tables
from molinfo.descriptors.kernels import environments, surface, topology
from molinfo.descriptors.patterns import read_fragment_names
from molinfo.descriptors.shared import (
    OUTER_ELECTRONS,
    WEIGHTS,
    NotPlain,
    Shared,
)


class Group(NamedTuple):
    """Names, and the function that gives their values."""

    name: str
    descriptors: tuple[str, ...]
    compute: Callable[[Shared], Sequence[float]]


def _number(stem: str, count: int) -> list[str]:
    return [f"{stem}{i}" for i in range(1, count + 1)]


def _compute_weights(shared: Shared) -> list[float]:
    mol = shared.mol
    return [
        shared.molecular_weight,
        rdMolDescriptors._CalcMolWt(mol, True),
        rdMolDescriptors.CalcExactMolWt(mol),
    ]


def _compute_iupac_weight(shared: Shared) -> list[float]:
    """Added in whole units of the table's last place, and rounded once: exact, in any order."""
    if any(shared.isotopes):
        raise NotPlain("mw_iupac_da: labelled atoms")
    weights, scale = _list_whole_weights()
    try:
        total = sum(map(weights.__getitem__, shared.atomic_numbers))
    except KeyError:
        raise NotPlain("mw_iupac_da: an element without a standard atomic weight") from None
    return [(total + weights[1] * sum(shared.hydrogens)) / scale]


@cache
def _list_whole_weights() -> tuple[dict[int, int], int]:
    """The IUPAC 2021 weights by atomic number, times a power of ten that makes them whole."""
    table = weight_tables()[0].weights
    places = max(-int(weight.as_tuple().exponent) for weight in table.values())
    whole = {ATOMIC_NUMBERS[s]: int(weight.scaleb(places)) for s, weight in table.items()}
    return whole, 10**places


def _compute_formal_charge(shared: Shared) -> list[float]:
    return [sum(shared.charges)]


def _compute_electrons(shared: Shared) -> list[float]:
    outer = sum(map(OUTER_ELECTRONS.__getitem__, shared.atomic_numbers))
    radicals = sum(shared.ask(Chem.Atom.GetNumRadicalElectrons))
    return [outer - sum(shared.charges) + sum(shared.hydrogens), radicals]


def _compute_atom_counts(shared: Shared) -> list[float]:
    mol, numbers, hydrogens = shared.mol, shared.atomic_numbers, shared.hydrogens
    polar = [i for i, z in enumerate(numbers) if z == 7 or z == 8]
    hetero = len(numbers) - numbers.count(6)
    return [
        len(numbers),
        sum(hydrogens[i] for i in polar),
        len(polar),
        hetero if hetero < 1000 else rdMolDescriptors.CalcNumHeteroatoms(mol),
        rdMolDescriptors.CalcFractionCSP3(mol),
        rdMolDescriptors.CalcNumAtomStereoCenters(mol),
        rdMolDescriptors.CalcNumUnspecifiedAtomStereoCenters(mol),
        shared.donors,
        rdMolDescriptors.CalcNumAmideBonds(mol),
    ]


def _compute_ring_counts(shared: Shared) -> list[float]:
    mol = shared.mol
    return [
        len(shared.rings),
        *shared.graph.count_rings(),
        rdMolDescriptors.CalcNumBridgeheadAtoms(mol),
        rdMolDescriptors.CalcNumSpiroAtoms(mol),
    ]


def _compute_bonding(shared: Shared) -> list[float]:
    return [
        _trust(shared.patterns.count_acceptors(), "NumHAcceptors"),
        _trust(shared.rotatable_bonds, "NumRotatableBonds"),
    ]


def _trust(count: int, name: str) -> int:
    """A count, unless RDKit would have stopped counting."""
    if count < 0:
        raise NotPlain(f"{name}: a thousand matches or more")
    return count


def _compute_fragments(shared: Shared) -> Sequence[float]:
    counts = shared.patterns.count_fragments()
    if min(counts) < 0:
        raise NotPlain("fr_*: a thousand matches or more")
    return counts


def _compute_crippen(shared: Shared) -> Sequence[float]:
    return shared.crippen[2:]


def _compute_charges(shared: Shared) -> list[float]:
    """The extremes as Python's min and max see them, which decides where a charge is NaN."""
    lowest, highest = 500.0, -500.0
    for charge in shared.gasteiger:
        lowest = min(charge, lowest)
        highest = max(charge, highest)
    sizes = abs(lowest), abs(highest)
    return [highest, lowest, max(sizes), min(sizes)]


def _compute_polar_surface(shared: Shared) -> list[float]:
    return [shared.tpsa]


def _compute_surface(shared: Shared) -> list[float]:
    areas, total = shared.labute
    log_p, refractivity, _, _ = shared.crippen
    return [
        total,
        *surface.sum_by_bin(areas, shared.gasteiger, _CHARGE_BINS),
        *surface.sum_by_bin(areas, refractivity, _REFRACTIVITY_BINS),
        *surface.sum_by_bin(areas, log_p, _LOG_P_BINS),
    ]


_CHARGE_BINS = (-0.3, -0.25, -0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
_REFRACTIVITY_BINS = (1.29, 1.82, 2.24, 2.45, 2.75, 3.05, 3.63, 3.8, 4.0)
_LOG_P_BINS = (-0.4, -0.2, 0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
_SURFACE_BINS = (4.78, 5.00, 5.410, 5.740, 6.00, 6.07, 6.45, 7.00, 11.0)
_ESTATE_BINS = (-0.390, 0.290, 0.717, 1.165, 1.540, 1.807, 2.05, 4.69, 9.17, 15.0)


def _compute_estate(shared: Shared) -> list[float]:
    states = shared.estate
    sizes = list(map(abs, states))
    return [max(sizes), max(states), min(sizes), min(states)]


def _compute_estate_surface(shared: Shared) -> list[float]:
    areas, _ = shared.labute
    return [
        *surface.sum_by_bin(areas, shared.estate, _ESTATE_BINS),
        *surface.sum_by_bin(shared.estate, areas, _SURFACE_BINS),
    ]


def _compute_connectivity(shared: Shared) -> list[float]:
    *chi, two_bonds, three_bonds = topology.compute_connectivity(shared.graph)
    alpha = rdMolDescriptors.CalcHallKierAlpha(shared.mol)
    kappa = topology.compute_kappa(shared.graph, alpha, two_bonds, three_bonds)
    return [*chi, alpha, *kappa, kappa[0] * kappa[1] / len(shared.atoms)]


def _compute_balaban(shared: Shared) -> list[float]:
    return [topology.compute_balaban(shared.graph)]


def _compute_bertz(shared: Shared) -> list[float]:
    return [topology.compute_bertz(shared.graph)]


_MOST_ATOMS_BY_BLAS = 200
"""Up to here RDKit's own sum is asked where the order of adding matters; beyond, it takes seconds
and its last digits are those of the BLAS and the processor."""


def _compute_information(shared: Shared) -> Sequence[float]:
    total, average, exact = topology.compute_information_content(shared.graph)
    if not exact and len(shared.atoms) <= _MOST_ATOMS_BY_BLAS:
        raise NotPlain("Ipc: coefficients beyond 2^53, where the order of adding matters")
    return total, average


def _compute_burden(shared: Shared) -> list[float]:
    charges = shared.gasteiger
    if not shared.has_all_charges:
        raise NotPlain("BCUT2D: an atom without Gasteiger parameters")
    log_p, refractivity, _, _ = shared.crippen
    diagonals = (shared.masses, charges, log_p, refractivity)
    values = surface.compute_burden_extremes(shared.graph, diagonals)
    if values is None:
        raise NotPlain("BCUT2D: eigenvalues do not converge")
    return values


def _compute_densities(shared: Shared) -> list[float]:
    shifts = [0] * len(shared.atoms)
    if any(shared.isotopes):
        shifts = [
            int(mass - WEIGHTS[z])
            for mass, z in zip(shared.masses, shared.atomic_numbers, strict=True)
        ]
    counts = environments.count_environments(shared.graph, shifts, 3)
    return [count / len(shared.atoms) for count in counts[1:]]


def _compute_qed(shared: Shared) -> list[float]:
    acceptors = shared.patterns.count_qed_acceptors()
    if min(acceptors) < 0:
        raise NotPlain("qed: a thousand matches or more")
    properties = (
        shared.molecular_weight,
        shared.crippen[2],
        sum(acceptors),
        shared.donors,
        shared.tpsa,
        _trust(shared.rotatable_bonds, "qed"),
        shared.graph.count_aromatic_cycles(),
        shared.patterns.count_qed_alerts(),
    )
    logs = []
    for value, (a, b, c, d, e, f, highest) in zip(properties, _DESIRABILITIES, strict=True):
        rise = 1 + exp(-1 * (value - c + d / 2) / e)
        fall = 1 + exp(-1 * (value - c - d / 2) / f)
        logs.append(log((a + b / rise * (1 - 1 / fall)) / highest))
    return [exp(sum(map(mul, QED.WEIGHT_MEAN, logs)) / sum(QED.WEIGHT_MEAN))]


_DESIRABILITIES = [QED.adsParameters[name] for name in QED.QEDproperties._fields]
"""Bickerton et al., Nat. Chem. 2012, 4, 90, doi:10.1038/nchem.1243."""


def _compute_spacial(shared: Shared) -> list[float]:
    """Spacial score an atom (Krzyzanowski et al., J. Med. Chem. 2023, 66, 12739)."""
    mol = shared.mol
    stereo: set[int] = set()
    doubles = shared.graph.find_stereo_candidates()
    if doubles:
        mol = Chem.Mol(mol)
        Chem.FindPotentialStereoBonds(mol)
        for index in doubles:
            bond = mol.GetBondWithIdx(index)
            if bond.GetStereo() != Chem.BondStereo.STEREONONE:
                stereo.update((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()))
    if shared.graph.may_have_stereo_atoms():
        found = Chem.FindPotentialStereo(mol)
        for i in range(len(found)):  # an iterator over it would cost more than the search
            if found[i].type == Chem.StereoType.Atom_Tetrahedral:
                stereo.add(found[i].centeredOn)
    kinds = map(_HYBRIDIZATIONS.get, shared.ask(Chem.Atom.GetHybridization), repeat(4))
    scores = list(map(mul, kinds, shared.graph.weigh_branching()))
    return [(sum(scores) + sum(scores[i] for i in stereo)) / len(scores)]


_HYBRIDIZATIONS = {
    Chem.HybridizationType.SP: 1,
    Chem.HybridizationType.SP2: 2,
    Chem.HybridizationType.SP3: 3,
}


def _compute_rules(shared: Shared) -> list[float]:
    rotatable = _trust(shared.rotatable_bonds, "veber_violations")
    polar = [i for i, z in enumerate(shared.atomic_numbers) if z in (7, 8)]
    lipinski = (
        (shared.molecular_weight > 500)
        + (shared.crippen[2] > 5)
        + (sum(shared.hydrogens[i] for i in polar) > 5)
        + (len(polar) > 10)
    )
    return [lipinski, (rotatable > 10) + (shared.tpsa > 140)]


def list_groups() -> tuple[Group, ...]:
    """Every group that the kernels compute."""
    return (
        Group("weight", ("MolWt", "HeavyAtomMolWt", "ExactMolWt"), _compute_weights),
        Group("IUPAC weight", ("mw_iupac_da",), _compute_iupac_weight),
        Group("formal charge", ("formal_charge",), _compute_formal_charge),
        Group("electrons", ("NumValenceElectrons", "NumRadicalElectrons"), _compute_electrons),
        Group(
            "atom counts",
            (
                "HeavyAtomCount",
                "NHOHCount",
                "NOCount",
                "NumHeteroatoms",
                "FractionCSP3",
                "NumAtomStereoCenters",
                "NumUnspecifiedAtomStereoCenters",
                "NumHDonors",
                "NumAmideBonds",
            ),
            _compute_atom_counts,
        ),
        Group(
            "ring counts",
            (
                "RingCount",
                *(
                    f"Num{kind}{ring}"
                    for kind in ("Aliphatic", "Aromatic", "Saturated")
                    for ring in ("Carbocycles", "Heterocycles", "Rings")
                ),
                "NumHeterocycles",
                "NumBridgeheadAtoms",
                "NumSpiroAtoms",
            ),
            _compute_ring_counts,
        ),
        Group("bonding", ("NumHAcceptors", "NumRotatableBonds"), _compute_bonding),
        Group("fragments", read_fragment_names(), _compute_fragments),
        Group("Crippen", ("MolLogP", "MolMR"), _compute_crippen),
        Group(
            "partial charges",
            ("MaxPartialCharge", "MinPartialCharge", "MaxAbsPartialCharge", "MinAbsPartialCharge"),
            _compute_charges,
        ),
        Group("polar surface", ("TPSA",), _compute_polar_surface),
        Group(
            "surface",
            (
                "LabuteASA",
                *_number("PEOE_VSA", 14),
                *_number("SMR_VSA", 10),
                *_number("SlogP_VSA", 12),
            ),
            _compute_surface,
        ),
        Group(
            "EState",
            ("MaxAbsEStateIndex", "MaxEStateIndex", "MinAbsEStateIndex", "MinEStateIndex"),
            _compute_estate,
        ),
        Group(
            "EState surface",
            (*_number("EState_VSA", 11), *_number("VSA_EState", 10)),
            _compute_estate_surface,
        ),
        Group(
            "connectivity",
            (
                *"Chi0 Chi0n Chi0v Chi1 Chi1n Chi1v Chi2n Chi2v Chi3n Chi3v Chi4n Chi4v".split(),
                *"HallKierAlpha Kappa1 Kappa2 Kappa3 Phi".split(),
            ),
            _compute_connectivity,
        ),
        Group("Balaban", ("BalabanJ",), _compute_balaban),
        Group("Bertz", ("BertzCT",), _compute_bertz),
        Group("information", ("Ipc", "AvgIpc"), _compute_information),
        Group(
            "BCUT2D",
            tuple(
                f"BCUT2D_{end}"
                for end in "MWHI MWLOW CHGHI CHGLO LOGPHI LOGPLOW MRHI MRLOW".split()
            ),
            _compute_burden,
        ),
        Group("Morgan density", tuple(_number("FpDensityMorgan", 3)), _compute_densities),
        Group("qed", ("qed",), _compute_qed),
        Group("rules", ("lipinski_violations", "veber_violations"), _compute_rules),
        Group("spacial score", ("SPS",), _compute_spacial),
    )
