"""Commands that run until they are stopped: `chat`, `serve`, `mcp`.

Each imports what it needs when it runs, so that --help costs little.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.flags import LibraryFlag
from qa.cli.opening import engine_for, settings_for
from qa.errors import DatelineError
from qa.utils.child_process import child_environment, python_command

commands = typer.Typer()


@commands.command()
def chat(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH…]", help="Articles to add in the background."),
    ] = None,
    *,
    library: LibraryFlag = None,
    in_browser: Annotated[
        bool, typer.Option("--web", help="Serve the app to browsers on this machine only.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port for --web.")
    ] = 8463,
) -> None:
    """Open the app in the terminal or, with --web, in a browser."""
    folders = tuple(path.expanduser() for path in paths or ())
    if in_browser:
        from tui.web import serve

        return serve(_chat_command(library, folders), child_environment(), port)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise DatelineError("The app needs a terminal.", "Use this instead: dateline ask QUESTION")
    import tui

    return tui.run(settings_for(library), folders)


@commands.command()
def serve(
    *,
    library: LibraryFlag = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")] = (
        "127.0.0.1"
    ),
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8464,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="Require the token in this file, created if missing. Needed if other machines can connect.",
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="NAME", help="Another host name that clients use for this server."),
    ] = None,
) -> None:
    """Answer other programs over HTTP, on this machine only unless you set --host."""
    from qa.cli.serve_command import serve as run

    run(engine_for(library), host, port, token_file.expanduser() if token_file else None, tuple(names or ()))


@commands.command()
def mcp(*, library: LibraryFlag = None) -> None:
    """Answer an assistant over the Model Context Protocol (standard input and output)."""
    from qa.cli.serve_command import mcp as run

    run(engine_for(library))


def _chat_command(library: str | None, paths: Sequence[Path]) -> list[str]:
    """Return the command that opens the app, for the server to run once per page."""
    named = ["--library", str(settings_for(library).library)] if library else []
    return python_command("qa.cli", "chat", *named, "--", *map(str, paths))
