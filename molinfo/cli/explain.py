"""`molinfo explain`: what a code means and what to do."""

from __future__ import annotations

import rich_click as click

from molinfo.checks.codes import collect_codes, collect_explanations


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Tell what a finding or explanation CODE means and what to do; without CODE, list them all."""
    findings, explanations = collect_codes(), collect_explanations()
    if code is None:
        for finding in findings.values():
            click.echo(f"{finding.name} ({finding.severity})\n    {finding.meaning}")
        for why in explanations.values():
            click.echo(f"{why.name} (explanation)\n    The claim describes {why.meaning}.")
        return
    if code not in findings and code not in explanations:
        known = ", ".join(sorted({*findings, *explanations}))
        raise click.BadParameter(f"no code {code!r}; known: {known}", param_hint="CODE")
    if code in findings:
        finding = findings[code]
        click.echo(f"{code} ({finding.severity})\n\n{finding.meaning}\n\n{finding.advice}")
    if code in explanations:
        meaning = explanations[code].meaning
        click.echo(f"{code} (explanation)\n\nThe claim describes {meaning}.")
