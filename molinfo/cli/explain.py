"""`molinfo explain`: what a code means and what to do."""

from __future__ import annotations

import rich_click as click

from molinfo.checks.result import CODES


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Tell what a finding CODE means and what to do; without CODE, list them all."""
    if code is None:
        for name, info in sorted(CODES.items()):
            click.echo(f"{name} ({info.severity})\n    {info.meaning}")
        return
    if code not in CODES:
        raise click.BadParameter(
            f"no code {code!r}; known: {', '.join(sorted(CODES))}", param_hint="CODE"
        )
    info = CODES[code]
    click.echo(f"{code} ({info.severity})\n\n{info.meaning}\n\n{info.advice}")
