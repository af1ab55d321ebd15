"""Files of every kind as streams of records; no row is ever lost."""

import csv
import gzip
import io
import subprocess
import sys

import openpyxl
import pandas as pd
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from rdkit import Chem
from rdkit.Chem import rdDepictor

from molinfo.errors import InputError, UnknownName
from molinfo.store.tables import read_records

TABLE = "id,smiles,mw\nethanol,CCO,46.07\nmethane,C,16.04\n"
PACKERS = {
    "": bytes,
    ".gz": gzip.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


def molblock(smiles, title=""):
    mol = Chem.MolFromSmiles(smiles)
    mol.SetProp("_Name", title)
    return Chem.MolToMolBlock(mol)


SDF = "".join(
    f"{molblock(smiles, name)}>  <mw>\n{weight}\n\n>  <Colour>\nred\n\n$$$$\n"
    for name, smiles, weight in [("ethanol", "CCO", "46.07"), ("methane", "C", "16.04")]
)
FILES = {
    ".csv": TABLE,
    ".tsv": TABLE.replace(",", "\t"),
    ".smi": "CCO ethanol\nC methane\n",
    ".smiles": "# a comment\n\nCCO\tethanol\nC\tmethane\n",
    ".cxsmiles": "CCO |$;;x$| ethanol\nC methane\n",
    ".sdf": SDF,
    ".sd": SDF.replace("\n", "\r\n"),
}


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_table(folder, content, **options):
    return list(read_records(write(folder, "table.csv", content), **options))


@pytest.mark.parametrize("packing", PACKERS)
@pytest.mark.parametrize("ending", FILES)
def test_every_kind_of_text_gives_its_records(tmp_path, ending, packing):
    path = write(tmp_path, f"two{ending}{packing}", PACKERS[packing](FILES[ending].encode()))
    records = list(read_records(path))
    assert [record.id for record in records] == ["ethanol", "methane"]
    assert all(record.has_structure and not record.defect for record in records)
    if "smi" not in ending:
        assert [claim.value for record in records for claim in record.claims] == ["46.07", "16.04"]


def test_a_molfile_is_one_record_named_by_its_title_or_its_file(tmp_path):
    titled = write(tmp_path, "a.mol", molblock("CCO", "ethanol"))
    untitled = write(tmp_path, "methane.mol", molblock("C"))
    assert [record.id for record in read_records(titled)] == ["ethanol"]
    assert [record.id for record in read_records(untitled)] == ["methane"]


def test_parquet_gives_digits_that_make_the_number(tmp_path):
    path = tmp_path / "table.parquet"
    frame = pd.DataFrame({"id": [7, 8], "smiles": ["CCO", None], "mw": [46.07, None]})
    frame.to_parquet(path)
    first, second = read_records(path)
    assert (first.id, first.claims[0].value) == ("7", "46.07")
    assert second.claims == ()
    assert not second.has_structure


def test_a_sheet_gives_numbers_as_it_shows_them(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([None, None, None, None])
    sheet.append(["id", "smiles", "mw", "cas"])
    sheet.append(["a", "CCO", 46.1, "64-17-5"])
    sheet["C3"].number_format = "0.00"
    sheet.append([])
    sheet.append(["b", "C", 16.04, pd.Timestamp("1984-05-02").to_pydatetime()])
    book.save(tmp_path / "table.xlsx")
    first, second = read_records(tmp_path / "table.xlsx")
    assert [claim.value for claim in first.claims] == ["46.10", "64-17-5"]
    assert [claim.value for claim in second.claims] == ["16.04", "1984-05-02"]


def test_standard_input_is_read_when_its_kind_is_said():
    code = (
        "from molinfo.store.tables import read_records\n"
        "print([r.id for r in read_records('-', input_format='csv')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=TABLE, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['ethanol', 'methane']"
    with pytest.raises(InputError, match="--input-format"):
        read_records("-")


def test_an_input_format_overrides_the_ending(tmp_path):
    path = write(tmp_path, "table.txt.gz", gzip.compress(TABLE.encode()))
    assert len(list(read_records(path, input_format="csv"))) == 2
    with pytest.raises(InputError, match=r"table\.txt\.gz.* is not known; use --input-format"):
        read_records(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("binary.csv", bytes(range(256)) * 20, "binary file"),
        ("plain.csv.gz", TABLE.encode(), "not a .gz file"),
        ("plain.csv.zst", TABLE.encode(), "not a .zst file"),
        ("other.csv", b"a,b\n1,2\n", "no structure column (found a, b)"),
        ("text.parquet", TABLE.encode(), "not a Parquet file"),
        ("text.xlsx", TABLE.encode(), "not an XLSX workbook"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_naming_it(tmp_path, name, content, said):
    path = write(tmp_path, name, content)
    with pytest.raises(InputError) as caught:
        list(read_records(path))
    assert name in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_records(tmp_path / "no.csv")
    with pytest.raises(InputError, match="folder"):
        read_records(tmp_path)


def test_a_column_is_mapped_by_name(tmp_path):
    table = "Nr;Structure;Masse\n1;CCO;46,07\n"
    columns = {"smiles": "Structure", "molecular_weight": "Masse"}
    (record,) = read_table(tmp_path, table, id_column="Nr", columns=columns)
    assert (record.id, record.smiles, record.claims[0].value) == ("1", "CCO", "46,07")


def test_a_wrong_mapping_is_told(tmp_path):
    with pytest.raises(InputError, match="no column 'Masse'; its columns are id, smiles, mw"):
        read_table(tmp_path, TABLE, columns={"molecular_weight": "Masse"})
    with pytest.raises(UnknownName, match="no field 'colour'"):
        read_table(tmp_path, TABLE, columns={"colour": "mw"})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("id,smiles,name\na,CCO,\xc4thanol\n".encode("latin-1"), "\xc4thanol"),
        ("\ufeffid,smiles,name\r\na,CCO,\xc4thanol\r\n".encode(), "\xc4thanol"),
        ("id\tsmiles\tname\na\tCCO\t\u03b1-x\n".encode("utf-16"), "\u03b1-x"),
        (b"id,smiles,name\ra,CCO,old Mac\r", "old Mac"),
        (b'id,smiles,name\na,CCO,"two\nlines, and a comma"\n', "two\nlines, and a comma"),
        (b"sep=;\nid;smiles;name\na;CCO;x\n", "x"),
    ],
)
def test_text_of_any_encoding_and_line_end_is_read(tmp_path, content, name):
    (record,) = read_table(tmp_path, content)
    assert (record.id, record.smiles, record.name) == ("a", "CCO", name)


def test_a_line_beyond_the_limit_costs_only_its_row(tmp_path):
    table = f"id,smiles\na,{'C' * 10_000_000}\nb,CCO\n"
    first, second = read_table(tmp_path, table)
    assert first.defect == "line 2 is longer than 1,000,000 characters"
    assert (second.id, second.defect) == ("b", "")


def test_a_quote_that_is_never_closed_costs_only_its_row(tmp_path):
    records = read_table(tmp_path, 'id,smiles\na,"CCO\nb,C\nc,CC\n')
    assert [(record.id, bool(record.defect)) for record in records] == [
        ("", True),
        ("b", False),
        ("c", False),
    ]


def test_a_row_with_too_many_cells_is_kept_with_its_fault(tmp_path):
    first, second = read_table(tmp_path, "id,smiles\na,CCO,surplus\nb\n")
    assert first.defect == "line 2 has 3 cells under 2 column names"
    assert (second.id, second.smiles, second.defect) == ("b", "", "")


def test_a_row_with_binary_data_is_kept_with_its_fault(tmp_path):
    padding = "x,C\n" * 2000
    records = read_table(tmp_path, f"id,smiles\n{padding}a,C\0C\nb,CC\n")
    assert "binary data" in records[2000].defect
    assert records[2001].id == "b"


def test_a_cut_archive_gives_its_rows_and_one_fault(tmp_path):
    rows = "".join(f"{i},{'C' * (i % 50 + 1)}\n" for i in range(5000))
    packed = gzip.compress(f"id,smiles\n{rows}".encode())
    records = list(read_records(write(tmp_path, "cut.csv.gz", packed[: len(packed) // 2])))
    assert 100 < len(records) < 5001
    assert all(not record.defect for record in records[:-1])
    assert "cut off or damaged" in records[-1].defect


def test_a_damaged_sd_record_does_not_touch_the_next(tmp_path):
    damaged = molblock("CCO", "cut").partition("M  END")[0] + "$$$$\n"
    records = list(read_records(write(tmp_path, "some.sdf", SDF + damaged + SDF)))
    assert [record.id for record in records] == ["ethanol", "methane", "cut", "ethanol", "methane"]
    assert [bool(record.defect) for record in records] == [False, False, True, False, False]


@pytest.mark.parametrize(
    ("text", "kept"), [("V2000", 0), ("M  END", 0), (">  <mw>", 5), (">  <mw>", 8), ("16.04", 4)]
)
def test_an_sd_file_cut_in_the_middle_says_so_in_its_last_record(tmp_path, text, kept):
    end = SDF.rindex(text) + kept
    records = list(read_records(write(tmp_path, "cut.sdf", SDF[:end])))
    assert len(records) == 2
    assert not records[0].defect
    assert "cut off" in records[1].defect


def test_an_sd_file_may_do_without_its_last_delimiter(tmp_path):
    records = list(read_records(write(tmp_path, "bare.sdf", SDF.removesuffix("$$$$\n"))))
    assert [record.defect for record in records] == ["", ""]


@pytest.mark.parametrize("names", ["id,smiles,smiles", "smiles,mw,mw", "smiles,own,own"])
def test_two_columns_of_one_name_are_an_error(tmp_path, names):
    with pytest.raises(InputError, match="2 columns are named"):
        read_table(
            tmp_path, f"{names}\nCCO,C,1\n", columns={"cas": "own"} if "own" in names else {}
        )
    assert read_table(tmp_path, "smiles,note,note\nCCO,a,b\n")[0].smiles == "CCO"


def test_a_mapped_field_may_go_by_the_name_of_its_column(tmp_path):
    (record,) = read_table(tmp_path, "smiles,heavy\nCCO,46.07\n", columns={"mw": "heavy"})
    assert record.claims[0].field == "molecular_weight"


def test_a_path_that_is_not_there_is_told_whatever_its_ending(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read_records(tmp_path / "nothing")


def test_pubchems_own_fields_are_known(tmp_path):
    fields = {
        "PUBCHEM_COMPOUND_CID": "702",
        "PUBCHEM_MOLECULAR_FORMULA": "C2H6O",
        "PUBCHEM_MOLECULAR_WEIGHT": "46.07",
        "PUBCHEM_IUPAC_INCHIKEY": "LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
    }
    data = "".join(f"> <{name}>\n{value}\n\n" for name, value in fields.items())
    (record,) = read_records(write(tmp_path, "one.sdf", f"{molblock('CCO')}{data}$$$$\n"))
    assert record.id == "702"
    assert {claim.field: claim.value for claim in record.claims} == {
        "formula": "C2H6O",
        "molecular_weight": "46.07",
        "inchikey": "LFQSCWFLJHTTHZ-UHFFFAOYSA-N",
    }


def test_two_columns_of_one_field_are_two_claims(tmp_path):
    (record,) = read_table(tmp_path, "smiles,mw,Mol. Weight\nCCO,46.07,46.1\n")
    assert [claim.value for claim in record.claims] == ["46.07", "46.1"]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=12
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_any_table_comes_back_with_the_same_rows(tmp_path_factory, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "smiles", "name"])
    writer.writerows(("x", smiles, name) for smiles, name in rows)
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    records = list(read_records(path))
    assert [(record.smiles, record.name) for record in records] == [
        (smiles.strip(), name.strip()) for smiles, name in rows
    ]


def test_cells_that_say_nothing_are_no_claims(tmp_path):
    header, row = "id,smiles,formula,cas,mw,inchi", "NA,CCO,NA,N/A,-,null"
    (record,) = read_table(tmp_path, f"{header}\n{row}\n")
    assert record.id == "NA"
    assert [(claim.field, claim.value) for claim in record.claims] == [("formula", "NA")]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_molblock_in_a_cell_keeps_its_blank_first_line(tmp_path, ending):
    mol = Chem.MolFromSmiles("CC(=O)O")
    rdDepictor.Compute2DCoords(mol)
    frame = pd.DataFrame({"id": ["a"], "molfile": [Chem.MolToMolBlock(mol)]})
    path = tmp_path / f"in.{ending}"
    if ending == "csv":
        frame.to_csv(path, index=False)
    elif ending == "xlsx":
        frame.to_excel(path, index=False)
    else:
        frame.to_parquet(path, index=False)
    (record,) = read_records(path)
    assert record.molblock.startswith("\n")
    assert Chem.MolToSmiles(Chem.MolFromMolBlock(record.molblock)) == "CC(=O)O"
