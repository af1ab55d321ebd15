"""What the bundled store must hold."""

from dataclasses import replace

import pytest
from rdkit import Chem
from rdkit.Chem import rdinchi

from molinfo.checks.result import Verdict
from molinfo.checks.rows import check_store
from molinfo.chem.identifiers import compute_inchi
from molinfo.store.folder import open_store

APPROVED = [
    "abrocitinib",
    "baricitinib",
    "delgocitinib",
    "deucravacitinib",
    "deuruxolitinib",
    "fedratinib",
    "filgotinib",
    "momelotinib",
    "oclacitinib",
    "pacritinib",
    "peficitinib",
    "ritlecitinib",
    "ruxolitinib",
    "tofacitinib",
    "upadacitinib",
]
STORE = open_store()


@pytest.mark.parametrize("parent", APPROVED)
def test_the_approved_parents_are_there(parent):
    assert STORE[parent].molblock


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
def test_every_molfile_reads_back_to_the_inchi_of_its_smiles(record):
    drawn = Chem.MolFromMolBlock(record.molblock)
    assert compute_inchi(drawn).inchi == compute_inchi(Chem.MolFromSmiles(record.smiles)).inchi


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
def test_molfiles_with_stereocentres_carry_chiral_flag_1(record):
    mol = Chem.MolFromSmiles(record.smiles)
    centres = Chem.FindMolChiralCenters(mol, includeUnassigned=False, useLegacyImplementation=False)
    counts_line = record.molblock.splitlines()[3]
    assert int(counts_line[12:15]) == (1 if centres else 0)


def orient_core(record):
    """Bond angles of the pyrrolopyrimidine as drawn: its atoms, centred and scaled."""
    core = Chem.MolFromSmarts("c1ncnc2[nH]ccc12")
    mol = Chem.MolFromMolBlock(record.molblock)
    match = mol.GetSubstructMatch(core)
    if not match:
        return None
    points = [mol.GetConformer().GetAtomPosition(index) for index in match]
    middle = [sum(axis) / len(points) for axis in zip(*((p.x, p.y) for p in points), strict=True)]
    bond = points[0].Distance(points[1])
    return [((p.x - middle[0]) / bond, (p.y - middle[1]) / bond) for p in points]


def test_the_pyrrolopyrimidine_stands_the_same_way_round_everywhere():
    cores = {record.id: orient_core(record) for record in STORE.values()}
    drawn = {name: core for name, core in cores.items() if core is not None}
    assert len(drawn) >= 8
    reference = drawn["baricitinib"]
    for name, core in drawn.items():
        squares = [
            (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in zip(core, reference, strict=True)
        ]
        assert (sum(squares) / len(squares)) ** 0.5 < 0.05, name


def test_nothing_in_the_store_fails():
    failed = [
        result.record
        for _record, result in check_store(STORE)
        if result.verdict is not Verdict.PASS
    ]
    assert [name for name in failed if name in APPROVED] == []


def claims_of(record, field, **wanted):
    return [
        claim
        for claim in STORE[record].claims
        if claim.field == field and all(getattr(claim, k) == v for k, v in wanted.items())
    ]


def test_baricitinib_carries_what_its_maker_states():
    maker = "lilly-moa-aa-2024"

    def printed(field, **wanted):
        return {
            claim.value
            for claim in claims_of("baricitinib", field, **wanted)
            if maker in {source.id for source in claim.sources}
        }

    assert printed("formula") == {"C16H17N7O2S"}
    assert printed("molecular_weight") == {"371.42"}
    assert printed("ic50", target="JAK1") == {"5.9"}
    assert printed("ic50", target="JAK2") == {"5.7"}
    assert printed("ic50", target="JAK3", relation="~") == {"560"}
    assert printed("ic50", target="TYK2") == {"53"}
    assert len(printed("selectivity")) == 2
    assert len(printed("cytokine_pairs")) == 2


def test_both_jak3_values_of_baricitinib_are_kept_without_a_waiver():
    jak3 = claims_of("baricitinib", "ic50", target="JAK3", unit="nM")
    values = {(claim.relation, claim.value) for claim in jak3}
    assert {("~", "560"), (">", "400")} <= values
    assert not any(claim.waivers for claim in jak3)


def test_derived_structures_say_by_what_they_are_proved():
    derived = [record for record in STORE.values() if record.structure_basis == "derived"]
    assert derived
    assert all(record.structure_proof for record in derived)
    assert all(r.structure_sources for r in STORE.values() if r.structure_basis == "cited")


def strip_waivers(file):
    claims = tuple(claim.model_copy(update={"waivers": ()}) for claim in file.record.claims)
    return replace(file, record=file.record.model_copy(update={"claims": claims}))


def test_every_waiver_silences_a_finding():
    bare = replace(STORE, files={name: strip_waivers(file) for name, file in STORE.files.items()})
    found = {
        (record.id, finding.claim, finding.code)
        for record, result in check_store(bare)
        for finding in result.findings
    }
    waived = {
        (record.id, index, waiver.code)
        for record in STORE.values()
        for index, claim in enumerate(record.claims)
        for waiver in claim.waivers
    }
    assert len(waived) >= 30
    assert waived - found == set()


def test_every_source_is_cited_by_a_record():
    cited = {
        name
        for record in STORE.values()
        for claim in (record.structure_sources, *(claim.sources for claim in record.claims))
        for source in claim
        for name in (source.id, source.via)
        if name
    }
    assert cited == set(STORE.sources)


@pytest.mark.parametrize("record", STORE.values(), ids=lambda record: record.id)
def test_each_stereocentre_has_one_wedge_and_the_inchi_software_reads_it(record):
    mol = Chem.MolFromMolBlock(record.molblock)
    centres = Chem.FindMolChiralCenters(mol, useLegacyImplementation=False)
    lines = record.molblock.splitlines()
    atoms, bonds = int(lines[3][:3]), int(lines[3][3:6])
    rows = lines[4 + atoms : 4 + atoms + bonds]
    wedged = [int(row[:3]) - 1 for row in rows if int(row[9:12]) in (1, 6)]
    assert sorted(wedged) == sorted(index for index, _ in centres)
    inchi, _code, message, *_rest = rdinchi.MolBlockToInchi(record.molblock)
    assert inchi == compute_inchi(Chem.MolFromSmiles(record.smiles)).inchi
    assert "Ambiguous" not in message


def test_a_form_holds_the_heavy_atoms_of_its_parent():
    for record in STORE.values():
        if record.form_of:
            parent = Chem.MolFromSmiles(STORE[record.form_of].smiles)
            form = Chem.MolFromSmiles(record.smiles)
            assert form.HasSubstructMatch(parent, useChirality=True), record.id


def test_a_weight_printed_on_the_citrate_for_the_base_says_so():
    base = claims_of("tofacitinib-citrate", "molecular_weight", of="tofacitinib")
    assert [claim.value for claim in base] == ["312.4"]
