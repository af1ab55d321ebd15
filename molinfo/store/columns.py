"""Which column means what: known names, the user's own mapping, and a row made into a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from molinfo.errors import InputError, UnknownName
from molinfo.store.fields import FieldName, RecordPart
from molinfo.store.record import Claim, Record

_STRUCTURE = ("smiles", "molfile", "inchi", "inchikey")


def _plain(name: str) -> str:
    """A column name without case, spaces, dots, hyphens and underscores.

    >>> _plain("Mol. Weight") == _plain("mol_weight")
    True
    """
    return re.sub(r"[\s._\-]+", "", name).casefold()


_MEANING = {
    _plain(name): (field.value, rank)
    for field in (*RecordPart, *FieldName)
    for rank, name in enumerate(field.columns)
}


_NOTHING = frozenset({"n/a", "na", "n.a.", "null", "none", "nan", "-", "--", "–", "—"})


def _says_nothing(field: FieldName, text: str) -> bool:
    """Whether the cell of a claim only says that it is empty; a formula of `NA` may be meant."""
    meant = text == "NA" and field is FieldName.FORMULA
    return not meant and text.casefold() in _NOTHING


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the parts of a record stand in a row: column names by field, best name first."""

    own: Mapping[str, tuple[str, ...]]
    claims: tuple[tuple[FieldName, str], ...]

    def make_record(self, row: Mapping[str, str], *, molblock: str = "", id: str = "") -> Record:
        """A record from the texts of a row; a cell that is empty or says `N/A` is no claim."""

        def first(field: str) -> str:
            return next((row[c] for c in self.own.get(field, ()) if row.get(c)), "")

        claims = tuple(
            Claim.model_construct(field=field, value=value)
            for field, column in self.claims
            if (value := row.get(column, "")) and not _says_nothing(field, value)
        )
        return Record(
            id=first("id") or id,
            name=first("name"),
            smiles=first("smiles"),
            molblock=molblock or first("molfile"),
        ).model_copy(update={"claims": claims})


def find_columns(
    names: Iterable[str],
    *,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    source: str = "",
) -> Columns:
    """Find what the columns of a table mean; `columns` (field to column) overrides.

    A field may go by any known name of its column, `mw` for molecular_weight.

    Raises InputError for a mapped column that is not there or any that stands twice, UnknownName
    for a mapped field that does not exist.
    """
    present = [name for name in names if name]
    mapped = {_MEANING.get(_plain(f), (f,))[0]: column for f, column in (columns or {}).items()}
    if id_column is not None:
        mapped["id"] = id_column
    known = {*RecordPart, *FieldName}
    for field, column in mapped.items():
        if field not in known:
            raise UnknownName(f"no field {field!r}; known: {', '.join(sorted(known))}")
        if column not in present:
            found = ", ".join(present) or "none"
            raise InputError(f"{source}: no column {column!r}; its columns are {found}")
    ranked: dict[str, list[tuple[int, str]]] = {}
    for name, times in Counter(present).items():
        if times > 1 and (_plain(name) in _MEANING or name in mapped.values()):
            raise InputError(f"{source}: {times} columns are named {name!r}; rename all but one")
        field, rank = _MEANING.get(_plain(name), ("", 0))
        if field and field not in mapped and name not in mapped.values():
            ranked.setdefault(field, []).append((rank, name))
    for field, column in mapped.items():
        ranked[field] = [(0, column)]
    ordered = {field: tuple(name for _, name in sorted(pairs)) for field, pairs in ranked.items()}
    own = {part.value: ordered[part] for part in RecordPart if part in ordered}
    claims = tuple((field, name) for field in FieldName for name in ordered.get(field.value, ()))
    return Columns(own, claims)


def trim_cell(text: str) -> str:
    r"""The text of a cell without space around it; a molblock keeps its first line, often blank.

    >>> trim_cell(" 46.07 "), trim_cell("\n  RDKit\n...\nM  END\n")
    ('46.07', '\n  RDKit\n...\nM  END\n')
    """
    return text if "M  END" in text else text.strip()


def require_structure(columns: Columns, names: Sequence[str], source: str) -> None:
    """Raise InputError when no column of a table can hold a structure."""
    claimed = {field.value for field, _column in columns.claims}
    if not any(field in columns.own or field in claimed for field in _STRUCTURE):
        found = ", ".join(name[:40] for name in filter(None, names[:12])) or "none"
        raise InputError(
            f"{source}: no structure column (found {found}); name it with --map smiles=COLUMN"
        )
