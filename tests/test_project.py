"""What a stranger reads beside the code agrees with it: versions, licence, files that are named."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAMED_FILE = re.compile(r"`((?:molinfo|tests|docs|benchmarks|structures|\.ci)/[\w./-]*)`")
NAMED_MODULE = re.compile(r"`((?:chem|store|batch|checks|descriptors|figures|cli)/[\w./-]*)`")


def test_the_citation_is_of_this_version_and_licence():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])
    assert [each["name"] for each in citation["authors"]] == [
        each["name"] for each in PROJECT["authors"]
    ]


def test_the_changelog_has_a_place_for_the_next_line():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE)[0] == "[Unreleased]"
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= kinds


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md"])
def test_files_that_a_page_names_are_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = [*NAMED_FILE.findall(text), *(f"molinfo/{each}" for each in NAMED_MODULE.findall(text))]
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_the_architecture_page_lists_every_room():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    there = {
        path.stem
        for path in (ROOT / "molinfo").iterdir()
        if not path.name.startswith("_")
        and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    assert listed == there


def test_the_pre_commit_hooks_run_what_is_there():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert all(hook["language"] == "system" for hook in hooks)
    scripts = [word for hook in hooks for word in hook["entry"].split() if word.endswith(".py")]
    assert all((ROOT / script).is_file() for script in scripts)
