"""Write docs/codes.md, the page of all codes, from the registry in the code."""

from pathlib import Path

from molinfo.checks.codes import collect_codes, collect_explanations


def make_page() -> str:
    """The page as Markdown."""
    lines = ["# Findings and explanations", "", "Made by `python docs/make_codes.py`.", ""]
    lines += ["## Findings", ""]
    for code in collect_codes().values():
        lines += [f"### {code.name}", "", f"*{code.severity}.* {code.meaning} {code.advice}", ""]
    lines += ["## Explanations", "", "The claim describes ...", ""]
    lines += ["| code | what |", "| --- | --- |"]
    lines += [f"| {each.name} | {each.meaning} |" for each in collect_explanations().values()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("codes.md").write_text(make_page(), encoding="utf-8")
