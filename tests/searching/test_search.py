"""Hits against RDKit's plain loop over all structures, in the order of the input."""

import numpy as np
import pytest
from rdkit import Chem, DataStructs, rdBase
from rdkit.Chem import rdFingerprintGenerator, rdTautomerQuery

from molinfo.errors import InputError, UnknownName
from molinfo.searching.search import search

QUERIES = """c1ncnc2[nH]ccc12
c1ccccc1
c1ccccc1C(=O)N
CCS(=O)(=O)N
C1CCNCC1
[#6]
*
C#N
C=C-C=O
[CX4;!$(C=O)]
[$([#6]~[#7])]
[NX3;H2;!$(NC=O)]
[$(C-[$(N-C)])]
[$([nH]),$(n-C)]c
[$(*~*~*~*~*~*)]C
[!$(*#*)&!D1]-&!@[!$(*#*)&!D1]
[O;H1,-]
[!#6;!#1;!#7]
[R]
[!R]
[R2]
[R0]C
[r3]
[r4]
[r5]
[r6;R2]
[r7]
[!r6;R]
[x3]
[D3]
[d3]
[v4]
[v3;#7]
[R;C,N]
[x2;#6]C=O
[!R;#7]
[^2]
[z1]
[h1]
[H]
[2H]
[13C]
[12C]
[+]
[-]
[#7+]
[C@H](N)C
[C@@H](N)C
C/C=C/C
C/C=C\\C
[X{2-3}]
[c,n;H1]
[Fe]
[Na+].[Cl-]
C.N
C@C
C!@C
C-,=C
C~N
N->[Cu]
[#7]->*
[#7]~[Cu]
[Se]
[B,Si]
P
I
c-c
c:c
c=O
c1ccc2c(c1)cccc2
[nX3]
[#16X4]
[CX3]=[OX1]
[C;R](=O)[N;R]
[#6]1~[#6]~[#6]~[#6]~[#6]~[#6]1
[CH2][CH2][CH2][CH2]
C12CC1CC2
[#0]
[#92]
[U]C
[OH]c1ccccc1C(=O)O
N#N""".split("\n")


@pytest.fixture(scope="module")
def mols(texts):
    with rdBase.BlockLogs():
        return [Chem.MolFromSmiles(text) for text in texts]


def find_plainly(mols, query, **options):
    return [
        at
        for at, mol in enumerate(mols)
        if mol is not None and mol.HasSubstructMatch(query, **options)
    ]


@pytest.mark.parametrize("smarts", QUERIES)
@pytest.mark.parametrize("chirality", [False, True])
def test_hits_are_those_of_the_plain_loop(index, mols, smarts, chirality):
    found = [hit.row for hit in search(index, substructure=smarts, chirality=chirality)]
    wanted = find_plainly(mols, Chem.MolFromSmarts(smarts), useChirality=chirality)
    assert found == wanted


@pytest.mark.parametrize("smarts", QUERIES[:30])
def test_rdkit_alone_finds_the_same(index, mols, smarts, monkeypatch):
    monkeypatch.setattr("molinfo.searching.query.COMPILED", False)
    found = [hit.row for hit in search(index, substructure=smarts)]
    assert found == find_plainly(mols, Chem.MolFromSmarts(smarts))


@pytest.mark.parametrize(
    "smiles",
    [
        "c1ccccc1",
        "CC(=O)[O-]",
        "[13CH3]C",
        "C[N+](C)C",
        "*C",
        "N->[Cu]",
        "[O][O]",
        "C/C=C/C",
        "[H][H]",
    ],
)
def test_a_structure_means_what_it_means_to_rdkit(index, mols, smiles):
    query = Chem.MolFromSmiles(smiles)
    wanted = find_plainly(mols, query)
    assert [hit.row for hit in search(index, substructure=query)] == wanted
    assert [hit.row for hit in search(index, substructure=smiles, kind="smiles")] == wanted


def test_a_query_that_takes_many_ways_round_finds_the_same(index, mols):
    smarts = "[*;R]" + "~[*]" * 20
    found = [hit.row for hit in search(index, substructure=smarts)]
    assert found == find_plainly(mols, Chem.MolFromSmarts(smarts))


def test_a_query_beyond_the_scanner_is_answered_by_rdkit(index, mols):
    smarts = "C" * 70
    found = [hit.row for hit in search(index, substructure=smarts)]
    assert found == find_plainly(mols, Chem.MolFromSmarts(smarts))


@pytest.mark.parametrize("smiles", ["O=c1[nH]cnc2[nH]ncc12", "Oc1ccccn1", "CC(=O)CC(C)=O"])
def test_any_tautomer_of_a_query_will_do(index, mols, smiles):
    with rdBase.BlockLogs():
        query = rdTautomerQuery.TautomerQuery(Chem.MolFromSmiles(smiles))
    wanted = [at for at, mol in enumerate(mols) if mol is not None and query.IsSubstructOf(mol)]
    hits = search(index, substructure=smiles, kind="smiles", tautomers=True)
    assert [hit.row for hit in hits] == wanted


def test_atoms_of_a_hit_are_those_that_match(index):
    query = Chem.MolFromSmarts("CS(=O)(=O)N")
    for hit in search(index, substructure="CS(=O)(=O)N"):
        assert hit.atoms == Chem.MolFromSmiles(hit.smiles).GetSubstructMatch(query)


def test_similarity_is_that_of_rdkit_most_alike_first(index, mols):
    generator = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=2048)
    reference = Chem.MolFromSmiles("CC(C)(C)c1ccc(cc1)S(=O)(=O)N")
    bits = generator.GetFingerprint(reference)
    scores = {
        at: DataStructs.TanimotoSimilarity(bits, generator.GetFingerprint(mol))
        for at, mol in enumerate(mols)
        if mol is not None
    }
    wanted = sorted(
        ((at, score) for at, score in scores.items() if score >= 0.3), key=lambda x: (-x[1], x[0])
    )
    hits = search(index, similar=reference, threshold=0.3)
    assert [(hit.row, hit.score) for hit in hits] == wanted
    among = search(index, similar=reference, threshold=0.3, substructure="C#N")
    kept = [at for at, _ in wanted if mols[at].HasSubstructMatch(Chem.MolFromSmarts("C#N"))]
    assert [hit.row for hit in among] == kept


def test_another_fingerprint_is_computed_for_every_row(index, mols):
    reference = Chem.MolFromSmiles("CC(=O)Nc1ccccc1")
    from rdkit.Chem import rdMolDescriptors

    bits = rdMolDescriptors.GetMACCSKeysFingerprint(reference)
    wanted = {
        at
        for at, mol in enumerate(mols)
        if mol is not None
        and DataStructs.TanimotoSimilarity(bits, rdMolDescriptors.GetMACCSKeysFingerprint(mol))
        >= 0.6
    }
    hits = search(index, similar=reference, threshold=0.6, fingerprint="maccs")
    assert {hit.row for hit in hits} == wanted


def test_hits_can_be_counted_paged_and_tabled(index):
    hits = search(index, substructure="c1ccccc1")
    rows = [hit.row for hit in hits]
    assert hits.count() == len(rows) <= hits.upper_bound <= len(index)
    assert [hit.row for hit in hits.page(2, 10)] == rows[20:30]
    frame = hits.to_frame()
    assert list(frame) == ["record", "row", "input", "smiles", "score"]
    assert frame["row"].tolist() == rows
    assert frame["score"].isna().all()
    assert [hit.row for hit in search(index, substructure="c1ccccc1", limit=3)] == rows[:3]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"substructure": "c1ccccc"}, "cannot be read"),
        ({"substructure": ""}, "cannot be read"),
        ({"similar": "C1CC"}, "SMILES cannot be read"),
        ({"similar": "CC", "threshold": 2.0}, "between 0 and 1"),
        ({"exact": "C1CC"}, "SMILES cannot be read"),
        ({"formula": "C6H"}, None),
        ({"formula": "X5-"}, None),
        ({"where": "mw 400"}, "cannot be read"),
        ({}, "nothing is asked for"),
    ],
)
def test_what_cannot_be_read_says_so(index, asked, message):
    if message is None:
        assert list(search(index, **asked)) == []
        return
    with pytest.raises(InputError, match=message):
        list(search(index, **asked))


def test_names_that_there_are_not_are_told(index):
    with pytest.raises(UnknownName, match="no layer"):
        search(index, exact="CC", layer="salt")
    with pytest.raises(UnknownName, match="no field"):
        search(index, where="colour = red")
    with pytest.raises(UnknownName, match="no fingerprint"):
        search(index, similar="CC", fingerprint="daylight")


def test_records_smiles_and_molecules_are_searched_without_an_index(store):
    kept = [hit.record for hit in search(store, substructure="C#N")]
    assert kept == [hit.record for hit in search(list(store.values()), substructure="C#N")]
    assert [hit.row for hit in search(["CC", "CO"], substructure="O")] == [1]
    assert [hit.row for hit in search([Chem.MolFromSmiles("CO")], substructure="O")] == [0]


def test_no_hits_is_an_empty_table(index):
    frame = search(index, substructure="[#92]~[#92]").to_frame()
    assert len(frame) == 0
    assert frame["score"].dtype == np.float64
