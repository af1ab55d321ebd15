"""How every page of ours is rendered: each text escaped, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from molinfo.checks.result import Finding
from molinfo.reports.words import say_explanation, say_status
from molinfo.store.fields import name_field

_LONGEST = 500


@cache
def open_templates() -> Environment:
    """The templates of molinfo.reports, and the words that they use as filters."""
    environment = Environment(
        loader=PackageLoader("molinfo.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["field"] = name_field
    environment.filters["status"] = say_status
    environment.filters["explanation"] = say_explanation
    environment.filters["on_claim"] = _select_on_claim
    environment.filters["cut"] = cut
    environment.filters["picture"] = _as_picture
    environment.filters["reference"] = _refer_to_picture
    return environment


def cut(text: str) -> str:
    """A text of a length that a page can bear; what was longer says so."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text):,} characters)"


def _select_on_claim(findings: Sequence[Finding], claim: int) -> list[Finding]:
    return [each for each in findings if each.claim == claim]


def _as_picture(svg: str) -> Markup:
    """A picture of our own drawing, whose title was escaped when it was drawn."""
    return Markup(svg)


def _refer_to_picture(svg: str, record_id: str) -> Markup:
    """The picture in `figures/`, fetched when it is scrolled to."""
    if not svg:
        return Markup("")
    return Markup('<img src="../figures/{}.svg" alt="Structure of {}" loading="lazy">').format(
        record_id, record_id
    )
