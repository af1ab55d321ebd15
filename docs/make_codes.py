"""Write docs/codes.md, the page of all codes, from the registry in the code."""

from pathlib import Path

from molinfo.checks.result import CODES, EXPLANATIONS


def make_page() -> str:
    """The page as Markdown."""
    lines = ["# Findings and explanations", "", "Made by `python docs/make_codes.py`.", ""]
    lines += ["## Findings", ""]
    for code, info in sorted(CODES.items()):
        lines += [f"### {code}", "", f"*{info.severity}.* {info.meaning} {info.advice}", ""]
    lines += ["## Explanations", "", "The claim describes ...", ""]
    lines += ["| code | what |", "| --- | --- |"]
    lines += [f"| {code} | {meaning} |" for code, meaning in EXPLANATIONS.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("codes.md").write_text(make_page(), encoding="utf-8")
