"""The command `molinfo`: parse arguments, call, print, exit code."""

from __future__ import annotations

import importlib
import signal
import warnings
from collections.abc import Sequence
from typing import NoReturn

import rich_click as click

from molinfo.errors import MolinfoError

COMMANDS = {
    "build": "all of it for a store, and one HTML report",
    "check": "claims against structures",
    "compare": "a series against one of its records",
    "describe": "descriptors and fingerprints of structures",
    "draw": "figures, kept up to date",
    "explain": "what a code means and what to do",
    "export": "an index as tables of PostgreSQL",
    "index": "an index to search",
    "layout": "2D coordinates for records that lack them",
    "merge": "joins the shards of a batch",
    "search": "structures and records in an index",
}


class LazyGroup(click.RichGroup):
    """Loads a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"molinfo.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=LazyGroup)
@click.version_option(package_name="molinfo-structures", prog_name="molinfo")
def molinfo() -> None:
    """Check chemical structure records, say why a claim is wrong, draw and describe them."""


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line; an error of molinfo's own is one line and exit code 2.

    A warning is one line, too. A run that is told to end (SIGTERM) takes its half-written files
    away first.
    """
    signal.signal(signal.SIGTERM, _end)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _tell
            molinfo.main(args=list(args) if args is not None else None, standalone_mode=True)
    except MolinfoError as error:
        click.echo(f"molinfo: {error}", err=True)
        raise SystemExit(2) from None


def _tell(message: Warning | str, *_where: object, **_more: object) -> None:
    click.echo(f"molinfo: warning: {message}", err=True)


def _end(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)
