"""SD files and molfiles as records; a damaged record costs nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from molinfo.store.columns import Columns, find_columns
from molinfo.store.record import Record
from molinfo.store.streams import Line, Skip

_TAG = re.compile(r">.*?<(?P<name>[^<>]*)>")


def read_sd_lines(
    lines: Iterator[Line],
    name: str,
    *,
    skip: Skip,
    max_text: int,
    id_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    untitled: str = "",
) -> Iterator[Record]:
    """Records of an SD file; after a damaged one the next `$$$$` starts afresh.

    A data field is known by the names of columns; a mapped one need not stand in every record.
    The id is that of a field, else the title line, else `untitled`.
    """
    mapped = dict(columns or {})
    if id_column is not None:
        mapped["id"] = id_column
    layouts: dict[tuple[str, ...], Columns] = {}
    for texts, fault in _split_records(lines, max_text):
        if skip.takes_one():
            continue
        molblock, fields, problem = _split_fields(texts)
        names = tuple(fields)
        if names not in layouts:
            wanted = {field: tag for field, tag in mapped.items() if tag in fields}
            layouts[names] = find_columns(names, columns=wanted, source=name)
        title = (texts[0].strip() if texts else "") or untitled
        record = layouts[names].make_record(fields, molblock=molblock, id=title)
        defect = fault or problem
        yield record.model_copy(update={"defect": defect}) if defect else record


def print_sd_record(record: Record) -> str:
    """A record as it stands in an SD file: molblock, name, SMILES, and claims under their fields.

    Of several claims on a field the first is printed; those on other forms and those that need a
    target beside their value are left out.

    >>> print_sd_record(Record(id="a", name="b", molblock="a\\n\\nM  END\\n")).splitlines()[-4:]
    ['>  <name>', 'b', '', '$$$$']
    """
    fields = {"id": record.id, "name": record.name, "smiles": record.smiles}
    for claim in record.claims:
        if not (claim.target or claim.of):
            fields.setdefault(claim.field.value, claim.value)
    data = "".join(
        f">  <{field}>\n{' '.join(value.split())}\n\n" for field, value in fields.items() if value
    )
    molblock = record.molblock if record.molblock.endswith("\n") else f"{record.molblock}\n"
    return f"{molblock}{data}$$$$\n"


def _split_records(lines: Iterator[Line], max_text: int) -> Iterator[tuple[list[str], str]]:
    """The lines of every record, and what is wrong with it as a whole."""
    texts: list[str] = []
    size, fault, start = 0, "", 1
    for line in lines:
        if line.text.startswith("$$$$"):
            yield texts, fault
            texts, size, fault, start = [], 0, "", line.number + 1
            continue
        fault = fault or line.fault
        size += len(line.text) + 1
        if size > max_text:
            fault = fault or f"the record from line {start} is longer than {max_text:,} characters"
            continue
        texts.append(line.text)
    if any(text.strip() for text in texts) or fault:
        yield texts, fault or _find_cut(texts, start)


def _find_cut(texts: list[str], start: int) -> str:
    """What the last record lacks; a whole one may do without the closing `$$$$`.

    A data field ends with a blank line: without one its value may lack digits.
    """
    end = next((i for i, text in enumerate(texts) if text.startswith("M  END")), None)
    if end is None:
        return f"the record from line {start} is cut off: there is no M  END"
    fields = texts[end + 1 :]
    if any(text.startswith(">") for text in fields) and fields[-1].strip():
        return f"the record from line {start} is cut off: there is no blank line after its data"
    return ""


def _split_fields(texts: list[str]) -> tuple[str, dict[str, str], str]:
    """The molblock, damaged or not, the data fields as printed, and what is wrong."""
    end = next((i for i, text in enumerate(texts) if text.startswith("M  END")), None)
    if end is None:
        first = next((i for i, text in enumerate(texts) if _TAG.match(text)), len(texts))
        kept = "\n".join(texts[:first]) + "\n"
        return (
            kept,
            _read_fields(texts[first:]),
            "the record has no M  END: its molblock is cut off",
        )
    molblock = "\n".join(texts[: end + 1]) + "\n"
    return molblock, _read_fields(texts[end + 1 :]), ""


def _read_fields(texts: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    name: str | None = None
    values: list[str] = []
    for text in texts:
        tag = _TAG.match(text)
        if tag is not None and (name is None or not values or not values[-1].strip()):
            if name is not None:
                fields.setdefault(name, "\n".join(values).strip())
            name, values = tag["name"].strip(), []
        elif name is not None:
            values.append(text)
    if name is not None:
        fields.setdefault(name, "\n".join(values).strip())
    return fields
