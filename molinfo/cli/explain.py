"""`molinfo explain`: what a code means and what to do."""

from __future__ import annotations

import rich_click as click

from molinfo.checks.result import CODES, EXPLANATIONS


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Tell what a finding or explanation CODE means and what to do; without CODE, list them all."""
    if code is None:
        for name, info in sorted(CODES.items()):
            click.echo(f"{name} ({info.severity})\n    {info.meaning}")
        for name, meaning in sorted(EXPLANATIONS.items()):
            click.echo(f"{name} (explanation)\n    The claim describes {meaning}.")
        return
    if code not in CODES and code not in EXPLANATIONS:
        known = ", ".join(sorted({*CODES, *EXPLANATIONS}))
        raise click.BadParameter(f"no code {code!r}; known: {known}", param_hint="CODE")
    if code in CODES:
        info = CODES[code]
        click.echo(f"{code} ({info.severity})\n\n{info.meaning}\n\n{info.advice}")
    if code in EXPLANATIONS:
        click.echo(f"{code} (explanation)\n\nThe claim describes {EXPLANATIONS[code]}.")
