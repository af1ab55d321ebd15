"""Descriptors that share their work, group by group, each with the kernel way to compute it.

A group's function takes a `Shared` structure and gives one value a name, in order. What it cannot
vouch for it raises NotPlain about, and the engine asks RDKit instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import exp
from operator import mul
from typing import NamedTuple

from rdkit import Chem
from rdkit.Chem import QED, rdMolDescriptors

from molinfo.chem.nuclides import ATOMIC_NUMBERS
from molinfo.chem.weights import weight_tables
from molinfo.descriptors.binary import NotPlain
from molinfo.descriptors.kernels import (
    atoms,
    burden,
    charges,
    environments,
    information,
    rings,
    stereo,
    surface,
    topology,
)
from molinfo.descriptors.kernels.desirability import Desirabilities
from molinfo.descriptors.patterns import read_fragment_names
from molinfo.descriptors.shared import Shared


class Group(NamedTuple):
    """Names, and the function that gives their values."""

    name: str
    descriptors: tuple[str, ...]
    compute: Callable[[Shared], Sequence[float]]


def _number(stem: str, count: int) -> list[str]:
    return [f"{stem}{i}" for i in range(1, count + 1)]


def _compute_weights(shared: Shared) -> list[float]:
    return [*shared.weights, rdMolDescriptors.CalcExactMolWt(shared.mol)]


def _compute_iupac_weight(shared: Shared) -> list[float]:
    """Added in whole units of the table's last place, and rounded once: exact, in any order."""
    if shared.graph.has_isotopes():
        raise NotPlain("mw_iupac_da: labelled atoms")
    weights, scale = _list_whole_weights()
    try:
        total = sum(weights[z] * n for z, n in atoms.count_elements(shared.graph).items())
    except KeyError:
        raise NotPlain("mw_iupac_da: an element without a standard atomic weight") from None
    return [total / scale]


@cache
def _list_whole_weights() -> tuple[dict[int, int], int]:
    """The IUPAC 2024 weights by atomic number, times a power of ten that makes them whole."""
    table = weight_tables()[0].weights
    places = max(-int(weight.as_tuple().exponent) for weight in table.values())
    whole = {ATOMIC_NUMBERS[s]: int(weight.scaleb(places)) for s, weight in table.items()}
    return whole, 10**places


def _compute_formal_charge(shared: Shared) -> Sequence[float]:
    return shared.electrons[2:]


def _compute_electrons(shared: Shared) -> Sequence[float]:
    return shared.electrons[:2]


def _compute_atom_counts(shared: Shared) -> list[float]:
    count, polar_hydrogens, polar, hetero, sp3 = shared.counts
    mol = shared.mol
    return [
        count,
        polar_hydrogens,
        polar,
        hetero if hetero < 1000 else rdMolDescriptors.CalcNumHeteroatoms(mol),
        sp3,
        rdMolDescriptors.CalcNumAtomStereoCenters(mol),
        rdMolDescriptors.CalcNumUnspecifiedAtomStereoCenters(mol),
    ]


def _compute_ring_counts(shared: Shared) -> Sequence[float]:
    return rings.count_rings(shared.graph)


def _compute_bonding(shared: Shared) -> list[float]:
    patterns = shared.patterns
    return [
        _trust(patterns.count_acceptors(), "NumHAcceptors"),
        _trust(shared.donors, "NumHDonors"),
        _trust(shared.rotatable_bonds, "NumRotatableBonds"),
        _trust(patterns.count_amide_bonds(), "NumAmideBonds"),
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
    return shared.crippen


def _compute_charges(shared: Shared) -> Sequence[float]:
    _ = shared.has_all_charges
    return charges.find_extremes(shared.graph)


def _compute_polar_surface(shared: Shared) -> list[float]:
    return [shared.tpsa]


def _compute_surface(shared: Shared) -> list[float]:
    total, _, _ = shared.area, shared.crippen, shared.has_all_charges
    graph = shared.graph
    return [
        total,
        *_AREA_BY_CHARGE.compute(graph),
        *_AREA_BY_REFRACTIVITY.compute(graph),
        *_AREA_BY_LOG_P.compute(graph),
    ]


_AREA_BY_CHARGE = surface.Histogram(
    "areas",
    "charges",
    (-0.3, -0.25, -0.2, -0.15, -0.1, -0.05, 0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
)
_AREA_BY_REFRACTIVITY = surface.Histogram(
    "areas", "refractivity", (1.29, 1.82, 2.24, 2.45, 2.75, 3.05, 3.63, 3.8, 4.0)
)
_AREA_BY_LOG_P = surface.Histogram(
    "areas", "log_p", (-0.4, -0.2, 0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
)
_AREA_BY_STATE = surface.Histogram(
    "areas", "states", (-0.390, 0.290, 0.717, 1.165, 1.540, 1.807, 2.05, 4.69, 9.17, 15.0)
)
_STATE_BY_AREA = surface.Histogram(
    "states", "areas", (4.78, 5.00, 5.410, 5.740, 6.00, 6.07, 6.45, 7.00, 11.0)
)


def _compute_estate(shared: Shared) -> Sequence[float]:
    return shared.states


def _compute_estate_surface(shared: Shared) -> list[float]:
    _ = shared.area, shared.states
    return [*_AREA_BY_STATE.compute(shared.graph), *_STATE_BY_AREA.compute(shared.graph)]


def _compute_connectivity(shared: Shared) -> list[float]:
    *chi, two_bonds, three_bonds = topology.compute_connectivity(shared.graph)
    alpha = atoms.compute_alpha(shared.graph)
    kappa = topology.compute_kappa(shared.graph, alpha, two_bonds, three_bonds)
    return [*chi, alpha, *kappa, kappa[0] * kappa[1] / shared.graph.n]


def _compute_balaban(shared: Shared) -> list[float]:
    return [topology.compute_balaban(shared.graph)]


def _compute_bertz(shared: Shared) -> list[float]:
    return [topology.compute_bertz(shared.graph)]


_MOST_ATOMS_BY_BLAS = 200
"""Up to here RDKit's own sum is asked where the order of adding matters; beyond, it takes seconds
and its last digits are those of the BLAS and the processor."""


def _compute_information(shared: Shared) -> Sequence[float]:
    total, average, exact = information.compute_information_content(shared.graph)
    if not exact and shared.graph.n <= _MOST_ATOMS_BY_BLAS:
        raise NotPlain("Ipc: coefficients beyond 2^53, where the order of adding matters")
    return total, average


def _compute_burden(shared: Shared) -> list[float]:
    if not shared.has_all_charges:
        raise NotPlain("BCUT2D: an atom without Gasteiger parameters")
    _ = shared.weights, shared.crippen
    values = burden.compute_burden_extremes(shared.graph)
    if values is None:
        raise NotPlain("BCUT2D: eigenvalues do not converge")
    return values


def _compute_densities(shared: Shared) -> list[float]:
    _ = shared.weights
    return [count / shared.graph.n for count in environments.count_environments(shared.graph, 3)]


def _compute_qed(shared: Shared) -> list[float]:
    acceptors = shared.patterns.count_qed_acceptors()
    if min(acceptors) < 0:
        raise NotPlain("qed: a thousand matches or more")
    logs = _DESIRABILITIES.compute(
        shared.weights[0],
        shared.crippen[0],
        sum(acceptors),
        _trust(shared.donors, "qed"),
        shared.tpsa,
        _trust(shared.rotatable_bonds, "qed"),
        rings.count_aromatic_cycles(shared.graph),
        shared.patterns.count_qed_alerts(),
    )
    if logs is None:
        raise NotPlain("qed: beyond all numbers")
    return [exp(sum(map(mul, QED.WEIGHT_MEAN, logs)) / sum(QED.WEIGHT_MEAN))]


_DESIRABILITIES = Desirabilities(
    [tuple(QED.adsParameters[name]) for name in QED.QEDproperties._fields]
)


def _compute_spacial(shared: Shared) -> list[float]:
    mol = shared.mol
    atoms_with_stereo: set[int] = set()
    doubles = stereo.find_stereo_candidates(shared.graph)
    if doubles:
        mol = Chem.Mol(mol)
        Chem.FindPotentialStereoBonds(mol)
        for index in doubles:
            bond = mol.GetBondWithIdx(index)
            if bond.GetStereo() != Chem.BondStereo.STEREONONE:
                atoms_with_stereo.update((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx()))
    if stereo.may_have_stereo_atoms(shared.graph):
        found = Chem.FindPotentialStereo(mol)
        for i in range(len(found)):  # an iterator over it would cost more than the search
            if found[i].type == Chem.StereoType.Atom_Tetrahedral:
                atoms_with_stereo.add(found[i].centeredOn)
    return [stereo.score_space(shared.graph, atoms_with_stereo)]


def _compute_rules(shared: Shared) -> list[float]:
    rotatable = _trust(shared.rotatable_bonds, "veber_violations")
    lipinski = (
        (shared.weights[0] > 500)
        + (shared.crippen[0] > 5)
        + (shared.counts[1] > 5)
        + (shared.counts[2] > 10)
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
        Group(
            "bonding",
            ("NumHAcceptors", "NumHDonors", "NumRotatableBonds", "NumAmideBonds"),
            _compute_bonding,
        ),
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
