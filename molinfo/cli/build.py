"""`molinfo build`: all of it for a store, and one HTML report."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from molinfo.cli.inputs import find_store_path


@click.command("build")
@click.argument("store", required=False)
@click.option("--bundled", is_flag=True, help="Build the store inside the package.")
@click.option(
    "-o",
    "--output",
    default="report",
    show_default=True,
    metavar="DIR",
    help="The folder to write into; made when it is not there.",
)
@click.option(
    "--reference",
    metavar="ID",
    help="The record that the report compares the others with; else that of most potencies.",
)
def command(store: str | None, bundled: bool, output: str, reference: str | None) -> None:
    """Check, draw and describe every record of STORE, and write one HTML report."""
    if store is not None and bundled:
        raise click.UsageError("--bundled is a store of its own; give no STORE beside it")
    path = find_store_path(bundled, store)

    from rich.console import Console
    from rich.progress import Progress

    from molinfo.building import build
    from molinfo.store.folder import open_store

    opened = open_store(path)
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        tasks = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done)

        summary = build(opened, Path(output), reference=reference, on_progress=show)
    counts = ", ".join(f"{n} {verdict}" for verdict, n in summary.verdicts.items() if n)
    click.echo(f"{summary.records} records: {counts}")
    click.echo(f"report: {Path(output) / 'report.html'}")
