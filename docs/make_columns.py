"""Write docs/columns.md, the page of all column names that are known, from the reader."""

from pathlib import Path

from molinfo.store.columns import KNOWN_NAMES


def make_page() -> str:
    """The page as Markdown."""
    lines = [
        "# Column names",
        "",
        "Made by `python docs/make_columns.py`. These columns and SD fields are read without being",
        "named; case, spaces, dots, hyphens and underscores are alike, and where several stand for",
        "one field the first of its row counts. Others are named with `--map FIELD=COLUMN`.",
        "",
        "| field | columns |",
        "| --- | --- |",
    ]
    lines += [
        f"| `{field}` | {', '.join(f'`{name}`' for name in names)} |"
        for field, names in KNOWN_NAMES.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("columns.md").write_text(make_page(), encoding="utf-8")
