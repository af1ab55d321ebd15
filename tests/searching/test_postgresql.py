"""An index in a real PostgreSQL with the RDKit cartridge, started here on loopback."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from molinfo.errors import InputError, OutputError, UnknownName
from molinfo.searching.opening import open_index
from molinfo.searching.postgresql import export_to_postgresql
from molinfo.searching.search import search
from molinfo.store.record import Record

pg8000 = pytest.importorskip("pg8000.native")


def find_programs():
    """The newest server's programs, None where none with the cartridge is installed."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True):
        extension = Path("/usr/share/postgresql") / folder.name / "extension" / "rdkit.control"
        if (folder / "bin" / "initdb").exists() and extension.exists():
            return folder / "bin"
    return None


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The DSN of a server that ends with this module."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("MOLINFO_POSTGRESQL") == "required":
            pytest.fail("no PostgreSQL with the RDKit cartridge is installed")
        pytest.skip("no PostgreSQL with the RDKit cartridge is installed")
    folder = Path(
        subprocess.check_output(["mktemp", "-d", "/tmp/molinfo-pg.XXXXXX"], text=True).strip()
    )
    as_user = []
    if os.geteuid() == 0:  # a server refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(program, *args):
        subprocess.run(
            [*as_user, str(programs / program), *args], check=True, cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip

    data = str(folder / "data")
    run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    run("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def database(server, index):
    exported = export_to_postgresql(index, server)
    port = int(server.rpartition(":")[2].partition("/")[0])
    connection = pg8000.Connection("postgres", host="127.0.0.1", port=port, database="postgres")
    connection.run("SET rdkit.morgan_fp_size = 2048")
    yield connection, exported
    connection.close()


def test_every_row_is_there_with_molinfos_own_keys(database, index):
    connection, exported = database
    assert exported.rows == len(index)
    assert exported.structures + exported.unread == index.structures
    assert exported.unread <= 5
    told = connection.run("SELECT inchikey, exact_key FROM molinfo.structure ORDER BY id")
    assert [tuple(each) for each in told] == index.ask(
        "SELECT inchikey, exact FROM row ORDER BY slot"
    )


@pytest.mark.parametrize("smarts", ["c1ncnc2[nH]ccc12", "S(=O)(=O)N", "C#N", "[nX3;H1]"])
def test_substructures_are_those_of_the_index(database, index, smarts):
    connection, _exported = database
    found = connection.run(
        "SELECT id FROM molinfo.structure WHERE mol @> CAST(:query AS qmol) ORDER BY id",
        query=smarts,
    )
    read = {
        slot for (slot,) in connection.run("SELECT id FROM molinfo.structure WHERE mol IS NOT NULL")
    }
    wanted = [hit.row for hit in search(index, substructure=smarts)]
    assert [slot for (slot,) in found] == [row for row in wanted if row in read]


def test_similarity_is_that_of_the_index(database, index):
    connection, _exported = database
    smiles = "CC(C)(C)c1ccc(cc1)S(=O)(=O)N"
    connection.run("SET rdkit.tanimoto_threshold = 0.4")
    found = connection.run(
        "SELECT id, tanimoto_sml(morgan, morganbv_fp(CAST(:query AS mol), 2)) AS score "
        "FROM molinfo.structure WHERE morgan % morganbv_fp(CAST(:query AS mol), 2) "
        "ORDER BY score DESC, id",
        query=smiles,
    )
    wanted = search(index, similar=smiles, threshold=0.4)
    assert [(slot, pytest.approx(score)) for slot, score in found] == [
        (hit.row, hit.score) for hit in wanted
    ]


def test_queries_use_the_gist_indexes(database):
    connection, _exported = database
    connection.run("SET enable_seqscan = off")
    plan = connection.run(
        "EXPLAIN SELECT id FROM molinfo.structure WHERE mol @> 'c1ncnc2[nH]ccc12'::mol"
    )
    assert any("structure_mol_idx" in line for (line,) in plan)


def test_claims_come_along_and_a_second_export_takes_the_place_of_the_first(server, database):
    connection, _exported = database
    (shelf,) = open_index(None)
    assert export_to_postgresql(shelf, server, "shelf").rows == 31
    assert export_to_postgresql(shelf, server, "shelf").rows == 31
    found = connection.run(
        "SELECT record FROM shelf.structure JOIN shelf.claim ON claim.structure = structure.id "
        "WHERE field = 'ic50' AND target = 'JAK1' AND relation IN ('=', '~') AND number_nm < 10"
    )
    assert {name for (name,) in found} == {
        hit.record for hit in search(shelf, where="ic50.JAK1 < 10 nM")
    }


def test_texts_arrive_as_they_are(server, database):
    connection, _exported = database
    (index,) = open_index([Record(id="a\tb", name="back\\slash\nline", smiles="CCO"), "C1CC"])
    export_to_postgresql(index, server, "few")
    told = connection.run("SELECT record, name, error FROM few.structure ORDER BY id")
    assert told[0] == ["a\tb", "back\\slash\nline", None]
    assert "cannot be read" in told[1][2]


@pytest.mark.parametrize(
    ("dsn", "error", "message"),
    [
        ("mysql://x/y", InputError, "no address of a database"),
        ("postgresql://postgres:secret@127.0.0.1:9/x", OutputError, r"\*\*\*@.*cannot be reached"),
    ],
)
def test_a_database_that_is_not_there_is_told_without_the_password(index, dsn, error, message):
    with pytest.raises(error, match=message) as told:
        export_to_postgresql(index, dsn)
    assert "secret" not in str(told.value)


def test_a_schema_is_a_plain_name(index):
    with pytest.raises(UnknownName, match="schema"):
        export_to_postgresql(index, "postgresql://postgres@127.0.0.1/x", "a; DROP TABLE b")


def test_the_command_says_what_is_in_the_database(server, tmp_path):
    path = tmp_path / "some.smi"
    path.write_text("CCO ethanol\nC1CC broken\n")
    command = [sys.executable, "-m", "molinfo", "export", str(path)]
    command += ["--postgresql", server, "--schema", "said"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert told.stderr == "molinfo: some.smi: 2 rows, 1 structures in said.structure\n"
