"""A store folder: read, validated with file and line, written back byte for byte."""

import shutil
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from molinfo.errors import RecordNotFound, StoreError
from molinfo.store.folder import (
    locate_keys,
    open_store,
    read_record_file,
    write_record_file,
)

SOURCES = """\
[maker]
title = "The maker's page"
"""

RECORD = """\
# a comment on top
id = "ethanol"
name = "ethanol"   # and one beside
smiles = "CCO"

[[claim]]
field = "formula"
value = "C2H6O"
sources = [{ id = "maker" }]

[[claim]]
field = "molecular_weight"
value = "46.07"
unit = "g/mol"
sources = [{ id = "maker", locator = "page 1" }]

  [[claim.waiver]]
  code = "molecular_weight-disagrees"
  reason = "kept as printed"
  by = "a chemist"

[[claim]]
field = "cas"
value = "64-17-5"
sources = [
  { id = "maker" },
]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "ethanol.toml").write_text(RECORD, encoding="utf-8")
    return tmp_path


def spoil(folder, old, new):
    path = folder / "ethanol.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(text, content=RECORD):
    return content.splitlines().index(text) + 1


def test_a_store_gives_records_by_id(folder):
    store = open_store(folder)
    assert list(store) == ["ethanol"]
    assert store["ethanol"].claims[1].value == "46.07"
    assert store.sources["maker"].title == "The maker's page"
    with pytest.raises(RecordNotFound, match="methanol"):
        store["methanol"]


def test_every_key_knows_its_line():
    lines = locate_keys(tomlkit.parse(RECORD))
    assert lines[("id",)] == 2
    assert lines[("claim", 0, "field")] == line_of('field = "formula"')
    assert lines[("claim", 1, "waiver", 0, "reason")] == line_of('  reason = "kept as printed"')
    assert lines[("claim", 2)] == lines[("claim", 2, "field")] - 1
    assert lines[("claim", 2, "value")] == line_of('value = "64-17-5"')


KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


@given(st.dictionaries(KEYS, st.text(max_size=8), min_size=1, max_size=6), st.integers(0, 4))
def test_lines_are_right_whatever_stands_above(pairs, blank):
    text = "# note\n" * blank
    text += "".join(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in pairs.items())
    lines = locate_keys(tomlkit.parse(text))
    for number, key in enumerate(pairs, start=blank + 1):
        assert lines[(key,)] == number


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('value = "64-17-5"', 'value = "64-17-5"\ncolour = "red"', 25, "unknown key"),
        ('field = "cas"', 'field = "casrn"', 23, "claim.2.field"),
        ('value = "64-17-5"', "value = 64", 24, "claim.2.value"),
        ('sources = [\n  { id = "maker" },\n]\n', "", 22, "no source"),
        ('  { id = "maker" },', '  { id = "nobody" },', 25, "'nobody' is not in sources.toml"),
        ('id = "ethanol"\n', 'id = "methanol"\n', 2, "not the file's name"),
        ('smiles = "CCO"', 'smiles = "CCO"\nmolfile = "no.mol"', 5, "'no.mol' is not there"),
        ('smiles = "CCO"', 'smiles = "CCO"\nmolfile = "../a.mol"', 5, "molfile: String should"),
        ('smiles = "CCO"', 'smiles = "CCO"\nform_of = "ether"', 5, "'ether', not in this store"),
        ('smiles = "CCO"', "", 1, "neither smiles nor molfile"),
        ('smiles = "CCO"', "smiles = CCO", 4, "not TOML"),
    ],
)
def test_a_fault_is_told_with_file_and_line(folder, old, new, line, said):
    spoil(folder, old, new)
    with pytest.raises(StoreError) as caught:
        open_store(folder)
    assert f"ethanol.toml:{line}:" in str(caught.value)
    assert said in str(caught.value)


def test_all_faults_are_told_at_once(folder):
    spoil(folder, 'field = "cas"', 'field = "casrn"')
    (folder / "other.toml").write_text('id = "wrong"\nsmiles = "C"\n', encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        open_store(folder)
    assert len(str(caught.value).splitlines()) == 2


def test_two_records_of_one_id_are_told(folder):
    shutil.copy(folder / "ethanol.toml", folder / "copy.toml")
    with pytest.raises(StoreError, match=r"copy\.toml:2: id 'ethanol' is not the file's name"):
        open_store(folder)


def test_an_unknown_key_in_a_source_is_told_with_its_line(folder):
    (folder / "sources.toml").write_text(SOURCES + 'colour = "red"\n', encoding="utf-8")
    with pytest.raises(StoreError, match=r"sources\.toml:3: maker\.colour: unknown key"):
        open_store(folder)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_record_written_unchanged_keeps_its_bytes(folder, ending):
    path = folder / "ethanol.toml"
    path.write_bytes(RECORD.replace("\n", ending).encode())
    before = path.read_bytes()
    write_record_file(read_record_file(path), path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_records_is_an_error(tmp_path, made):
    folder = tmp_path / "empty"
    if made:
        folder.mkdir()
    with pytest.raises(StoreError, match="folder"):
        open_store(folder)


def bundled_files():
    return [Path(str(file.path)) for file in open_store().files.values()]


def test_the_bundled_store_is_written_back_byte_for_byte(tmp_path):
    for path in bundled_files():
        write_record_file(read_record_file(path), tmp_path / path.name)
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
