"""Write docs/fields.md, the page of all claim fields and known columns, from the code."""

from pathlib import Path

from molinfo.store.fields import FieldName, RecordPart


def make_page() -> str:
    """The page as Markdown."""
    lines = [
        "# Claim fields and column names",
        "",
        "Made by `python docs/make_fields.py`. Each field can be claimed in a store, in a column",
        "or SD field of a file, with `molinfo check --smiles` as an option, and in Python as a",
        "keyword of `mi.check_structure`.",
        "",
        "| field | printed as | option | what it is |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{field}` | {field.printed} | `{field.option}` | {field.meaning} |"
        for field in FieldName
    ]
    lines += [
        "",
        "## Columns",
        "",
        "These columns and SD fields are read without being named. Case, spaces, dots, hyphens and",
        "underscores do not matter; where several columns hold one field, the first in its row",
        "counts. Name other columns with `--map FIELD=COLUMN`.",
        "",
        "| field | columns |",
        "| --- | --- |",
    ]
    lines += [
        f"| `{field}` | {', '.join(f'`{name}`' for name in field.columns)} |"
        for field in (*RecordPart, *FieldName)
        if field.columns
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("fields.md").write_text(make_page(), encoding="utf-8")
