"""Write docs/python.md, the page of all public names, from their docstrings."""

import inspect
import re
from pathlib import Path

import molinfo


def make_page() -> str:
    """The page as Markdown."""
    lines = [
        "# In Python",
        "",
        "Made by `python docs/make_python.py`: what `import molinfo` offers. Each name is imported",
        "when it is first used.",
        "",
    ]
    for name in filter(is_documented, molinfo.__all__):
        lines += [f"## {name}", "", *describe(name, getattr(molinfo, name)), ""]
    return "\n".join(lines)


def is_documented(name: str) -> bool:
    """Whether a name has a section of its own; the version has none."""
    return name != "__version__"


def describe(name: str, value: object) -> list[str]:
    """Signature and docstring of a public name, and what its instances offer."""
    lines = []
    if not inspect.isclass(value):
        signature = inspect.signature(value)  # type: ignore[arg-type]
        lines += ["```python", f"{name}{signature}", "```", ""]
    lines += format_docstring(inspect.getdoc(value) or "")
    if inspect.isclass(value):
        lines += ["", *list_members(value)]
    return lines


def list_members(kind: type) -> list[str]:
    """Fields, properties and methods of a class's own, each with its first sentence."""
    lines = [f"* `{field}`" for field in getattr(kind, "model_fields", {})]
    for name, member in vars(kind).items():
        if name.startswith(("_", "model_")) or name in getattr(kind, "model_fields", {}):
            continue
        documented = inspect.getdoc(member) if callable(member) or is_property(member) else None
        if documented:
            call = "" if is_property(member) else "()"
            lines.append(f"* `{name}{call}`: {documented.splitlines()[0]}")
    return lines


def is_property(member: object) -> bool:
    """Whether a member of a class is read without being called."""
    return type(member).__name__ in ("property", "cached_property")


def format_docstring(text: str) -> list[str]:
    """A docstring as Markdown, its examples fenced."""
    examples = re.compile(r"(?:^>>> .*(?:\n.+)*)(?:\n\n(?:^>>> .*(?:\n.+)*))*", re.MULTILINE)
    return examples.sub(lambda found: f"```pycon\n{found[0]}\n```", text).splitlines()


if __name__ == "__main__":
    Path(__file__).with_name("python.md").write_text(make_page(), encoding="utf-8")
