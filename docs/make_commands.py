"""Write docs/commands.md, the page of all commands, from the commands themselves."""

import inspect
from pathlib import Path

import click

from molinfo.cli import molinfo


def make_page() -> str:
    """The page as Markdown."""
    lines = [
        "# Commands",
        "",
        "Made by `python docs/make_commands.py`; `molinfo COMMAND --help` says the same.",
        "",
    ]
    context = click.Context(molinfo, info_name="molinfo")
    for name in molinfo.list_commands(context):
        command = molinfo.get_command(context, name)
        assert command is not None
        lines += describe_command(command, click.Context(command, context, info_name=name))
    return "\n".join(lines)


def describe_command(command: click.Command, context: click.Context) -> list[str]:
    """Usage, help and options of one command."""
    pieces = " ".join(command.collect_usage_pieces(context))
    lines = [f"## molinfo {context.info_name}", "", f"    molinfo {context.info_name} {pieces}", ""]
    lines += [inspect.cleandoc(command.help or ""), ""]
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    lines += ["| option | what |", "| --- | --- |"]
    for option in options:
        record = option.get_help_record(context)
        if record is not None:
            names, text = (part.replace("|", "\\|") for part in record)
            lines.append(f"| `{names}` | {text} |")
    return [*lines, ""]


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(make_page(), encoding="utf-8")
