"""Write the reference of the command line, docs/cli.md, from the commands themselves.

python docs/commands.py
"""

import re
from pathlib import Path
from typing import Any

import click
from typer.main import get_command

from qa.cli.app import app

PAGE = Path(__file__).parent / "cli.md"
_TYPE = re.compile(r" <[^>]*>$")
_HEAD = """# Command reference

Written by `make docs` from the commands themselves. [Usage](usage.md) explains them.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(reference(), encoding="utf-8")


def reference() -> str:
    """Return the page: for each command what it does, how it is called, its arguments and options."""
    parts = [_HEAD]
    for name, command in sorted(_commands(get_command(app), "dateline")):
        parts.append(_section(name, command))
    return "\n".join(parts)


def _commands(group: Any, prefix: str) -> list[tuple[str, Any]]:
    found = []
    for name, command in group.commands.items():
        whole = f"{prefix} {name}"
        found += _commands(command, whole) if hasattr(command, "commands") else [(whole, command)]
    return found


def _section(name: str, command: Any) -> str:
    with click.Context(command, info_name=name) as context:
        usage = " ".join([name, *command.collect_usage_pieces(context)])
        records = [record for each in command.params if (record := each.get_help_record(context))]
    rows = [f"| `{_cell(_TYPE.sub('', term))}` | {_cell(said)} |" for term, said in records]
    table = ["", "| option | meaning |", "|---|---|", *rows] if rows else []
    return "\n".join([f"## {name}", "", f"    {usage}", "", _text(command.help), *table, ""])


def _text(text: str | None) -> str:
    return " ".join((text or "").split())


def _cell(text: str) -> str:
    return _text(text).replace("|", r"\|")


if __name__ == "__main__":
    main()
