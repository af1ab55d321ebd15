"""Write every page of docs/ that is made from the code; --check only names those out of date."""

import argparse
import runpy
from pathlib import Path

DOCS = Path(__file__).parent


def find_makers() -> dict[Path, Path]:
    """Each generated page with the script that makes it."""
    return {
        DOCS / f"{maker.stem.removeprefix('make_')}.md": maker
        for maker in sorted(DOCS.glob("make_*.py"))
        if "def make_page(" in maker.read_text(encoding="utf-8")
    }


def make_page(maker: Path) -> str:
    """The page as the code gives it now."""
    page: str = runpy.run_path(str(maker))["make_page"]()
    return page


def main() -> None:
    """Read the arguments, then write or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a page is out of date"
    )
    options = parser.parse_args()
    stale = 0
    for page, maker in find_makers().items():
        text = make_page(maker)
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if not options.check:
            page.write_text(text, encoding="utf-8")
        print(page.name)  # noqa: T201  a command of its own
    raise SystemExit(bool(stale) and options.check)


if __name__ == "__main__":
    main()
