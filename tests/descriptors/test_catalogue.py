"""The catalogue knows every descriptor."""

from rdkit.Chem import Descriptors

from molinfo.descriptors.catalogue import read_catalogue
from molinfo.descriptors.groups import list_groups
from molinfo.descriptors.own import OWN


def test_every_descriptor_is_explained():
    catalogue = read_catalogue()
    assert list(catalogue) == [*(name for name, _ in Descriptors.descList), *OWN]
    for entry in catalogue.values():
        assert entry.group != "new", entry.name
        assert entry.meaning, entry.name


def test_groups_hold_each_descriptor_once():
    names = [name for group in list_groups() for name in group.descriptors]
    assert len(names) == len(set(names))
    assert {name for name, _ in Descriptors.descList} <= set(names)
