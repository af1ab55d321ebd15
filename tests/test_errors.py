"""The tree of errors: each refines a builtin, keeps its message, and can be pickled."""

import pickle

import pytest

from molinfo import errors

ERRORS = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, errors.MolinfoError)
]


def make(kind):
    if kind is errors.MissingExtra:
        return kind("pypdf", "pdf")
    return kind("x.csv: no column 'mw'")


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_keeps_its_message_between_processes(kind):
    error = make(kind)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert str(copy) == str(error)
    assert str(error)


@pytest.mark.parametrize("kind", [kind for kind in ERRORS if kind is not errors.MolinfoError])
def test_an_error_is_caught_as_the_builtin_that_it_refines(kind):
    builtin = next(each for each in kind.__mro__ if each.__module__ == "builtins")
    assert builtin is not Exception
    with pytest.raises(builtin):
        raise make(kind)


@pytest.mark.parametrize("kind", ERRORS)
def test_the_tree_at_the_top_of_the_module_names_each(kind):
    assert f"{kind.__name__} " in f"{errors.__doc__} ".replace("\n", " ")


def test_a_missing_extra_says_how_to_install_it():
    assert "pip install 'molinfo-structures[pdf]'" in str(errors.MissingExtra("pypdf", "pdf"))
